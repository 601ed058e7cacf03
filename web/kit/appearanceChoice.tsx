import { useTranslation } from 'react-i18next';
import { type Appearance, appear, appearances, useAppearance } from './appearance.ts';

/** Light, dark, or with more contrast: for this device. */
export function AppearanceChoice() {
  const { t } = useTranslation();
  const { chosen } = useAppearance();
  return (
    <label className="appearance">
      {t('appearance.label')}{' '}
      <select value={chosen} onChange={(event) => appear(event.target.value as Appearance)}>
        {appearances.map((one) => (
          <option key={one} value={one}>
            {t(`appearance.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
