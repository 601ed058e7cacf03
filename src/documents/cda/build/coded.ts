import type { CodedValue } from '#kernel';
import type { Ii } from '../header.ts';
import { element, nothing, type Xml } from './xml.ts';

/** Names that the CI-SIS writes beside the OID of a code system; a system without a name here travels by its OID alone. */
const systemNames: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'LOINC',
  '2.16.840.1.113883.6.3': 'CIM-10',
  '2.16.840.1.113883.6.96': 'SNOMED CT',
  '2.16.840.1.113883.6.73': 'ATC',
  '1.2.250.1.215.300.1': 'CCAM',
};

/** HL7 types CE, CD and CV: `name` is the element, `type` an xsi:type where the schema leaves it open. */
export function coded(name: string, value: CodedValue, type?: string): Xml {
  return element(name, {
    'xsi:type': type,
    code: value.code,
    displayName: value.display,
    codeSystem: value.system,
    codeSystemName: systemNames[value.system],
  });
}

/** HL7 type II. */
export function identifier(id: Ii, name = 'id'): Xml {
  return element(name, { root: id.root, extension: id.extension });
}

export function templates(roots: readonly string[]): Xml {
  let all: string = nothing;
  for (const root of roots) all += element('templateId', { root });
  return all as Xml;
}
