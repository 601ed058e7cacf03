import { queryOptions, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure, api } from './api.ts';
import type { Session, Territory } from './shapes.ts';

/** Who is signed in; `null` when nobody is. The pages ask for it before their scripts are there (`preload`), and this takes that answer. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<Session | null> => {
    try {
      return await api<Session>('GET', '/api/session');
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) return null;
      throw error;
    }
  },
});

export function useSession(): UseQueryResult<Session | null> {
  return useQuery(sessionQuery);
}

/** The territory of this server; only a demonstration has fictitious sign-ins to show. */
export function useTerritory(): UseQueryResult<Territory> {
  return useQuery({
    queryKey: ['territory'],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => api<Territory>('GET', '/api/territory'),
  });
}

const leaving = new Set<() => Promise<void>>();

/** What else a space forgets when its person signs out: what it kept on the device. */
export function whenLeaving(forget: () => Promise<void>): void {
  leaving.add(forget);
}

/** Ends the session at the server and forgets everything that was read on this page and kept on this device. */
export function useSignOut(): { leave: () => Promise<void>; failure: unknown } {
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  const leave = async () => {
    try {
      const ended = await api<{ readonly next: string } | undefined>('POST', '/api/session/end');
      // A browser that keeps nothing has nothing to forget either.
      await Promise.allSettled([...leaving].map((forget) => forget()));
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'territory' && query.queryKey[0] !== 'session' });
      client.setQueryData(['session'], null);
      if (ended !== undefined) window.location.assign(ended.next);
    } catch (error) {
      setFailure(error);
    }
  };
  return { leave, failure };
}

/** Whether who is signed in decides who reads the carnet that is open: the person themself, or who was entrusted with it. */
export function useMayGiveRights(): boolean {
  const session = useSession().data;
  return session?.kind === 'citizen' && (session.acting === undefined || session.acting.purposes.includes('rights'));
}
