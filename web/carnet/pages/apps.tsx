import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';
import { Status } from '../../kit/status.tsx';
import { AppCard } from '../apps/appCard.tsx';
import { Back } from '../back.tsx';
import { appsQuery } from '../queries.ts';
import { Slow } from '../slow.tsx';

/** The applications that were allowed: what each may do, since when, and the way to cut it. */
export default function AppsPage() {
  const { t } = useTranslation('carnet');
  const [done, setDone] = useState<string>();
  const query = useQuery(appsQuery);
  return (
    <Page title={t('apps.title')} space={t('space')} before={<Back to="/plus" />} lead={t('apps.lead')}>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Slow rows={3} query={query}>
        {({ apps }) =>
          apps.length === 0 ? (
            <p className="card">{t('apps.none')}</p>
          ) : (
            <ul className="cards cards-wide">
              {apps.map((app) => (
                <AppCard key={app.id} app={app} onDone={setDone} />
              ))}
            </ul>
          )
        }
      </Slow>
    </Page>
  );
}
