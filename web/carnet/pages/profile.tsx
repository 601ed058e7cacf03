import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { profileSections } from '../../kit/profile/shapes.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Back } from '../back.tsx';
import { ProfileParts } from '../profile/parts.tsx';
import { profileQuery } from '../profile/queries.ts';

/** What is known of the person's health: what documents and professionals say, and what they say themself. */
export default function ProfilePage() {
  const { t } = useTranslation('carnet');
  const query = useQuery(profileQuery);
  return (
    <Page title={t('nav.profile')} space={t('space')} lead={t('profile.lead')} before={<Back to="/sante" />}>
      {query.data === undefined && !query.error && <Skeleton rows={6} kind="cards" />}
      {query.error && query.data === undefined && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <ProfileParts answer={query.data} sections={profileSections} />}
    </Page>
  );
}
