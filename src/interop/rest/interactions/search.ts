import {
  type Asked,
  askedFrom,
  type Found,
  fhirRefusal,
  type SearchAnswer,
  type Shown,
  summaryOf,
  type UnreadDocuments,
} from '#fhir';
import { withoutMatricules } from '#ins';
import { documentAsked } from '#interop/pdsm';
import { requireScope } from '#signin';
import type { Ask, Told } from '../ask.ts';
import { searchAsked } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { bundleBytes, entryText, type Link, type Part } from '../links.ts';
import { heldTo, requireChained } from '../narrowing.ts';
import { informed } from '../outcome.ts';
import { nextLink, resumed, selfLink } from '../paging.ts';
import { unknownType } from '../place.ts';
import { partOfAnswer } from '../shape.ts';
import { findEvents } from './audit.ts';
import type { Interaction } from './interaction.ts';

/** Where a search looks: one type, or those of `_type`; in one compartment, or wherever the search itself leads. */
export interface SearchPlace {
  readonly type?: string;
  readonly compartment?: { readonly type: string; readonly id: string };
}

const both = (path: string, answer: Interaction['answer'], more: Partial<Interaction> = {}): Interaction[] => [
  { codes: ['search-type'], verb: 'GET', path, letters: 's', answer, ...more },
  { codes: ['search-type'], verb: 'POST', path: `${path === '/' ? '' : path}/_search`, letters: 's', answer, ...more },
];

/** Source: FHIR R4 §3.1.1. */
export const searchType: readonly Interaction[] = both(
  '/:type',
  (desk, ask) => search(desk, ask, { type: ask.place.type ?? '' }),
  { scoped: true },
);

/** Source: FHIR R4 §3.1.1.1; the compartments of R4 that are offered: that of a patient. */
export const searchCompartment: readonly Interaction[] = both(
  '/:type/:id/:inner',
  (desk, ask) => {
    const { type = '', id = '', inner = '' } = ask.place;
    const compartment = { type, id };
    if (inner === '*') return search(desk, ask, { compartment });
    if (desk.model.type(inner)?.kind !== 'resource') throw unknownType(inner);
    return search(desk, ask, { type: inner, compartment });
  },
  { scoped: true },
);

/** Only of the types that `_type` names. */
export const searchSystem: readonly Interaction[] = both('/', (desk, ask) => search(desk, ask, {}), {
  codes: ['search-system'],
  scoped: true,
});

/** A search as the engine answers it. */
export async function search(desk: RestDesk, ask: Ask, place: SearchPlace): Promise<Told> {
  if (place.type === 'AuditEvent') requireScope(ask.caller, 'AuditEvent.s');
  if (place.type === 'AuditEvent' && (place.compartment?.type ?? 'Patient') === 'Patient')
    return findEvents(desk, ask, place.compartment?.id);
  const asked = resumed(desk.keys, searchAsked(ask));
  const address = addressOf(desk.base, place);
  const answer = await found(desk, ask, place, place.type === 'DocumentReference' ? documentAsked(asked) : asked);
  if (answer.plan !== undefined) return { status: 200, body: planTold(answer.plan) };
  return { status: 200, body: searchsetOf(desk, address, asked, answer) };
}

/** What a search finds, with the scopes of every type that it may give. */
export async function found(desk: RestDesk, ask: Ask, place: SearchPlace, asked: Asked): Promise<SearchAnswer> {
  if (place.type === undefined) for (const type of typesAsked(asked, place)) requireScope(ask.caller, `${type}.s`);
  if (place.type === 'AuditEvent' || asked.get('_type')?.some((list) => list.split(',').includes('AuditEvent')))
    throw ownAddress();
  requireIncluded(ask, asked);
  if (place.type === undefined) return desk.fhir.search(ask.call, ...oneType(place, asked), lenience(ask));
  requireChained(desk, ask, place.type, asked);
  const held = heldTo(ask.caller, place.type, asked);
  // What narrows a scope is never left out as unknown.
  return desk.fhir.search(ask.call, place, held.asked, held.narrowed ? {} : lenience(ask));
}

const lenience = ({ prefer }: Ask): { lenient: boolean } => ({ lenient: prefer.handling === 'lenient' });

/** A search of the system for one type is a search of that type. */
function oneType(place: SearchPlace, asked: Asked): [SearchPlace, Asked] {
  const [type, ...more] = place.type === undefined ? (asked.get('_type')?.flatMap((list) => list.split(',')) ?? []) : [];
  if (type === undefined || more.length > 0) return [place, asked];
  return [{ ...place, type }, new Map([...asked].filter(([name]) => name !== '_type'))];
}

/** A search of GraphQL. */
export async function findPage(desk: RestDesk, ask: Ask, type: string, parameters: URLSearchParams): Promise<Found> {
  requireScope(ask.caller, `${type}.s`);
  const cursor = parameters.get('_cursor');
  parameters.delete('_cursor');
  if (cursor !== null) parameters.set('page', cursor);
  const { total = 0, matches, next } = await found(desk, ask, { type }, askedFrom(parameters));
  return { total, bodies: matches.map(({ body }) => body.toString()), ...(next === undefined ? {} : { next }) };
}

/** A searchset of an answer, each body whole or the part that was asked for. */
export function searchsetOf(desk: RestDesk, address: string, asked: Asked, answer: SearchAnswer): Buffer {
  const { total, matches, included, next, ignored = [], unread } = answer;
  const part = partOfAnswer(answer);
  const entry =
    (mode: 'match' | 'include') =>
    ({ type, id, body }: Shown): readonly Part[] => [
      `{"fullUrl":"${desk.base}/${type}/${id}","resource":`,
      part === undefined ? body : summaryOf(desk.model, body.toString(), part),
      `,"search":{"mode":"${mode}"}}`,
    ];
  const links: Link[] = [
    { relation: 'self', url: selfLink(address, asked, ignored) },
    ...(next === undefined ? [] : [{ relation: 'next' as const, url: nextLink(desk.keys, address, asked, next) }]),
  ];
  const entries = [
    ...matches.map(entry('match')),
    ...included.map(entry('include')),
    ...ignored.slice(0, 1).map(() => [told(ignored)]),
    ...(unread === undefined || isNothing(unread) ? [] : [untold(unread)]),
  ];
  return bundleBytes('searchset', entries, { ...(total === undefined ? {} : { total }), links });
}

/** Lenient handling was asked for: what was left out is told. Source: FHIR R4 §3.1.1.1.2. */
function told(ignored: readonly string[]): string {
  const names = withoutMatricules(ignored.join(', ').slice(0, 500));
  const outcome = informed(
    `Paramètres laissés de côté, car inconnus : ${names}.`,
    `Parameters left out, being unknown: ${names}.`,
    'not-supported',
    'warning',
  );
  return entryText({ resource: outcome, search: '{"mode":"outcome"}' });
}

const isNothing = ({ waiting, partly, beyond }: UnreadDocuments): boolean => waiting + partly === 0 && !beyond;

/** Who looks for a word and does not find it may conclude that it is nowhere: what was not looked into is told. */
function untold({ waiting, partly, beyond }: UnreadDocuments): readonly Part[] {
  const fr = [
    ...(waiting > 0 ? [`${waiting} document(s) pas encore lus`] : []),
    ...(partly > 0 ? [`ce qui n’a pas pu être lu de ${partly} document(s) : image, fichier protégé, texte très long`] : []),
    ...(beyond ? ['les documents les plus anciens d’un dossier qui en a plus de 5 000'] : []),
  ];
  const en = [
    ...(waiting > 0 ? [`${waiting} document(s) not read yet`] : []),
    ...(partly > 0 ? [`what could not be read of ${partly} document(s): image, locked file, very long text`] : []),
    ...(beyond ? ['the oldest documents of a record that has more than 5,000'] : []),
  ];
  const outcome = informed(
    `Hors de cette recherche de mots : ${fr.join(' ; ')}.`,
    `Beyond this search for words: ${en.join('; ')}.`,
    'incomplete',
    'warning',
  );
  return [entryText({ resource: outcome, search: '{"mode":"outcome"}' })];
}

/** `__explain`: how the search is carried out, in place of what it finds. */
function planTold({ text, plan }: NonNullable<SearchAnswer['plan']>): string {
  const diagnostics = JSON.stringify(plan);
  const issue = { severity: 'information', code: 'informational', details: { text }, diagnostics };
  return JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] });
}

/** The log is not among what the engine keeps: an empty answer would say that nothing happened. */
function ownAddress() {
  return fhirRefusal(
    'not-supported',
    'Le journal se cherche à son adresse, et seul : /fhir/AuditEvent.',
    'The log is searched at its own address, and alone: /fhir/AuditEvent.',
    '_type',
  );
}

/** In a compartment that need not be said. */
function typesAsked(asked: Asked, { compartment }: SearchPlace): readonly string[] {
  const types = asked.get('_type')?.flatMap((list) => list.split(',')) ?? [];
  if (types.length > 0) return types.map(typeOrAny);
  if (compartment !== undefined) return ['*'];
  throw fhirRefusal(
    'type-required',
    'Une recherche sur tout le serveur dit les types cherchés : _type=Observation,Condition.',
    'A search of the whole server says which types: _type=Observation,Condition.',
    '_type',
  );
}

/** What is included is read too: a token for searching one type opens no other. */
function requireIncluded({ caller }: Ask, asked: Asked): void {
  for (const [name, values] of asked) {
    if (!/^_(rev)?include(:|$)/.test(name)) continue;
    for (const value of values) {
      const [source = '', parameter = '', target] = value.split(':');
      if (name.startsWith('_rev')) requireScope(caller, `${typeOrAny(source)}.s`);
      else if (target !== undefined) requireScope(caller, `${typeOrAny(target)}.r`);
      else if (parameter === '*' || source === '*') requireScope(caller, '*.r');
    }
  }
}

const typeOrAny = (name: string): string => (/^[A-Z][A-Za-z]+$/.test(name) ? name : '*');

function addressOf(base: string, { type, compartment }: SearchPlace): string {
  const within = type ?? (compartment === undefined ? undefined : '*');
  return [base, compartment?.type, compartment?.id, within].filter((step) => step !== undefined).join('/');
}
