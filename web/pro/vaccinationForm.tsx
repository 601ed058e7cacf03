import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../kit/dates.ts';
import { type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Field } from '../kit/field.tsx';
import { Select } from '../kit/select.tsx';
import { shownToAll } from './visibility.tsx';
import { fr } from './words/fr.ts';
import { dateFault, isWhole, looksLikeCis, Sheet, told, type WritingProps } from './writing.tsx';

const empty = { name: '', cis: '', atc: '', disease: '', lot: '', rank: '', route: '', site: '', note: '' };
type Draft = typeof empty;

const atcOf = ({ atc }: Pick<Draft, 'atc'>): string => atc.trim().toUpperCase();

function faultsOf(draft: Draft, t: TFunction<'pro'>): FieldFault[] {
  const checks: readonly (readonly [boolean, keyof Draft, string])[] = [
    [draft.name.trim() === '', 'name', t('vaccination.nameEmpty')],
    [!looksLikeCis(draft.cis), 'cis', t('written.cisWrong')],
    [!/^J07([A-Z]([A-Z](\d\d)?)?)?$/.test(atcOf(draft)), 'atc', t('vaccination.atcWrong')],
    [draft.disease.trim() === '', 'disease', t('vaccination.diseaseEmpty')],
    [draft.lot.trim() === '', 'lot', t('vaccination.lotEmpty')],
    [draft.rank.trim() !== '' && !isWhole(draft.rank, 1, 30), 'rank', t('vaccination.rankWrong')],
  ];
  return checks.flatMap(([isWrong, field, sentence]) => (isWrong ? [{ field, sentence }] : []));
}

/** As the API takes it. */
function formOf({ name, cis, atc, disease, lot, rank, route, site, note }: Draft, day: string): object {
  return {
    vaccine: { name, cis: cis.trim(), atc: { code: atcOf({ atc }), display: disease } },
    lot,
    day,
    ...(rank.trim() === '' ? {} : { rank: Number(rank) }),
    ...told('route', route),
    ...told('site', site),
    ...told('note', note),
  };
}

const routes = ['intramuscular', 'subcutaneous', 'intradermal', 'oral', 'inhaled'] as const;

/** One vaccination that was done. */
export function VaccinationForm({ isBusy, represented, sending, onPublish }: WritingProps) {
  const { t } = useTranslation('pro');
  const [day, setDay] = useState(today());
  const [hiding, setHiding] = useState(shownToAll);
  const [draft, setDraft] = useState(empty);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const field = (id: keyof Draft) => ({
    id,
    value: draft[id],
    error: faultOf(faults, id),
    onChange: (value: string) => setDraft((now) => ({ ...now, [id]: value })),
  });
  const send = () => {
    const found = [...dateFault('day', day, t), ...faultsOf(draft, t)];
    setFaults(found);
    if (found.length === 0) onPublish({ start: day, ...hiding, form: formOf(draft, day) });
  };
  const sites = Object.keys(fr.sites) as (keyof typeof fr.sites)[];
  return (
    <Sheet
      faults={faults}
      date={{ id: 'day', label: t('vaccination.day'), value: day, onChange: setDay }}
      hiding={hiding}
      represented={represented}
      isBusy={isBusy}
      sending={sending}
      onHiding={(part) => setHiding((now) => ({ ...now, ...part }))}
      onSubmit={send}
    >
      <Field {...field('name')} label={t('vaccination.name')} isRequired />
      <Field {...field('cis')} label={t('vaccination.cis')} hint={t('written.cisHint')} isShort isRequired />
      <Field {...field('atc')} label={t('vaccination.atc')} hint={t('vaccination.atcHint')} isShort isRequired />
      <Field {...field('disease')} label={t('vaccination.disease')} hint={t('vaccination.diseaseHint')} isRequired />
      <div className="pub-row">
        <Field {...field('lot')} label={t('vaccination.lot')} isShort isRequired />
        <Field {...field('rank')} label={t('vaccination.rank')} isShort />
      </div>
      <div className="pub-row">
        <Select
          {...field('route')}
          label={t('written.route')}
          none={t('written.none')}
          options={routes.map((value) => ({ value, label: t(`routes.${value}`) }))}
        />
        <Select
          {...field('site')}
          label={t('vaccination.site')}
          none={t('written.none')}
          options={sites.map((value) => ({ value, label: t(`sites.${value}`) }))}
        />
      </div>
      <Field {...field('note')} label={t('vaccination.note')} />
    </Sheet>
  );
}
