import type { CodedValue } from '#kernel';
import type { Ii } from '../../header.ts';
import { coded, identifier, reference, templates } from '../coded.ts';
import { coded as codedForm } from '../form/values.ts';
import { element, type Xml } from '../xml.ts';

/** A disease or a problem by CIM-10. */
export const cim10 = codedForm('2.16.840.1.113883.6.3', /^[A-Z]\d\d(\.?[\dX+]{1,4})?$/);

/** Why something is given or done (RSON). Source: CI-SIS, FR-Reference-interne (1.2.250.1.213.1.1.3.36). */
export function reasonFor(reason: CodedValue, wordsAt: string, id: Ii): Xml {
  return element(
    'entryRelationship',
    { typeCode: 'RSON' },
    element(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      templates(['1.3.6.1.4.1.19376.1.5.3.1.4.4.1', '1.2.250.1.213.1.1.3.36']),
      identifier(id),
      coded('code', reason, undefined, reference(wordsAt, 'originalText')),
    ),
  );
}
