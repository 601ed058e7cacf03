import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function ProfilePage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.profile')} space={t('space')} />;
}
