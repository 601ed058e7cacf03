import type { Definitions } from './oracle/definitions.ts';

/** Parameters that no search finds anything by, each with the reason. `*` stands for every type. */
export const unsearched: Readonly<Record<string, string>> = {
  'Location.near': 'special: a distance on the globe, which src/fhir/search refuses as unusable',
  '*._query': 'special: names an operation, and Socle has none of that kind',
};

export function isUnsearched(type: string, code: string): boolean {
  return Object.hasOwn(unsearched, `${type}.${code}`) || Object.hasOwn(unsearched, `*.${code}`);
}

/** Which parameters found something, and which left something out. */
export interface Coverage {
  /** A search by this parameter alone found `found` of `all` resources of the type. */
  add(type: string, code: string, found: number, all: number): void;
  /** Parameters of these types that never did one or the other. */
  lacking(types: readonly string[], definitions: Definitions): readonly string[];
}

export function openCoverage(): Coverage {
  const matched = new Set<string>();
  const left = new Set<string>();
  return {
    add(type, code, found, all) {
      if (found > 0) matched.add(`${type}.${code}`);
      if (found < all) left.add(`${type}.${code}`);
    },
    lacking: (types, definitions) =>
      types.flatMap((type) =>
        [...definitions(type).keys()]
          .filter((code) => !isUnsearched(type, code))
          .map((code) => `${type}.${code}`)
          .flatMap((name) => [
            ...(matched.has(name) ? [] : [`${name} never matched`]),
            ...(left.has(name) ? [] : [`${name} always matched`]),
          ]),
      ),
  };
}
