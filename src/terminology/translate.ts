import type { Json, Shelf } from '#packages';
import { jsonList, text } from './codeSystem.ts';

export interface Coding {
  readonly system?: string;
  readonly version?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface TranslateAsk {
  readonly system?: string;
  readonly code: string;
  /** The canonical address of one ConceptMap; without it every map that speaks of the system. */
  readonly conceptMap?: string;
  /** The value set that the code is from: only maps that start there. */
  readonly source?: string;
  /** The value set to translate into: only maps that lead there. */
  readonly target?: string;
  readonly targetSystem?: string;
  /** The maps are read from target to source. */
  readonly reverse?: boolean;
}

export interface Match {
  /** ConceptMapEquivalence, read as the target relative to the source; reversed with the map. */
  readonly equivalence: string;
  readonly concept: Coding;
  /** Other elements that the match depends on, and what it brings: as in the map. */
  readonly dependsOn?: readonly Json[];
  readonly product?: readonly Json[];
  /** The map it is from. */
  readonly source: string;
}

export interface Translation {
  /** At least one match that is neither `unmatched` nor `disjoint`. */
  readonly result: boolean;
  readonly matches: readonly Match[];
}

/** The ConceptMaps of a shelf, read once each. Source: FHIR R4 §4.10, ConceptMap and $translate. */
export function translatorOf(shelf: Shelf): (ask: TranslateAsk) => Translation | undefined {
  const maps = new Map<string, Json>();
  const mapOf = (canonical: string): Json | undefined => {
    const found = maps.get(canonical) ?? shelf.find('ConceptMap', canonical);
    if (found !== undefined) maps.set(canonical, found);
    return found;
  };
  return (ask) => {
    const all = ask.conceptMap === undefined ? [...new Set(shelf.list('ConceptMap').map(({ url }) => url))] : [ask.conceptMap];
    const found = all.map(mapOf).filter((map) => map !== undefined);
    if (ask.conceptMap !== undefined && found.length === 0) return undefined;
    const chosen = found.filter((map) => leads(map, ask));
    const matches = chosen.flatMap((map) => inMap(map, ask, mapOf, new Set()));
    return { result: matches.some(({ equivalence }) => !/^(unmatched|disjoint)$/.test(equivalence)), matches };
  };
}

function leads(map: Json, { conceptMap, source, target, reverse = false }: TranslateAsk): boolean {
  if (conceptMap !== undefined) return true;
  const from = map.sourceUri ?? map.sourceCanonical;
  const to = map.targetUri ?? map.targetCanonical;
  const fits = (asked: string | undefined, has: unknown): boolean => asked === undefined || bare(asked) === bare(text(has) ?? '');
  return reverse ? fits(source, to) && fits(target, from) : fits(source, from) && fits(target, to);
}

const bare = (canonical: string): string => canonical.replace(/\|.*/, '');

type MapOf = (canonical: string) => Json | undefined;

function inMap(map: Json, ask: TranslateAsk, mapOf: MapOf, trail: Set<Json>): Match[] {
  if (trail.has(map)) return []; // an other-map that comes back here
  trail.add(map);
  return jsonList(map.group).flatMap((group) =>
    ask.reverse === true ? backward(map, group, ask) : forward(map, group, ask, mapOf, trail),
  );
}

function forward(map: Json, group: Json, ask: TranslateAsk, mapOf: MapOf, trail: Set<Json>): Match[] {
  const { system, code, targetSystem } = ask;
  if (system !== undefined && group.source !== undefined && group.source !== system) return [];
  if (targetSystem !== undefined && group.target !== targetSystem) return [];
  const elements = jsonList(group.element).filter((element) => element.code === code);
  if (elements.length === 0) return unmapped(map, group, ask, mapOf, trail);
  return elements.flatMap((element) =>
    jsonList(element.target).map((target) => matchOf(map, target, coding(group, 'target', target))),
  );
}

/** Source: FHIR R4 §4.10, ConceptMap.group.unmapped: the same code, one fixed code, or the word of another map. */
function unmapped(map: Json, group: Json, ask: TranslateAsk, mapOf: MapOf, trail: Set<Json>): Match[] {
  const { mode, code, display, url } = (group.unmapped ?? {}) as Json;
  const source = text(map.url) ?? '';
  const concept = (which: unknown): Coding => coding(group, 'target', { code: which, display });
  if (mode === 'provided') return [{ equivalence: 'equal', concept: concept(ask.code), source }];
  if (mode === 'fixed') return [{ equivalence: 'inexact', concept: concept(code), source }];
  const other = mode === 'other-map' ? mapOf(text(url) ?? '') : undefined;
  return other === undefined ? [] : inMap(other, ask, mapOf, trail);
}

function backward(map: Json, group: Json, { system, code, targetSystem }: TranslateAsk): Match[] {
  if (system !== undefined && group.target !== undefined && group.target !== system) return [];
  if (targetSystem !== undefined && group.source !== targetSystem) return [];
  return jsonList(group.element).flatMap((element) =>
    jsonList(element.target)
      .filter((target) => target.code === code)
      .map((target) => {
        const { concept, source, equivalence } = matchOf(map, target, coding(group, 'source', element));
        return { equivalence: reversed[equivalence] ?? equivalence, concept, source };
      }),
  );
}

/** The other equivalences say the same in both directions. */
const reversed: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

function matchOf(map: Json, target: Json, concept: Coding): Match {
  const [dependsOn, product] = [jsonList(target.dependsOn), jsonList(target.product)];
  return {
    equivalence: text(target.equivalence) ?? 'equivalent',
    concept,
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(product.length === 0 ? {} : { product }),
    source: text(map.url) ?? '',
  };
}

function coding(group: Json, side: 'source' | 'target', { code, display }: Json): Coding {
  const [system, version] = [text(group[side]), text(group[`${side}Version`])];
  return {
    ...(system === undefined ? {} : { system }),
    ...(version === undefined ? {} : { version }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof display === 'string' ? { display } : {}),
  };
}
