import type { Section } from '../draft.ts';
import { allergies, allergyForm } from '../entries/allergy.ts';
import { habitForm, lifestyle, pastProcedures, procedureForm } from '../entries/history.ts';
import { problemForm, problems } from '../entries/problem.ts';
import { statementForm, treatments } from '../entries/statement.ts';
import { loinc } from '../entries/tables.ts';
import { missing } from '../form/refusals.ts';
import { listOf, object, optional, type Read } from '../form/shape.ts';
import { inOrder, text } from '../form/values.ts';
import { type Built, checkHeading, documentType, type Heading, type Workshop, workshop, written } from './model.ts';

/**
 * The summary of a person that the attending physician keeps. An empty list says that nothing is known of its kind; what the physician
 * does not speak of is left out (`procedures`, `habits`, `risks`).
 */
export const summaryForm = object({
  problems: listOf(problemForm, 100),
  history: listOf(problemForm, 100),
  allergies: listOf(allergyForm, 100),
  procedures: optional(listOf(procedureForm, 100)),
  habits: optional(listOf(habitForm, 20)),
  /** Risks of work or surroundings, in words. */
  risks: optional(listOf(text(500), 20)),
  /** What the next reader must look at: results, points of attention. */
  attention: listOf(text(1000), 50),
  treatments: listOf(statementForm, 100),
});
export type SummaryForm = Read<typeof summaryForm>;

/**
 * Writes a medical summary (volet de synthèse médicale, VSM 2023.01), for the attending physician named by the heading.
 *
 * Refuses what {@link summaryForm} and the heading refuse. Source: CI-SIS, volet VSM.
 */
export function buildMedicalSummary(heading: Heading, given: unknown, now = heading.effectiveTime): Built {
  checkHeading(heading, now);
  if (heading.attendingPhysician === undefined) throw missing('attendingPhysician');
  const form = summaryForm(given, { at: '', now });
  for (const [index, { from, to }] of form.treatments.entries()) inOrder(`treatments[${index}]`, from, to);
  const shop = workshop(heading);
  const draft = {
    ...heading,
    title: heading.title ?? 'Synthèse médicale',
    type: documentType('SYNTH'),
    templateIds: [{ root: '1.2.250.1.213.1.1.1.13', extension: '2023.01' }],
    event: { ...heading.event, code: loinc('34117-2', 'Historique et clinique') },
  };
  return written({ draft, sections: [synthesis(form, shop), attention(form, shop), longTerm(form, shop)], copy: false });
}

function synthesis(form: SummaryForm, { ids }: Workshop): Section {
  const now: Section = {
    templateIds: ['2.16.840.1.113883.10.20.1.11', '1.3.6.1.4.1.19376.1.5.3.1.3.6', '1.2.250.1.213.1.1.2.132'],
    id: ids(),
    code: loinc('11450-4', 'Liste des problèmes actifs'),
    title: 'Pathologies en cours',
    ...problems(form.problems, 'pb', 'Aucune pathologie en cours connue.', ids),
  };
  const past: Section = {
    templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.8', '1.2.250.1.213.1.1.2.134'],
    id: ids(),
    code: loinc('11348-0', 'Antécédents médicaux'),
    title: 'Antécédents médicaux',
    ...problems(form.history, 'ant', 'Aucun antécédent connu.', ids),
  };
  const hypersensitivity: Section = {
    templateIds: ['2.16.840.1.113883.10.20.1.2', '1.3.6.1.4.1.19376.1.5.3.1.3.13', '1.2.250.1.213.1.1.2.137'],
    id: ids(),
    code: loinc('48765-2', 'Allergies et hypersensibilités'),
    title: 'Allergies et intolérances',
    ...allergies(form.allergies, 'all', ids),
  };
  const { procedures = [] } = form;
  return {
    templateIds: ['1.2.250.1.213.1.1.2.29'],
    id: ids(),
    code: loinc('46612-8', 'Conclusions de synthèse'),
    title: 'Pathologies en cours, antécédents, allergies et facteurs de risque',
    subsections: [
      {
        templateIds: ['1.2.250.1.213.1.1.2.30'],
        id: ids(),
        code: loinc('34117-2', 'Historique et clinique'),
        title: 'Pathologies en cours, antécédents et allergies',
        subsections: [now, past, ...(procedures.length === 0 ? [] : [pastProcedures(procedures, ids)]), hypersensitivity],
      },
      riskFactors(form, ids),
    ],
  };
}

/** A section of its own words when nothing is said of any risk: the model wants one or the other. */
function riskFactors({ habits = [], risks = [] }: SummaryForm, ids: Workshop['ids']): Section {
  const section = {
    templateIds: ['1.2.250.1.213.1.1.2.31'],
    id: ids(),
    code: loinc('57207-3', 'Facteurs de risque'),
    title: 'Facteurs de risque',
  };
  const work: Section = {
    templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.1.5.3.1', '1.2.250.1.213.1.1.2.74'],
    id: ids(),
    code: loinc('10161-8', 'Facteurs de risques professionnels'),
    title: 'Risques professionnels et environnement',
    blocks: [{ kind: 'list', items: risks }],
  };
  const subsections = [...(habits.length === 0 ? [] : [lifestyle(habits, ids)]), ...(risks.length === 0 ? [] : [work])];
  return subsections.length === 0
    ? { ...section, blocks: [{ kind: 'paragraph', text: 'Aucun facteur de risque signalé.' }] }
    : { ...section, subsections };
}

function attention({ attention: points }: SummaryForm, { ids }: Workshop): Section {
  return {
    templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.3.27', '1.2.250.1.213.1.1.2.150'],
    id: ids(),
    code: loinc('30954-2', "Résultats d'examens"),
    title: 'Points de vigilance',
    blocks: [
      points.length === 0 ? { kind: 'paragraph', text: 'Aucun point de vigilance signalé.' } : { kind: 'list', items: points },
    ],
  };
}

function longTerm(form: SummaryForm, { ids }: Workshop): Section {
  return {
    templateIds: ['1.2.250.1.213.1.1.2.32'],
    id: ids(),
    code: loinc('18776-5', 'Plan de traitement'),
    title: 'Traitement au long cours',
    subsections: [
      {
        templateIds: ['2.16.840.1.113883.10.20.1.8', '1.3.6.1.4.1.19376.1.5.3.1.3.19', '1.2.250.1.213.1.1.2.143'],
        id: ids(),
        code: loinc('10160-0', 'Traitements'),
        title: 'Traitements',
        ...treatments(form.treatments, 'med', ids),
      },
    ],
  };
}
