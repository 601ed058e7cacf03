import type { Parameters } from '../search/index.ts';

/**
 * The search parameters of R4 whose codes make lists across records: what a thing is called elsewhere, and what kind of thing it is. A status or
 * a category divides into few and large parts: going through the whole list serves as well.
 */
const names = [
  'identifier',
  'accession',
  'group-identifier',
  'related-id',
  'requisition',
  'code',
  'type',
  'vaccine-code',
  'vaccine-type',
];
/** Elements that hold a code of an open list; one of type `code` has a handful of values. */
const open: ReadonlySet<string> = new Set(['CodeableConcept', 'Coding', 'Identifier']);

/** The columns of a type's keys whose codes make lists. */
export function keptColumns(parameters: Parameters, type: string): ReadonlySet<string> {
  const known = parameters.of(type);
  return new Set(
    names.flatMap((name) => {
      const parameter = known.get(name);
      const kept =
        parameter?.type === 'token' && parameter.paths.length > 0 && parameter.paths.every((path) => open.has(path.type));
      return kept ? parameter.columns.map(({ key }) => key) : [];
    }),
  );
}
