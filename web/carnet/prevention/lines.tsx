import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Fold } from '../../kit/fold.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { DidDialog } from './didDialog.tsx';
import { LineItem } from './lineItem.tsx';
import { readAgain } from './queries.ts';
import type { PreventionLine, PreventionState } from './shapes.ts';

interface PreventionLinesProps {
  readonly lines: readonly PreventionLine[];
  /** Whether the reader may say what was done. */
  readonly mayTell: boolean;
}

/** What is due and soon in sight, the rest folded; `between` stands after what is in sight. */
export function PreventionLines({ lines, mayTell }: PreventionLinesProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [asking, setAsking] = useState<PreventionLine>();
  const [told, setTold] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  // The line may have gone elsewhere, and its buttons with it; the dialog tries to give the focus back to one of them first.
  const tell = (sentence: string): void => {
    setTold(sentence);
    setTimeout(() => {
      if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
    }, 100);
  };
  const change = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object; sentence: string }) =>
      api<unknown>('POST', `/api/carnet/prevention${path}`, body),
    onSuccess: async (_, { sentence }) => {
      await readAgain(client);
      tell(sentence);
    },
  });
  const of = (state: PreventionState) => lines.filter((line) => line.state === state);
  const list = (some: readonly PreventionLine[]) => (
    <ul className="prevention-lines">
      {some.map((line) => (
        <LineItem
          key={line.id}
          line={line}
          isBusy={change.isPending}
          mayTell={mayTell}
          onDone={setAsking}
          onNotForMe={(one) =>
            change.mutate({
              path: '',
              body: { item: one.id, notForMe: true },
              sentence: t('prevention.saidNotForMe', { what: said(one.label) }),
            })
          }
          onTakeBack={(resource, one) =>
            change.mutate({ path: '/remove', body: { resource }, sentence: t('prevention.saidBack', { what: said(one.label) }) })
          }
        />
      ))}
    </ul>
  );
  const [due, soon] = [of('due'), of('soon')];
  return (
    <>
      <Status tone="done">{told && <p>{told}</p>}</Status>
      {change.isError && <Failed error={change.error} />}
      <section aria-labelledby="prevention-due">
        <h2 id="prevention-due" ref={heading} tabIndex={-1}>
          {t('prevention.due')}
        </h2>
        {due.length === 0 ? <p className="card">{t('prevention.nothingDue')}</p> : list(due)}
      </section>
      {soon.length > 0 && (
        <section aria-labelledby="prevention-soon">
          <h2 id="prevention-soon">{t('prevention.soon')}</h2>
          {list(soon)}
        </section>
      )}
      {(['done', 'later', 'notForYou'] as const).map((state) => {
        const some = of(state);
        return (
          some.length > 0 && (
            <Fold key={state} isCard title={t(`prevention.fold.${state}`, { count: some.length })}>
              {list(some)}
            </Fold>
          )
        );
      })}
      {asking && (
        <DidDialog
          line={asking}
          onSaid={(sentence) => {
            setAsking(undefined);
            tell(sentence);
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
