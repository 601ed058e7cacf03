import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { show } from '../../kit/dates.ts';
import { Page } from '../../kit/page.tsx';
import { Back } from '../back.tsx';
import { type Case, casesQuery } from '../cases.ts';
import { Slow } from '../slow.tsx';

/** Mes signalements: what I did not recognise, until when I am owed an answer, and the answers. */
export default function CasesPage() {
  const { t } = useTranslation('carnet');
  return (
    <Page title={t('cases.title')} space={t('space')} before={<Back to="/acces" />} lead={t('cases.lead')}>
      <Slow rows={3} query={useQuery(casesQuery)}>
        {(cases) => (
          <>
            {cases.length === 0 ? (
              <p className="card">{t('cases.none')}</p>
            ) : (
              <ul className="cards">
                {cases.map((one) => (
                  <CaseCard key={one.id} one={one} />
                ))}
              </ul>
            )}
            <p>
              <Link to="/acces/journal">{t('cases.toLog')}</Link>
            </p>
          </>
        )}
      </Slow>
    </Page>
  );
}

function CaseCard({ one }: { one: Case }) {
  const { t } = useTranslation('carnet');
  const { about } = one;
  const name = about.structure === undefined ? about.name : `${about.name} (${about.structure})`;
  return (
    <li className="card">
      <h2>{t('cases.about', { name, date: show(about.at, 'moment') })}</h2>
      <p className="badges">
        {one.state === 'open' ? (
          <Badge tone="info" icon="later">
            {t('cases.open')}
          </Badge>
        ) : (
          <Badge tone="done" icon="done">
            {t('cases.answered')}
          </Badge>
        )}
      </p>
      {one.words && <p>{t('cases.said', { words: one.words })}</p>}
      {one.answer === undefined ? (
        <p className="hint">{t('cases.due', { date: show(one.dueAt, 'day') })}</p>
      ) : (
        <>
          <p className="hint">
            {t('cases.answerOf', { name: one.answeredBy ?? '', date: show(one.answeredAt ?? '', 'moment') })}
          </p>
          <p>{one.answer}</p>
        </>
      )}
    </li>
  );
}
