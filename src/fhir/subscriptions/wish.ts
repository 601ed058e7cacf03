import { isObject, type Json, objects, text } from '../json.ts';
import { fhirRefusal } from '../refusals.ts';
import { searched, type Topic, topicOf } from './topics.ts';

/** How much of the resource a notification holds. */
export const contents = ['empty', 'id-only', 'full-resource'] as const;
export type Content = (typeof contents)[number];

/** A search on one type of resource, its parameters as in an address. */
export interface Filter {
  readonly type: string;
  readonly query: string;
}

/** What a Subscription asks for, read once and checked; its searches are checked by whoever can search. */
export interface Wish {
  readonly topic: Topic;
  /** True for the notifications of the R5 backport; false for those of R4 itself. */
  readonly byTopic: boolean;
  /** An event is told of when the filters of its type hold; a type without a filter is not looked at, unless the topic names it. */
  readonly filters: readonly Filter[];
  readonly channel: 'rest-hook' | 'websocket';
  readonly endpoint?: string;
  readonly headers: readonly string[];
  readonly content: Content;
  readonly xml: boolean;
  readonly ends?: Date;
  readonly heartbeatSeconds?: number;
  readonly timeoutSeconds: number;
  /** Most events in one notification. */
  readonly maxCount: number;
}

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';
const payloads: Readonly<Record<string, boolean>> = {
  'application/fhir+json': false,
  'application/json': false,
  'application/fhir+xml': true,
  'application/xml': true,
};

/**
 * Reads a Subscription of R4 (criteria are a search) or of the R5 backport (criteria are a topic, filters in extensions).
 *
 * Refuses `fhir.subscription-criteria`, `-topic`, `-channel`, `-payload`, `-header`, `-end`. Does not look at the endpoint’s address:
 * see `address.ts`. Source: FHIR R4 §2.46; Subscriptions R5 Backport 1.1, backport-subscription.
 */
export function readWish(resource: Json): Wish {
  const criteria = text(resource.criteria) ?? '';
  const channel = isObject(resource.channel) ? resource.channel : {};
  const topic = topicOf(criteria);
  const byTopic = topic !== undefined;
  const filters = byTopic ? topicFilters(topic, resource) : [filterOf(criteria)];
  const type = channelType(channel);
  const endpoint = text(channel.endpoint);
  if (type === 'rest-hook' && endpoint === undefined)
    throw refused('channel', 'channel.endpoint manque', 'channel.endpoint is missing');
  const payload = text(channel.payload);
  const heartbeat = numberIn(channel, 'backport-heartbeat-period', 30, 86_400);
  const ends = endOf(resource);
  return {
    topic: topic ?? searched,
    byTopic,
    filters,
    channel: type,
    headers: headersOf(channel),
    content: byTopic ? contentOf(channel) : payload === undefined ? 'empty' : 'full-resource',
    xml: payload !== undefined && xmlOf(payload),
    timeoutSeconds: numberIn(channel, 'backport-timeout', 1, 60) ?? 10,
    maxCount: numberIn(channel, 'backport-max-count', 1, 100) ?? 20,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(heartbeat === undefined ? {} : { heartbeatSeconds: heartbeat }),
    ...(ends === undefined ? {} : { ends }),
  };
}

/** `Type?name=value&…`; the type alone stands for all of it that one may see. */
function filterOf(criteria: string): Filter {
  const m = /^\/?([A-Z][A-Za-z]{1,40})(?:\?(.{0,2000}))?$/s.exec(criteria);
  if (m?.[1] === undefined) {
    throw refused(
      'criteria',
      'une recherche est attendue, par exemple Observation?patient=Patient/…&code=…',
      'a search is expected, such as Observation?patient=Patient/…&code=…',
    );
  }
  return { type: m[1], query: m[2] ?? '' };
}

function topicFilters(topic: Topic, resource: Json): Filter[] {
  const beside = isObject(resource._criteria) ? resource._criteria : {};
  const filters = extensions(beside, 'backport-filter-criteria').map((one) => filterOf(text(one.valueString) ?? ''));
  if (topic.type === undefined && filters.length === 0) {
    throw refused(
      'criteria',
      'ce sujet demande un filtre (backport-filter-criteria) qui nomme le type de ressource',
      'this topic needs a filter (backport-filter-criteria) that names the type of resource',
    );
  }
  const other = topic.type === undefined ? undefined : filters.find(({ type }) => type !== topic.type);
  if (other !== undefined)
    throw refused('criteria', `ce sujet ne concerne que ${topic.type}`, `this topic is about ${topic.type} only`);
  return filters.length === 0 ? [{ type: topic.type ?? '', query: '' }] : filters;
}

function channelType(channel: Json): Wish['channel'] {
  const beside = isObject(channel._type) ? channel._type : {};
  const custom = extensions(beside, 'backport-channel-type').length > 0;
  if (!custom && (channel.type === 'rest-hook' || channel.type === 'websocket')) return channel.type;
  throw refused('channel', 'canaux offerts : rest-hook, websocket', 'channels offered: rest-hook, websocket');
}

function contentOf(channel: Json): Content {
  const beside = isObject(channel._payload) ? channel._payload : {};
  const asked = extensions(beside, 'backport-payload-content')[0]?.valueCode;
  const found = contents.find((one) => one === asked);
  if (found !== undefined) return found;
  throw refused(
    'payload',
    `l’extension backport-payload-content est attendue : ${contents.join(', ')}`,
    `the extension backport-payload-content is expected: ${contents.join(', ')}`,
  );
}

function xmlOf(payload: string): boolean {
  const xml = payloads[payload.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (xml !== undefined) return xml;
  throw refused(
    'payload',
    'contenu offert : application/fhir+json, application/fhir+xml',
    'payloads offered: application/fhir+json, application/fhir+xml',
  );
}

/** Only what says who calls: a header that belongs to HTTP itself would change where a request goes or ends. */
const allowedHeader = /^(?:authorization|x-[a-z0-9-]{1,60})$/i;

function headersOf(channel: Json): string[] {
  const headers = Array.isArray(channel.header) ? channel.header : [];
  for (const header of headers) {
    const m = typeof header === 'string' ? /^([^:\s]{1,64}):[ \t]*([\x20-\x7e]{0,2000})$/.exec(header) : null;
    if (m?.[1] === undefined || !allowedHeader.test(m[1]) || headers.length > 10)
      throw refused(
        'header',
        'en-têtes permis : Authorization et X-…, dix au plus',
        'headers allowed: Authorization and X-…, ten at most',
      );
  }
  return headers as string[];
}

function endOf(resource: Json): Date | undefined {
  if (resource.end === undefined) return undefined;
  const end = new Date(text(resource.end) ?? '');
  if (Number.isNaN(end.getTime())) throw refused('end', 'end est un instant', 'end is an instant');
  return end;
}

function numberIn(element: Json, name: string, least: number, most: number): number | undefined {
  const found = extensions(element, name)[0];
  const value = found?.valueUnsignedInt ?? found?.valuePositiveInt;
  if (found === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refused('channel', `${name} : de ${least} à ${most}`, `${name}: from ${least} to ${most}`);
}

function extensions(element: Json, name: string): readonly Json[] {
  return objects(element.extension).filter(({ url }) => url === `${backport}/${name}`);
}

function refused(what: string, fr: string, en: string) {
  const at = what === 'criteria' || what === 'end' ? `Subscription.${what}` : 'Subscription.channel';
  return fhirRefusal(`subscription-${what}`, `Abonnement refusé : ${fr}.`, `Subscription refused: ${en}.`, at);
}

/** The types of resource that a Subscription looks at; refuses as {@link readWish}. */
export function subscriptionTypes(resource: Json): readonly string[] {
  return [...new Set(readWish(resource).filters.map(({ type }) => type))];
}
