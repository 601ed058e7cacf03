import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Failed } from '../../kit/loaded.tsx';

interface ClosingProps {
  readonly closed: boolean;
  readonly version: number;
  readonly onDone: (sentence: string) => void;
}

/** Closing the carnet and opening it again: the person’s alone, whoever else may act for them. */
export function Closing({ closed, version, onDone }: ClosingProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser looked for this anchor before the answer was there.
    if (window.location.hash === '#closing') heading.current?.focus();
  }, []);
  const change = useMutation({
    mutationFn: () => api<void>('PUT', '/api/carnet/closed', { closed: !closed, version }),
    onSuccess: async () => {
      setAsking(false);
      onDone(t(closed ? 'closing.nowOpen' : 'closing.nowClosed'));
      await client.invalidateQueries();
    },
  });
  return (
    <section className="card" aria-labelledby="closing">
      <h2 id="closing" ref={heading} tabIndex={-1}>
        {t(closed ? 'closing.closedTitle' : 'closing.title')}
      </h2>
      <p>{t(closed ? 'closing.closedText' : 'closing.text')}</p>
      <Button look={closed ? 'main' : 'danger'} onPress={() => setAsking(true)}>
        {t(closed ? 'closing.open' : 'closing.close')}
      </Button>
      {asking && (
        <Confirm
          title={t(closed ? 'closing.openTitle' : 'closing.closeTitle')}
          confirm={t(closed ? 'closing.openConfirm' : 'closing.closeConfirm')}
          look={closed ? 'main' : 'danger'}
          isBusy={change.isPending}
          onConfirm={() => change.mutate()}
          onClose={() => setAsking(false)}
        >
          {closed ? (
            <p>{t('closing.open1')}</p>
          ) : (
            <ul>
              <li>{t('closing.close1')}</li>
              <li>{t('closing.close2')}</li>
              <li>{t('closing.close3')}</li>
            </ul>
          )}
          {change.isError && <Failed error={change.error} />}
        </Confirm>
      )}
    </section>
  );
}
