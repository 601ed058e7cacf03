import type { Json, Shelf } from '#packages';

/** A search parameter of one resource type, as its SearchParameter resource says it. */
export interface Definition {
  readonly code: string;
  /** `number`, `date`, `string`, `token`, `reference`, `composite`, `quantity`, `uri` or `special`. */
  readonly type: string;
  /** Over every base of the SearchParameter: what is about other types finds nothing. Empty for what no expression can say. */
  readonly expression: string;
  /** Resource types that a reference may lead to. */
  readonly targets: readonly string[];
  /** Of a composite, in order. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly type: string;
  readonly expression: string;
}

export type Definitions = (type: string) => ReadonlyMap<string, Definition>;

/** The search parameters of a shelf by resource type, those of Resource and DomainResource with them. Source: FHIR R4 §3.1.1.4. */
export function definitionsOn(shelf: Shelf): Definitions {
  const all = shelf
    .list('SearchParameter')
    .map(({ url }) => shelf.find('SearchParameter', url))
    .filter((one) => one !== undefined);
  const allOf = (type: string) => ['Resource', 'DomainResource', type].flatMap((base) => definedOn(shelf, all, base));
  const known = new Map<string, ReadonlyMap<string, Definition>>();
  return (type) => {
    const made = known.get(type) ?? new Map(allOf(type));
    known.set(type, made);
    return made;
  };
}

function definedOn(shelf: Shelf, all: readonly Json[], base: string): [string, Definition][] {
  return all.filter((one) => texts(one.base).includes(base)).map((one) => [String(one.code), definitionFrom(shelf, one)]);
}

function definitionFrom(shelf: Shelf, one: Json): Definition {
  return {
    code: String(one.code),
    type: String(one.type),
    expression: typeof one.expression === 'string' ? one.expression : '',
    targets: texts(one.target),
    parts: partsOf(shelf, one),
  };
}

function partsOf(shelf: Shelf, { url, component }: Json): readonly Part[] {
  const parts = ((component ?? []) as Json[]).map((part) => ({
    type: String(shelf.find('SearchParameter', String(part.definition))?.type),
    expression: String(part.expression),
  }));
  if (url !== swapped) return parts;
  const types = parts.map(({ type }) => type).reverse();
  return parts.map(({ expression }, i) => ({ type: types[i] ?? '', expression }));
}

/** R4 gives the definitions of its two parts in the wrong order: the token's with the reference, and the other way round. */
const swapped = 'http://hl7.org/fhir/SearchParameter/DocumentReference-relationship';

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
