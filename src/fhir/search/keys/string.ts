import type { Json } from '../../json.ts';

/** Longer texts are searched by their beginning. */
const longest = 1000;

/** Gives the texts of one value of this FHIR type, as written; undefined when the type has none. Source: FHIR R4 §3.1.1.4.9. */
export function stringsOf(type: string): ((value: unknown, into: string[]) => void) | undefined {
  return table[type];
}

const written = (value: unknown, into: string[]): void => {
  if (typeof value === 'string' && value !== '') into.push(value.slice(0, longest));
};

const parts =
  (...names: readonly string[]) =>
  (value: unknown, into: string[]): void => {
    for (const name of names) {
      const part = (value as Json)[name];
      if (!Array.isArray(part)) written(part, into);
      else for (const one of part) written(one, into);
    }
  };

const concept = parts('text');
const coding = parts('display');

const table: Readonly<Record<string, (value: unknown, into: string[]) => void>> = {
  Address: parts('text', 'line', 'city', 'district', 'state', 'postalCode', 'country'),
  Annotation: parts('text'),
  CodeableConcept(value, into) {
    concept(value, into);
    const { coding: codings } = value as Json;
    if (Array.isArray(codings)) for (const one of codings) if (one !== null) coding(one, into);
  },
  Coding: coding,
  ContactPoint: parts('value'),
  HumanName: parts('text', 'family', 'given', 'prefix', 'suffix'),
  Identifier: parts('value'),
  canonical: written,
  code: written,
  id: written,
  markdown: written,
  string: written,
  uri: written,
  url: written,
};
