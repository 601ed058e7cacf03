import type { CodedValue } from '#kernel';
import type { Ii } from '../../header.ts';
import type { CdaParty, Section } from '../draft.ts';
import { loinc } from '../entries/tables.ts';
import { malformed, missing, tooLong } from '../form/refusals.ts';
import { listOf, object, optional, type Read, type Reader } from '../form/shape.ts';
import { code, coded, decimal, identifierForm, oneOf, paragraphs, pastMoment, text } from '../form/values.ts';
import { type LabResult, laboratoryChapter } from '../laboratory.ts';
import { type Built, checkHeading, documentType, type Heading, type Workshop, workshop, written } from './model.ts';

/** Chapters of a laboratory report (JDV_BIO_Chapitres). */
export const chapters = {
  general: loinc('26436-6', 'Biologie polyvalente'),
  chemistry: loinc('18719-5', 'Biochimie'),
  haematology: loinc('18723-7', 'Hématologie'),
  'blood-count': loinc('18768-2', 'NFS - Hémogramme'),
  coagulation: loinc('18720-3', 'Hémostase, coagulation'),
  immunohaematology: loinc('18717-9', 'Immunohématologie'),
  'blood-gas': loinc('18767-4', 'Gaz du sang'),
  microbiology: loinc('18725-2', 'Microbiologie'),
  'viral-serology': loinc('92893-7', 'Sérologie virale'),
  'bacterial-serology': loinc('92894-5', 'Sérologie bactérienne'),
  'parasitic-serology': loinc('92892-9', 'Sérologie parasitaire'),
  endocrinology: loinc('92895-2', 'Endocrinologie'),
  allergy: loinc('18716-1', 'Allergie'),
  autoimmunity: loinc('18727-8', 'Auto-immunité'),
  toxicology: loinc('18728-6', 'Toxicologie'),
  drugs: loinc('18721-1', 'Dosages de médicaments et substances'),
  urine: loinc('18729-4', 'Examens urinaires - cristallurie'),
} as const;

const specimen = (of: string, display: string): CodedValue => ({ code: of, system: '2.16.840.1.113883.18.311', display });
/** JDV_HL7_SpecimenType_CISIS, the usual ones. */
const specimens = {
  blood: specimen('BLD', 'Sang'),
  'venous-blood': specimen('BLDV', 'Sang veineux'),
  'capillary-blood': specimen('BLDC', 'Sang capillaire'),
  'arterial-blood': specimen('BLDA', 'Sang artériel'),
  plasma: specimen('PLAS', 'Plasma'),
  serum: specimen('SER', 'Sérum'),
  urine: specimen('UR', 'Urine'),
  'cerebrospinal-fluid': specimen('CSF', 'Liquide céphalorachidien'),
  sputum: specimen('SPT', 'Expectoration (crachat)'),
  saliva: specimen('SAL', 'Salive'),
  throat: specimen('THRT', 'Gorge'),
} as const;

const analysis = object({
  code: coded('2.16.840.1.113883.6.1', /^\d{1,6}-\d$/),
  name: text(300),
  /** A number and its unit of UCUM; `shown` is the unit as the report prints it. */
  value: optional(decimal),
  unit: optional(code(/^[\x21-\x7e]{1,40}$/)),
  shown: optional(text(40)),
  low: optional(decimal),
  high: optional(decimal),
  /** Instead of a number. */
  words: optional(text(2000)),
  method: optional(text(200)),
  at: pastMoment,
});

const result: Reader<LabResult> = (value, spot) => {
  const { words, value: measured, unit, shown, low, high, method, ...rest } = analysis(value, spot);
  const common = { ...rest, ...(method === undefined ? {} : { method }) };
  if (words !== undefined) {
    if (measured !== undefined || low !== undefined || high !== undefined)
      throw malformed(spot.at, 'un nombre ou des mots, pas les deux', 'a number or words, not both');
    return { ...common, words };
  }
  if (measured === undefined) throw missing(`${spot.at}.value`);
  if (unit === undefined) throw missing(`${spot.at}.unit`);
  if (low !== undefined && high !== undefined && Number(high) < Number(low))
    throw malformed(`${spot.at}.high`, 'au moins la borne basse', 'at least the low bound');
  const bounds = {
    ...(shown === undefined ? {} : { shown }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  };
  return { ...common, value: measured, unit, ...bounds };
};

const chapter = object({
  chapter: oneOf(chapters),
  title: optional(text(120)),
  results: listOf(result, 200, 1),
  specimen: optional(object({ id: text(60), type: oneOf(specimens), taken: pastMoment, received: optional(pastMoment) })),
  comment: optional(text(2000)),
});

/** Results of one report in all: printing them takes the server's time. */
const mostResults = 600;

/** A laboratory report: its chapters with their results, and the conclusion of the biologist. */
export const reportForm = object({
  chapters: listOf(chapter, 20, 1),
  conclusion: optional(paragraphs),
  /** The number of the request. */
  order: optional(identifierForm),
});
export type ReportForm = Read<typeof reportForm>;

/** Who asked for the examinations, besides what every heading holds. */
export type ReportHeading = Heading & { readonly prescriber?: CdaParty };

/**
 * Writes a laboratory report (CR-BIO 2024.01), with its printed form inside. Its title is fixed by the model.
 *
 * Refuses what {@link reportForm} and the heading refuse. Panels, isolates, earlier results and images are not written.
 * Source: CI-SIS, volet CR-BIO; IHE PaLM XD-LAB.
 */
export function buildLaboratoryReport(heading: ReportHeading, given: unknown, now = heading.effectiveTime): Built {
  checkHeading(heading, now);
  const form = reportForm(given, { at: '', now });
  const count = form.chapters.reduce((sum, { results }) => sum + results.length, 0);
  if (count > mostResults) throw tooLong('chapters', mostResults);
  const shop = workshop(heading);
  const [first] = form.chapters;
  const { prescriber, ...rest } = heading;
  const order = form.order === undefined ? shop.ids() : plain(form.order);
  const draft = {
    ...rest,
    title: "Compte rendu d'examens biologiques",
    type: documentType('11502-2'),
    templateIds: ['1.3.6.1.4.1.19376.1.3.3', { root: '1.2.250.1.213.1.1.1.55', extension: '2024.01' }],
    event: { ...heading.event, ...(first === undefined ? {} : { code: chapters[first.chapter] }) },
    ...(prescriber === undefined ? {} : { prescriber, order }),
  };
  return written({ draft, sections: sections(form, heading, shop), copy: true });
}

const plain = ({ root, extension }: Read<typeof identifierForm>): Ii => ({
  root,
  ...(extension === undefined ? {} : { extension }),
});

function sections(form: ReportForm, heading: Heading, { zone, ids }: Workshop): readonly Section[] {
  const written = form.chapters.map(({ chapter: name, title, results, specimen: taken, comment }, index) =>
    laboratoryChapter(chapters[name], title ?? chapters[name].display, results, `r${index + 1}`, {
      zone,
      ...(comment === undefined ? {} : { comment }),
      ...(taken === undefined
        ? {}
        : {
            specimen: {
              id: { root: heading.id.root, extension: taken.id },
              type: specimens[taken.type],
              taken: taken.taken,
              ...(taken.received === undefined ? {} : { received: taken.received }),
            },
          }),
    }),
  );
  if (form.conclusion === undefined) return written;
  const conclusion: Section = {
    templateIds: ['2.16.840.1.113883.10.12.201', '1.3.6.1.4.1.19376.1.4.1.2.16', '1.2.250.1.213.1.1.2.73'],
    id: ids(),
    code: loinc('55112-7', 'Commentaire'),
    title: 'Conclusion du biologiste',
    blocks: form.conclusion.map((words) => ({ kind: 'paragraph', text: words })),
  };
  return [...written, conclusion];
}
