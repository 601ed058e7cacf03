import { coded, reference, status, templates } from '../coded.ts';
import { element, type Xml } from '../xml.ts';

/** A remark that stands in the narrative. Source: CI-SIS, FR-Commentaire-ER (1.2.250.1.213.1.1.3.32). */
export function remark(wordsAt: string): Xml {
  return element(
    'entryRelationship',
    { typeCode: 'SUBJ', inversionInd: 'true' },
    element(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      templates(['2.16.840.1.113883.10.20.1.40', '1.3.6.1.4.1.19376.1.5.3.1.4.2', '1.2.250.1.213.1.1.3.32']),
      coded('code', { code: '48767-8', system: '2.16.840.1.113883.6.1', display: 'Commentaire' }),
      reference(wordsAt),
      status(),
    ),
  );
}
