import type { Json } from '../../json.ts';

/** Longer texts are searched by their beginning. */
export const longestString = 1000;

type Strings = (value: unknown, into: string[]) => void;

/** The parts of a FHIR type that are searched as strings; the empty path is the value itself. Source: FHIR R4 §3.1.1.4.9. */
export function stringParts(type: string): readonly (readonly string[])[] | undefined {
  return parts[type];
}

/** Gives the texts of one value of this FHIR type, as written; undefined when the type has none. */
export function stringsOf(type: string): Strings | undefined {
  const all = parts[type]?.map(partOf);
  if (all === undefined || all.length === 1) return all?.[0];
  return (value, into) => {
    for (const part of all) part(value, into);
  };
}

function partOf(names: readonly string[]): Strings {
  return names.reduceRight<Strings>((then, name) => {
    return (value, into) => {
      const part = (value as Json)[name];
      if (!Array.isArray(part)) {
        if (part !== undefined && part !== null) then(part, into);
      } else for (const one of part) if (one !== null) then(one, into);
    };
  }, written);
}

const written: Strings = (value, into) => {
  if (typeof value === 'string' && value !== '') into.push(value.slice(0, longestString));
};

const self = [[]];
const parts: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Address: [['text'], ['line'], ['city'], ['district'], ['state'], ['postalCode'], ['country']],
  Annotation: [['text']],
  CodeableConcept: [['text'], ['coding', 'display']],
  Coding: [['display']],
  ContactPoint: [['value']],
  HumanName: [['text'], ['family'], ['given'], ['prefix'], ['suffix']],
  Identifier: [['value']],
  canonical: self,
  code: self,
  id: self,
  markdown: self,
  string: self,
  uri: self,
  url: self,
};
