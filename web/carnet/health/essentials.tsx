import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordWords } from '../../kit/profile/recordWords.tsx';
import type { ProfileLine } from '../../kit/profile/shapes.ts';
import { profileQuery } from '../profile/queries.ts';
import { Slow } from '../slow.tsx';

const parts = ['allergies', 'problems', 'treatments'] as const;
const most = 4;

/** What a doctor asks first: allergies (the severe ones before the others), problems, treatments, as they are now. */
export function Essentials() {
  const { t } = useTranslation('carnet');
  return (
    <section className="card" aria-labelledby="essentials">
      <h2 id="essentials">{t('health.essentials')}</h2>
      <Slow rows={3} query={useQuery(profileQuery)}>
        {({ lines }) => (
          <>
            <dl className="carnet-essentials">
              {parts.map((part) => {
                const now = lines.filter(({ section, ended }) => section === part && !ended);
                return (
                  <div key={part}>
                    <dt>{t(`health.part.${part}`)}</dt>
                    <dd>{now.length === 0 ? t('health.unsaid') : <Names lines={now} />}</dd>
                  </div>
                );
              })}
            </dl>
            <p>
              <Link to="/sante/profil">{t('health.all')}</Link>
            </p>
          </>
        )}
      </Slow>
    </section>
  );
}

function Names({ lines }: { lines: readonly ProfileLine[] }) {
  const { t } = useTranslation('carnet');
  const sorted = lines.toSorted((a, b) => Number(b.severe) - Number(a.severe));
  const rest = sorted.length - most;
  return (
    <>
      {sorted.slice(0, most).map(({ key, label, severe }, at) => (
        <Fragment key={key}>
          {at > 0 && ' · '}
          <RecordWords words={label} />
          {severe && ` ${t('health.severe')}`}
        </Fragment>
      ))}
      {rest > 0 && ` · ${t('health.more', { count: rest })}`}
    </>
  );
}
