import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { DateField } from '../kit/dateField.tsx';
import { today } from '../kit/dates.ts';
import { Fold } from '../kit/fold.tsx';
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
    <Fold isCard title={t(isNarrowed(filter) ? 'logTools.filterOn' : 'logTools.filter')}>
      <div className="filters">
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
        <DateField id="log-from" label={t('logTools.from')} max={today()} value={filter.fromDay} onChange={set('fromDay')} />
        <DateField id="log-to" label={t('logTools.to')} max={today()} value={filter.toDay} onChange={set('toDay')} />
      </div>
      <p className="actions">
        <Button isDisabled={!isNarrowed(filter)} onPress={() => onChange(wholeLog)}>
          {t('logTools.all')}
        </Button>
      </p>
    </Fold>
  );
}
