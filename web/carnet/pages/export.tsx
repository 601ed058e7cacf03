import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function ExportPage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.export')} space={t('space')} />;
}
