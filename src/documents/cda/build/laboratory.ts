import type { CodedValue } from '#kernel';
import type { FullIi } from '../header.ts';
import { coded, identifier, reference, status, templates, when } from './coded.ts';
import type { Cell, Section, Words } from './draft.ts';
import { remark } from './entries/remark.ts';
import { hl7Time } from './time.ts';
import { element, leaf, nothing, type Xml } from './xml.ts';

interface Analysis {
  /** LOINC. */
  readonly code: CodedValue;
  /** The name as the report prints it. */
  readonly name: string;
  readonly method?: string;
  readonly at: Date;
}

interface Measured extends Analysis {
  /** A decimal number with a point. */
  readonly value: string;
  /** UCUM; `shown` is how the report prints it when that differs. */
  readonly unit: string;
  readonly shown?: string;
  readonly low?: string;
  readonly high?: string;
}

/** A result that is told in words: a culture, an aspect. */
interface Worded extends Analysis {
  readonly words: string;
}

/** One result of a laboratory report. */
export type LabResult = Measured | Worded;

/** What was taken from the person, and when. The identifier is the laboratory's. */
export interface Specimen {
  readonly id: FullIi;
  /** HL7 specimen type, 2.16.840.1.113883.18.311. */
  readonly type: CodedValue;
  readonly taken: Date;
  readonly received?: Date;
}

interface ChapterOptions {
  /** IANA time zone, Europe/Paris when absent. */
  readonly zone?: string;
  readonly specimen?: Specimen;
  readonly comment?: string;
}

const interpretations = { N: 'Normal', L: 'Anormalement bas', H: 'Anormalement haut' } as const;

/**
 * A chapter of a laboratory report: a table for the eye and one entry for programs, tied cell by cell.
 *
 * In: `prefix` makes the ids of the cells unique in the document.
 * Source: CI-SIS, CR-BIO (1.2.250.1.213.1.1.1.55), sections FR-CR-BIO-Chapitre and Sous-Chapitre; IHE PaLM XD-LAB.
 */
export function laboratoryChapter(
  chapter: CodedValue,
  title: string,
  results: readonly LabResult[],
  prefix: string,
  options: ChapterOptions = {},
): Section {
  const { specimen, comment } = options;
  const rows = results.map((result, index): readonly Cell[] => {
    const id = `${prefix}-${index + 1}`;
    const name = { id, text: result.name };
    return [
      result.method === undefined ? name : [name, { id: `${id}-m`, text: result.method }],
      shownValue(result, id),
      range(result),
    ];
  });
  return {
    templateIds: ['1.3.6.1.4.1.19376.1.3.3.2.1', '1.2.250.1.213.1.1.2.70'],
    code: chapter,
    title: title.toUpperCase(),
    subsections: [
      {
        templateIds: ['1.3.6.1.4.1.19376.1.3.3.2.2', '1.2.250.1.213.1.1.2.71'],
        code: chapter,
        title,
        blocks: [
          { kind: 'table', head: ['Analyse', 'Résultat', 'Valeurs de référence'], rows },
          ...(specimen === undefined ? [] : [{ kind: 'paragraph', text: taken(specimen, prefix, options) } as const]),
          ...(comment === undefined ? [] : [{ kind: 'paragraph', text: { id: `${prefix}-c`, text: comment } } as const]),
        ],
        entries: [processing(chapter, results, prefix, options)],
      },
    ],
  };
}

function taken({ type, taken: at }: Specimen, prefix: string, { zone = 'Europe/Paris' }: ChapterOptions): Words {
  const moment = at.toLocaleString('fr-FR', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return { id: `${prefix}-p`, text: `Prélèvement : ${type.display}, le ${moment}` };
}

function processing(chapter: CodedValue, results: readonly LabResult[], prefix: string, options: ChapterOptions): Xml {
  const { zone = 'Europe/Paris', specimen, comment } = options;
  const component = (of: Xml): Xml => element('entryRelationship', { typeCode: 'COMP' }, of);
  return element(
    'entry',
    { typeCode: 'DRIV' },
    templates(['1.3.6.1.4.1.19376.1.3.1', '1.2.250.1.213.1.1.3.21']),
    element(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      coded('code', chapter),
      status(),
      when(specimen, (of) => component(collection(of, `${prefix}-p`, zone))),
      ...results.map((result, index) => component(observation(result, `${prefix}-${index + 1}`, zone))),
      when(comment, () => remark(`${prefix}-c`)),
    ),
  );
}

/** FR-Prelevement. */
function collection({ id, type, taken: at, received }: Specimen, wordsAt: string, zone: string): Xml {
  return element(
    'procedure',
    { classCode: 'PROC', moodCode: 'EVN' },
    templates(['1.3.6.1.4.1.19376.1.3.1.2', '1.2.250.1.213.1.1.3.77']),
    element('effectiveTime', { value: hl7Time(at, zone) }),
    element(
      'participant',
      { typeCode: 'PRD' },
      element(
        'participantRole',
        { classCode: 'SPEC' },
        identifier(id),
        element('playingEntity', {}, coded('code', type, undefined, reference(wordsAt, 'originalText'))),
      ),
    ),
    when(received, (moment) =>
      element(
        'entryRelationship',
        { typeCode: 'COMP' },
        element(
          'act',
          { classCode: 'ACT', moodCode: 'EVN' },
          templates(['1.3.6.1.4.1.19376.1.3.1.3', '1.2.250.1.213.1.1.3.107']),
          element('code', {
            code: 'SPRECEIVE',
            displayName: 'Échantillon reçu',
            codeSystem: '1.3.5.1.4.1.19376.1.5.3.2',
            codeSystemName: 'IHEActCode',
          }),
          element('effectiveTime', { value: hl7Time(moment, zone) }),
        ),
      ),
    ),
  );
}

function observation(result: LabResult, id: string, zone: string): Xml {
  const measured = 'value' in result ? result : undefined;
  return element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN' },
    templates(['1.3.6.1.4.1.19376.1.3.1.6', '1.2.250.1.213.1.1.3.80']),
    coded('code', result.code, undefined, reference(id, 'originalText')),
    status(),
    element('effectiveTime', { value: hl7Time(result.at, zone) }),
    measured === undefined
      ? leaf('value', 'words' in result ? result.words : '', { 'xsi:type': 'ST' })
      : element('value', { 'xsi:type': 'PQ', value: measured.value, unit: measured.unit }),
    when(measured, (of) => interpretationCode(interpretation(of))),
    when(result.method, () => element('methodCode', {}, reference(`${id}-m`, 'originalText'))),
    measured === undefined || (measured.low === undefined && measured.high === undefined) ? nothing : referenceRange(measured),
  );
}

function referenceRange(result: Measured): Xml {
  const bound = (name: string, value: string | undefined) =>
    value === undefined ? nothing : element(name, { value, unit: result.unit });
  return element(
    'referenceRange',
    { typeCode: 'REFV' },
    element(
      'observationRange',
      { classCode: 'OBS', moodCode: 'EVN.CRT' },
      element('value', { 'xsi:type': 'IVL_PQ' }, bound('low', result.low), bound('high', result.high)),
      interpretationCode('N'),
    ),
  );
}

function interpretationCode(flag: keyof typeof interpretations): Xml {
  return coded('interpretationCode', { code: flag, system: '2.16.840.1.113883.5.83', display: interpretations[flag] });
}

function interpretation(result: Measured): keyof typeof interpretations {
  const value = Number(result.value);
  if (result.low !== undefined && value < Number(result.low)) return 'L';
  return result.high !== undefined && value > Number(result.high) ? 'H' : 'N';
}

function shownValue(result: LabResult, id: string): Cell {
  if ('words' in result) return { id: `${id}-v`, text: result.words };
  const flag = interpretation(result);
  const mark = flag === 'N' ? '' : flag === 'H' ? ' ↑' : ' ↓';
  return `${french(result.value)} ${result.shown ?? result.unit}${mark}`;
}

function range(result: LabResult): string {
  if ('words' in result) return '';
  if (result.low !== undefined && result.high !== undefined) return `${french(result.low)} – ${french(result.high)}`;
  if (result.high !== undefined) return `< ${french(result.high)}`;
  return result.low === undefined ? '' : `> ${french(result.low)}`;
}

function french(decimal: string): string {
  return decimal.replace('.', ',');
}
