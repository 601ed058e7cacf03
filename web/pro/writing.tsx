import type { TFunction } from 'i18next';
import type { ReactNode, SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Field } from '../kit/field.tsx';
import type { Hiding, Written } from './shapes.ts';
import { type Represented, Visibility } from './visibility.tsx';

/** What both forms of this space are given. */
export interface WritingProps {
  readonly isBusy: boolean;
  readonly represented: Represented;
  readonly sending?: ReactNode;
  readonly onPublish: (written: Written) => void;
}

/** The codes by which a product is known: CIS of the public database of medicines, ATC of a vaccine. */
export const looksLikeCis = (text: string): boolean => /^6\d{7}$/.test(text.trim());
export const isWhole = (text: string, low: number, high: number): boolean =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= low && Number(text) <= high;

/** The fault of the date of the act, if any. */
export function dateFault(field: string, date: string, t: TFunction<'pro'>): FieldFault[] {
  if (!date) return [{ field, sentence: t('written.dateEmpty') }];
  return date > today() ? [{ field, sentence: t('written.dateFuture') }] : [];
}

/** A field that was left empty is not sent. */
export const told = <K extends string>(name: K, value: string): Partial<Record<K, string>> =>
  (value.trim() === '' ? {} : { [name]: value.trim() }) as Partial<Record<K, string>>;

interface SheetProps {
  readonly faults: readonly FieldFault[];
  readonly date: {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly onChange: (value: string) => void;
  };
  readonly hiding: Hiding;
  readonly represented: Represented;
  readonly isBusy: boolean;
  /** To whom it is sent too. */
  readonly sending?: ReactNode;
  readonly onHiding: (part: Partial<Hiding>) => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** What the forms share: faults on top, the date, who may see it, the button. */
export function Sheet({ faults, date, hiding, represented, isBusy, sending, onHiding, onSubmit, children }: SheetProps) {
  const { t } = useTranslation('pro');
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!isBusy) onSubmit();
      }}
    >
      <ErrorSummary faults={faults} />
      <div className="pub-two">
        <div>
          <Field {...date} type="date" isShort isRequired max={today()} error={faultOf(faults, date.id)} />
          {children}
        </div>
        <div>
          <Visibility value={hiding} represented={represented} onChange={onHiding} />
          {sending}
        </div>
      </div>
      <Button type="submit" look="main" isBusy={isBusy}>
        {t(isBusy ? 'publish.busy' : 'written.submit')}
      </Button>
    </form>
  );
}
