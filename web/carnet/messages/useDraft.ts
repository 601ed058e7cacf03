import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from './shapes.ts';

/**
 * What is being written, kept with what was read of the carnet: it is there when one comes back to the screen, and gone with the rest at
 * sign-out or when another carnet is opened. Never written to the device.
 */
export function useDraft(where: string, to = '') {
  const client = useQueryClient();
  const key = ['draft', where];
  const [draft, setDraft] = useState<Draft>(() => client.getQueryData<Draft>(key) ?? empty(to));
  const keep = (next: Draft): void => {
    setDraft(next);
    client.setQueryDefaults(['draft'], { gcTime: Number.POSITIVE_INFINITY });
    client.setQueryData(key, next);
  };
  return {
    draft,
    change: (change: Partial<Draft>) => keep({ ...draft, ...change }),
    forget: () => {
      client.removeQueries({ queryKey: key, exact: true });
      setDraft(empty(to));
    },
  };
}

const empty = (to: string): Draft => ({ key: crypto.randomUUID(), to, subject: '', text: '', files: [], documents: [] });
