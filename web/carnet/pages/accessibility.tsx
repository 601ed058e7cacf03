import { useTranslation } from 'react-i18next';
import { AccessibilityPage } from '../../kit/accessibilityPage.tsx';

export default function CarnetAccessibilityPage() {
  return <AccessibilityPage space={useTranslation('carnet').t('space')} />;
}
