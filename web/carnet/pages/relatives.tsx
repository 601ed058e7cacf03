import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { Status } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { mandatesQuery } from '../queries.ts';
import { Accept } from '../relatives/accept.tsx';
import { Given } from '../relatives/given.tsx';
import { Invite } from '../relatives/invite.tsx';
import { ProfileList } from '../relatives/profileList.tsx';
import { Slow } from '../slow.tsx';

/** Proches: the carnets one may open; and, in one’s own, who may act for one and how to let somebody. */
export default function RelativesPage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const isOwn = session?.kind === 'citizen' && session.acting === undefined;
  return (
    <Page title={t('relatives.title')} space={t('space')} before={<Back to="/plus" />} lead={t('relatives.lead')}>
      <section className="card" aria-labelledby="profiles">
        <h2 id="profiles">{t('profiles.title')}</h2>
        <ProfileList />
      </section>
      {isOwn && <OwnMandates />}
    </Page>
  );
}

/** Who acts for somebody lets nobody else do so. */
function OwnMandates() {
  const query = useQuery(mandatesQuery);
  const [done, setDone] = useState<string>();
  return (
    <>
      <Status tone="done">{done && <p>{done}</p>}</Status>
      <Slow rows={2} query={query}>
        {(mandates) => <Given mandates={mandates} onDone={setDone} />}
      </Slow>
      {/* Below what is awaited: they come with it, and nothing moves. */}
      {!query.isPending && (
        <>
          <Invite />
          <Accept />
        </>
      )}
    </>
  );
}
