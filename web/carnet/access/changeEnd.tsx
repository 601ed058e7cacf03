import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import { accessQuery } from '../queries.ts';
import type { Access, Named } from '../shapes.ts';
import { type Days, Ends, endAfter } from './ends.tsx';

interface ChangeEndProps {
  readonly professional: Named;
  /** The end as it is. */
  readonly until?: string | undefined;
  /** True for somebody who has no access yet. */
  readonly isNew?: boolean;
  /** What is proposed first. */
  readonly first?: Days;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

/** Until when a professional may read: at once, or up to a year. What somebody else changed meanwhile is shown, not undone. */
export function ChangeEnd({
  professional: { id, name },
  until: now,
  isNew = false,
  first = 30,
  onDone,
  onClose,
}: ChangeEndProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [days, setDays] = useState<Days>(first);
  const lookAgain = () => Promise.all(['access', 'log', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const change = useMutation({
    mutationFn: (until: string) => {
      const version = client.getQueryData<Access>(accessQuery.queryKey)?.version;
      return api<void>('PUT', `/api/carnet/access/${encodeURIComponent(id)}`, { until, version });
    },
    onSuccess: async (_answer, until) => {
      // Said once the page shows it: the next change goes by what is shown.
      await lookAgain();
      onDone(days === 0 ? t('ends.ended', { name }) : t('ends.lasts', { name, date: show(until, 'day') }));
      onClose();
    },
    onError: lookAgain,
  });
  return (
    <Confirm
      title={t(isNew ? 'ends.giveTitle' : 'ends.title', { name })}
      confirm={t(isNew ? 'give.choose' : days === 0 ? 'ends.stop' : 'ends.confirm')}
      look={days === 0 ? 'danger' : 'main'}
      isBusy={change.isPending}
      onConfirm={() => change.mutate(endAfter(days))}
      onClose={onClose}
    >
      {now !== undefined && <p>{t('ends.now', { date: show(now, 'day') })}</p>}
      <Ends chosen={days} canEnd={!isNew} onChange={setDays} />
      {days === 0 && <p>{t('ends.atOnce')}</p>}
      {change.isError && <Failed error={change.error} />}
    </Confirm>
  );
}
