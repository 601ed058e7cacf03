import { useTranslation } from 'react-i18next';
import { Choice } from '../kit/field.tsx';
import type { Hiding } from './shapes.ts';

export const shownToAll: Hiding = { hiddenFromProfessionals: false, hiddenFromPatient: false, hiddenFromRepresentatives: false };

/** Whether somebody by law acts for the person, who is a minor; `secret`: under an access of which they know nothing. */
export type Represented = 'no' | 'minor' | 'secret';

interface VisibilityProps {
  readonly value: Hiding;
  readonly represented: Represented;
  readonly onChange: (part: Partial<Hiding>) => void;
}

/** Who may not see what is about to be published. Under a secret access the server hides it from representatives by itself. */
export function Visibility({ value, represented, onChange }: VisibilityProps) {
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
      {represented === 'minor' && (
        <Choice
          type="checkbox"
          name="hiddenFromRepresentatives"
          label={t('publish.hideRepresentatives')}
          hint={t('publish.hideRepresentativesHint')}
          checked={value.hiddenFromRepresentatives}
          onChange={(hiddenFromRepresentatives) => onChange({ hiddenFromRepresentatives })}
        />
      )}
      {represented === 'secret' && <p className="hint">{t('publish.hiddenBySecret')}</p>}
    </fieldset>
  );
}
