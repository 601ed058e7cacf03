import type { Section } from '../draft.ts';
import { allergies, allergyForm } from '../entries/allergy.ts';
import { frenchDay } from '../entries/dosage.ts';
import { carePlan, followUpForm } from '../entries/followUp.ts';
import { chosen, simpleObservation, told, truth } from '../entries/simple.ts';
import { statementForm, treatments } from '../entries/statement.ts';
import { admissions, cisis, discharges, documentStates, loinc } from '../entries/tables.ts';
import { missing } from '../form/refusals.ts';
import { listOf, object, optional, type Read } from '../form/shape.ts';
import { flag, inOrder, oneOf, paragraphs, text } from '../form/values.ts';
import { hl7Time } from '../time.ts';
import { element, type Xml } from '../xml.ts';
import { type Built, checkHeading, documentType, type Heading, type Workshop, workshop, written } from './model.ts';

/**
 * A letter at the end of a stay in hospital. The stay is the event of the heading, with its end. What the public health code asks for in
 * every letter (art. R1112-1-2: micro-organisms, blood) is answered by yes or no.
 */
export const dischargeForm = object({
  state: optional(oneOf(documentStates)),
  reason: paragraphs,
  admission: oneOf(admissions),
  discharge: oneOf(discharges),
  synthesis: paragraphs,
  adverseEvents: optional(text(2000)),
  resistantSearched: flag,
  resistantFound: optional(text(500)),
  transfusion: flag,
  transfusionAccidents: optional(text(1000)),
  bloodProducts: flag,
  bloodProductEvents: optional(text(1000)),
  stopped: optional(listOf(statementForm, 100)),
  treatments: listOf(statementForm, 100),
  /** Left out: the letter does not speak of allergies; empty: none is known. */
  allergies: optional(listOf(allergyForm, 100)),
  awaited: optional(listOf(text(500), 50)),
  followUp: optional(listOf(followUpForm, 50)),
});
export type DischargeForm = Read<typeof dischargeForm>;

/**
 * Writes a discharge letter (lettre de liaison à la sortie, LDL-SES 2022.01).
 *
 * Refuses what {@link dischargeForm} and the heading refuse; a stay without its end is `documents.form-missing`. Source: CI-SIS, volet LDL.
 */
export function buildDischargeLetter(heading: Heading, given: unknown, now = heading.effectiveTime): Built {
  checkHeading(heading, now);
  const { start, end } = heading.event;
  if (end === undefined) throw missing('event.end');
  const form = dischargeForm(given, { at: '', now });
  for (const name of ['stopped', 'treatments'] as const)
    for (const [index, { from, to }] of (form[name] ?? []).entries()) inOrder(`${name}[${index}]`, from, to);
  const shop = workshop(heading);
  const day = (moment: Date): string => hl7Time(moment, shop.zone).slice(0, 8);
  const days = { start: day(start), end: day(end), written: day(heading.effectiveTime) };
  const draft = {
    ...heading,
    title: heading.title ?? 'Lettre de liaison à la sortie d’hospitalisation',
    type: documentType('11490-0'),
    templateIds: [{ root: '1.2.250.1.213.1.1.1.29', extension: '2022.01' }],
    event: { ...heading.event, code: inHospital, encounter: heading.event.encounter ?? inHospital },
  };
  return written({ draft, sections: sections(form, days, shop), copy: false });
}

const inHospital = { code: 'IMP', system: '2.16.840.1.113883.5.4', display: 'Hospitalisation (établissement, y compris HAD)' };
interface Days {
  readonly start: string;
  readonly end: string;
  readonly written: string;
}

function sections(form: DischargeForm, days: Days, shop: Workshop): readonly Section[] {
  const { ids } = shop;
  const { stopped = [], awaited = [], followUp = [] } = form;
  return [
    stateOf(form, days, shop),
    {
      templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.1', '1.2.250.1.213.1.1.2.127'],
      id: ids(),
      code: loinc('42349-1', 'Raison de la recommandation'),
      title: 'Motif de l’hospitalisation',
      blocks: form.reason.map((words) => ({ kind: 'paragraph', text: words })),
    },
    stay(form, days, shop),
    ...(stopped.length === 0
      ? []
      : [
          {
            templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.21', '1.2.250.1.213.1.1.2.145'],
            id: ids(),
            code: loinc('18610-6', 'Traitements administrés'),
            title: 'Traitements arrêtés pendant le séjour',
            ...treatments(stopped, 'arr', ids),
          },
        ]),
    {
      templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.22', '1.2.250.1.213.1.1.2.146'],
      id: ids(),
      code: loinc('10183-2', 'Traitements à la sortie'),
      title: 'Traitements à la sortie',
      ...treatments(form.treatments, 'med', ids),
    },
    ...(awaited.length === 0
      ? []
      : [
          {
            templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.27', '1.2.250.1.213.1.1.2.150'],
            id: ids(),
            code: loinc('30954-2', "Résultats d'examens"),
            title: 'Résultats attendus',
            blocks: [{ kind: 'list', items: awaited } as const],
          },
        ]),
    ...(followUp.length === 0 ? [] : [carePlan(followUp, ids)]),
    ...(form.allergies === undefined
      ? []
      : [
          {
            templateIds: ['2.16.840.1.113883.10.20.1.2', '1.3.6.1.4.1.19376.1.5.3.1.3.13', '1.2.250.1.213.1.1.2.137'],
            id: ids(),
            code: loinc('48765-2', 'Allergies et hypersensibilités'),
            title: 'Allergies et intolérances',
            ...allergies(form.allergies, 'all', ids),
          },
        ]),
  ];
}

function stateOf({ state = 'validated' }: DischargeForm, { written: at }: Days, { ids }: Workshop): Section {
  const words = { validated: 'Lettre validée', 'in-progress': 'Lettre provisoire' }[state];
  const kind = '1.2.250.1.213.1.1.2.35';
  return {
    templateIds: [kind, `${kind}.1`],
    id: ids(),
    code: loinc('33557-0', "Etat d'achèvement"),
    title: 'Statut du document',
    blocks: [{ kind: 'paragraph', text: { id: 'statut', text: words } }],
    entries: [
      element(
        'entry',
        {},
        simpleObservation('16', ids(), cisis('GEN-065', 'Statut du document'), 'statut', at, chosen(documentStates[state])),
      ),
    ],
  };
}

/** FR-Resultats-evenements-LDL-SES: each line is said in the table and again by its entry. */
function stay(form: DischargeForm, { start, end }: Days, { ids }: Workshop): Section {
  const lines = eventsOf(form, start, end);
  const entry = ([suffix, code, label, words, value, time]: Line, index: number): Xml =>
    element('entry', {}, simpleObservation(suffix, ids(), cisis(code, label), `evt${index + 1}`, time, value ?? told(words)));
  return {
    templateIds: [
      '1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9',
      '1.3.6.1.4.1.19376.1.7.3.1.1.13.7',
      '1.2.250.1.213.1.1.2.163',
      '1.2.250.1.213.1.1.2.163.1',
    ],
    id: ids(),
    code: loinc('42545-4', 'Evènements observés'),
    title: 'Synthèse médicale du séjour',
    blocks: [{ kind: 'table', rows: lines.map(([, , label, words], index) => [label, { id: `evt${index + 1}`, text: words }]) }],
    entries: lines.map(entry),
  };
}

type Line = readonly [suffix: string, code: string, label: string, words: string, value: Xml | undefined, time: string];

function eventsOf(form: DischargeForm, start: string, end: string): readonly Line[] {
  const yesNo = (suffix: string, code: string, label: string, said: boolean): Line => [
    suffix,
    code,
    label,
    said ? 'Oui' : 'Non',
    truth(said),
    end,
  ];
  const words = (suffix: string, code: string, label: string, said: string | undefined): readonly Line[] =>
    said === undefined ? [] : [[suffix, code, label, said, undefined, end]];
  const mode = (of: { readonly display: string }, day: string): string =>
    `${of.display}, le ${frenchDay(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`)}`;
  const [come, gone] = [admissions[form.admission], discharges[form.discharge]];
  return [
    ['6', 'ORG-070', "Modalité d'entrée", mode(come, start), chosen(come, 'CE'), start],
    ['7', 'ORG-074', 'Modalité de sortie', mode(gone, end), chosen(gone, 'CE'), end],
    ['9', 'MED-142', 'Synthèse médicale', form.synthesis.join(' '), undefined, end],
    ...words('3', 'MED-143', "Evènements indésirables survenus pendant l'hospitalisation", form.adverseEvents),
    yesNo('8', 'MED-309', 'Recherche de microorganismes multi-résistants ou émergents effectuée', form.resistantSearched),
    ...words('5', 'MED-144', 'Identification de micro-organismes multirésistants', form.resistantFound),
    yesNo('10', 'MED-145', 'Transfusion de produits sanguins', form.transfusion),
    ...words('1', 'MED-146', 'Accidents transfusionnels', form.transfusionAccidents),
    yesNo('2', 'MED-147', 'Administration de dérivés du sang', form.bloodProducts),
    ...words('4', 'MED-148', "Evènements indésirables suite à l'administration de dérivés du sang", form.bloodProductEvents),
  ];
}
