import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiFile } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { Fold } from '../kit/fold.tsx';
import { Icon } from '../kit/icon.tsx';
import { Failed } from '../kit/loaded.tsx';
import { Status } from '../kit/status.tsx';
import { isNarrowed, type LogFilter, queryOf } from './logFilter.ts';

/** The log to take away: on paper for people, signed for whoever wants a proof. What is filtered is what is taken. */
export function LogDownloads({ filter }: { filter: LogFilter }) {
  const { t } = useTranslation('carnet');
  const take = useMutation({
    mutationFn: async (form: 'pdf' | 'json') => {
      const query = queryOf(filter);
      if (form === 'pdf') query.set('zone', Intl.DateTimeFormat().resolvedOptions().timeZone);
      const { bytes, name } = await apiFile(`/api/carnet/log.${form}?${query}`);
      keep(bytes, name ?? `journal.${form}`);
    },
  });
  return (
    <Fold isCard title={t('logTools.take')}>
      {isNarrowed(filter) && <p>{t('logTools.takePart')}</p>}
      <p className="actions">
        <Button isPending={take.isPending} onPress={() => take.mutate('pdf')}>
          <Icon name="print" /> {t('logTools.pdf')}
        </Button>
        <Button isPending={take.isPending} onPress={() => take.mutate('json')}>
          <Icon name="download" /> {t('logTools.json')}
        </Button>
      </p>
      <Status tone="done">{take.isSuccess && <p>{t('logTools.taken')}</p>}</Status>
      {take.isError && <Failed error={take.error} />}
      <p className="hint">{t('logTools.pdfHint')}</p>
      <p className="hint">{t('logTools.jsonHint')}</p>
    </Fold>
  );
}

/** Hands a file to the browser to be kept. */
function keep(bytes: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
