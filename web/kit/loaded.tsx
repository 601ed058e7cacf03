import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, sentenceOf } from './api.ts';
import { said } from './i18n.ts';
import { Press } from './press.tsx';
import { Status } from './status.tsx';

/** Nothing for 400 ms, then words: a spinner that flashes says less than an empty place. */
export function Waiting({ text }: { text?: string }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="waiting" role="status">
      {late ? (text ?? t('wait')) : ''}
    </p>
  );
}

/** What went wrong, in the server's own words, and a way to try again where it can help: who may not, may not the next time either. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Status tone="danger">
      <p className="notice-title">{t('failed')}</p>
      <p>{said(sentenceOf(error))}</p>
      {retry && !(error instanceof ApiFailure && error.status === 403) && <Press onPress={retry}>{t('retry')}</Press>}
    </Status>
  );
}

/** Waits, fails or shows: the three states of one query. Data already there stays shown when a refresh fails. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Waiting />;
}
