import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function PreventionPage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.prevention')} space={t('space')} />;
}
