import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates, when } from '../coded.ts';
import type { Block, Cell } from '../draft.ts';
import { listOf, object, optional, type Read } from '../form/shape.ts';
import { anyDay, oneOf, text } from '../form/values.ts';
import { element, nothing, sequence, type Xml } from '../xml.ts';
import {
  doseQuantity,
  dosingTemplate,
  frenchDay,
  rhythmTime,
  said,
  stepTime,
  type Take,
  takeForm,
  treatmentDays,
} from './dosage.ts';
import { consumable, medicineForm, sameProduct } from './medicine.ts';
import { cim10, reasonFor } from './reason.ts';
import { remark } from './remark.ts';
import { nothingKnown, routes } from './tables.ts';

/** What a treatment is, however it stands in a document: the medicine, the steps of taking it, its days, its way in, its reason. */
export const treatmentFields = {
  medicine: medicineForm,
  takes: listOf(takeForm, 10, 1),
  from: optional(anyDay),
  to: optional(anyDay),
  route: optional(oneOf(routes)),
  reason: optional(cim10),
} as const;

/** A treatment that the person takes or took. */
export const statementForm = object({ ...treatmentFields, note: optional(text(1000)) });
export type Statement = Read<typeof statementForm>;
export type Treatment = Omit<Statement, 'note'>;

/** The days of a treatment; one step alone may say them by its own. */
export function daysOf({ from, to, takes }: Treatment): { readonly from?: string; readonly to?: string } {
  const [only, second] = takes;
  const start = from ?? only?.from;
  const last =
    second === undefined && to === undefined && start !== undefined && only?.days !== undefined
      ? after(start, only.days - 1)
      : to;
  return { ...(start === undefined ? {} : { from: start }), ...(last === undefined ? {} : { to: last }) };
}

function after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The cells of a treatment in the narrative; `id` is the stem of the ids its entry points to. */
export function treatmentCells(treatment: Treatment, id: string): readonly Cell[] {
  const { from, to } = daysOf(treatment);
  const days = [...(from === undefined ? [] : [`du ${frenchDay(from)}`]), ...(to === undefined ? [] : [`au ${frenchDay(to)}`])];
  const { route, reason } = treatment;
  return [
    { id, text: treatment.medicine.name },
    [
      ...treatment.takes.map((take, index) => ({ id: `${id}-t${index + 1}`, text: said(take) })),
      ...(route === undefined ? [] : [{ id: `${id}-r`, text: routes[route].display }]),
    ],
    days.length === 0 ? 'non précisée' : days.join(' '),
    reason === undefined ? '' : { id: `${id}-m`, text: reason.display },
  ];
}
export const treatmentHead = ['Médicament', 'Posologie', 'Période', 'Motif'] as const;

/** From `effectiveTime` to `doseQuantity`, in the order of the schema; `repeats` stands between. */
export function timesAndDose(treatment: Treatment, id: string, repeats: Xml = nothing): Xml {
  const { takes, route } = treatment;
  const { from, to } = daysOf(treatment);
  const [only] = takes;
  const single = takes.length === 1 ? only : undefined;
  return sequence([
    treatmentDays(from, to),
    when(single, (take) => rhythmTime(take, `${id}-t1`)),
    repeats,
    when(route, (name) => coded('routeCode', routes[name], undefined, reference(`${id}-r`, 'originalText'))),
    when(single, doseQuantity),
  ]);
}

/** The steps of a dosage that changes. Source: CI-SIS, FR-Traitement-prescrit-subordonne (1.2.250.1.213.1.1.3.83.1). */
export function steps(takes: readonly Take[], id: string, moodCode: 'INT' | 'EVN', ids: () => Ii): readonly Xml[] {
  if (takes.length < 2) return [];
  return takes.map((take, index) =>
    element(
      'entryRelationship',
      { typeCode: 'COMP' },
      element('sequenceNumber', { value: index + 1 }),
      element(
        'substanceAdministration',
        { classCode: 'SBADM', moodCode },
        moodCode === 'INT' ? templates(['1.2.250.1.213.1.1.3.83.1']) : nothing,
        identifier(ids()),
        reference(`${id}-t${index + 1}`),
        status(),
        stepTime(take, `${id}-t${index + 1}`),
        doseQuantity(take),
        sameProduct,
      ),
    ),
  );
}

/** A treatment of the person. Source: CI-SIS, FR-Traitement (1.2.250.1.213.1.1.3.42); IHE PCC Medications. */
export function statementEntry(statement: Statement, id: string, ids: () => Ii): Xml {
  const { reason, note } = statement;
  return element(
    'entry',
    {},
    element(
      'substanceAdministration',
      { classCode: 'SBADM', moodCode: 'EVN' },
      templates([
        '2.16.840.1.113883.10.20.1.24',
        '1.3.6.1.4.1.19376.1.5.3.1.4.7',
        '1.2.250.1.213.1.1.3.42',
        dosingTemplate(statement.takes),
      ]),
      identifier(ids()),
      coded('code', drug),
      reference(id),
      status(),
      timesAndDose(statement, id),
      consumable(statement.medicine, id),
      ...steps(statement.takes, id, 'EVN', ids),
      when(reason, (of) => reasonFor(of, `${id}-m`, ids())),
      when(note, () => remark(`${id}-n`)),
    ),
  );
}

/** The same where there is none: the code of the act says so, the product stays empty. */
export function noTreatmentEntry(id: string, ids: () => Ii): Xml {
  return element(
    'entry',
    {},
    element(
      'substanceAdministration',
      { classCode: 'SBADM', moodCode: 'EVN' },
      templates([
        '2.16.840.1.113883.10.20.1.24',
        '1.3.6.1.4.1.19376.1.5.3.1.4.7',
        '1.2.250.1.213.1.1.3.42',
        '1.3.6.1.4.1.19376.1.5.3.1.4.7.1',
      ]),
      identifier(ids()),
      coded('code', nothingKnown.medications),
      reference(id),
      status(),
      sameProduct,
    ),
  );
}

export const drug = { code: 'DRUG', system: '2.16.840.1.113883.5.4', display: 'Médicament' } as const;

/** Treatments as a table and its entries; where there is none, the sentence and the entry that say so. */
export function treatments(
  list: readonly Statement[],
  prefix: string,
  ids: () => Ii,
): { readonly blocks: readonly Block[]; readonly entries: readonly Xml[] } {
  if (list.length === 0) {
    const id = `${prefix}0`;
    return {
      blocks: [{ kind: 'paragraph', text: { id, text: 'Aucun traitement médicamenteux.' } }],
      entries: [noTreatmentEntry(id, ids)],
    };
  }
  const rows = list.map((each, index): readonly Cell[] => {
    const id = `${prefix}${index + 1}`;
    return [...treatmentCells(each, id), each.note === undefined ? '' : { id: `${id}-n`, text: each.note }];
  });
  return {
    blocks: [{ kind: 'table', head: [...treatmentHead, 'Remarque'], rows }],
    entries: list.map((each, index) => statementEntry(each, `${prefix}${index + 1}`, ids)),
  };
}
