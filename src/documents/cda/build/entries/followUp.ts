import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates } from '../coded.ts';
import type { Section } from '../draft.ts';
import { object, optional, type Read } from '../form/shape.ts';
import { anyDay, oneOf, text } from '../form/values.ts';
import { hl7Date } from '../time.ts';
import { element, leaf, type Xml } from '../xml.ts';
import { frenchDay } from './dosage.ts';
import { cisis, loinc } from './tables.ts';

const kinds = { exam: 'Examen ou suivi', appointment: 'Consultation' } as const;

/** Something to do after the stay: an examination or a follow-up, a consultation; on which day when it is known. */
export const followUpForm = object({ kind: oneOf(kinds), words: text(500), on: optional(anyDay) });
export type FollowUp = Read<typeof followUpForm>;

const asked = cisis('ORG-064', "Demande d'examen ou de suivi");
const ambulatory = { code: 'AMB', system: '2.16.840.1.113883.5.4', display: 'Ambulatoire (hors établissement)' };

/** What is to be done. Source: CI-SIS, FR-Plan-de-soins (1.2.250.1.213.1.1.2.158); IHE PCC Care Plan. */
export function carePlan(list: readonly FollowUp[], ids: () => Ii): Section {
  return {
    templateIds: ['2.16.840.1.113883.10.20.1.10', '1.3.6.1.4.1.19376.1.5.3.1.3.36', '1.2.250.1.213.1.1.2.158'],
    id: ids(),
    code: loinc('18776-5', 'Plan de soins'),
    title: 'Suites à donner',
    blocks: [
      {
        kind: 'table',
        head: ['Nature', 'Demande', 'Date'],
        rows: list.map(({ kind, words, on }, index) => [
          kinds[kind],
          { id: `plan${index + 1}`, text: words },
          on === undefined ? 'à fixer' : frenchDay(on),
        ]),
      },
    ],
    entries: list.map((each, index) => element('entry', {}, planned(each, `plan${index + 1}`, ids()))),
  };
}

function planned({ kind, words, on }: FollowUp, id: string, number: Ii): Xml {
  const time = element('effectiveTime', on === undefined ? { nullFlavor: 'UNK' } : { value: hl7Date(on) });
  if (kind === 'exam')
    return element(
      'observation',
      { classCode: 'OBS', moodCode: 'INT' },
      templates(['2.16.840.1.113883.10.20.1.25', '1.3.6.1.4.1.19376.1.5.3.1.1.20.3.1', '1.2.250.1.213.1.1.3.27']),
      identifier(number),
      coded('code', asked),
      reference(id),
      status('active'),
      time,
      leaf('value', words, { 'xsi:type': 'ST' }),
    );
  return element(
    'encounter',
    { classCode: 'ENC', moodCode: 'ARQ' },
    templates([
      '2.16.840.1.113883.10.20.1.21',
      '2.16.840.1.113883.10.20.1.25',
      '1.3.6.1.4.1.19376.1.5.3.1.4.14',
      '1.2.250.1.213.1.1.3.58',
    ]),
    identifier(number),
    coded('code', ambulatory),
    reference(id),
    time,
    coded('priorityCode', { code: 'CS', system: '2.16.840.1.113883.5.7', display: 'recontacter pour fixer RDV' }),
  );
}
