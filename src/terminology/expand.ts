import type { Json } from '#packages';
import { isAbstract, isInactive, jsonList, text } from './codeSystem.ts';
import type { CodeSystems } from './codeSystems.ts';
import type { Members } from './members.ts';
import { notExpandable, tooCostly } from './refusals.ts';

export interface ExpandOptions {
  /** Words that the display, a designation or the code must begin with or contain; case and accents do not matter. */
  readonly filter?: string;
  /** From 0; like `count` a whole number that is not negative. */
  readonly offset?: number;
  /** Without it everything, up to {@link mostAtOnce}; 0 asks for the total alone. */
  readonly count?: number;
  /** Leaves out the codes that are no longer in use. */
  readonly activeOnly?: boolean;
  /** A language (`fr`): designations in it are shown in place of the display. */
  readonly displayLanguage?: string;
  /** The time written as that of the expansion; now unless told. */
  readonly at?: Date;
}

/** Codes given at once when no `count` is asked. */
export const mostAtOnce = 10_000;

/** One code of an expansion. */
interface Row {
  readonly system: string;
  readonly version: string | undefined;
  readonly code: string;
  readonly display: string | undefined;
  readonly abstract: boolean;
  readonly inactive: boolean;
  /** What the filter is looked for in. */
  readonly words: readonly string[];
}

/**
 * The ValueSet with its expansion: flat, in the order of the compose within each code system, the same each time. `valueSet` gives the
 * url, names and status. Refuses `terminology.not-expandable` and `terminology.too-costly`. Source: FHIR R4 §4.9.7.
 */
export function expansionOf(valueSet: Json, members: Members, systems: CodeSystems, options: ExpandOptions): Json {
  const { filter = '', offset = 0, count, activeOnly = false, displayLanguage, at = new Date() } = options;
  if (members.open || [...members.systems.values()].some(({ beyond }) => beyond !== undefined)) {
    throw notExpandable(members.unlisted);
  }
  const rows = [...rowsOf(members, systems, displayLanguage)].filter(chosen(filter, activeOnly));
  if (count === undefined && rows.length - offset > mostAtOnce) throw tooCostly(rows.length - offset, mostAtOnce);
  const page = rows.slice(offset, count === undefined ? undefined : offset + count);
  const versions = new Set(page.flatMap(({ system, version }) => (version === undefined ? [] : `${system}|${version}`)));
  const parameter = [
    ...(filter === '' ? [] : [{ name: 'filter', valueString: filter }]),
    ...(options.offset === undefined ? [] : [{ name: 'offset', valueInteger: offset }]),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
    ...(activeOnly ? [{ name: 'activeOnly', valueBoolean: true }] : []),
    ...(displayLanguage === undefined ? [] : [{ name: 'displayLanguage', valueCode: displayLanguage }]),
    ...[...versions].map((version) => ({ name: 'version', valueUri: version })),
  ];
  const { url, version, name, title, status = 'active' } = valueSet;
  return {
    resourceType: 'ValueSet',
    ...defined({ url, version, name, title, status }),
    expansion: {
      timestamp: at.toISOString(),
      total: rows.length,
      ...(options.offset === undefined ? {} : { offset }),
      ...(parameter.length === 0 ? {} : { parameter }),
      ...(page.length === 0 ? {} : { contains: page.map(shown) }),
    },
  };
}

function* rowsOf(members: Members, systems: CodeSystems, language: string | undefined): Iterable<Row> {
  for (const [url, { listed }] of members.systems) {
    const system = systems.find(url);
    for (const [code, named] of listed) {
      const concept = system?.concepts.get(code) ?? {};
      const ofSet = typeof named === 'object' && named !== null ? (named as Json) : {};
      const names = [...jsonList(ofSet.designation), ...jsonList(concept.designation)];
      const display = designationIn(names, language) ?? text(ofSet.display) ?? text(concept.display);
      const inactive = isInactive(concept);
      const abstract = isAbstract(concept);
      const words = [display, text(concept.display), ...names.map(({ value }) => text(value)), code].flatMap(
        (word) => word ?? [],
      );
      yield { system: url, version: system?.version, code, display, abstract, inactive, words };
    }
  }
}

function designationIn(names: readonly Json[], language: string | undefined): string | undefined {
  if (language === undefined) return undefined;
  const base = language.replace(/-.*/, '');
  const found =
    names.find((one) => one.language === language) ?? names.find((one) => text(one.language)?.replace(/-.*/, '') === base);
  return text(found?.value);
}

function chosen(filter: string, activeOnly: boolean): (row: Row) => boolean {
  const asked = plain(filter).split(/\s+/).filter(Boolean);
  return ({ words, inactive }) => {
    if (activeOnly && inactive) return false;
    const within = asked.length === 0 ? '' : plain(words.join('\n'));
    return asked.every((word) => within.includes(word));
  };
}

/** Without case and accents. */
function plain(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function shown({ system, code, display, abstract, inactive }: Row): Json {
  return {
    system,
    ...(abstract ? { abstract } : {}),
    ...(inactive ? { inactive } : {}),
    code,
    ...(display === undefined ? {} : { display }),
  };
}

function defined(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
