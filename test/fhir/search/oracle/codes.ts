import type { Json, Shelf } from '#packages';

/** A code with its system. */
export interface Code {
  readonly system: string;
  readonly code: string;
}

/** Value sets and hierarchies read the slow way: every question goes through the whole definition again. */
export interface Codes {
  /** The codes of a value set; undefined when the shelf does not hold it. Knows `include`, `exclude`, `valueSet`, lists of concepts. */
  of(valueSet: string): readonly Code[] | undefined;
  /** The code itself, known or not, and what stands below it in its system. */
  below(system: string, code: string): readonly string[];
  /** The codes that an element may hold by its required value set, where it has one that can be listed. */
  boundTo(path: string): readonly Code[] | undefined;
}

interface Concept {
  readonly code: string;
  readonly concept?: readonly Concept[];
}

export function codesOn(shelf: Shelf): Codes {
  const conceptsOf = (system: string): readonly Concept[] =>
    (shelf.find('CodeSystem', system)?.concept ?? []) as readonly Concept[];
  const of = (valueSet: string): readonly Code[] | undefined => {
    const compose = shelf.find('ValueSet', valueSet)?.compose as { include?: Json[]; exclude?: Json[] } | undefined;
    if (compose === undefined) return undefined;
    const without = (compose.exclude ?? []).flatMap(listed);
    return (compose.include ?? []).flatMap(listed).filter((one) => !without.some((other) => same(one, other)));
  };
  const listed = ({ system, concept, valueSet }: Json): readonly Code[] => {
    if (system === undefined) return ((valueSet ?? []) as string[]).flatMap((url) => of(url) ?? []);
    const concepts = (concept as Concept[] | undefined) ?? conceptsOf(String(system)).flatMap(withBelow);
    return concepts.map(({ code }) => ({ system: String(system), code }));
  };
  const boundTo = (path: string): readonly Code[] | undefined => {
    const valueSet = bindingOf(shelf, path);
    const bound = valueSet === undefined ? undefined : of(valueSet);
    return bound?.length === 0 ? undefined : bound;
  };
  return {
    of,
    below: (system, code) => [
      code,
      ...conceptsOf(system)
        .flatMap(withBelow)
        .filter((one) => one.code === code)
        .flatMap(withBelow)
        .map((one) => one.code),
    ],
    boundTo,
  };
}

function bindingOf(shelf: Shelf, path: string): string | undefined {
  const definition = shelf.find('StructureDefinition', `http://hl7.org/fhir/StructureDefinition/${path.split('.')[0]}`);
  const elements = (definition?.snapshot as { element?: Json[] } | undefined)?.element ?? [];
  const binding = elements.find((element) => element.path === path)?.binding as Json | undefined;
  return binding?.strength === 'required' ? String(binding.valueSet) : undefined;
}

function withBelow(concept: Concept): readonly Concept[] {
  return [concept, ...(concept.concept ?? []).flatMap(withBelow)];
}

const same = (a: Code, b: Code): boolean => a.system === b.system && a.code === b.code;
