import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates } from '../coded.ts';
import type { Section } from '../draft.ts';
import { object, optional, type Read } from '../form/shape.ts';
import { coded as codedForm, oneOf, pastDay, text } from '../form/values.ts';
import { hl7Date } from '../time.ts';
import { element, leaf, type Xml } from '../xml.ts';
import { frenchDay } from './dosage.ts';
import { habits, loinc } from './tables.ts';

/** An operation or another act of the past, by CCAM when the code is known. */
export const procedureForm = object({
  name: text(500),
  code: optional(codedForm('1.2.250.1.215.300.1', /^[A-Z]{4}\d{3}$/)),
  day: optional(pastDay),
});
export type Procedure = Read<typeof procedureForm>;

/** A way of living or a risk of everyday life, in words. */
export const habitForm = object({ kind: oneOf(habits), words: text(500) });
export type Habit = Read<typeof habitForm>;

/** Past operations. Source: CI-SIS, FR-Historique-des-actes (1.2.250.1.213.1.1.2.136), FR-Acte (1.2.250.1.213.1.1.3.62). */
export function pastProcedures(list: readonly Procedure[], ids: () => Ii): Section {
  const entry = ({ code, day }: Procedure, id: string): Xml => {
    const original = reference(id, 'originalText');
    return element(
      'entry',
      {},
      element(
        'procedure',
        { classCode: 'PROC', moodCode: 'EVN' },
        templates(['1.3.6.1.4.1.19376.1.5.3.1.4.19', '2.16.840.1.113883.10.20.1.29', '1.2.250.1.213.1.1.3.62']),
        identifier(ids()),
        code === undefined ? element('code', { nullFlavor: 'UNK' }, original) : coded('code', code, undefined, original),
        reference(id),
        status(),
        element('effectiveTime', day === undefined ? { nullFlavor: 'UNK' } : { value: hl7Date(day) }),
      ),
    );
  };
  return {
    templateIds: [
      '2.16.840.1.113883.10.20.1.12',
      '1.3.6.1.4.1.19376.1.5.3.1.3.11',
      '1.3.6.1.4.1.19376.1.5.3.1.3.12',
      '1.2.250.1.213.1.1.2.136',
    ],
    id: ids(),
    code: loinc('47519-4', 'Historique des actes'),
    title: 'Actes et interventions',
    blocks: [
      {
        kind: 'table',
        head: ['Acte', 'Date'],
        rows: list.map(({ name, day }, index) => [
          { id: `act${index + 1}`, text: name },
          day === undefined ? '' : frenchDay(day),
        ]),
      },
    ],
    entries: list.map((each, index) => entry(each, `act${index + 1}`)),
  };
}

/** Habits. Source: CI-SIS, FR-Habitus-Mode-de-vie (1.2.250.1.213.1.1.2.141), FR-Habitus-Mode-de-vie entry (1.2.250.1.213.1.1.3.52). */
export function lifestyle(list: readonly Habit[], ids: () => Ii): Section {
  const entry = ({ kind, words }: Habit, id: string): Xml =>
    element(
      'entry',
      {},
      element(
        'observation',
        { classCode: 'OBS', moodCode: 'EVN' },
        templates([
          '2.16.840.1.113883.10.20.1.33',
          '1.3.6.1.4.1.19376.1.5.3.1.4.13',
          '1.3.6.1.4.1.19376.1.5.3.1.4.13.4',
          '1.2.250.1.213.1.1.3.52',
        ]),
        identifier(ids()),
        coded('code', habits[kind]),
        reference(id),
        status(),
        element('effectiveTime', { nullFlavor: 'NA' }),
        leaf('value', words, { 'xsi:type': 'ST' }),
      ),
    );
  return {
    templateIds: [
      '2.16.840.1.113883.10.20.1.15',
      '1.3.6.1.4.1.19376.1.5.3.1.3.16',
      '1.3.6.1.4.1.19376.1.5.3.1.3.16.1',
      '1.2.250.1.213.1.1.2.141',
    ],
    id: ids(),
    code: loinc('29762-2', 'Habitus, Mode de vie'),
    title: 'Mode de vie',
    blocks: [
      {
        kind: 'table',
        head: ['Sujet', 'Observation'],
        rows: list.map(({ kind, words }, index) => [habits[kind].display, { id: `life${index + 1}`, text: words }]),
      },
    ],
    entries: list.map((each, index) => entry(each, `life${index + 1}`)),
  };
}
