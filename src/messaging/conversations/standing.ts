import type { Call, RecordId } from '#kernel';
import type { Mandate } from '#rights';
import { choiceOf } from './conversations.sql.ts';
import type { RouteDesk } from './desk.ts';

export interface ChoiceRow {
  readonly notices: boolean;
  readonly email: Buffer | null;
  readonly pending: Buffer | null;
  readonly code_until: Date | null;
}

/** What keeps messages from a person: their own word about messages, their closed record, their opposition to what is added to it. */
export type ClosedBy = 'choice' | 'record' | 'opposition';

export interface Person {
  readonly closedBy: ClosedBy | undefined;
  readonly mandates: ReadonlyMap<string, Mandate>;
  readonly choice: ChoiceRow | undefined;
}

export async function personOf({ store, rights, mailboxes }: RouteDesk, record: RecordId, at: Date): Promise<Person> {
  const [[choice], { closed, opposition, mandates }, mailbox] = await Promise.all([
    store.query<ChoiceRow>(choiceOf, [record]),
    rights.onBehalfAtDesk.choices(house(at), record),
    mailboxes.byId(record),
  ]);
  const chosen = mailbox?.state === 'closed' ? 'choice' : undefined;
  const closedBy = closed ? 'record' : opposition.deposit ? 'opposition' : chosen;
  return { closedBy, mandates, choice };
}

/** Socle itself, after an act. */
export function house(at: Date): Call {
  return { actor: { kind: 'operator', id: 'socle', name: 'Socle' }, at, requestId: crypto.randomUUID() };
}
