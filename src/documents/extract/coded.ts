import { isOid } from '#kernel';
import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import type { Fields } from './extraction.ts';
import { type Narrative, oneLine, saidBy } from './narrative.ts';
import { hl7System, systemOf } from './systems.ts';

export interface Coding extends Fields {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

export interface Concept extends Fields {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

/** HL7 v3 null flavours and the data-absent-reason of FHIR; an unknown flavour is `unknown`. Source: FHIR R4 ConceptMap cm-data-absent-reason-v3. */
const absent: ReadonlyMap<string, string> = new Map([
  ['NI', 'unknown'],
  ['UNK', 'unknown'],
  ['ASKU', 'asked-unknown'],
  ['NAV', 'temp-unknown'],
  ['NASK', 'not-asked'],
  ['MSK', 'masked'],
  ['NA', 'not-applicable'],
  ['NINF', 'negative-infinity'],
  ['PINF', 'positive-infinity'],
]);

/**
 * A CD, CE, CO or CV as a CodeableConcept: its code, then its translations, each once; the text from its original text, with what its
 * qualifiers add. Undefined when it holds neither a code nor a word.
 */
export function conceptOf(element: XmlElement | undefined, narrative: Narrative): Concept | undefined {
  if (element === undefined) return undefined;
  const coding: Coding[] = [];
  gatherCodings(element, coding, 0);
  const said = saidBy(childOf(element, 'originalText'), narrative);
  const qualifiers = childrenOf(element, 'qualifier')
    .map(qualified)
    .filter((words) => words !== '');
  const text = qualifiers.length === 0 ? said : [said ?? coding[0]?.display ?? '', ...qualifiers].join(' ; ');
  if (coding.length === 0 && text === undefined) return undefined;
  return { ...(coding.length > 0 && { coding }), ...(text !== undefined && { text }) };
}

/** The code of an element alone, undefined when it has none. */
export const codeOf = (element: XmlElement | undefined): string | undefined =>
  element === undefined ? undefined : oneLine(attributeOf(element, 'code'));

/** A concept has a code and some translations; what comes behind these is left out. */
const mostCodings = 30;

/** Translations may stand inside a translation that has no code. */
function gatherCodings(element: XmlElement, into: Coding[], depth: number): void {
  if (into.length >= mostCodings) return;
  const coding = codingOf(element);
  if (coding !== undefined && !into.some(({ system, code }) => system === coding.system && code === coding.code))
    into.push(coding);
  if (depth < 2) for (const translation of childrenOf(element, 'translation')) gatherCodings(translation, into, depth + 1);
}

export function codingOf(element: XmlElement): Coding | undefined {
  const code = codeOf(element);
  if (code === undefined) return undefined;
  const oid = attributeOf(element, 'codeSystem')?.trim();
  const display = oneLine(attributeOf(element, 'displayName'));
  return { ...(oid !== undefined && isOid(oid) && { system: systemOf(oid) }), code, ...(display !== undefined && { display }) };
}

function qualified(qualifier: XmlElement): string {
  const say = (name: string) => {
    const part = childOf(qualifier, name);
    return part && oneLine(attributeOf(part, 'displayName') ?? attributeOf(part, 'code'));
  };
  const [name, value] = [say('name'), say('value')];
  if (value === undefined) return '';
  return name === undefined ? value : `${name} : ${value}`;
}

/** The data-absent-reason of an element that has a null flavour; undefined without one. */
export function absentReason(element: XmlElement | undefined): string | undefined {
  const flavour = element && attributeOf(element, 'nullFlavor');
  return flavour === undefined ? undefined : (absent.get(flavour) ?? 'unknown');
}

/** A concept that says why the true one is absent, for where R4 asks for one. */
export function absentConcept(reason = 'unknown'): Concept {
  return { coding: [{ system: hl7System('data-absent-reason'), code: reason }] };
}

/** One coding of HL7's own systems. */
export const hl7Concept = (system: string, code: string): Concept => ({ coding: [{ system: hl7System(system), code }] });

/** A coding from the IPS list of «no known …» and «no information about …»: not an affirmation that a denial could turn round. */
export const saysNothingKnown = (concept: Concept | undefined): boolean =>
  (concept?.coding ?? []).some(({ code }) => /^no-(?:known|.*-info$)/.test(code));
