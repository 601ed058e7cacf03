import { randomUUID } from 'node:crypto';
import type { Held } from './held.ts';
import type { Method } from './topics.ts';

export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

/** One event as it is told: where to look always stays here; what the subscriber may not see now is simply not in it. */
export interface ToldEvent {
  readonly number: number;
  readonly at: Date;
  readonly method: Method;
  /** `Observation/…`, for a subscriber who may know it. */
  readonly focus?: string;
  /** The resource itself, as it is now. */
  readonly body?: string;
}

const profiles = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** The SubscriptionStatus of R5 as Parameters. Source: Subscriptions R5 Backport 1.1, backport-subscription-status-r4. */
export function statusParameters(held: Held, base: string, type: NotificationType, told: readonly ToldEvent[] = []): object {
  const { topic, content } = held.wish;
  const silent = content === 'empty' || topic.canonical === '';
  const first = (name: string, value: object): object => ({ name, ...value });
  return {
    resourceType: 'Parameters',
    id: randomUUID(),
    meta: { profile: [`${profiles}/backport-subscription-status-r4`] },
    parameter: [
      first('subscription', { valueReference: { reference: `${base}/Subscription/${held.id}` } }),
      ...(silent ? [] : [first('topic', { valueCanonical: topic.canonical })]),
      first('status', { valueCode: held.status }),
      first('type', { valueCode: type }),
      first('events-since-subscription-start', { valueString: String(held.events) }),
      ...told.map((event) => ({ name: 'notification-event', part: parts(event, base) })),
      ...(held.error === undefined ? [] : [first('error', { valueCodeableConcept: { text: held.error } })]),
    ],
  };
}

/** A notification: the status first, then the resources of its events as they stand, untouched. */
export function notification(held: Held, base: string, type: NotificationType, told: readonly ToldEvent[], at: Date): string {
  const status = statusParameters(held, base, type, told);
  const id = (status as { id: string }).id;
  const request = { method: 'GET', url: `${base}/Subscription/${held.id}/$status` };
  const entries = [
    `{"fullUrl":"urn:uuid:${id}","resource":${JSON.stringify(status)},"request":${JSON.stringify(request)},"response":{"status":"200"}}`,
    ...told.flatMap((event) => resourceEntry(event, base)),
  ];
  const meta = { profile: [`${profiles}/backport-subscription-notification-r4`] };
  return `{"resourceType":"Bundle","id":"${randomUUID()}","meta":${JSON.stringify(meta)},"type":"history","timestamp":"${at.toISOString()}","entry":[${entries.join(',')}]}`;
}

function parts({ number, at, focus }: ToldEvent, base: string): object[] {
  return [
    { name: 'event-number', valueString: String(number) },
    { name: 'timestamp', valueInstant: at.toISOString() },
    ...(focus === undefined ? [] : [{ name: 'focus', valueReference: { reference: `${base}/${focus}` } }]),
  ];
}

function resourceEntry({ focus, body, method }: ToldEvent, base: string): string[] {
  if (focus === undefined || body === undefined) return [];
  const url = method === 'POST' ? focus.slice(0, focus.indexOf('/')) : focus;
  const status = method === 'POST' ? '201' : '200';
  return [
    `{"fullUrl":"${base}/${focus}","resource":${body},"request":{"method":"${method}","url":"${url}"},"response":{"status":"${status}"}}`,
  ];
}
