import { coded, identifier, reference, status, templates, when } from '../coded.ts';
import type { Block, Cell, Section } from '../draft.ts';
import { dosingTemplate, frenchDay } from '../entries/dosage.ts';
import { consumable } from '../entries/medicine.ts';
import { reasonFor } from '../entries/reason.ts';
import { simpleObservation, truth } from '../entries/simple.ts';
import { drug, steps, timesAndDose, treatmentCells, treatmentFields, treatmentHead } from '../entries/statement.ts';
import { cisis, loinc } from '../entries/tables.ts';
import { listOf, object, optional, type Read } from '../form/shape.ts';
import { anyDay, flag, inOrder, text, whole } from '../form/values.ts';
import { hl7Time } from '../time.ts';
import { element, type Xml } from '../xml.ts';
import { type Built, checkHeading, documentType, type Heading, type Workshop, workshop, written } from './model.ts';

const item = object({
  ...treatmentFields,
  /** Packages to deliver each time. */
  boxes: optional(whole(1, 99)),
  repeats: optional(whole(0, 99)),
  forPatient: optional(text(1000)),
  forPharmacist: optional(text(1000)),
  /** Why no generic may be given instead; absent, one may. */
  noSubstitution: optional(text(200)),
  longTermIllness: optional(flag),
  workAccident: optional(flag),
  prevention: optional(flag),
  notReimbursed: optional(flag),
  offLabel: optional(flag),
});
type Item = Read<typeof item>;

/** A prescription of medicines; valid a year from the act unless `validUntil` says another day. */
export const prescriptionForm = object({
  medicines: listOf(item, 50, 1),
  validUntil: optional(anyDay),
  note: optional(text(2000)),
});
export type PrescriptionForm = Read<typeof prescriptionForm>;

/** What is said of every prescribed medicine, yes or no: template, field, code and words of the CI-SIS. */
const marks = [
  ['13', 'longTermIllness', cisis('MED-574', 'En rapport avec une ALD'), 'ALD'],
  ['14', 'workAccident', cisis('GEN-180', 'En rapport avec un accident du travail ou une maladie professionnelle'), 'AT/MP'],
  ['34', 'prevention', cisis('GEN-295', 'En rapport avec la prévention'), 'Prévention'],
  ['15', 'notReimbursed', cisis('GEN-181', 'Non remboursable'), 'Non remboursable'],
  ['12', 'offLabel', cisis('GEN-179', 'Hors Autorisation de Mise sur le Marché (AMM)'), 'Hors AMM'],
] as const;

/**
 * Writes a prescription of medicines (eP-MED-DM 2024.01), with its printed form inside.
 *
 * Refuses what {@link prescriptionForm} and the heading refuse; a treatment that ends before it begins is `documents.form-backwards`.
 * Medical devices are not written. Source: CI-SIS, volet eP-MED-DM; IHE Pharmacy PRE.
 */
export function buildPrescription(heading: Heading, given: unknown, now = heading.effectiveTime): Built {
  checkHeading(heading, now);
  const form = prescriptionForm(given, { at: '', now });
  const shop = workshop(heading);
  for (const [index, { from, to }] of form.medicines.entries()) inOrder(`medicines[${index}]`, from, to);
  const act = heading.event.start;
  inOrder('validUntil', act.toISOString().slice(0, 10), form.validUntil);
  const until = form.validUntil === undefined ? new Date(act) : new Date(`${form.validUntil}T12:00:00Z`);
  if (form.validUntil === undefined) until.setUTCFullYear(until.getUTCFullYear() + 1);
  const type = documentType('57833-6');
  const draft = {
    ...heading,
    title: heading.title ?? 'Prescription de médicaments',
    type,
    templateIds: [
      '1.3.6.1.4.1.19376.1.9.1.1.1',
      '1.3.6.1.4.1.19376.1.5.3.1.1.1',
      { root: '1.2.250.1.213.1.1.1.39', extension: '2024.01' },
    ],
    event: { ...heading.event, code: type, validUntil: until },
  };
  return written({ draft, sections: [medicines(form, hl7Time(heading.effectiveTime, shop.zone), until, shop)], copy: true });
}

function medicines(form: PrescriptionForm, time: string, until: Date, shop: Workshop): Section {
  const rows = form.medicines.map((each, index) => cells(each, `med${index + 1}`));
  const table: Block = { kind: 'table', head: [...treatmentHead, 'Délivrance', 'Consignes', 'Mentions'], rows };
  const validity = `Prescription valable jusqu’au ${frenchDay(until.toISOString().slice(0, 10))}.`;
  return {
    templateIds: ['1.3.6.1.4.1.19376.1.9.1.2.1', '1.2.250.1.213.1.1.2.171'],
    id: shop.ids(),
    code: loinc('57828-6', 'Prescriptions'),
    title: 'Prescription de médicaments',
    blocks: [
      table,
      { kind: 'paragraph', text: validity },
      ...(form.note === undefined ? [] : [{ kind: 'paragraph', text: form.note } as const]),
    ],
    entries: form.medicines.map((each, index) => entry(each, `med${index + 1}`, time, shop)),
  };
}

function cells(each: Item, id: string): readonly Cell[] {
  const { boxes, repeats = 0, forPatient, forPharmacist, noSubstitution } = each;
  return [
    ...treatmentCells(each, id),
    [
      ...(boxes === undefined ? [] : [boxes === 1 ? '1 boîte' : `${boxes} boîtes`]),
      repeats === 0 ? 'non renouvelable' : `à renouveler ${repeats} fois`,
      {
        id: `${id}-s`,
        text: noSubstitution === undefined ? 'substituable par un générique' : `non substituable : ${noSubstitution}`,
      },
    ],
    [
      ...(forPatient === undefined ? [] : [{ id: `${id}-p`, text: forPatient }]),
      ...(forPharmacist === undefined ? [] : ['Au pharmacien :', { id: `${id}-f`, text: forPharmacist }]),
    ],
    marks.map(([suffix, field, , words]) => ({
      id: `${id}-x${suffix}`,
      text: `${words} : ${each[field] === true ? 'oui' : 'non'}`,
    })),
  ];
}

/** Source: CI-SIS, FR-Traitement-prescrit (1.2.250.1.213.1.1.3.83); IHE Pharmacy Prescription Item. */
function entry(each: Item, id: string, time: string, { ids }: Workshop): Xml {
  const { boxes, repeats = 0, forPatient, forPharmacist, noSubstitution, reason } = each;
  const component = (of: Xml): Xml => element('entryRelationship', { typeCode: 'COMP' }, of);
  return element(
    'entry',
    {},
    element(
      'substanceAdministration',
      { classCode: 'SBADM', moodCode: 'INT' },
      templates([
        '2.16.840.1.113883.10.20.1.24',
        '1.3.6.1.4.1.19376.1.5.3.1.4.7',
        '1.3.6.1.4.1.19376.1.9.1.3.2',
        '1.2.250.1.213.1.1.3.83',
        '1.3.6.1.4.1.19376.1.9.1.3.6',
        dosingTemplate(each.takes),
      ]),
      identifier(ids()),
      coded('code', drug),
      reference(id),
      status(),
      timesAndDose(each, id, element('repeatNumber', { value: repeats })),
      consumable(each.medicine, id, { kind: true }),
      ...steps(each.takes, id, 'INT', ids),
      when(reason, (of) => reasonFor(of, `${id}-m`, ids())),
      when(forPatient, () => instruction('PINSTRUCT', `${id}-p`)),
      when(forPharmacist, () => instruction('FINSTRUCT', `${id}-f`)),
      when(boxes, (count) => component(quantity(count))),
      component(substitution(noSubstitution === undefined, `${id}-s`)),
      ...marks.map(([suffix, field, code]) =>
        component(simpleObservation(suffix, ids(), code, `${id}-x${suffix}`, time, truth(each[field] === true))),
      ),
    ),
  );
}

/** FR-Instruction-au-patient, FR-Instruction-au-dispensateur. */
function instruction(code: 'PINSTRUCT' | 'FINSTRUCT', wordsAt: string): Xml {
  const kinds =
    code === 'PINSTRUCT'
      ? ['2.16.840.1.113883.10.20.1.49', '1.3.6.1.4.1.19376.1.5.3.1.4.3', '1.2.250.1.213.1.1.3.33']
      : ['2.16.840.1.113883.10.20.1.43', '1.3.6.1.4.1.19376.1.5.3.1.4.3.1', '1.2.250.1.213.1.1.3.34'];
  return element(
    'entryRelationship',
    { typeCode: 'SUBJ', inversionInd: 'true' },
    element(
      'act',
      { classCode: 'ACT', moodCode: 'INT' },
      templates(kinds),
      element('code', { code, codeSystem: '1.3.6.1.4.1.19376.1.5.3.2', codeSystemName: 'IHEActCode' }),
      reference(wordsAt),
      status(),
    ),
  );
}

/** FR-Quantite-de-produit: boxes, by their EDQM code. */
function quantity(boxes: number): Xml {
  return element(
    'supply',
    { classCode: 'SPLY', moodCode: 'RQO' },
    templates(['1.3.6.1.4.1.19376.1.9.1.3.8', '1.2.250.1.213.1.1.3.86']),
    element('independentInd', { value: 'false' }),
    element('quantity', { value: boxes, unit: '30009000' }),
  );
}

/** FR-Autorisation-de-substitution. */
function substitution(allowed: boolean, wordsAt: string): Xml {
  const [code, display] = allowed
    ? ['G', 'Substitution autorisée par un produit générique']
    : ['N', 'Aucune substitution permise'];
  return element(
    'act',
    { classCode: 'ACT', moodCode: 'DEF' },
    templates(['1.3.6.1.4.1.19376.1.9.1.3.9.1', '1.2.250.1.213.1.1.3.87']),
    coded('code', { code, system: '2.16.840.1.113883.5.1070', display }, undefined, reference(wordsAt, 'originalText')),
    status(),
  );
}
