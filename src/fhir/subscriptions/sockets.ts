import { type Actor, Refusal } from '#kernel';
import { ownerOf } from '../owner.ts';
import type { Desk } from './desk.ts';
import { type Held, heldOf, type SubscriptionRow } from './held.ts';
import { type NotificationType, notification } from './notification.ts';
import { eventsBetween, readSubscription } from './subscriptions.sql.ts';
import { readBindingToken } from './token.ts';
import { type EventRow, tell } from './told.ts';

/** A WebSocket as this module sees it. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
  onText(heard: (text: string) => void): void;
  onClose(heard: () => void): void;
}

export interface Sockets {
  /** Takes a connection; `actor` when it came with an access token of its own. */
  attach(socket: Socket, actor: Actor | undefined): void;
  /** Something came for this subscription. */
  heard(id: string): void;
  close(): void;
}

interface Bound {
  readonly socket: Socket;
  readonly id: string;
  readonly owner: string;
  readonly until: Date;
  /** The last event told on this socket. */
  last: number;
  sentAt: Date;
  /** Events go out one after the other. */
  sending: Promise<void>;
}

const longestText = 16 * 1024;
const mostBindings = 100;
const mostSockets = 2000;
const look = 5000;
/** Who connects shows a token, or leaves again: anybody may connect. */
const unboundMs = 30_000;
const policy = 1008;

/**
 * Sockets bound to subscriptions. `bind-with-token TOKEN` (R5 backport) answers a handshake for each subscription of the token; `bind ID`
 * (R4) answers `bound ID`, for a connection that came with its owner’s access token. What cannot be understood ends the connection.
 *
 * Source: FHIR R4 §2.46.6.3; Subscriptions R5 Backport 1.1, channels.
 */
export function openSockets(desk: Desk): Sockets {
  const bound = new Map<string, Set<Bound>>();
  const all = new Map<Socket, Set<Bound>>();
  const drop = (one: Bound): void => {
    bound.get(one.id)?.delete(one);
    if (bound.get(one.id)?.size === 0) bound.delete(one.id);
    all.get(one.socket)?.delete(one);
  };
  const heldNow = async (id: string): Promise<Held | undefined> => {
    const [row] = await desk.store.query<SubscriptionRow>(readSubscription, [id]);
    return row === undefined ? undefined : heldOf(desk.store.keys, row);
  };
  const bind = async (socket: Socket, id: string, owner: string, until: Date): Promise<void> => {
    const held = /^[0-9a-f-]{36}$/.test(id) ? await heldNow(id) : undefined;
    const mine = all.get(socket);
    if (mine === undefined) return; // gone meanwhile
    if (held?.owner !== owner || held.wish.channel !== 'websocket' || mine.size >= mostBindings) {
      throw new Refusal('fhir.subscription-token', { fr: 'Abonnement inconnu.', en: 'Unknown subscription.' });
    }
    for (const before of mine) if (before.id === id) drop(before);
    const one = { socket, id, owner, until, last: held.events, sentAt: desk.clock(), sending: Promise.resolve() };
    bound.set(id, (bound.get(id) ?? new Set()).add(one));
    mine.add(one);
    socket.send(held.wish.byTopic ? textOf(desk, held, 'handshake', []) : `bound ${id}`);
  };
  const understand = async (socket: Socket, text: string, actor: Actor | undefined): Promise<void> => {
    const [word, value = ''] = text.trim().split(/\s+/, 2);
    if (word === 'bind-with-token') {
      const { owner, subscriptions, until } = readBindingToken(desk.store.keys, value, desk.clock());
      for (const id of subscriptions) await bind(socket, id, owner, until);
    } else if (word === 'bind' && actor !== undefined) {
      await bind(socket, value.replace(/^:/, ''), ownerOf(actor), new Date(desk.clock().getTime() + 3_600_000));
    } else
      throw new Refusal('fhir.subscription-token', { fr: 'bind-with-token est attendu.', en: 'bind-with-token is expected.' });
  };
  const tellNew = async (one: Bound): Promise<void> => {
    const held = await heldNow(one.id);
    if (held?.status !== 'active' || held.owner !== one.owner || one.until <= desk.clock()) {
      drop(one);
      one.socket.close(policy, 'the binding has ended');
      return;
    }
    const rows = await desk.store.query<EventRow>(eventsBetween, [one.id, one.last + 1, held.events, held.wish.maxCount]);
    const last = rows.at(-1)?.number;
    if (last === undefined) return;
    one.last = last;
    one.socket.send(
      held.wish.byTopic ? textOf(desk, held, 'event-notification', await tell(desk, held, rows)) : `ping ${one.id}`,
    );
    one.sentAt = desk.clock();
    if (last < held.events) await tellNew(one);
  };
  const beat = async (one: Bound): Promise<void> => {
    const held = await heldNow(one.id);
    const every = held?.wish.heartbeatSeconds;
    if (held === undefined || every === undefined || one.sentAt.getTime() + every * 1000 > desk.clock().getTime()) return;
    one.sentAt = desk.clock();
    one.socket.send(textOf(desk, held, 'heartbeat', []));
  };
  const inTurn = (one: Bound, act: (one: Bound) => Promise<void>): void => {
    one.sending = one.sending.then(() => act(one)).catch(() => desk.log('subscriptions: a socket could not be served'));
  };
  const beating = setInterval(() => {
    for (const ones of bound.values()) for (const one of ones) inTurn(one, beat);
  }, look);
  return {
    attach(socket, actor) {
      if (all.size >= mostSockets) return socket.close(1013, 'try again later');
      const mine = new Set<Bound>();
      all.set(socket, mine);
      const idle = setTimeout(() => mine.size > 0 || socket.close(policy, 'no binding'), unboundMs).unref();
      socket.onClose(() => {
        clearTimeout(idle);
        for (const one of all.get(socket) ?? []) drop(one);
        all.delete(socket);
      });
      socket.onText((text) => {
        const told = text.length > longestText ? Promise.reject(new Error('too long')) : understand(socket, text, actor);
        told.catch((error: unknown) => socket.close(policy, error instanceof Refusal ? error.sentence.en : 'not understood'));
      });
    },
    heard(id) {
      for (const one of bound.get(id) ?? []) inTurn(one, tellNew);
    },
    close() {
      clearInterval(beating);
      for (const socket of all.keys()) socket.close(1001, 'the server stops');
    },
  };
}

function textOf(desk: Desk, held: Held, type: NotificationType, told: Parameters<typeof notification>[3]): string {
  const text = notification(held, desk.base, type, told, desk.clock());
  return held.wish.xml ? desk.toXml(text) : text;
}
