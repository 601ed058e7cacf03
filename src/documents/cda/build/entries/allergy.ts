import type { CodedValue } from '#kernel';
import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates } from '../coded.ts';
import type { Block, Cell } from '../draft.ts';
import { object, optional, type Read } from '../form/shape.ts';
import { oneOf, pastDay, text } from '../form/values.ts';
import { element, nothing, type Xml } from '../xml.ts';
import { frenchDay } from './dosage.ts';
import { concernAct, lasting } from './problem.ts';
import { allergyKinds, nothingKnown } from './tables.ts';

/** An allergy or an intolerance: to what, of which kind, since when, and how it shows. */
export const allergyForm = object({
  agent: text(300),
  kind: optional(oneOf(allergyKinds)),
  since: optional(pastDay),
  reaction: optional(text(300)),
});
export type Allergy = Read<typeof allergyForm>;

/** Source: CI-SIS, FR-Liste-des-allergies (1.2.250.1.213.1.1.3.40) and FR-Allergie-ou-hypersensibilite (1.2.250.1.213.1.1.3.41). */
function allergyEntry(
  { kind = 'allergy', since, reaction }: Partial<Allergy>,
  value: CodedValue | undefined,
  id: string,
  ids: () => Ii,
): Xml {
  const original = reference(id, 'originalText');
  const agent = element(
    'participant',
    { typeCode: 'CSM' },
    element(
      'participantRole',
      { classCode: 'MANU' },
      element('playingEntity', { classCode: 'MMAT' }, element('code', { nullFlavor: 'OTH' }, original)),
    ),
  );
  const observation = element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN', negationInd: 'false' },
    templates([
      '2.16.840.1.113883.10.20.1.18',
      '2.16.840.1.113883.10.20.1.28',
      '1.3.6.1.4.1.19376.1.5.3.1.4.5',
      '1.3.6.1.4.1.19376.1.5.3.1.4.6',
      '1.2.250.1.213.1.1.3.41',
    ]),
    identifier(ids()),
    coded('code', allergyKinds[kind]),
    reference(id),
    status(),
    lasting(since, undefined),
    value === undefined ? element('value', { 'xsi:type': 'CD' }, original) : coded('value', value, 'CD', original),
    value === undefined ? agent : nothing,
    reaction === undefined ? nothing : manifestation(`${id}-r`, since, ids()),
  );
  return concernAct(['1.3.6.1.4.1.19376.1.5.3.1.4.5.3', '1.2.250.1.213.1.1.3.40'], ids(), since, undefined, observation);
}

/** How it showed, in words. */
function manifestation(id: string, since: string | undefined, number: Ii): Xml {
  return element(
    'entryRelationship',
    { typeCode: 'MFST', inversionInd: 'true' },
    element(
      'observation',
      { classCode: 'OBS', moodCode: 'EVN', negationInd: 'false' },
      templates([
        '2.16.840.1.113883.10.20.1.28',
        '2.16.840.1.113883.10.20.1.54',
        '1.3.6.1.4.1.19376.1.5.3.1.4.5',
        '1.2.250.1.213.1.1.3.37',
      ]),
      identifier(number),
      coded('code', { code: '404684003', system: '2.16.840.1.113883.6.96', display: 'constatation clinique' }),
      reference(id),
      status(),
      lasting(since, undefined),
      element('value', { 'xsi:type': 'CD' }, reference(id, 'originalText')),
    ),
  );
}

/** Allergies as a table and their entries; where none is known, the sentence and the entry that say so. */
export function allergies(
  list: readonly Allergy[],
  prefix: string,
  ids: () => Ii,
): { readonly blocks: readonly Block[]; readonly entries: readonly Xml[] } {
  if (list.length === 0)
    return {
      blocks: [{ kind: 'paragraph', text: { id: `${prefix}0`, text: 'Aucune allergie ni intolérance connue.' } }],
      entries: [allergyEntry({}, nothingKnown.allergies, `${prefix}0`, ids)],
    };
  const rows = list.map(({ agent, kind = 'allergy', since, reaction }, index): readonly Cell[] => [
    { id: `${prefix}${index + 1}`, text: agent },
    allergyKinds[kind].display,
    since === undefined ? '' : `depuis le ${frenchDay(since)}`,
    reaction === undefined ? '' : { id: `${prefix}${index + 1}-r`, text: reaction },
  ]);
  return {
    blocks: [{ kind: 'table', head: ['Agent', 'Nature', 'Depuis', 'Réaction'], rows }],
    entries: list.map((each, index) => allergyEntry(each, undefined, `${prefix}${index + 1}`, ids)),
  };
}
