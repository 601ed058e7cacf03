import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Badge } from '../kit/badge.tsx';
import { Button } from '../kit/button.tsx';
import { Confirm } from '../kit/confirm.tsx';
import { show } from '../kit/dates.ts';
import { said } from '../kit/i18n.ts';
import { Failed } from '../kit/loaded.tsx';
import type { Case } from './cases.ts';
import { takesFocus } from './focus.ts';
import type { LogLine } from './shapes.ts';

const longest = 2000;

/** « Je ne reconnais pas cet accès »: tells the operator, who must answer; then what became of it. */
export function ContestLine({ line, contest }: { line: LogLine; contest: Case | undefined }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const wordsId = useId();
  const sentenceId = useId();
  const [asking, setAsking] = useState(false);
  const [words, setWords] = useState('');
  const tell = useMutation({
    mutationFn: () =>
      api<unknown>('POST', '/api/carnet/contests', { seq: line.seq, ...(words.trim() === '' ? {} : { words: words.trim() }) }),
    onSuccess: async () => {
      setAsking(false);
      await Promise.all(['contests', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  if (contest) return <Told contest={contest} isNew={tell.isSuccess} />;
  return (
    <>
      <p id={sentenceId} hidden>
        {said(line.sentence)}
      </p>
      <Button look="quiet" aria-describedby={sentenceId} onPress={() => setAsking(true)}>
        {t('logTools.contest')}
      </Button>
      {asking && (
        <Confirm
          title={t('logTools.contestTitle')}
          confirm={t('logTools.contestConfirm')}
          isBusy={tell.isPending}
          onConfirm={() => tell.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{said(line.sentence)}</p>
          <ul>
            <li>{t('logTools.contest1')}</li>
            <li>{t('logTools.contest2')}</li>
            <li>{t('logTools.contest3')}</li>
          </ul>
          <div className="field">
            <label htmlFor={wordsId}>{t('logTools.contestWords')}</label>
            <textarea
              id={wordsId}
              rows={4}
              maxLength={longest}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
          {tell.isError && <Failed error={tell.error} />}
        </Confirm>
      )}
    </>
  );
}

function Told({ contest, isNew }: { contest: Case; isNew: boolean }) {
  const { t } = useTranslation('carnet');
  const open = contest.state === 'open';
  return (
    <div className="contest" {...(isNew ? { tabIndex: -1, ref: takesFocus } : {})}>
      <p className="badges">
        <Badge tone={open ? 'attention' : 'done'} icon={open ? 'later' : 'done'}>
          {t(open ? 'logTools.open' : 'logTools.answered')}
        </Badge>
      </p>
      <p className="hint">{t('logTools.openedAt', { date: show(contest.openedAt, 'moment') })}</p>
      {contest.answer !== undefined && (
        <p>
          {t('logTools.answer', { date: show(contest.answeredAt ?? contest.openedAt, 'day') })} {contest.answer}
        </p>
      )}
    </div>
  );
}
