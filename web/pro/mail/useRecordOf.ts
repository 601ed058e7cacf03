import { useQueryClient } from '@tanstack/react-query';
import type { MessageLine } from './shapes.ts';

/** The record that a message is about, as the page that one comes from knew it. */
export function useRecordOf(mailbox: string, content: number | undefined): string | undefined {
  const client = useQueryClient();
  if (content === undefined) return undefined;
  const threads = client.getQueriesData<{ items: readonly MessageLine[] }>({ queryKey: ['mail', mailbox, 'thread'] });
  return threads.flatMap(([, data]) => data?.items ?? []).find((one) => one.content === content)?.patient;
}
