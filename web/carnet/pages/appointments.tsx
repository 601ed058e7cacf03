import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function AppointmentsPage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.appointments')} space={t('space')} />;
}
