import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/page.tsx';

export default function PaperPage() {
  const { t } = useTranslation('carnet');
  return <Page title={t('nav.paper')} space={t('space')} />;
}
