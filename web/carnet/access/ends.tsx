import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../kit/field.tsx';

/** Ends one can choose, in days from now; none is an end at once. */
export type Days = 0 | 7 | 30 | 90 | 365;

const everyEnd = [7, 30, 90, 365] as const;
const day = 86_400_000;

/** The instant that so many days lead to, as the API takes it. */
export function endAfter(days: Days): string {
  return new Date(Date.now() + days * day).toISOString();
}

interface EndsProps {
  readonly chosen: Days;
  /** Whether « at once » is one of them. */
  readonly canEnd: boolean;
  readonly onChange: (days: Days) => void;
}

/** Until when somebody may read: a few ends in words rather than a calendar. */
export function Ends({ chosen, canEnd, onChange }: EndsProps) {
  const { t } = useTranslation('carnet');
  const name = useId();
  const ends: readonly Days[] = canEnd ? [0, ...everyEnd] : everyEnd;
  return (
    <fieldset>
      <legend>{t('ends.legend')}</legend>
      {ends.map((days) => (
        <Choice
          key={days}
          type="radio"
          name={name}
          label={t(`ends.in${days}`)}
          checked={days === chosen}
          onChange={() => onChange(days)}
        />
      ))}
    </fieldset>
  );
}
