import { jsonPathOf } from '../expression/jsonPath.ts';
import type { Path } from '../expression/path.ts';
import { stringParts } from '../keys/string.ts';

/**
 * Where in a resource's own text the strings of these paths stand, as SQL/JSON paths: for what is too seldom asked to be kept in keys. Undefined when a
 * path cannot be said so.
 */
export function stringPlaces(paths: readonly Path[]): readonly string[] | undefined {
  return paths.length === 0 ? undefined : places(paths, stringParts);
}

/** The texts beside codes, for `:text`: of the concept, the coding, the identifier's type. Undefined also when there are none. */
export function textPlaces(paths: readonly Path[]): readonly string[] | undefined {
  const found = places(paths, (type) => besides[type] ?? []);
  return found?.length === 0 ? undefined : found;
}

const besides: Readonly<Record<string, readonly (readonly string[])[]>> = {
  CodeableConcept: [['text'], ['coding', 'display']],
  Coding: [['display']],
  Identifier: [['type', 'text']],
};

function places(
  paths: readonly Path[],
  partsOf: (type: string) => readonly (readonly string[])[] | undefined,
): readonly string[] | undefined {
  const found = paths.flatMap((path) => (partsOf(path.type) ?? []).map((names) => jsonPathOf(path, ...names)));
  return found.every((place) => place !== undefined) ? found : undefined;
}
