import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { Field } from '../kit/field.tsx';
import { Select } from '../kit/select.tsx';
import { isNarrowed, type LogFilter, wholeLog } from './logFilter.ts';

const whos = ['others', 'professionals', 'software', 'delegates', 'guests', 'operator', 'you'] as const;
const kinds = ['looked', 'added', 'rights', 'refused', 'answers', 'other'] as const;
const grounds = ['equipe_de_soins', 'consentement', 'bris_de_glace', 'centre_15'] as const;

/** Who, what, on what ground, when: each choice narrows the log at once. */
export function LogFilters({ filter, onChange }: { filter: LogFilter; onChange: (next: LogFilter) => void }) {
  const { t } = useTranslation('carnet');
  const set = (name: keyof LogFilter) => (value: string) => onChange({ ...filter, [name]: value });
  return (
    <details className="card fold">
      <summary>{t(isNarrowed(filter) ? 'logTools.filterOn' : 'logTools.filter')}</summary>
      <div className="fold-inside filters">
        <Select
          id="log-who"
          label={t('logTools.who')}
          none={t('logTools.everybody')}
          value={filter.who}
          options={whos.map((value) => ({ value, label: t(`logTools.whos.${value}`) }))}
          onChange={set('who')}
        />
        <Select
          id="log-kind"
          label={t('logTools.kind')}
          none={t('logTools.everything')}
          value={filter.kind}
          options={kinds.map((value) => ({ value, label: t(`logTools.kinds.${value}`) }))}
          onChange={set('kind')}
        />
        <Select
          id="log-ground"
          label={t('logTools.ground')}
          none={t('logTools.anyGround')}
          value={filter.ground}
          options={grounds.map((value) => ({ value, label: t(`logTools.grounds.${value}`) }))}
          onChange={set('ground')}
        />
        <Field
          id="log-from"
          label={t('logTools.from')}
          type="date"
          isShort
          max={today()}
          value={filter.fromDay}
          onChange={set('fromDay')}
        />
        <Field
          id="log-to"
          label={t('logTools.to')}
          type="date"
          isShort
          max={today()}
          value={filter.toDay}
          onChange={set('toDay')}
        />
      </div>
      <p className="actions">
        <Button isDisabled={!isNarrowed(filter)} onPress={() => onChange(wholeLog)}>
          {t('logTools.all')}
        </Button>
      </p>
    </details>
  );
}
