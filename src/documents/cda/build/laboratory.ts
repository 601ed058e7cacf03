import type { CodedValue } from '#kernel';
import { coded, templates } from './coded.ts';
import type { Section } from './draft.ts';
import { hl7Time } from './time.ts';
import { element, nothing, type Xml } from './xml.ts';

/** One numeric result of a laboratory report. */
export interface LabResult {
  /** LOINC. */
  readonly code: CodedValue;
  /** The name as the report prints it. */
  readonly name: string;
  /** A decimal number with a point. */
  readonly value: string;
  /** UCUM; `shown` is how the report prints it when that differs. */
  readonly unit: string;
  readonly shown?: string;
  readonly low?: string;
  readonly high?: string;
  readonly at: Date;
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
  zone = 'Europe/Paris',
): Section {
  const rows = results.map((result, index) => [
    { id: `${prefix}-${index + 1}`, text: result.name },
    `${french(result.value)} ${result.shown ?? result.unit}${mark(result)}`,
    range(result),
  ]);
  return {
    templateIds: ['1.3.6.1.4.1.19376.1.3.3.2.1', '1.2.250.1.213.1.1.2.70'],
    code: chapter,
    title: title.toUpperCase(),
    subsections: [
      {
        templateIds: ['1.3.6.1.4.1.19376.1.3.3.2.2', '1.2.250.1.213.1.1.2.71'],
        code: chapter,
        title,
        blocks: [{ kind: 'table', head: ['Analyse', 'Résultat', 'Valeurs de référence'], rows }],
        entries: [processing(chapter, results, prefix, zone)],
      },
    ],
  };
}

function processing(chapter: CodedValue, results: readonly LabResult[], prefix: string, zone: string): Xml {
  const components = results.map((result, index) =>
    element('entryRelationship', { typeCode: 'COMP' }, observation(result, `${prefix}-${index + 1}`, zone)),
  );
  return element(
    'entry',
    { typeCode: 'DRIV' },
    templates(['1.3.6.1.4.1.19376.1.3.1', '1.2.250.1.213.1.1.3.21']),
    element(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      coded('code', chapter),
      element('statusCode', { code: 'completed' }),
      ...components,
    ),
  );
}

function observation(result: LabResult, id: string, zone: string): Xml {
  const flag = interpretation(result);
  return element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN' },
    templates(['1.3.6.1.4.1.19376.1.3.1.6', '1.2.250.1.213.1.1.3.80']),
    element(
      'code',
      { code: result.code.code, displayName: result.code.display, codeSystem: result.code.system, codeSystemName: 'LOINC' },
      element('originalText', {}, element('reference', { value: `#${id}` })),
    ),
    element('statusCode', { code: 'completed' }),
    element('effectiveTime', { value: hl7Time(result.at, zone) }),
    element('value', { 'xsi:type': 'PQ', value: result.value, unit: result.unit }),
    interpretationCode(flag),
    result.low === undefined && result.high === undefined ? nothing : referenceRange(result),
  );
}

function referenceRange(result: LabResult): Xml {
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

function interpretation(result: LabResult): keyof typeof interpretations {
  const value = Number(result.value);
  if (result.low !== undefined && value < Number(result.low)) return 'L';
  return result.high !== undefined && value > Number(result.high) ? 'H' : 'N';
}

function mark(result: LabResult): string {
  const flag = interpretation(result);
  return flag === 'N' ? '' : flag === 'H' ? ' ↑' : ' ↓';
}

function range(result: LabResult): string {
  if (result.low !== undefined && result.high !== undefined) return `${french(result.low)} – ${french(result.high)}`;
  if (result.high !== undefined) return `< ${french(result.high)}`;
  return result.low === undefined ? '' : `> ${french(result.low)}`;
}

function french(decimal: string): string {
  return decimal.replace('.', ',');
}
