import type { OutboxMessage } from '#store';
import { askAgain, type Change, callAs, type Desk, subscriptionChannel } from './desk.ts';
import { type Held, heldOf, type SubscriptionRow } from './held.ts';
import { addEvents, listening } from './subscriptions.sql.ts';
import type { Method } from './topics.ts';

interface Changed extends Change {
  readonly method: Method;
  /** The same for the same change, however often it is told. */
  readonly source: string;
}

/** The subscriptions that wait for something, by the type of resource they look at; read again whenever the list changed. */
export class Listening {
  readonly #desk: Desk;
  #byType: Promise<ReadonlyMap<string, readonly Held[]>> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  forget(): void {
    this.#byType = undefined;
  }

  /** The list changed: this server forgets it at once, so that no change made after this is measured against the old one; others soon. */
  async changed(): Promise<void> {
    this.forget();
    await this.#desk.store.outbox.hint(subscriptionChannel, '');
  }

  async byType(): Promise<ReadonlyMap<string, readonly Held[]>> {
    this.#byType ??= this.#read();
    const known = this.#byType;
    return known.catch((error: unknown) => {
      if (this.#byType === known) this.#byType = undefined;
      throw error;
    });
  }

  async #read(): Promise<ReadonlyMap<string, readonly Held[]>> {
    const { store, clock } = this.#desk;
    const rows = await store.query<SubscriptionRow>(listening, [clock()]);
    const byType = new Map<string, Held[]>();
    for (const row of rows) {
      const held = heldOf(store.keys, row);
      for (const type of new Set(held.wish.filters.map((filter) => filter.type))) {
        const list = byType.get(type) ?? [];
        byType.set(type, list);
        list.push(held);
      }
    }
    return byType;
  }
}

/** Those of some messages that may concern somebody: it costs no query as long as nobody listens for such changes. */
export async function awaited(
  desk: Desk,
  list: Listening,
  messages: readonly OutboxMessage[],
): Promise<readonly OutboxMessage[]> {
  const byType = await list.byType();
  const mayConcernSomebody = (change: Changed): boolean =>
    (byType.get(change.type) ?? []).some((held) => mayConcern(desk, held, change));
  return byType.size === 0 ? [] : messages.filter((message) => changesOf(message).some(mayConcernSomebody));
}

/**
 * Finds whom these changes concern, notes an event for each, and has it delivered. Told twice of the same change it notes it once.
 *
 * In: the payload of the topic `fhir.changed`: `{ changes: [[type, id, n, version, method], …] }`.
 */
export async function noteChanges(desk: Desk, list: Listening, message: OutboxMessage): Promise<void> {
  const met = new Map<Held, Changed[]>();
  const byType = await list.byType();
  for (const change of changesOf(message)) {
    for (const held of byType.get(change.type) ?? []) {
      if (!(await concerns(desk, held, change))) continue;
      met.set(held, [...(met.get(held) ?? []), change]);
    }
  }
  for (const [held, changes] of met) await note(desk, held, changes);
}

async function note(desk: Desk, held: Held, changes: readonly Changed[]): Promise<void> {
  const column = <K extends keyof Changed>(name: K) => changes.map((change) => change[name]);
  const values = [column('source'), column('record'), column('type'), column('id'), column('version'), column('method')];
  const added = await desk.store.query(addEvents, [held.id, desk.clock(), ...values]);
  if (added.length === 0) return;
  if (held.wish.channel === 'rest-hook') await askAgain(desk, held.id, desk.clock());
  else await desk.store.outbox.hint(subscriptionChannel, held.id);
}

/** What can be told without a query: a citizen hears of their own record only. */
function mayConcern(desk: Desk, { actor, wish }: Held, change: Changed): boolean {
  if (!wish.topic.methods.includes(change.method)) return false;
  if (actor.kind === 'citizen' && actor.record !== change.record) return false;
  return wish.ends === undefined || wish.ends > desk.clock();
}

async function concerns(desk: Desk, held: Held, change: Changed): Promise<boolean> {
  if (!mayConcern(desk, held, change)) return false;
  const call = callAs(desk, held);
  // Several filters of one type hold together, as the backport wants.
  for (const filter of held.wish.filters) {
    if (filter.type === change.type && (await desk.look(call, change, filter)) === undefined) return false;
  }
  return true;
}

function changesOf({ record, seq, payload }: OutboxMessage): Changed[] {
  const changes = Array.isArray(payload.changes) ? (payload.changes as readonly unknown[][]) : [];
  return changes.map(([type, id, , version, method], place) => ({
    record,
    type: String(type),
    id: String(id),
    version: Number(version),
    method: method as Method,
    source: `${record}/${seq}/${place}`,
  }));
}
