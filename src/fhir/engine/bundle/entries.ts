import type { Refusal } from '#kernel';
import { resourceTexts } from '../../json/index.ts';
import { isObject, type Json, text } from '../../json.ts';
import { fhirRefusal } from '../../refusals.ts';
import type { Change } from '../change.ts';
import type { Patch } from '../desk.ts';
import * as refusals from '../refusals.ts';
import type { Input } from '../stored.ts';

/** Limits of one Bundle that is carried out. */
export const bundleLimits = { entries: 5000, characters: 50 * 1024 * 1024 } as const;

/** What one entry asks for: a write, or something to read by its address below the base. */
export type Entry = { readonly asks: 'write'; readonly change: Change } | { readonly asks: 'read'; readonly url: string };

/**
 * The entries of a transaction, in their order; each resource as the text that was sent. Refuses `fhir.bundle-type`,
 * `fhir.too-many-entries`, `fhir.too-large`, `fhir.bad-entry`, `fhir.operation-in-transaction`. Source: FHIR R4 §3.1.0.11.
 */
export function entriesOf({ json, text: whole }: Input, base: string): readonly Entry[] {
  if (json.type !== 'transaction') throw bundleType();
  if (whole.length > bundleLimits.characters) throw tooLarge();
  const list = json.entry ?? [];
  if (!Array.isArray(list)) throw badEntry('Bundle.entry');
  if (list.length > bundleLimits.entries) throw tooMany(list.length);
  const texts = resourceTexts(whole);
  return list.map((entry: unknown, index) => asked(entry, texts[index], base, `Bundle.entry[${index}]`));
}

function asked(entry: unknown, resourceText: string | undefined, base: string, at: string): Entry {
  if (!isObject(entry) || !isObject(entry.request)) throw badEntry(`${at}.request`);
  const { request } = entry;
  const method = text(request.method);
  const url = addressIn(text(request.url), base, at);
  refuseOperation(url, at);
  if (method === 'GET' || method === 'HEAD') return { asks: 'read', url };
  const { type, id, query } = partsOf(url, at);
  const fullUrl = text(entry.fullUrl);
  const common = { type, at, ...(fullUrl === undefined ? {} : { fullUrl }), ...conditionOf(request, at) };
  const target = { ...(id === undefined ? {} : { id }), ...(query === undefined ? {} : { query }) };
  const input = (): Input => inputOf(entry, resourceText, at);
  switch (method) {
    case 'POST': {
      if (id !== undefined || query !== undefined) throw badEntry(`${at}.request.url`);
      const { ifNoneExist } = request;
      // An empty one is a condition too: it is refused, not left out.
      const condition = typeof ifNoneExist === 'string' ? ifNoneExist.trim().replace(/^[^?]*\?/, '') : undefined;
      const asks = condition === undefined ? {} : { query: condition };
      return { asks: 'write', change: { ...common, verb: 'create', input: input(), ...asks } };
    }
    case 'PUT':
      return { asks: 'write', change: { ...common, ...target, verb: 'update', input: input() } };
    case 'PATCH':
      return { asks: 'write', change: { ...common, ...target, verb: 'patch', patch: patchOf(input(), at) } };
    case 'DELETE':
      return { asks: 'write', change: { ...common, ...target, verb: 'remove' } };
    default:
      throw badEntry(`${at}.request.method`);
  }
}

function addressIn(url: string | undefined, base: string, at: string): string {
  if (url === undefined) throw badEntry(`${at}.request.url`);
  const ours = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  if (/^[a-z]+:/i.test(ours)) throw badEntry(`${at}.request.url`);
  return ours;
}

/** A `$` behind the question mark is a value of a search. */
function refuseOperation(url: string, at: string): void {
  const [path = ''] = url.split('?', 1);
  if (path.split('/').some((step) => /^(\$|%24)/.test(step))) throw operationInTransaction(`${at}.request.url`);
}

/** `Type`, `Type/id`, `Type?query`. */
function partsOf(url: string, at: string): { type: string; id?: string; query?: string } {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const [type = '', id, ...more] = path.split('/');
  if (more.length > 0 || (id !== undefined && mark >= 0) || type === '') throw badEntry(`${at}.request.url`);
  return { type, ...(id === undefined ? {} : { id }), ...(mark < 0 ? {} : { query: url.slice(mark + 1) }) };
}

function conditionOf(request: Json, at: string): Pick<Change, 'ifMatch' | 'ifNoneMatch'> {
  const match = text(request.ifMatch);
  const none = text(request.ifNoneMatch);
  const version = match === undefined ? undefined : /^(?:W\/)?"?(\d{1,15})"?$/.exec(match)?.[1];
  if (match !== undefined && version === undefined) throw badEntry(`${at}.request.ifMatch`);
  if (none !== undefined && none !== '*') throw badEntry(`${at}.request.ifNoneMatch`);
  return {
    ...(version === undefined ? {} : { ifMatch: Number(version) }),
    ...(none === undefined ? {} : { ifNoneMatch: '*' }),
  };
}

function inputOf(entry: Json, resourceText: string | undefined, at: string): Input {
  const { resource } = entry;
  if (!isObject(resource) || resourceText === undefined) throw badEntry(`${at}.resource`);
  return { json: resource, text: resourceText };
}

/** A FHIRPath Patch is a Parameters; a JSON Patch comes in a Binary. Source: FHIR R4 §3.1.0.11.1. */
function patchOf({ json, text: written }: Input, at: string): Patch {
  if (json.resourceType === 'Parameters') return { kind: 'fhirpath', text: written };
  if (json.resourceType !== 'Binary' || typeof json.data !== 'string') throw refusals.wrongType('Parameters', `${at}.resource`);
  return { kind: 'json', text: Buffer.from(json.data, 'base64').toString() };
}

function bundleType(): Refusal {
  return fhirRefusal(
    'bundle-type',
    'Un Bundle envoyé à cette adresse est de type transaction ou batch.',
    'A Bundle sent to this address is of type transaction or batch.',
    'Bundle.type',
  );
}

function badEntry(at: string): Refusal {
  return fhirRefusal(
    'bad-entry',
    'Chaque entrée dit par request.method et request.url ce qu’il faut en faire, et porte la ressource qu’il y faut.',
    'Each entry says by request.method and request.url what is to be done with it, and carries the resource that it takes.',
    at,
  );
}

function operationInTransaction(at: string): Refusal {
  return fhirRefusal(
    'operation-in-transaction',
    'Une opération n’a pas sa place dans une transaction : demandez-la à son adresse, ou dans un Bundle de type batch.',
    'An operation has no place in a transaction: ask for it at its address, or in a Bundle of type batch.',
    at,
  );
}

function tooMany(count: number): Refusal {
  const most = bundleLimits.entries;
  return fhirRefusal(
    'too-many-entries',
    `Un Bundle compte au plus ${most} entrées ; celui-ci en a ${count}. Envoyez-le en plusieurs.`,
    `A Bundle has ${most} entries at most; this one has ${count}. Send it in several.`,
    'Bundle.entry',
  );
}

function tooLarge(): Refusal {
  const most = bundleLimits.characters / 1024 / 1024;
  return fhirRefusal('too-large', `Un Bundle pèse au plus ${most} Mio.`, `A Bundle weighs ${most} MiB at most.`, 'Bundle');
}
