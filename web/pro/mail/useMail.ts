import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { useLive } from '../../kit/live.ts';
import { mailboxesQuery } from './queries.ts';

/** A hidden page lets go of the line: a browser holds six to one server, for all its pages together. */
function useIsShown(): boolean {
  return useSyncExternalStore(
    (tell) => {
      document.addEventListener('visibilitychange', tell);
      return () => document.removeEventListener('visibilitychange', tell);
    },
    () => document.visibilityState === 'visible',
  );
}

/** Keeps all that is shown of mail up to date on every page, says that a message arrived, and counts the unread. */
export function useMail(isSignedIn: boolean): number {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const isShown = useIsShown();
  const { data } = useQuery({ ...mailboxesQuery, enabled: isSignedIn });
  const hasMail = (data?.items.length ?? 0) > 0;
  useLive(hasMail && isShown ? '/api/pro/mail/live' : undefined, (event) => {
    if (event === 'message' || event === 'rights') void client.invalidateQueries({ queryKey: ['mail'] });
  });

  const before = useRef(new Map<string, number>());
  useEffect(() => {
    for (const { id, name, unseen } of data?.items ?? []) {
      const known = before.current.get(id);
      if (known !== undefined && unseen > known) announce(t('mail.arrived', { mailbox: name }));
      before.current.set(id, unseen);
    }
  }, [data, t]);
  return data?.items.reduce((sum, { unseen }) => sum + unseen, 0) ?? 0;
}
