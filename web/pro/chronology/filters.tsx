import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { ComboBox } from '../../kit/comboBox.tsx';
import { Choice } from '../../kit/field.tsx';
import { Select } from '../../kit/select.tsx';
import { type Facets, type LineKind, lineStates, type Narrowed } from './shapes.ts';

interface FiltersProps {
  readonly asked: Narrowed;
  readonly facets: Facets | undefined;
  readonly onChange: (asked: Narrowed) => void;
}

/** What of the chronology is shown. Each choice says how many lines it holds. */
export function Filters({ asked, facets, onChange }: FiltersProps) {
  const { t } = useTranslation('pro');
  const { words, kind, category, year, author, onlyNew, state } = asked;
  const kept = words === undefined ? {} : { words };
  const set = (part: { [K in keyof Narrowed]?: Narrowed[K] | undefined }) => {
    const all = { kind, category, year, author, onlyNew, state, ...part };
    const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== false));
    onChange({ ...kept, ...said });
  };
  const natures = [
    ...(facets?.categories ?? []).map(({ code, label, count }) => ({
      value: `category ${code}`,
      label: `${label} (${count})`,
      lang: 'fr' as const,
    })),
    ...(facets?.kinds ?? [])
      .filter(({ code }) => code !== 'document')
      .map(({ code, count }) => ({ value: `kind ${code}`, label: `${t(`chronology.kinds.${code}`)} (${count})` })),
  ];
  const nature = category === undefined ? (kind === undefined ? '' : `kind ${kind}`) : `category ${category}`;
  const isNarrowed = [kind, category, year, author, onlyNew, state].some((one) => one !== undefined);
  const counts = new Map(facets?.states.map(({ code, count }) => [code, count]));
  const states = lineStates.filter((one) => one !== 'usual' && ((counts.get(one) ?? 0) > 0 || one === state));
  return (
    <fieldset className="chr-filters">
      <legend className="for-readers">{t('chronology.filters')}</legend>
      <Select
        id="chr-kind"
        label={t('chronology.kind')}
        none={t('chronology.anyKind')}
        value={nature}
        options={natures}
        onChange={(chosen) => {
          const [of, code = ''] = chosen.split(' ');
          set({
            kind: of === 'kind' ? (code as LineKind) : undefined,
            category: of === 'category' ? code : undefined,
          });
        }}
      />
      <Select
        id="chr-year"
        label={t('chronology.year')}
        none={t('chronology.anyYear')}
        value={year === undefined ? '' : String(year)}
        options={(facets?.years ?? []).map((one) => ({ value: String(one.year), label: `${one.year} (${one.count})` }))}
        onChange={(chosen) => set({ year: chosen === '' ? undefined : Number(chosen) })}
      />
      <Select
        id="chr-state"
        label={t('chronology.state')}
        none={t('chronology.states.usual')}
        value={state ?? ''}
        options={states.map((one) => ({ value: one, label: `${t(`chronology.states.${one}`)} (${counts.get(one) ?? 0})` }))}
        onChange={(chosen) => set({ state: lineStates.find((one) => one === chosen) })}
      />
      {facets !== undefined && (
        <ComboBox
          key={author ?? ''}
          id="chr-author"
          label={t('chronology.author')}
          value={author ?? null}
          options={facets.authors.map(({ name, count }) => ({ value: name, label: `${name} (${count})` }))}
          onChange={(chosen) => set({ author: chosen ?? undefined })}
        />
      )}
      {(facets?.fresh ?? 0) > 0 && (
        <Choice
          type="checkbox"
          name="onlyNew"
          label={t(facets?.freshMore ? 'chronology.onlyNewMore' : 'chronology.onlyNew', { count: facets?.fresh ?? 0 })}
          checked={onlyNew === true}
          onChange={(chosen) => set({ onlyNew: chosen })}
        />
      )}
      {isNarrowed && (
        <Button
          look="quiet"
          onPress={() => {
            onChange(kept);
            // The button goes with what it undid.
            document.getElementById('chr-kind')?.focus();
          }}
        >
          {t('chronology.reset')}
        </Button>
      )}
    </fieldset>
  );
}
