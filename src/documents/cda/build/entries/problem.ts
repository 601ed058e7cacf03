import type { CodedValue } from '#kernel';
import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates, when } from '../coded.ts';
import type { Block, Cell } from '../draft.ts';
import { object, optional, type Read, type Reader } from '../form/shape.ts';
import { inOrder, pastDay, text } from '../form/values.ts';
import { hl7Date } from '../time.ts';
import { element, type Xml } from '../xml.ts';
import { frenchDay } from './dosage.ts';
import { cim10 } from './reason.ts';
import { nothingKnown, snomed } from './tables.ts';

const fields = object({
  name: text(300),
  code: optional(cim10),
  since: optional(pastDay),
  until: optional(pastDay),
  note: optional(text(1000)),
});

/** A disease, a symptom, a thing of the past: its name, its CIM-10 code when known, its days. */
export type Problem = Read<typeof fields>;
export const problemForm: Reader<Problem> = (value, spot) => {
  const problem = fields(value, spot);
  inOrder(spot.at, problem.since, problem.until);
  return problem;
};

const diagnosis = snomed('282291009', 'interprétation diagnostique');
const concern = ['2.16.840.1.113883.10.20.1.27', '1.3.6.1.4.1.19376.1.5.3.1.4.5.1'];

/** `low` and `high` of something that lasts; a start nobody told is UNK. */
export function lasting(since: string | undefined, until: string | undefined): Xml {
  return element(
    'effectiveTime',
    { 'xsi:type': 'IVL_TS' },
    element('low', since === undefined ? { nullFlavor: 'UNK' } : { value: hl7Date(since) }),
    when(until, (day) => element('high', { value: hl7Date(day) })),
  );
}

/** A concern and what it is about. A concern that is over has an end. Source: IHE PCC Concern Entry. */
export function concernAct(
  templateIds: readonly string[],
  id: Ii,
  since: string | undefined,
  until: string | undefined,
  about: Xml,
): Xml {
  return element(
    'entry',
    {},
    element(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      templates([...concern, ...templateIds]),
      identifier(id),
      element('code', { nullFlavor: 'NA' }),
      status(until === undefined ? 'active' : 'completed'),
      lasting(since, until),
      element('entryRelationship', { typeCode: 'SUBJ', inversionInd: 'false' }, about),
    ),
  );
}

/** Source: CI-SIS, FR-Liste-des-problemes (1.2.250.1.213.1.1.3.39) and FR-Probleme (1.2.250.1.213.1.1.3.37). */
function problemEntry(value: CodedValue | undefined, problem: Pick<Problem, 'since' | 'until'>, id: string, ids: () => Ii): Xml {
  const { since, until } = problem;
  const original = reference(id, 'originalText');
  const observation = element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN', negationInd: 'false' },
    templates(['2.16.840.1.113883.10.20.1.28', '1.3.6.1.4.1.19376.1.5.3.1.4.5', '1.2.250.1.213.1.1.3.37']),
    identifier(ids()),
    coded('code', diagnosis),
    reference(id),
    status(),
    lasting(since, until),
    value === undefined ? element('value', { 'xsi:type': 'CD' }, original) : coded('value', value, 'CD', original),
  );
  return concernAct(['1.3.6.1.4.1.19376.1.5.3.1.4.5.2', '1.2.250.1.213.1.1.3.39'], ids(), since, until, observation);
}

/** Problems as a table and their entries; where there is none, `none` says so, in words and by its code. */
export function problems(
  list: readonly Problem[],
  prefix: string,
  none: string,
  ids: () => Ii,
): { readonly blocks: readonly Block[]; readonly entries: readonly Xml[] } {
  if (list.length === 0)
    return {
      blocks: [{ kind: 'paragraph', text: { id: `${prefix}0`, text: none } }],
      entries: [problemEntry(nothingKnown.problems, {}, `${prefix}0`, ids)],
    };
  const rows = list.map(({ name, since, until, note }, index): readonly Cell[] => [
    { id: `${prefix}${index + 1}`, text: name },
    period(since, until),
    note ?? '',
  ]);
  return {
    blocks: [{ kind: 'table', head: ['Nom', 'Période', 'Remarque'], rows }],
    entries: list.map((each, index) => problemEntry(each.code, each, `${prefix}${index + 1}`, ids)),
  };
}

function period(since: string | undefined, until: string | undefined): string {
  if (since === undefined) return until === undefined ? 'non précisée' : `jusqu’au ${frenchDay(until)}`;
  return until === undefined ? `depuis le ${frenchDay(since)}` : `du ${frenchDay(since)} au ${frenchDay(until)}`;
}
