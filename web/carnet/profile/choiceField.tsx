import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ProfileSection } from '../../kit/profile/shapes.ts';
import { SuggestField } from '../../kit/suggestField.tsx';
import { choicesQuery, suggested } from './choices.ts';
import type { Typed } from './entry.ts';

interface ChoiceProps {
  readonly section: ProfileSection;
  readonly id: string;
  readonly typed: Typed;
  readonly error: string | undefined;
  readonly onChange: (change: Partial<Typed>) => void;
}

/** What it is, with what many people enter offered; who takes an offer is not asked again what kind it is. Without the lists it is a plain field. */
export function ChoiceField({ section, id, typed, error, onChange }: ChoiceProps) {
  const { t } = useTranslation('carnet');
  const all = useQuery(choicesQuery).data?.[section] ?? [];
  return (
    <SuggestField
      id={id}
      label={t(`profile.labelOf.${section}`)}
      hint={t('profile.hints.choices')}
      error={error}
      value={typed.label}
      maxLength={200}
      suggestions={suggested(all, typed.label)}
      onChange={(label) => {
        const kind = all.find((choice) => choice.label === label)?.kind;
        onChange({ label, ...(kind === undefined ? {} : { kind }) });
      }}
    />
  );
}
