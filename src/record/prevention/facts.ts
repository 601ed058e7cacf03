import { isObject, type Json, objects, text } from '#fhir';
import type { Source } from '../profile/line.ts';
import { antigensOf } from './antigens.ts';
import { type Day, dayOf } from './day.ts';
import type { Antigen, PreventionKind } from './rule.ts';

/** Names what the person says about: its code is the id of a rule. */
export const preventionSystem = 'urn:socle:prevention';
const originSystem = 'urn:socle:origin';

/** Something done once, as the record tells it. */
export interface Happened {
  readonly day: Day;
  /** As it was written. */
  readonly at: string;
  readonly antigens: ReadonlySet<Antigen>;
  /** The rule that it is told of or known for. */
  readonly rule?: string;
  /** An examination of this kind, of which the day says which. */
  readonly kind?: PreventionKind;
  readonly source: Source;
  /** `Type/id` where the person may take it back. */
  readonly own?: string;
}

/** What of a record prevention looks at. */
export interface PreventionFacts {
  readonly happened: readonly Happened[];
  /** What the person said is not for them: `Type/id` by rule. */
  readonly refused: ReadonlyMap<string, string>;
  /** Illnesses for which some vaccines come earlier, as they are called. */
  readonly risks: readonly string[];
}

/** Reads what resources of a record say was done, or is not for the person. Pure; their order does not matter. */
export function factsIn(resources: readonly Json[]): PreventionFacts {
  const refused = new Map<string, string>();
  const happened: Happened[] = [];
  for (const resource of resources) {
    const rule = ruleToldBy(resource);
    if (resource.status === 'not-done') {
      if (rule !== undefined && isPersons(resource)) refused.set(rule, nameOf(resource));
      continue;
    }
    const one = happenedIn(resource, rule);
    if (one !== undefined) happened.push(one);
  }
  return { happened, refused, risks: [...new Set(resources.flatMap(riskIn))].sort() };
}

/** A document as its list shows it. */
export interface Paper {
  readonly id: string;
  readonly title: string;
  /** LOINC, its type. */
  readonly type: string;
  /** The instant of what it tells. */
  readonly at: string;
}

const vaccinationNote = '87273-9';
const childExamination = '59283-2';
/** Reports of laboratories, imaging and pathology: an order that names an examination does not say that it was done. */
const reports: ReadonlySet<string> = new Set(['11502-2', '18748-4', '11526-1', '60567-5']);

/** What documents tell by their type and title alone, where nothing in them could be understood. Pure. */
export function toldByPapers(papers: readonly Paper[]): readonly Happened[] {
  return papers.flatMap(({ id, title, type, at }): readonly Happened[] => {
    const day = dayOf(at);
    if (day === undefined) return [];
    const source = { kind: 'document', resource: `DocumentReference/${id}`, document: id, at } as const;
    const one = { day, at: day, antigens: new Set<Antigen>(), source };
    if (type === vaccinationNote) return [{ ...one, antigens: antigensOf({ text: title }) }];
    if (type === childExamination) return [{ ...one, kind: 'childExam' }];
    const rule = reports.has(type) ? screeningNamed(title) : undefined;
    return rule === undefined ? [] : [{ ...one, rule }];
  });
}

/** Statuses under which something was done: of an immunization or procedure, of an observation or report. */
const over: ReadonlySet<unknown> = new Set(['completed', 'final', 'amended', 'corrected', 'appended', 'partial', 'preliminary']);

function happenedIn(resource: Json, told: string | undefined): Happened | undefined {
  if (!over.has(resource.status)) return undefined;
  const at = momentOf(resource);
  const day = at === undefined ? undefined : dayOf(at);
  if (at === undefined || day === undefined) return undefined;
  const isVaccine = resource.resourceType === 'Immunization';
  const antigens = isVaccine ? antigensOf(isObject(resource.vaccineCode) ? resource.vaccineCode : {}) : new Set<Antigen>();
  const rule = told ?? (isVaccine ? undefined : screeningOf(resource));
  if (rule === undefined && antigens.size === 0) return undefined;
  return {
    day,
    at,
    antigens,
    ...(rule === undefined ? {} : { rule }),
    source: sourceOf(resource, at),
    ...(isPersons(resource) ? { own: nameOf(resource) } : {}),
  };
}

function momentOf(resource: Json): string | undefined {
  for (const name of ['occurrenceDateTime', 'performedDateTime', 'effectiveDateTime'])
    if (typeof resource[name] === 'string') return text(resource[name]);
  for (const name of ['performedPeriod', 'effectivePeriod']) {
    const period = resource[name];
    if (isObject(period)) return text(period.start);
  }
  return undefined;
}

const loinc = 'http://loinc.org';
/** LOINC codes of what is looked for in the stool, at the neck of the womb, in the breast. */
export const screeningCodes: Readonly<Record<string, readonly string[]>> = {
  bowel: ['29771-3', '57905-2', '58453-2', '80372-6', '27401-9', '56490-6', '56491-4'],
  cervix: [
    '21440-3',
    '77379-6',
    '77399-4',
    '77400-0',
    '59420-0',
    '82675-0',
    '82456-5',
    '10524-7',
    '19762-4',
    '47527-7',
    '33717-0',
  ],
  breast: [
    '24606-6',
    '24605-8',
    '26346-7',
    '36319-2',
    '36625-2',
    '37006-4',
    '46339-8',
    '46342-2',
    '46350-5',
    '72137-3',
    '86463-7',
  ],
};
const byCode = new Map(Object.entries(screeningCodes).flatMap(([rule, codes]) => codes.map((code) => [code, rule] as const)));
const byWords: readonly (readonly [RegExp, string])[] = [
  [/mammograph/, 'breast'],
  [/frottis|papillomavirus|\bhpv\b|cytologie cervico/, 'cervix'],
  [/test immunologique.*(selles|fecal)|sang occulte|recherche de sang dans les selles/, 'bowel'],
];

function screeningOf({ code }: Json): string | undefined {
  if (!isObject(code)) return undefined;
  for (const coding of objects(code.coding)) {
    const rule = coding.system === loinc ? byCode.get(text(coding.code) ?? '') : undefined;
    if (rule !== undefined) return rule;
  }
  return screeningNamed(wordsOf(code).join(' '));
}

function screeningNamed(words: string): string | undefined {
  const folded = fold(words);
  return byWords.find(([shape]) => shape.test(folded))?.[1];
}

const fold = (words: string): string => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const wordsOf = (code: Json): readonly string[] =>
  [text(code.text), ...objects(code.coding).map(({ display }) => text(display))].filter((word) => word !== undefined);

function ruleToldBy({ vaccineCode, code }: Json): string | undefined {
  const concept = isObject(vaccineCode) ? vaccineCode : isObject(code) ? code : {};
  return text(objects(concept.coding).find(({ system }) => system === preventionSystem)?.code);
}

const isPersons = ({ meta }: Json): boolean =>
  isObject(meta) && objects(meta.tag).some(({ system, code }) => system === originSystem && code === 'person');

const nameOf = ({ resourceType, id }: Json): string => `${text(resourceType) ?? ''}/${text(id) ?? ''}`;

function sourceOf(resource: Json, at: string): Source {
  const { meta } = resource;
  const document = /^DocumentReference\/([\w-]+)$/.exec((isObject(meta) ? text(meta.source) : undefined) ?? '')?.[1];
  const kind = document !== undefined ? 'document' : isPersons(resource) ? 'person' : 'data';
  return { kind, resource: nameOf(resource), at, ...(document === undefined ? {} : { document }) };
}

/** CIM-10: diabetes, chronic lungs, heart and kidneys, cancers under treatment are left to the doctor. */
const risky = /^(E1[0-4]|J4[1-5]|J84|I2[0-5]|I50|N18|G35|D57)/;
const riskyWords = /diabet|asthme|bronchopneumopathie|insuffisance (cardiaque|renale|respiratoire)|drepanocytose/;
const ended: ReadonlySet<unknown> = new Set(['resolved', 'inactive', 'remission']);

function riskIn({ resourceType, code, clinicalStatus, verificationStatus }: Json): readonly string[] {
  if (resourceType !== 'Condition' || !isObject(code)) return [];
  if (codesIn(clinicalStatus).some((status) => ended.has(status))) return [];
  if (codesIn(verificationStatus).some((status) => status === 'refuted' || status === 'entered-in-error')) return [];
  const words = wordsOf(code);
  const folded = fold(words.join(' '));
  const isRisky = codesIn(code).some((one) => risky.test(String(one))) || riskyWords.test(folded);
  // What runs in the family or was looked for and not found is none.
  return isRisky && !/pas de|absence|famil|depistage/.test(folded) ? [words[0] ?? ''].filter((word) => word !== '') : [];
}

const codesIn = (concept: unknown): readonly unknown[] =>
  isObject(concept) ? objects(concept.coding).map(({ code }) => code) : [];
