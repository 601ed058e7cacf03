import { randomUUID } from 'node:crypto';
import { type Call, unknownId } from '#kernel';
import type { OutboxMessage } from '#store';
import type { Json } from '../json.ts';
import { ownerOf } from '../owner.ts';
import { fhirRefusal } from '../refusals.ts';
import { readEndpoint } from './address.ts';
import { awaited, Listening, noteChanges } from './changed.ts';
import { deliver } from './deliver.ts';
import { askAgain, type Desk, type Retry, subscriptionChannel } from './desk.ts';
import { bodyOf, type Held, heldOf, type SubscriptionRow, sealSubscription } from './held.ts';
import { type NotificationType, notification, statusParameters } from './notification.ts';
import { openSockets, type Sockets } from './sockets.ts';
import {
  addSubscription,
  changeSubscription,
  dueSubscriptions,
  endSubscriptions,
  eventsBetween,
  forgetEvents,
  ownSubscriptions,
  readSubscription,
  removeSubscription,
} from './subscriptions.sql.ts';
import { bindingToken } from './token.ts';
import { type EventRow, tell } from './told.ts';
import { type Content, readWish, type Wish } from './wish.ts';

/** A subscription as its owner reads it. */
export interface ShownSubscription {
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  readonly body: string;
}

export interface Which {
  readonly ids?: readonly string[];
  readonly statuses?: readonly string[];
}

/** Subscriptions: kept for whoever asked, notified of what they may see. Every function speaks of the caller’s own subscriptions only. */
export interface Subscriptions {
  /** Refuses what `readWish` and the endpoint refuse, a search that cannot be asked, `fhir.subscription-limit`, `-status`. */
  create(call: Call, resource: Json): Promise<ShownSubscription>;
  /** Writes it anew; its status `requested` begins again where its notifications stopped. Refuses `fhir.version-conflict` besides. */
  update(call: Call, id: string, resource: Json, ifMatch?: number): Promise<ShownSubscription>;
  read(call: Call, id: string): Promise<ShownSubscription>;
  /** Removing what is not there is done already. */
  remove(call: Call, id: string): Promise<void>;
  search(call: Call, which: Which): Promise<readonly ShownSubscription[]>;
  /** `$status`: SubscriptionStatus of each, as the Parameters of the backport. */
  status(call: Call, which: Which): Promise<readonly { readonly id: string; readonly body: string }[]>;
  /** `$events`: a notification Bundle of past events, at most 100, what may be seen decided now. */
  events(call: Call, id: string, asked: { since?: number; until?: number; content?: Content }): Promise<string>;
  /** `$get-ws-binding-token`: good for an hour and for these subscriptions, or all that listen on a WebSocket. */
  bindingToken(call: Call, ids?: readonly string[]): Promise<{ token: string; until: Date; subscriptions: readonly string[] }>;
  readonly sockets: Sockets;
  /** Those of some messages of the topic `fhir.changed` that {@link changed} has something to do with. */
  awaited(messages: readonly OutboxMessage[]): Promise<readonly OutboxMessage[]>;
  /** Tells whom a message of the topic `fhir.changed` concerns. */
  changed(message: OutboxMessage): Promise<void>;
  /** The handler of the job {@link notifyTopic}. */
  notify(message: OutboxMessage): Promise<void>;
  close(): Promise<void>;
}

export type SubscriptionsDeps = Omit<Desk, 'retry'> & { readonly retry?: Retry };

/** Sixteen attempts: after 10 s, 20 s … then every hour; about nine hours in all. */
const usualRetry: Retry = { firstSeconds: 10, mostSeconds: 3600, attempts: 16 };
const mostOwned = 100;
const mostEvents = 100;
const tokenMs = 3_600_000;
const keptMs = 30 * 86_400_000;
const sweepMs = 30_000;

/** Opens the subscriptions of this database; several servers share them. */
export async function openSubscriptions({ retry = usualRetry, ...deps }: SubscriptionsDeps): Promise<Subscriptions> {
  const desk: Desk = { ...deps, retry };
  const { store, clock } = desk;
  const list = new Listening(desk);
  const sockets = openSockets(desk);
  const silence = await store.listen(subscriptionChannel, (word) => (word === '' ? list.forget() : sockets.heard(word)));
  /** Each server forgets its list, and looks at the sockets bound to this one. */
  const listChanged = async (id: string): Promise<void> => {
    await Promise.all([list.changed(), store.outbox.hint(subscriptionChannel, id)]);
  };

  const own = async (call: Call, id: string): Promise<Held> => {
    const [row] = isUuid(id) ? await store.query<SubscriptionRow>(readSubscription, [id]) : [];
    if (row?.owner !== ownerOf(call.actor)) throw unknownId();
    return heldOf(store.keys, row);
  };
  const ownAll = async (call: Call, { ids, statuses }: Which): Promise<Held[]> => {
    const values = [ownerOf(call.actor), ids?.filter(isUuid) ?? null, statuses ?? null];
    return (await store.query<SubscriptionRow>(ownSubscriptions, values)).map((row) => heldOf(store.keys, row));
  };
  const check = (resource: Json): Wish => {
    const wish = readWish(resource);
    for (const filter of wish.filters) desk.checkFilter(filter);
    if (wish.endpoint !== undefined && wish.channel === 'rest-hook') readEndpoint(wish.endpoint, desk.targets);
    if (wish.ends !== undefined && wish.ends <= clock()) throw refusedEnd();
    return wish;
  };
  /** The columns that follow from what was asked for. */
  const columns = (call: Call, id: string, status: string, resource: Json, wish: Wish): unknown[] => {
    const types = [...new Set(wish.filters.map(({ type }) => type))];
    const sealed = sealSubscription(store.keys, id, call.actor, resource);
    return [ownerOf(call.actor), status, wish.channel, types, wish.ends ?? null, wish.heartbeatSeconds ?? null, sealed];
  };

  const sweep = async (): Promise<void> => {
    const now = clock();
    for (const { id } of await store.query<{ id: string }>(endSubscriptions, [now])) await listChanged(id);
    for (const { id } of await store.query<{ id: string }>(dueSubscriptions, [now])) await askAgain(desk, id, now);
    await store.query(forgetEvents, [new Date(now.getTime() - keptMs)]);
  };
  const sweeping = setInterval(() => void sweep().catch(() => undefined), sweepMs);

  return {
    async create(call, resource) {
      const wish = check(resource);
      if (resource.status !== 'requested') throw refusedStatus();
      const id = randomUUID();
      const values = columns(call, id, 'requested', resource, wish);
      if ((await store.query(addSubscription, [id, call.at, ...values, mostOwned])).length === 0) throw tooMany();
      await askAgain(desk, id, call.at);
      return shown(await own(call, id));
    },
    async update(call, id, resource, ifMatch) {
      await own(call, id);
      const wish = check(resource);
      const status = resource.status === 'off' ? 'off' : 'requested';
      const values = columns(call, id, status, resource, wish);
      const [row] = await store.query<SubscriptionRow>(changeSubscription, [id, call.at, ...values, ifMatch ?? null]);
      if (row === undefined) throw conflict();
      await listChanged(id);
      if (status === 'requested') await askAgain(desk, id, call.at);
      return shown(heldOf(store.keys, row));
    },
    read: async (call, id) => shown(await own(call, id)),
    async remove(call, id) {
      if (!isUuid(id)) return;
      if ((await store.query(removeSubscription, [id, ownerOf(call.actor)])).length > 0) await listChanged(id);
    },
    search: async (call, which) => (await ownAll(call, which)).map(shown),
    async status(call, which) {
      const tell = (held: Held) => ({ id: held.id, body: JSON.stringify(statusParameters(held, desk.base, 'query-status')) });
      return (await ownAll(call, which)).map(tell);
    },
    async events(call, id, { since = 1, until = Number.MAX_SAFE_INTEGER, content }) {
      const held = await own(call, id);
      const rows = await store.query<EventRow>(eventsBetween, [id, since, until, mostEvents]);
      const type: NotificationType = 'query-event';
      return notification(held, desk.base, type, await tell(desk, held, rows, lesser(content, held.wish.content)), call.at);
    },
    async bindingToken(call, ids) {
      const held = (await ownAll(call, ids === undefined ? {} : { ids })).filter(({ wish }) => wish.channel === 'websocket');
      const subscriptions = held.map(({ id }) => id);
      if (subscriptions.length === 0 || (ids ?? []).some((id) => !subscriptions.includes(id))) throw unknownId();
      const until = new Date(call.at.getTime() + tokenMs);
      return { token: bindingToken(store.keys, { owner: ownerOf(call.actor), subscriptions, until }), until, subscriptions };
    },
    sockets,
    awaited: (messages) => awaited(desk, list, messages),
    changed: (message) => noteChanges(desk, list, message),
    notify: ({ payload }) => deliver(desk, list, String(payload.subscription)),
    async close() {
      clearInterval(sweeping);
      sockets.close();
      await silence();
    },
  };
}

function shown(held: Held): ShownSubscription {
  return { id: held.id, version: held.version, at: held.at, body: bodyOf(held) };
}

/** `$events` may ask for less than the subscription tells, never for more. */
function lesser(asked: Content | undefined, most: Content): Content {
  const order: readonly Content[] = ['empty', 'id-only', 'full-resource'];
  return asked === undefined || order.indexOf(asked) > order.indexOf(most) ? most : asked;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

function refusedStatus() {
  return fhirRefusal(
    'subscription-status',
    'Un nouvel abonnement a le statut « requested » ; le serveur l’active.',
    'A new subscription has the status “requested”; the server makes it active.',
    'Subscription.status',
  );
}

function refusedEnd() {
  return fhirRefusal(
    'subscription-end',
    'La fin de l’abonnement est déjà passée.',
    'The end of the subscription is already past.',
    'Subscription.end',
  );
}

function tooMany() {
  return fhirRefusal(
    'subscription-limit',
    `Au plus ${mostOwned} abonnements. Supprimez ceux qui ne servent plus.`,
    `${mostOwned} subscriptions at most. Delete those that are of no use any more.`,
  );
}

function conflict() {
  return fhirRefusal(
    'version-conflict',
    'L’abonnement a changé depuis la version que vous connaissez. Relisez-le puis recommencez.',
    'The subscription has changed since the version that you know. Read it again and start over.',
    'If-Match',
  );
}
