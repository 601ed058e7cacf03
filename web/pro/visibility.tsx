import { useTranslation } from 'react-i18next';
import { Choice } from '../kit/field.tsx';

export interface Hiding {
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
}
export const shownToAll: Hiding = { hiddenFromProfessionals: false, hiddenFromPatient: false };

/** Who may not see what is about to be published. */
export function Visibility({ value, onChange }: { readonly value: Hiding; readonly onChange: (part: Partial<Hiding>) => void }) {
  const { t } = useTranslation('pro');
  return (
    <fieldset>
      <legend>{t('publish.visibility')}</legend>
      <Choice
        type="checkbox"
        name="hiddenFromProfessionals"
        label={t('publish.hidePro')}
        hint={t('publish.hideProHint')}
        checked={value.hiddenFromProfessionals}
        onChange={(hiddenFromProfessionals) => onChange({ hiddenFromProfessionals })}
      />
      <Choice
        type="checkbox"
        name="hiddenFromPatient"
        label={t('publish.hidePatient')}
        hint={t('publish.hidePatientHint')}
        checked={value.hiddenFromPatient}
        onChange={(hiddenFromPatient) => onChange({ hiddenFromPatient })}
      />
    </fieldset>
  );
}
