import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Choice, Field } from '../kit/field.tsx';
import { Select } from '../kit/select.tsx';
import { shownToAll } from './visibility.tsx';
import { fr } from './words/fr.ts';
import { dateFault, isWhole, looksLikeCis, Sheet, told, type WritingProps } from './writing.tsx';

interface Line {
  readonly key: number;
  readonly name: string;
  readonly cis: string;
  readonly words: string;
  readonly days: string;
  readonly repeats: string;
  readonly route: string;
  readonly forPatient: string;
  readonly longTermIllness: boolean;
  readonly notReimbursed: boolean;
}
const empty = {
  name: '',
  cis: '',
  words: '',
  days: '',
  repeats: '0',
  route: '',
  forPatient: '',
  longTermIllness: false,
  notReimbursed: false,
};

function faultsOf(lines: readonly Line[], t: TFunction<'pro'>): FieldFault[] {
  return lines.flatMap(({ key, name, cis, words, days, repeats }, index) => {
    const n = index + 1;
    const checks: readonly (readonly [boolean, string, string])[] = [
      [name.trim() === '', 'name', t('prescription.nameEmpty', { n })],
      [cis.trim() !== '' && !looksLikeCis(cis), 'cis', t('written.cisWrong')],
      [words.trim() === '', 'words', t('prescription.wordsEmpty', { n })],
      [days.trim() !== '' && !isWhole(days, 1, 3650), 'days', t('prescription.daysWrong', { n })],
      [!isWhole(repeats, 0, 99), 'repeats', t('prescription.repeatsWrong', { n })],
    ];
    return checks.flatMap(([isWrong, field, sentence]) => (isWrong ? [{ field: `${field}-${key}`, sentence }] : []));
  });
}

/** As the API takes it; a treatment begins on the day of the prescription. */
function formOf(lines: readonly Line[], from: string): object {
  return {
    medicines: lines.map(({ name, cis, words, days, repeats, route, forPatient, longTermIllness, notReimbursed }) => ({
      medicine: { name, ...told('cis', cis) },
      takes: [{ words, ...(days.trim() === '' ? {} : { days: Number(days) }) }],
      from,
      repeats: Number(repeats),
      longTermIllness,
      notReimbursed,
      ...told('route', route),
      ...told('forPatient', forPatient),
    })),
  };
}

/** A prescription of medicines: one group of fields each. */
export function PrescriptionForm({ isBusy, represented, sending, onPublish }: WritingProps) {
  const { t } = useTranslation('pro');
  const [date, setDate] = useState(today());
  const [hiding, setHiding] = useState(shownToAll);
  const [lines, setLines] = useState<readonly Line[]>([{ ...empty, key: 1 }]);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const before = useRef(lines.length);
  const last = lines.at(-1)?.key;
  useEffect(() => {
    // One goes on writing in the medicine that was added, or in the last that is left.
    if (before.current !== lines.length) document.getElementById(`name-${last}`)?.focus();
    before.current = lines.length;
  }, [lines.length, last]);
  const change = (key: number, part: Partial<Line>) =>
    setLines((now) => now.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const send = () => {
    const found = [...dateFault('date', date, t), ...faultsOf(lines, t)];
    setFaults(found);
    if (found.length === 0) onPublish({ start: date, ...hiding, form: formOf(lines, date) });
  };
  return (
    <Sheet
      faults={faults}
      date={{ id: 'date', label: t('written.date'), value: date, onChange: setDate }}
      hiding={hiding}
      represented={represented}
      isBusy={isBusy}
      sending={sending}
      onHiding={(part) => setHiding((now) => ({ ...now, ...part }))}
      onSubmit={send}
    >
      {lines.map((line, index) => (
        <Medicine
          key={line.key}
          line={line}
          n={index + 1}
          faults={faults}
          onChange={(part) => change(line.key, part)}
          onRemove={lines.length === 1 ? undefined : () => setLines((now) => now.filter(({ key }) => key !== line.key))}
        />
      ))}
      <p>
        <Button
          isDisabled={lines.length >= 50}
          onPress={() => setLines((now) => [...now, { ...empty, key: Math.max(...now.map(({ key }) => key)) + 1 }])}
        >
          {t('prescription.add')}
        </Button>
      </p>
    </Sheet>
  );
}

interface MedicineProps {
  readonly line: Line;
  readonly n: number;
  readonly faults: readonly FieldFault[];
  readonly onChange: (part: Partial<Line>) => void;
  readonly onRemove: (() => void) | undefined;
}

function Medicine({ line, n, faults, onChange, onRemove }: MedicineProps) {
  const { t } = useTranslation('pro');
  const field = (name: 'name' | 'cis' | 'words' | 'days' | 'repeats' | 'forPatient') => ({
    id: `${name}-${line.key}`,
    value: line[name],
    error: faultOf(faults, `${name}-${line.key}`),
    onChange: (value: string) => onChange({ [name]: value }),
  });
  const routes = Object.keys(fr.routes) as (keyof typeof fr.routes)[];
  return (
    <fieldset>
      <legend>{t('prescription.medicine', { n })}</legend>
      <Field {...field('name')} label={t('prescription.name')} hint={t('prescription.nameHint')} isRequired />
      <Field {...field('words')} label={t('prescription.words')} hint={t('prescription.wordsHint')} isRequired />
      <div className="pub-row">
        <Field {...field('days')} label={t('prescription.days')} isShort />
        <Field {...field('repeats')} label={t('prescription.repeats')} isShort />
        <Select
          id={`route-${line.key}`}
          label={t('written.route')}
          none={t('written.none')}
          value={line.route}
          options={routes.map((value) => ({ value, label: t(`routes.${value}`) }))}
          onChange={(route) => onChange({ route })}
        />
      </div>
      <Field {...field('cis')} label={t('written.cis')} hint={t('written.cisHint')} isShort />
      <Field {...field('forPatient')} label={t('prescription.forPatient')} />
      <Choice
        type="checkbox"
        name={`longTermIllness-${line.key}`}
        label={t('prescription.longTermIllness')}
        checked={line.longTermIllness}
        onChange={(longTermIllness) => onChange({ longTermIllness })}
      />
      <Choice
        type="checkbox"
        name={`notReimbursed-${line.key}`}
        label={t('prescription.notReimbursed')}
        checked={line.notReimbursed}
        onChange={(notReimbursed) => onChange({ notReimbursed })}
      />
      {onRemove && <Button onPress={onRemove}>{t('prescription.remove', { n })}</Button>}
    </fieldset>
  );
}
