import type { RecordId } from '#kernel';
import { callAs, type Desk } from './desk.ts';
import type { Held } from './held.ts';
import type { ToldEvent } from './notification.ts';
import type { Method } from './topics.ts';

export interface EventRow {
  readonly number: number;
  readonly at: Date;
  readonly about: RecordId;
  readonly type: string;
  readonly resource_id: string;
  readonly version: number;
  readonly method: Method;
}

/**
 * What the subscriber is told of these events: decided anew, now, and traced before it leaves. An event whose resource they may not see
 * any more keeps its number and says nothing of what it was.
 */
export async function tell(desk: Desk, held: Held, rows: readonly EventRow[], content = held.wish.content): Promise<ToldEvent[]> {
  return Promise.all(rows.map((row) => tellOne(desk, held, row, content)));
}

async function tellOne(desk: Desk, held: Held, row: EventRow, content: Held['wish']['content']): Promise<ToldEvent> {
  const { number, at, about: record, type, resource_id: id, version, method } = row;
  const bare = { number, at, method };
  if (content === 'empty') return bare;
  const call = callAs(desk, held);
  const seen = await desk.look(call, { record, type, id, version }, { type, query: '' });
  if (seen === undefined) return bare;
  await desk.trace.journal(call, record, {
    action: 'read',
    outcome: 'done',
    object: { kind: type, id },
    detail: { subscription: held.id },
  });
  return { ...bare, focus: `${type}/${id}`, ...(content === 'full-resource' ? { body: seen.body } : {}) };
}
