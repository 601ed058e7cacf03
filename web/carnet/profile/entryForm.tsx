import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { today } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { ProfileSection } from '../../kit/profile/shapes.ts';
import {
  dateFault,
  type Entry,
  entryOf,
  type FieldName,
  hasKinds,
  isNeeded,
  isUntilAsked,
  steps,
  type Typed,
  typedOf,
} from './entry.ts';
import { EntryField, idOf } from './entryField.tsx';
import { addressOfEntry, readAgain } from './queries.ts';

interface FormProps {
  readonly section: ProfileSection;
  /** What is changed, with its id; a new one when absent. */
  readonly id?: string;
  readonly entry?: Entry;
  readonly onSaved: (label: string) => void;
  readonly onCancel: () => void;
}

/** Adds a line, or changes one: first what it is, then what one may add. What the server refuses is told at its field. */
export function EntryForm({ section, id, entry, onSaved, onCancel }: FormProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [typed, setTyped] = useState<Typed>(() => typedOf(entry, section, today()));
  const [step, setStep] = useState(0);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const all = steps[section];
  const fields = (all[step] ?? []).filter((name) => name !== 'until' || isUntilAsked(section, typed));
  const isLast = step === all.length - 1;
  const save = useMutation({
    mutationFn: () =>
      id === undefined
        ? api<object>('POST', '/api/carnet/profile/entries', entryOf(section, typed))
        : api<object>('PUT', addressOfEntry(id), entryOf(section, typed)),
    onSuccess: async () => {
      await readAgain(client);
      onSaved(typed.label.trim());
    },
    onError: (error) => {
      const at = error instanceof ApiFailure ? error.at : undefined;
      const place = all.findIndex((names) => names.some((name) => name === at));
      if (at === undefined || place < 0 || !(error instanceof ApiFailure)) return;
      setStep(place);
      setFaults([{ field: `entry-${at}`, sentence: said(error.sentence) }]);
    },
  });
  const isFirst = useRef(true);
  // A new step is a new screen: its first question takes the focus, unless a fault does.
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else if (step >= 0) form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, [step]);
  const questionOf = (name: FieldName): string =>
    name === 'kind' && hasKinds(section)
      ? t(`profile.kindOf.${section}`)
      : t(name === 'label' ? `profile.labelOf.${section}` : 'profile.day');
  const faultIn = (name: FieldName): FieldFault[] => {
    const value = typed[name];
    if (typeof value === 'boolean') return [];
    if (isNeeded(section, name) && value.trim() === '')
      return [{ field: idOf(name), sentence: t('profile.missing', { question: questionOf(name) }) }];
    const fault = name === 'from' || name === 'until' ? dateFault(section, name, typed, today()) : undefined;
    return fault === undefined ? [] : [{ field: idOf(name), sentence: t(`profile.${fault}`) }];
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = fields.flatMap(faultIn);
    setFaults(found);
    if (found.length > 0 || save.isPending) return;
    if (isLast) save.mutate();
    else setStep(step + 1);
  };
  const told = save.isError && faults.length === 0;
  return (
    <form ref={form} noValidate onSubmit={submit}>
      {all.length > 1 && <p className="hint">{t('profile.step', { step: step + 1, of: all.length })}</p>}
      <ErrorSummary faults={faults} />
      {fields.map((name) => (
        <EntryField
          key={name}
          section={section}
          name={name}
          typed={typed}
          error={faultOf(faults, idOf(name))}
          onChange={(change) => setTyped({ ...typed, ...change })}
        />
      ))}
      {told && <Failed error={save.error} />}
      <div className="actions">
        <Button type="submit" look="main" isDisabled={save.isPending}>
          {t(isLast ? 'profile.save' : 'profile.next')}
        </Button>
        {step > 0 && <Button onPress={() => setStep(step - 1)}>{t('profile.back')}</Button>}
        <Button look="quiet" onPress={onCancel}>
          {t('profile.cancel')}
        </Button>
      </div>
    </form>
  );
}
