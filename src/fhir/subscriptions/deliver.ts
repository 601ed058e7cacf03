import { readEndpoint } from './address.ts';
import type { Listening } from './changed.ts';
import { askAgain, type Desk } from './desk.ts';
import { type Held, heldOf, type SubscriptionRow } from './held.ts';
import { type NotificationType, notification, type ToldEvent } from './notification.ts';
import { type Failure, send } from './post.ts';
import {
  eventsBetween,
  leaseSubscription,
  markActive,
  markDelivered,
  markFailed,
  releaseSubscription,
} from './subscriptions.sql.ts';
import { type EventRow, tell } from './told.ts';

const leaseMs = 120_000;
const most = Number.MAX_SAFE_INTEGER;

/**
 * Brings one subscription up to date: its handshake when it was only asked for, then every event that has not arrived, in order, and a
 * heartbeat when one is due. A failure is tried again later, each time after twice as long; after the last attempt the subscription is in
 * error, its events wait, and `$status` says why. Asking for it again (status `requested`) takes up where it stopped.
 *
 * Done by one server at a time; asked for twice, the second finds it done or under way.
 */
export async function deliver(desk: Desk, list: Listening, id: string): Promise<void> {
  const now = desk.clock();
  const [row] = await desk.store.query<SubscriptionRow>(leaseSubscription, [id, now, new Date(now.getTime() + leaseMs)]);
  if (row === undefined) return;
  let more = false;
  try {
    const held = heldOf(desk.store.keys, row);
    const active = held.status === 'active' || (await begin(desk, list, held));
    if (active && held.wish.channel === 'rest-hook') more = await catchUp(desk, { ...held, status: 'active' });
  } finally {
    const [left] = await desk.store.query<{ status: string; events: number; delivered: number }>(releaseSubscription, [id]);
    // An event that came while this server held the lease found it taken.
    if (more && left?.status === 'active' && left.events > left.delivered) await askAgain(desk, id, desk.clock());
  }
}

/** Gives whether it is active now. A WebSocket is active at once: who may bind to it shows a token. */
async function begin(desk: Desk, list: Listening, held: Held): Promise<boolean> {
  if (held.wish.channel === 'rest-hook' && held.wish.byTopic) {
    const failure = await post(desk, held, 'handshake', []);
    if (failure !== undefined) {
      await failed(desk, held, failure);
      return false;
    }
  }
  if ((await desk.store.query(markActive, [held.id, desk.clock(), held.version])).length === 0) return false;
  await list.changed();
  return true;
}

/** Gives whether everything that it saw arrived. */
async function catchUp(desk: Desk, held: Held): Promise<boolean> {
  let delivered = held.delivered;
  for (;;) {
    const rows = await desk.store.query<EventRow>(eventsBetween, [held.id, delivered + 1, most, held.wish.maxCount]);
    const last = rows.at(-1)?.number;
    const quiet = last === undefined;
    if (quiet && !heartbeatDue(desk, held)) return true;
    const told = await tell(desk, held, rows);
    const failure = await post(desk, held, quiet ? 'heartbeat' : 'event-notification', told);
    if (failure !== undefined) {
      await failed(desk, held, failure);
      return false;
    }
    delivered = last ?? delivered;
    const now = desk.clock();
    const marked = await desk.store.query(markDelivered, [
      held.id,
      delivered,
      now,
      new Date(now.getTime() + leaseMs),
      held.version,
    ]);
    if (quiet || marked.length === 0) return true; // changed by its owner meanwhile: the next job reads it anew
  }
}

function heartbeatDue(desk: Desk, { wish, lastSentAt }: Held): boolean {
  if (!wish.byTopic || wish.heartbeatSeconds === undefined || lastSentAt === undefined) return false;
  return lastSentAt.getTime() + wish.heartbeatSeconds * 1000 <= desk.clock().getTime();
}

async function failed(desk: Desk, held: Held, failure: string): Promise<void> {
  const { firstSeconds, mostSeconds, attempts } = desk.retry;
  const failures = held.failures + 1;
  const now = desk.clock();
  // A handshake that fails is an answer: whoever asked sees the status at once and may ask again.
  const over = held.status === 'requested' || failures >= attempts;
  const wait = Math.min(mostSeconds, firstSeconds * 2 ** (failures - 1));
  const next = over ? null : new Date(now.getTime() + wait * 1000);
  await desk.store.query(markFailed, [held.id, failure, over ? 'error' : held.status, next, now, held.version]);
  if (next !== null) await askAgain(desk, held.id, next);
}

/** R4’s own subscriptions: each resource is put to the address, or one empty POST says that something came. */
async function post(desk: Desk, held: Held, type: NotificationType, told: readonly ToldEvent[]): Promise<Failure> {
  const { wish } = held;
  const url = endpointOf(desk, wish.endpoint ?? '');
  if (typeof url === 'string') return url;
  const contentType = wish.xml ? 'application/fhir+xml' : 'application/fhir+json';
  const common = { headers: wish.headers, timeoutSeconds: wish.timeoutSeconds };
  const written = (body: string): string => (wish.xml ? desk.toXml(body) : body);
  if (wish.byTopic) {
    const body = written(notification(held, desk.base, type, told, desk.clock()));
    return send({ ...common, method: 'POST', url, contentType, body }, desk.targets);
  }
  if (wish.content === 'empty') return send({ ...common, method: 'POST', url, body: '' }, desk.targets);
  for (const { focus, body } of told) {
    if (focus === undefined || body === undefined) continue;
    const at = new URL(url);
    at.pathname = `${at.pathname.replace(/\/$/, '')}/${focus}`;
    const failure = await send({ ...common, method: 'PUT', url: at, contentType, body: written(body) }, desk.targets);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Judged again at each notification: what may be reached is a setting, and it may have changed. */
function endpointOf(desk: Desk, endpoint: string): URL | string {
  try {
    return readEndpoint(endpoint, desk.targets);
  } catch {
    return 'the address is not allowed';
  }
}
