import { fhirRefusal, isObject, type Json, memberText, objects, resourceTexts, statusText, text } from '#fhir';
import { Refusal } from '#kernel';
import { requireScope } from '#signin';
import type { Ask, Told, Verb } from '../ask.ts';
import { resourceOf } from '../body.ts';
import { etag } from '../conditions.ts';
import type { RestDesk } from '../desk.ts';
import { bundleText, entryText } from '../links.ts';
import { notSupported } from '../place.ts';
import { refusalTold } from '../refuse.ts';
import { isSubmission, provide } from './documents.ts';
import type { Interaction } from './interaction.ts';

/** Source: FHIR R4 §3.1.0.11; a Bundle that hands over documents goes the way of ITI-65. */
export const bundle: Interaction = {
  codes: ['transaction', 'batch'],
  verb: 'POST',
  path: '/',
  async answer(desk, ask) {
    const input = resourceOf(desk.model, ask.body);
    const { json } = input;
    if (json.resourceType !== 'Bundle') {
      throw fhirRefusal(
        'wrong-type',
        'Un Bundle est attendu à cette adresse.',
        'A Bundle is expected at this address.',
        'resourceType',
      );
    }
    if (isSubmission(json)) {
      requireScope(ask.caller, 'DocumentReference.c');
      return provide(desk, ask, json);
    }
    if (json.type === 'batch') return { status: 200, body: await batch(desk, ask, json, input.text) };
    for (const entry of objects(json.entry)) for (const scope of scopesOf(desk, entry)) requireScope(ask.caller, scope);
    const wish = {
      representation: ask.prefer.return === 'representation',
      read: (url: string) => answerEntry(desk, ask, { request: { method: 'GET', url } }, undefined, 'Bundle.entry'),
    };
    return { status: 200, body: await desk.fhir.bundle(ask.call, input, wish) };
  },
};

/** The scopes that an entry of a transaction takes: those of its interaction, had it come alone. */
function scopesOf({ base }: RestDesk, entry: Json): string[] {
  const request = isObject(entry.request) ? entry.request : {};
  const [path = '', query] = relative(base, text(request.url) ?? '').split('?', 2);
  const [type = '', id, inner] = path.split('/');
  // What is no type, and operations, are refused by the transaction itself, with their place.
  if (!/^[A-Z][A-Za-z]+$/.test(type) || /\/(\$|%24)/.test(path)) return [];
  const search = query === undefined && request.ifNoneExist === undefined ? '' : 's';
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (inner !== undefined && inner !== '_history') return [`${inner}.s`];
      return [`${type}.${id === undefined || id.startsWith('_') ? 's' : 'r'}`];
    case 'POST':
      return [`${type}.c${search}`];
    case 'DELETE':
      return [`${type}.d${search}`];
    default:
      return [`${type}.u${search}`];
  }
}

const mostEntries = 5000;
/** So many entries of a batch are under way at once. */
const atOnce = 6;

/** Each entry as if it had come alone: the refusal of one is the answer of that one. */
async function batch(desk: RestDesk, ask: Ask, json: Json, whole: string): Promise<string> {
  const entries = Array.isArray(json.entry) ? json.entry : [];
  if (entries.length > mostEntries) throw tooMany(entries.length);
  const texts = resourceTexts(whole);
  const answers: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) {
      answers[index] = await answerEntry(desk, ask, entries[index], texts[index], `Bundle.entry[${index}]`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, work));
  return bundleText('batch-response', answers);
}

async function answerEntry(desk: RestDesk, ask: Ask, entry: unknown, resource: string | undefined, at: string): Promise<string> {
  try {
    const request = isObject(entry) && isObject(entry.request) ? entry.request : undefined;
    const url = text(request?.url);
    if (request === undefined || url === undefined) throw badEntry(at);
    const [path = '', query = ''] = relative(desk.base, url).split(/\?(.*)/s, 2);
    const verb = text(request.method) === 'HEAD' ? 'GET' : text(request.method);
    const found = path === '' ? undefined : desk.find(verb as Verb, path);
    if (found === undefined) throw notSupported(`${at}.request`);
    return answered(await found.serve(asked(ask, request, found.place, verb as Verb, query, resource)), at);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, body = '' } = refusalTold(error);
    return entryText({ response: entryText({ status: `"${statusText(status)}"`, outcome: body.toString() }) });
  }
}

const headersInEntry: Readonly<Record<string, string>> = {
  'if-match': 'ifMatch',
  'if-none-match': 'ifNoneMatch',
  'if-modified-since': 'ifModifiedSince',
  'if-none-exist': 'ifNoneExist',
};

/** An empty one is there all the same: an empty condition is refused, not left out. */
function headerIn(request: Json, name: string): string | undefined {
  const value = request[headersInEntry[name] ?? ''];
  return typeof value === 'string' ? value : undefined;
}

function asked(ask: Ask, request: Json, place: Ask['place'], verb: Verb, query: string, resource: string | undefined): Ask {
  const { caller, call, prefer } = ask;
  return {
    verb,
    place,
    query: new URLSearchParams(query),
    header: (name) => (name === 'accept' ? 'application/fhir+json' : headerIn(request, name)),
    body: bodyOf(verb, resource),
    caller,
    call,
    prefer: { return: 'minimal', ...prefer },
  };
}

/** A JSON Patch comes in a Binary. Source: FHIR R4 §3.1.0.11.1. */
function bodyOf(verb: Verb, resource: string | undefined): Ask['body'] {
  if (resource === undefined) return undefined;
  const data = verb === 'PATCH' && /"resourceType"\s*:\s*"Binary"/.test(resource) ? memberText(resource, 'data') : undefined;
  if (data !== undefined) {
    return { contentType: 'application/json-patch+json', bytes: Buffer.from(String(JSON.parse(data)), 'base64') };
  }
  return { contentType: 'application/fhir+json', bytes: Buffer.from(resource) };
}

function answered({ status, body: told, raw, version, at: changed, location }: Told, at: string): string {
  if (raw !== undefined) throw notSupported(`${at}.request`);
  const body = told?.toString();
  const isOutcome = body?.startsWith('{"resourceType":"OperationOutcome"') ?? false;
  return entryText({
    resource: isOutcome ? undefined : body,
    response: entryText({
      status: `"${statusText(status)}"`,
      location: location === undefined ? undefined : JSON.stringify(location),
      etag: version === undefined ? undefined : JSON.stringify(etag(version)),
      lastModified: changed === undefined ? undefined : `"${changed.toISOString()}"`,
      outcome: isOutcome ? body : undefined,
    }),
  });
}

/** Below the base: an address of another server is none of ours. */
function relative(base: string, url: string): string {
  return url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
}

function badEntry(at: string): Refusal {
  return fhirRefusal(
    'bad-entry',
    'Chaque entrée dit par request.method et request.url ce qu’il faut en faire.',
    'Each entry says by request.method and request.url what is to be done with it.',
    `${at}.request`,
  );
}

function tooMany(count: number): Refusal {
  return fhirRefusal(
    'too-many-entries',
    `Un Bundle compte au plus ${mostEntries} entrées ; celui-ci en a ${count}. Envoyez-le en plusieurs.`,
    `A Bundle has ${mostEntries} entries at most; this one has ${count}. Send it in several.`,
    'Bundle.entry',
  );
}
