import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Fact } from '../../kit/documentFacts.tsx';
import { said } from '../../kit/i18n.ts';
import { Icon } from '../../kit/icon.tsx';
import { Failed } from '../../kit/loaded.tsx';
import type { GroundLabel, Sentence } from '../../kit/shapes.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientBase, patientQuery } from '../queries.ts';

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly professionLabel: Sentence;
  readonly structure: string;
}
interface TeamAnswer {
  readonly attending?: Colleague;
  readonly members: readonly (Colleague & { readonly ground: GroundLabel; readonly since: string; readonly until: string })[];
}

/** Who cares for a patient, and on what ground this professional looks: until when, and how to end it. */
export default function TeamPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  return (
    <PatientFrame record={record} title={t('day.team.title')}>
      <div className="pt-team">
        <Mine record={record} />
        <Care record={record} />
      </div>
    </PatientFrame>
  );
}

function Mine({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const { data } = useQuery(patientQuery(record));
  const [asks, setAsks] = useState(false);
  const end = useMutation({
    mutationFn: () => api('DELETE', `${patientBase(record)}/access`),
    onSuccess: async () => {
      announce(t('day.team.ended'));
      // What was read under the access goes with it.
      client.removeQueries({ queryKey: ['patient', record], predicate: ({ queryKey }) => queryKey.length > 2 });
      await client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
    },
    onSettled: () => setAsks(false),
  });
  const access = data?.access;
  if (access == null) return <Skeleton rows={3} />;
  return (
    <section className="card" aria-labelledby="team-mine">
      <h2 id="team-mine">{t('day.team.mine')}</h2>
      <dl className="facts">
        <Fact term={t('day.team.ground')}>{said(access.ground.label)}</Fact>
        <Fact term={t('day.team.since')}>{show(access.since, 'moment')}</Fact>
        <Fact term={t('day.team.until')}>{show(access.until, 'moment')}</Fact>
        {access.reason && <Fact term={t('day.team.reason')}>{access.reason}</Fact>}
      </dl>
      <p className="hint">{t('day.team.given')}</p>
      {end.isError && <Failed error={end.error} />}
      <Button look="danger" onPress={() => setAsks(true)}>
        {t('day.team.end')}
      </Button>
      {asks && (
        <Confirm
          title={t('day.team.endTitle')}
          confirm={t('day.team.endConfirm')}
          look="danger"
          isBusy={end.isPending}
          onConfirm={() => end.mutate()}
          onClose={() => setAsks(false)}
        >
          <p>{t('day.team.end1')}</p>
          <p>{t('day.team.end2')}</p>
        </Confirm>
      )}
    </section>
  );
}

function Care({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const query = useQuery({
    queryKey: ['patient', record, 'team'],
    enabled: isOpen,
    // Each look is a line in the person's log.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<TeamAnswer>('GET', `${patientBase(record)}/team`),
  });
  return (
    <section className="card" aria-labelledby="team-care">
      <h2 id="team-care">{t('day.team.care')}</h2>
      <p className="hint">{t('day.team.careLead')}</p>
      {query.data === undefined ? (
        query.error ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )
      ) : (
        <Members team={query.data} />
      )}
      <h3>{t('day.team.emergency')}</h3>
      <p className="hint">{t('day.team.emergencyText')}</p>
    </section>
  );
}

function Members({ team: { attending, members } }: { team: TeamAnswer }) {
  const { t } = useTranslation('pro');
  const others = members.filter(({ id }) => id !== attending?.id);
  const here = members.find(({ id }) => id === attending?.id);
  const line = ({ name, professionLabel, structure }: Colleague) => (
    <>
      <strong>{name}</strong>, {said(professionLabel)} — {structure}
    </>
  );
  const until = ({ ground, since, until: end }: TeamAnswer['members'][number]) => (
    <p className="hint">
      {t('day.team.access', { ground: said(ground.label), since: show(since, 'shortDay'), until: show(end, 'shortDay') })}
    </p>
  );
  return (
    <ul className="rows pt-members">
      {attending && (
        <li className="with-icon">
          <Icon name="person" />
          <div>
            <p>{line(attending)}</p>
            <p className="badges">
              <Badge tone="info" icon="person">
                {t('day.team.attending')}
              </Badge>
            </p>
            {here && until(here)}
          </div>
        </li>
      )}
      {others.map((one) => (
        <li key={one.id} className="with-icon">
          <Icon name="person" />
          <div>
            <p>{line(one)}</p>
            {until(one)}
          </div>
        </li>
      ))}
      {others.length === 0 && !here && <li>{t('day.team.alone')}</li>}
    </ul>
  );
}
