import { type Json, type Shelf, splitCanonical } from '#packages';
import { type CodeSystem, isInactive, jsonList, text } from './codeSystem.ts';
import type { CodeSystems } from './codeSystems.ts';
import { grammars } from './computed/grammars.ts';
import { compileFilter, filterOf } from './filter.ts';
import {
  difference,
  type Extent,
  extentOf,
  intersection,
  type Members,
  type Membership,
  nobody,
  ofOneSystem,
  union,
  unknownSet,
} from './members.ts';

/** The value sets of a shelf, each compiled to hashed sets when first asked. Source: FHIR R4 §4.9.4–4.9.5. */
export interface ValueSets {
  /** The resource behind a canonical address; for a system's set of all codes that has no resource, one is made. */
  find(canonical: string): Json | undefined;
  /** The same in the version asked and no other: bindings name versions that a set made for a system never had, questions must not. */
  findExact(canonical: string): Json | undefined;
  /** What is in it; a set that is not here, or that imports itself, is a set of which nothing is known. */
  members(canonical: string): Members;
  /** The same for a resource that stands on no shelf. */
  membersOf(valueSet: Json): Members;
  /** Whether a set whose members were asked imports itself, directly or not. */
  isCyclic(canonical: string): boolean;
}

/** A longer chain of imports is taken for a cycle. */
const deepestImport = 100;

export function valueSetsOf(shelf: Shelf, systems: CodeSystems): ValueSets {
  const compiled = new Map<string, Members>();
  const open = new Set<string>();
  const cyclic = new Set<string>();
  let implicit: ReadonlyMap<string, Json> | undefined;

  const find = (canonical: string): Json | undefined => {
    const found = shelf.find('ValueSet', canonical) ?? shelf.find('ValueSet', publishedWithR4(canonical));
    if (found !== undefined) return found;
    implicit ??= allCodesSets(shelf);
    return implicit.get(canonical.replace(/\|.*/, ''));
  };
  const findExact = (canonical: string): Json | undefined => {
    const asked = publishedWithR4(canonical);
    const found = shelf.find('ValueSet', asked);
    const { version } = splitCanonical(asked);
    if (found !== undefined || version === undefined) return found ?? find(asked);
    const made = find(asked);
    const system = text(jsonList((made?.compose as Json | undefined)?.include)[0]?.system) ?? '';
    const ofVersion = shelf.find('CodeSystem', `${system}|${version}`);
    return ofVersion !== undefined && ofVersion === shelf.find('CodeSystem', system) ? made : undefined;
  };
  const members = (canonical: string): Members => {
    const known = compiled.get(canonical);
    if (known !== undefined) return known;
    if (open.has(canonical) || open.size >= deepestImport) {
      for (const one of open) cyclic.add(one);
      return unknownSet(canonical);
    }
    open.add(canonical);
    const valueSet = find(canonical);
    const made = valueSet === undefined ? unknownSet(canonical) : membersOf(valueSet);
    open.delete(canonical);
    compiled.set(canonical, made);
    return made;
  };
  const membersOf = (valueSet: Json): Members => {
    const { compose, expansion } = valueSet as { compose?: Json; expansion?: Json };
    const composed = compose === undefined ? unknownSet(text(valueSet.url) ?? 'ValueSet') : composeMembers(compose);
    if (expansion === undefined || isListed(composed)) return composed;
    return expansionMembers(expansion) ?? composed;
  };
  const composeMembers = (compose: Json): Members => {
    const active = compose.inactive === false;
    const included = union(jsonList(compose.include).map((one) => part(one, active)));
    const excluded = jsonList(compose.exclude).map((one) => part(one, false));
    return excluded.length === 0 ? included : difference(included, union(excluded));
  };
  const part = (one: Json, activeOnly: boolean): Members => {
    const imported = (Array.isArray(one.valueSet) ? one.valueSet : []).map((url) => members(String(url)));
    const system = text(one.system);
    const parts = system === undefined ? imported : [systemMembers(system, one, activeOnly), ...imported];
    return parts.length === 0 ? nobody : parts.reduce(intersection);
  };
  const systemMembers = (url: string, include: Json, activeOnly: boolean): Members => {
    const system = systems.find(url, text(include.version));
    const concepts = jsonList(include.concept);
    if (concepts.length > 0) return ofOneSystem(url, enumerated(concepts, system, activeOnly));
    const filters = jsonList(include.filter).map(filterOf);
    if (system === undefined) {
      return ofOneSystem(url, { listed: new Map(), beyond: byGrammar(url, filters.length > 0) }, [url]);
    }
    const tests = filters.map((filter) => compileFilter(system, filter));
    if (tests.includes(undefined)) return ofOneSystem(url, { listed: new Map(), beyond: () => 'unknown' }, [url]);
    const holds = (code: string, concept: Json): boolean =>
      !(activeOnly && isInactive(concept)) && tests.every((test) => test?.(code) === true);
    const all = tests.length === 0 && !activeOnly;
    const listed = all ? system.concepts : new Map([...system.concepts].filter(([code, concept]) => holds(code, concept)));
    const beyond = system.complete ? undefined : ((filters.length === 0 ? grammars[url] : undefined) ?? beyondParts(system));
    return ofOneSystem(url, extentOf(listed, beyond, folding(system)), system.complete ? [] : [url]);
  };
  return { find, findExact, members, membersOf, isCyclic: (canonical) => cyclic.has(canonical) };
}

/** What the grammar of a system that is not here says of a code; behind a filter it can only say that it is none. */
function byGrammar(url: string, filtered: boolean): (code: string) => Membership {
  const grammar = grammars[url];
  if (grammar === undefined) return () => 'unknown';
  return filtered ? (code) => (grammar(code) === 'out' ? 'out' : 'unknown') : grammar;
}

/** A code of a system that is not whole here: one that is here was judged, any other may exist. */
function beyondParts({ concepts }: CodeSystem): (code: string) => 'out' | 'unknown' {
  return (code) => (concepts.has(code) ? 'out' : 'unknown');
}

function enumerated(concepts: readonly Json[], system: CodeSystem | undefined, activeOnly: boolean): Extent {
  const listed = new Map<string, unknown>();
  for (const concept of concepts) {
    const code = text(concept.code);
    if (code === undefined || (activeOnly && isInactive(system?.concepts.get(code) ?? {}))) continue;
    listed.set(code, concept);
  }
  return extentOf(listed, undefined, folding(system));
}

/** Only where case does not matter is there anything to do about it. */
function folding(system: CodeSystem | undefined): Extent['canonicalCode'] {
  return system?.foldsCase === true ? system.canonicalCode : undefined;
}

function isListed(members: Members): boolean {
  return !members.open && [...members.systems.values()].every(({ beyond }) => beyond === undefined);
}

/** The codes of an expansion that came with the resource; undefined when it is but a page of one. */
function expansionMembers(expansion: Json): Members | undefined {
  const listed = new Map<string, Map<string, unknown>>();
  let count = 0;
  const waiting = [...jsonList(expansion.contains)].reverse();
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const [system, code] = [text(one.system), text(one.code)];
    waiting.push(...jsonList(one.contains).toReversed());
    if (system === undefined || code === undefined || one.abstract === true) continue;
    count += 1;
    const codes = listed.get(system) ?? new Map<string, unknown>();
    listed.set(system, codes.set(code, one));
  }
  if (typeof expansion.total === 'number' && expansion.total > count) return undefined;
  const systems = new Map([...listed].map(([system, codes]) => [system, { listed: codes }]));
  return { systems, open: false, unlisted: new Set() };
}

/** Bindings of R4 ask for value sets of HL7’s terminology in FHIR’s own version, under which these never stood. */
function publishedWithR4(canonical: string): string {
  return canonical.startsWith('http://terminology.hl7.org/') ? canonical.replace(/\|4\.0(\.1)?$/, '') : canonical;
}

/** The set of all codes of a system (`CodeSystem.valueSet`) exists whether or not somebody published it. Source: FHIR R4 §4.8.9. */
function allCodesSets(shelf: Shelf): ReadonlyMap<string, Json> {
  const made = new Map<string, Json>();
  for (const { url, version } of shelf.list('CodeSystem')) {
    const system = shelf.find('CodeSystem', version === undefined ? url : `${url}|${version}`);
    const all = text(system?.valueSet)?.replace(/\|.*/, '');
    if (all === undefined || system === undefined) continue;
    const { name, title, status } = system;
    made.set(all, { resourceType: 'ValueSet', url: all, name, title, status, compose: { include: [{ system: url }] } });
  }
  return made;
}
