import { useTranslation } from 'react-i18next';
import { ComboBox } from '../../kit/comboBox.tsx';
import { Fold } from '../../kit/fold.tsx';
import { Select } from '../../kit/select.tsx';
import type { NarrowedAnswer, Narrowing } from './useNarrowed.ts';

interface NarrowProps {
  readonly answer: Pick<NarrowedAnswer, 'years' | 'authors'>;
  readonly narrowing: Narrowing;
  readonly onChange: (next: Narrowing) => void;
}

/** The filters besides the category: of which year, from whom. */
export function Narrow({ answer: { years, authors }, narrowing, onChange }: NarrowProps) {
  const { t } = useTranslation('carnet');
  const { year, author } = narrowing;
  const isOn = year !== undefined || author !== undefined;
  if (years.length < 2 && authors.length < 2 && !isOn) return null;
  return (
    <Fold title={t(isOn ? 'narrow.moreOn' : 'narrow.more')} startsOpen={isOn}>
      <div className="carnet-narrow">
        <Select
          id="narrow-year"
          label={t('narrow.year')}
          none={t('narrow.everyYear')}
          value={year === undefined ? '' : String(year)}
          options={years.map((one) => ({ value: String(one.year), label: `${one.year} (${one.count})` }))}
          onChange={(value) => {
            const { year: _gone, ...rest } = narrowing;
            onChange(value === '' ? rest : { ...rest, year: Number(value) });
          }}
        />
        <ComboBox
          key={author ?? ''}
          id="narrow-author"
          label={t('narrow.author')}
          hint={t('narrow.authorHint')}
          options={authors.map((one) => ({ value: one.name, label: `${one.name} (${one.count})` }))}
          value={author ?? null}
          onChange={(value) => {
            const { author: _gone, ...rest } = narrowing;
            onChange(value === null ? rest : { ...rest, author: value });
          }}
        />
      </div>
    </Fold>
  );
}
