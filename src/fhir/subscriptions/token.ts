import { timingSafeEqual } from 'node:crypto';
import type { Keys } from '#store';
import { fhirRefusal } from '../refusals.ts';

/** Lets whoever shows it hear some subscriptions on a WebSocket, until then. */
export interface Binding {
  readonly owner: string;
  readonly subscriptions: readonly string[];
  readonly until: Date;
}

const purpose = 'subscription-websocket';

/** A binding as a text that only this installation can make: nothing is kept of it. */
export function bindingToken(keys: Keys, { owner, subscriptions, until }: Binding): string {
  const claims = Buffer.from(JSON.stringify([owner, subscriptions, until.getTime()])).toString('base64url');
  return `${claims}.${keys.mac(purpose, Buffer.from(claims)).toString('base64url')}`;
}

/** Refuses `fhir.subscription-token` when it is not one of ours, or when its time is over. */
export function readBindingToken(keys: Keys, token: string, now: Date): Binding {
  const [claims = '', mac = ''] = token.split('.', 2);
  const right = keys.mac(purpose, Buffer.from(claims));
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw badToken();
  const [owner, subscriptions, until] = JSON.parse(Buffer.from(claims, 'base64url').toString()) as [string, string[], number];
  if (until <= now.getTime()) throw badToken();
  return { owner, subscriptions, until: new Date(until) };
}

function badToken() {
  return fhirRefusal(
    'subscription-token',
    'Ce jeton de liaison n’est pas de ce serveur ou a expiré. Demandez-en un par $get-ws-binding-token.',
    'This binding token is not from this server or has expired. Ask for one by $get-ws-binding-token.',
  );
}
