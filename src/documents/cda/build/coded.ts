import type { CodedValue } from '#kernel';
import type { Ii } from '../header.ts';
import { element, nothing, sequence, type Xml } from './xml.ts';

/** Names that the CI-SIS writes beside the OID of a code system; a system without a name here travels by its OID alone. */
const systemNames: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'LOINC',
  '2.16.840.1.113883.6.3': 'CIM-10',
  '2.16.840.1.113883.6.96': 'SNOMED CT',
  '2.16.840.1.113883.6.73': 'ATC',
  '1.2.250.1.215.300.1': 'CCAM',
  '1.2.250.1.213.2.3.1': 'CIS',
  '1.2.250.1.213.2.3.2': 'CIP',
  '1.2.250.1.213.2.59': 'MV',
  '0.4.0.127.0.16.1.1.2.1': 'EDQM',
  '1.2.250.1.213.1.1.4.322': 'TA_ASIP',
  '1.2.250.1.213.2.68': 'EMDN',
};

/**
 * HL7 types CE, CD and CV: `name` is the element, `type` an xsi:type where the schema leaves it open, `inside` its original text and
 * translations.
 */
export function coded(name: string, value: CodedValue, type?: string, ...inside: readonly Xml[]): Xml {
  return element(
    name,
    {
      'xsi:type': type,
      code: value.code,
      displayName: value.display,
      codeSystem: value.system,
      codeSystemName: systemNames[value.system],
    },
    ...inside,
  );
}

/** HL7 type II. */
export function identifier(id: Ii, name = 'id'): Xml {
  return element(name, { root: id.root, extension: id.extension });
}

export function templates(roots: readonly (string | Ii)[]): Xml {
  return sequence(roots.map((root) => identifier(typeof root === 'string' ? { root } : root, 'templateId')));
}

/** The words of the narrative that an entry stands for. */
export function reference(id: string, name = 'text'): Xml {
  return element(name, {}, element('reference', { value: `#${id}` }));
}

/** `statusCode`; what a document tells is `completed` unless it says otherwise. */
export const status = (code = 'completed'): Xml => element('statusCode', { code });

/** An empty piece where there is nothing to write. */
export const when = <T>(value: T | undefined, write: (value: T) => Xml): Xml => (value === undefined ? nothing : write(value));
