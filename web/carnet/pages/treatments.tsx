import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function TreatmentsPage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.treatments')} space={t('space')} />;
}
