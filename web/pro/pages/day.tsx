import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { show, today } from '../../kit/dates.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { appointmentsQuery, type ExpectedPerson, peopleQuery, type SeenPerson, toFileQuery } from '../day.ts';
import { mailboxesQuery } from '../mail/queries.ts';
import { patientQuery } from '../queries.ts';
import type { Patient } from '../shapes.ts';

/** Ma journée: whom do I see, what came in, what waits? Each part comes by itself: a slow one holds up no other. */
export function DayPage() {
  const { t } = useTranslation('pro');
  return (
    <Page title={t('day.title')} space={t('space')} lead={<span className="pt-date">{show(today(), 'weekday')}</span>}>
      <div className="pt-day">
        <div className="pt-day-main">
          <Appointments />
          <People />
        </div>
        <div className="pt-day-side">
          <ToDo />
        </div>
      </div>
    </Page>
  );
}

function Appointments() {
  const { t } = useTranslation('pro');
  const query = useQuery(appointmentsQuery(today()));
  const items = query.data?.items ?? nobodyExpected;
  useRemember(items);
  return (
    <Part id="day-appointments" icon="later" title={t('day.appointments')} query={query} rows={1}>
      {items.length === 0 ? (
        <p className="hint">{t('day.noAppointments')}</p>
      ) : (
        <ul className="rows pt-people">
          {items.map(({ id, at, until, cancelled, patient }) => (
            <li key={id} className={cancelled ? 'pt-hour pt-cancelled' : 'pt-hour'}>
              <span className="pt-time">
                <time dateTime={at}>{show(at, 'time')}</time> – {show(until, 'time')}
              </span>
              <PersonLine patient={patient}>
                {cancelled && (
                  <Badge tone="quiet" icon="blocked">
                    {t('day.cancelled')}
                  </Badge>
                )}
              </PersonLine>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

/** Who is opened from here is on the screen at once. */
function useRemember(items: readonly { readonly patient: Patient }[]): void {
  const client = useQueryClient();
  useEffect(() => {
    for (const { patient } of items) client.setQueryData(patientQuery(patient.record).queryKey, patient);
  }, [items, client]);
}

const nobody: readonly SeenPerson[] = [];
const nobodyExpected: readonly ExpectedPerson[] = [];

function People() {
  const { t } = useTranslation('pro');
  const query = useQuery(peopleQuery);
  const items = query.data?.items ?? nobody;
  useRemember(items);
  const withNews = items.filter(({ fresh = 0 }) => fresh > 0);
  const others = items.filter(({ fresh = 0 }) => fresh === 0);
  return (
    <>
      <Part id="day-news" icon="spark" title={t('day.news')} query={query} rows={1}>
        {withNews.length === 0 ? <p className="hint">{t('day.noNews')}</p> : <PeopleList people={withNews} />}
      </Part>
      <Part id="day-seen" icon="later" title={t('day.seen')} query={query} rows={1}>
        {others.length === 0 && withNews.length === 0 && <p className="hint">{t('day.noSeen')}</p>}
        {others.length > 0 && <PeopleList people={others} />}
      </Part>
    </>
  );
}

function PeopleList({ people }: { people: readonly SeenPerson[] }) {
  const { t } = useTranslation('pro');
  return (
    <ul className="rows pt-people">
      {people.map(({ patient, at, fresh, more }) => (
        <li key={patient.record}>
          <PersonLine patient={patient}>
            {fresh !== undefined && fresh > 0 && (
              <Badge tone="info" icon="spark">
                {t(more ? 'day.freshMore' : 'day.fresh', { count: fresh })}
              </Badge>
            )}
            <span className="hint">
              {t('day.seenAt', { at: show(at, 'shortDay') })}
              {fresh === undefined && ` · ${t('day.noAccess')}`}
            </span>
          </PersonLine>
        </li>
      ))}
    </ul>
  );
}

/** A person in one line: enough of the traits that nobody is taken for another. */
function PersonLine({ patient, children }: { patient: Patient; children?: ReactNode }) {
  const { t } = useTranslation('pro');
  const { birthFamily, firstBirthGiven, birthDate, sex } = patient.traits;
  return (
    <div className="pt-person">
      <Link to={`/p/${patient.record}`}>
        {birthFamily} {firstBirthGiven}
      </Link>
      <span className="hint">
        {t('day.born', { date: show(birthDate, 'shortDay') })} · {t(`sex.${sex}`)}
      </span>
      <span className="pt-person-end">{children}</span>
    </div>
  );
}

function ToDo() {
  const { t } = useTranslation('pro');
  const boxes = useQuery(mailboxesQuery);
  const items = boxes.data?.items ?? [];
  const filing = useQueries({ queries: items.map(({ id }) => toFileQuery(id)) });
  const waits = items.flatMap(({ id, name, unseen }, n) => [
    ...(unseen > 0 ? [{ id, name, to: `/messages/${id}`, icon: 'mail' as const, text: t('day.unseen', { count: unseen }) }] : []),
    ...((filing[n]?.data ?? 0) > 0
      ? [
          {
            id: `${id}-filing`,
            name,
            to: `/messages/${id}/classement`,
            icon: 'documents' as const,
            text: t('day.toFile', { count: filing[n]?.data ?? 0 }),
          },
        ]
      : []),
  ]);
  return (
    <Part id="day-todo" icon="mail" title={t('day.toDo')} query={boxes} rows={1}>
      {waits.length === 0 ? (
        <p className="hint">{t('day.nothingToDo')}</p>
      ) : (
        <ul className="rows">
          {waits.map(({ id, name, to, icon, text }) => (
            <li key={id} className="pt-wait">
              <Icon name={icon} />
              <div>
                <Link to={to}>{text}</Link>
                <span className="hint">{name}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

interface PartProps {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly query: { readonly data: unknown; readonly error: unknown; refetch(): unknown };
  readonly rows: number;
  readonly children: ReactNode;
}

/** One part of the day: its place is kept while it comes, and a part that fails says so by itself. */
function Part({ id, icon, title, query, rows, children }: PartProps) {
  return (
    <section className="card pt-part" aria-labelledby={id}>
      <h2 id={id}>
        <Icon name={icon} /> {title}
      </h2>
      {query.data !== undefined ? (
        children
      ) : query.error ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={rows} />
      )}
    </section>
  );
}
