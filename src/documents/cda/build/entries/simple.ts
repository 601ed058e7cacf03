import type { CodedValue } from '#kernel';
import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates } from '../coded.ts';
import { element, leaf, type Xml } from '../xml.ts';

/** A value as its type wants it to be written. */
export const truth = (value: boolean): Xml => element('value', { 'xsi:type': 'BL', value: String(value) });
export const told = (words: string): Xml => leaf('value', words, { 'xsi:type': 'ST' });
export const chosen = (value: CodedValue, type: 'CD' | 'CE' = 'CD'): Xml => coded('value', value, type);

/**
 * A simple observation: one thing said, at a moment, in words of the narrative.
 *
 * In: `suffix` names the kind under 1.2.250.1.213.1.1.3.48, `time` an HL7 time.
 * Source: CI-SIS, FR-Simple-Observation (1.2.250.1.213.1.1.3.48); IHE PCC Simple Observation.
 */
export function simpleObservation(suffix: string, id: Ii, code: CodedValue, wordsAt: string, time: string, value: Xml): Xml {
  const kinds = suffix === '' ? [] : [`1.2.250.1.213.1.1.3.48.${suffix}`];
  return element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN' },
    templates(['1.3.6.1.4.1.19376.1.5.3.1.4.13', '1.2.250.1.213.1.1.3.48', ...kinds]),
    identifier(id),
    coded('code', code),
    reference(wordsAt),
    status(),
    element('effectiveTime', { value: time }),
    value,
  );
}
