import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Notice } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { ProfileParts } from '../profile/parts.tsx';
import { profileQuery } from '../profile/queries.ts';

/** What the person takes: why, how much, until when, and from which prescription. What is over is folded. */
export default function TreatmentsPage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(profileQuery);
  return (
    <Page title={t('nav.treatments')} space={t('space')} lead={t('profile.treatmentsLead')} before={<Back to="/sante" />}>
      {query.data === undefined && !query.error && <Skeleton rows={3} kind="cards" />}
      {query.error && query.data === undefined && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <ProfileParts answer={query.data} sections={['treatments']} title={t('profile.taken')} />}
      <Notice tone="info">
        <p>{t('profile.treatmentsAdvice')}</p>
      </Notice>
    </Page>
  );
}
