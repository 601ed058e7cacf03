import { type Asked, fhirRefusal } from '#fhir';
import type { Type } from './parameters.ts';

/** How a search is to be answered. */
export interface Wish {
  readonly count: number;
  readonly after?: string;
  readonly total: boolean;
  /** Only the number. */
  readonly summary: boolean;
  readonly includes: ReadonlySet<Include>;
}

export type Include =
  | 'PractitionerRole:practitioner'
  | 'PractitionerRole:organization'
  | 'Organization:partof'
  | 'role-of-person'
  | 'role-of-place';

export const usualCount = 50;
export const mostCount = 200;

/** What each type may bring along. Source: the guide’s CapabilityStatement. */
const includable: Readonly<Record<Type, Readonly<Record<string, Include>>>> = {
  Practitioner: {},
  PractitionerRole: {
    'PractitionerRole:practitioner': 'PractitionerRole:practitioner',
    'PractitionerRole:organization': 'PractitionerRole:organization',
  },
  Organization: { 'Organization:partof': 'Organization:partof' },
};
const reversible: Readonly<Record<Type, Readonly<Record<string, Include>>>> = {
  Practitioner: { 'PractitionerRole:practitioner': 'role-of-person' },
  PractitionerRole: {},
  Organization: { 'PractitionerRole:organization': 'role-of-place' },
};

export const includeNames = (type: Type): string[] => Object.keys(includable[type]);
export const reverseNames = (type: Type): string[] => Object.keys(reversible[type]);

export function wishOf(type: Type, asked: Asked): Wish {
  const count = countOf(one(asked, '_count'));
  const after = one(asked, 'page');
  if (after !== undefined && !/^[0-9A-Z]{1,20}$/.test(after))
    throw bad('page', 'ce lien vers une page n’est pas de ce serveur', 'this link to a page is not of this server');
  const [total, summary] = [one(asked, '_total') ?? 'none', one(asked, '_summary') ?? 'false'];
  if (!['none', 'estimate', 'accurate'].includes(total))
    throw bad('_total', 'none, estimate ou accurate est attendu', 'none, estimate or accurate is expected');
  if (!['count', 'false'].includes(summary)) throw bad('_summary', 'count est seul pris en charge', 'count alone is supported');
  const includes = new Set([
    ...(asked.get('_include') ?? []).flatMap((name) => named(includable[type], name, '_include')),
    ...(asked.get('_revinclude') ?? []).flatMap((name) => named(reversible[type], name, '_revinclude')),
  ]);
  const only = summary === 'count' || count === 0;
  return { count, total: total !== 'none' || only, summary: only, includes, ...(after === undefined ? {} : { after }) };
}

function named(known: Readonly<Record<string, Include>>, name: string, at: string): readonly Include[] {
  if (name === '*') return Object.values(known);
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return [found];
  const all = Object.keys(known).join(', ') || '—';
  throw bad(at, `accepté ici : ${all}`, `accepted here: ${all}`);
}

function countOf(text: string | undefined): number {
  if (text === undefined) return usualCount;
  if (!/^\d{1,9}$/.test(text)) throw bad('_count', 'un nombre entier est attendu', 'a whole number is expected');
  return Math.min(Number(text), mostCount);
}

function one(asked: Asked, name: string): string | undefined {
  const values = asked.get(name);
  if (values === undefined || values.length === 1) return values?.[0];
  throw bad(name, 'une seule valeur est attendue', 'one value alone is expected');
}

function bad(name: string, fr: string, en: string) {
  return fhirRefusal('bad-search', `« ${name} » : ${fr}.`, `“${name}”: ${en}.`, name);
}
