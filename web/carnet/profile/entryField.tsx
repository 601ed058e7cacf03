import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../kit/checkboxes.tsx';
import { DateField } from '../../kit/dateField.tsx';
import { today } from '../../kit/dates.ts';
import { Field } from '../../kit/field.tsx';
import { LongField } from '../../kit/longField.tsx';
import type { ProfileSection } from '../../kit/profile/shapes.ts';
import { Radios } from '../../kit/radios.tsx';
import { Select } from '../../kit/select.tsx';
import { ChoiceField } from './choiceField.tsx';
import { hasChoices } from './choices.ts';
import { type FieldName, hasKinds, type Kind, kinds, type Typed, type WithKind } from './entry.ts';

interface FieldProps {
  readonly section: ProfileSection;
  readonly name: FieldName;
  readonly typed: Typed;
  readonly error: string | undefined;
  readonly onChange: (change: Partial<Typed>) => void;
}

export const idOf = (name: FieldName): string => `entry-${name}`;

/** One question of the form. */
export function EntryField({ section, name, typed, error, onChange }: FieldProps) {
  const { t } = useTranslation('carnet');
  const id = idOf(name);
  const change = (value: string) => onChange({ [name]: value });
  switch (name) {
    case 'kind':
      return hasKinds(section) ? <KindField section={section} value={typed.kind} error={error} onChange={change} /> : null;
    case 'ended':
    case 'severe':
    case 'trusted':
    case 'emergency':
      return (
        <Checkbox isSelected={typed[name]} onChange={(selected) => onChange({ [name]: selected })}>
          {t(name === 'ended' ? `profile.endedOf.${endedOf(section)}` : `profile.flags.${name}`)}
        </Checkbox>
      );
    case 'from':
    case 'until':
      if (section === 'measures')
        return <DateField id={id} label={t('profile.day')} value={typed.from} max={today()} error={error} onChange={change} />;
      return (
        <Field
          id={id}
          label={t(name === 'until' ? 'profile.until' : section === 'vaccinations' ? 'profile.when' : 'profile.from')}
          hint={t('profile.dateHint')}
          value={typed[name]}
          maxLength={10}
          isShort
          error={error}
          onChange={change}
        />
      );
    case 'note':
      return (
        <LongField
          id={id}
          label={t(`profile.noteOf.${noteOf(section)}`)}
          rows={2}
          maxLength={500}
          value={typed.note}
          error={error}
          onChange={change}
        />
      );
    case 'label': {
      if (hasChoices(section)) return <ChoiceField section={section} id={id} typed={typed} error={error} onChange={onChange} />;
      const isMeasure = section === 'measures';
      const hint = isMeasure ? hintOf(typed.kind) : section === 'wishes' ? 'wishes' : undefined;
      return (
        <Field
          id={id}
          label={t(`profile.labelOf.${section}`)}
          {...(hint === undefined ? {} : { hint: t(`profile.hints.${hint}`) })}
          value={typed.label}
          maxLength={200}
          isShort={isMeasure}
          error={error}
          onChange={change}
        />
      );
    }
    default:
      return (
        <Field
          id={id}
          label={t(`profile.fields.${name}`)}
          value={typed[name]}
          maxLength={name === 'telephone' ? 40 : 500}
          error={error}
          onChange={change}
        />
      );
  }
}

interface KindProps {
  readonly section: WithKind;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (kind: string) => void;
}

/** A few choices are all in sight; many are a list. */
function KindField({ section, value, error, onChange }: KindProps) {
  const { t } = useTranslation('carnet');
  const all: readonly Kind[] = kinds[section];
  const options = all.map((kind) => ({ value: kind, label: t(`profile.kinds.${kind}`) }));
  const common = { id: idOf('kind'), label: t(`profile.kindOf.${section}`), error, options, onChange };
  if (options.length > 4) return <Select {...common} value={value} none={t('profile.choose')} />;
  return <Radios {...common} value={all.find((kind) => kind === value) ?? null} />;
}

const endedOf = (section: ProfileSection) =>
  section === 'treatments' || section === 'allergies' || section === 'devices' ? section : 'problems';
const noteOf = (section: ProfileSection) => (section === 'allergies' || section === 'family' ? section : 'other');

const hintOf = (kind: string) => kinds.measures.find((one) => one === kind);
