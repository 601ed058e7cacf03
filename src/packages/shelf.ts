/** A conformance resource as parsed JSON. The shelf gives the same object to everyone: nobody writes into it. */
export type Json = Readonly<Record<string, unknown>>;

/** The conformance resources that a shelf holds; anything else in a package is left aside. */
export const kinds = [
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'SearchParameter',
  'OperationDefinition',
  'NamingSystem',
  'Questionnaire',
  'CompartmentDefinition',
  'CapabilityStatement',
  'ImplementationGuide',
] as const;
export type Kind = (typeof kinds)[number];

export function isKind(text: unknown): text is Kind {
  return kinds.includes(text as Kind);
}

/** What is known of a resource without parsing it. */
export interface Canonical {
  readonly url: string;
  readonly version?: string;
  readonly name?: string;
  /** The type that a StructureDefinition describes (`StructureDefinition.type`). */
  readonly type?: string;
  /** `name#version` of the package it came in. */
  readonly package: string;
}

/** Conformance resources by canonical address. Source: FHIR R4 §2.24.0.4.1, canonical references. */
export interface Shelf {
  /**
   * By canonical `url` or `url|version`; the version may be a beginning of it in whole parts (`4.0` finds `4.0.1`). Without version the
   * newest; a `#fragment` is not looked at. Parsed when first asked, the same object every time.
   */
  find(kind: Kind, canonical: string): Json | undefined;
  /** Every resource of a kind, each version; in the order in which they were put there. */
  list(kind: Kind): readonly Canonical[];
  /** Grows by one each time the content changes; what is compiled from the shelf compares it. */
  readonly generation: number;
}
