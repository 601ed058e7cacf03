import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { codeOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { allTaken, taken } from './missed.ts';
import { saidBy } from './narrative.ts';

/** LOINC «Annotation comment»: the act that carries a remark. */
const comment = '48767-8';

/** The statements that stand inside another, by entryRelationship or component, of these kinds; all kinds when none is named. */
export function statementsIn(element: XmlElement, ...names: string[]): XmlElement[] {
  return childrenOf(element, 'entryRelationship', 'component').flatMap((link) => childrenOf(link, ...names).filter(isStatement));
}

/** The same, those linked by one type only: `RSON`, `MFST`, `CAUS` … */
export function linkedBy(element: XmlElement, type: string, ...names: string[]): XmlElement[] {
  const links = childrenOf(element, 'entryRelationship').filter((link) => attributeOf(link, 'typeCode') === type);
  return [...allTaken(links.flatMap((link) => childrenOf(link, ...names).filter(isStatement)))];
}

const statements: ReadonlySet<string> = new Set([
  'act',
  'encounter',
  'observation',
  'observationMedia',
  'organizer',
  'procedure',
  'substanceAdministration',
  'supply',
]);
export const isStatement = (element: XmlElement): boolean => statements.has(element.name);

/** The observation inside that has this code. */
export function observationCoded(element: XmlElement, ...codes: string[]): XmlElement | undefined {
  return taken(statementsIn(element, 'observation').find((inner) => codes.includes(codeOf(childOf(inner, 'code')) ?? '')));
}

/** Remarks of the comment acts inside, and instructions, as Annotations. */
export function notesOf(element: XmlElement, place: Place, ...further: (string | undefined)[]): Fields[] {
  const said = allTaken(statementsIn(element, 'act').filter((act) => codeOf(childOf(act, 'code')) === comment)).map((act) =>
    saidBy(childOf(act, 'text'), place.narrative),
  );
  return [...new Set([...said, ...further])].flatMap((text) => (text === undefined || !hasWords.test(text) ? [] : [{ text }]));
}

/** A dash or a dot in a table cell is no remark. */
const hasWords = /[\p{L}\p{N}]/u;

/** What the entry's own text says in the narrative. */
export const textIn = (element: XmlElement, place: Place): string | undefined =>
  saidBy(childOf(element, 'text'), place.narrative);

/** The entry's own words as the narrative of its resource; none when the entry points nowhere. */
export function narrativeText(element: XmlElement, place: Place): Fields | undefined {
  const words = textIn(element, place);
  if (words === undefined) return undefined;
  const escaped = words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped}</div>` };
}

/** A list of what is there. */
export const listed = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

export const isNegated = (element: XmlElement): boolean => attributeOf(element, 'negationInd') === 'true';
export const moodOf = (element: XmlElement): string => attributeOf(element, 'moodCode') ?? 'EVN';
export const statusOf = (element: XmlElement): string => codeOf(childOf(element, 'statusCode')) ?? 'completed';
export const templatesOf = (element: XmlElement): readonly string[] =>
  childrenOf(element, 'templateId').flatMap((id) => attributeOf(id, 'root')?.trim() ?? []);

/** Instructions to the patient (`PINSTRUCT`) or to the pharmacist (`FINSTRUCT`). */
export function instructionsIn(entry: XmlElement, place: Place, ...kinds: string[]): string[] {
  const told = statementsIn(entry, 'act').filter((act) => kinds.includes(codeOf(childOf(act, 'code')) ?? ''));
  return allTaken(told).flatMap((act) => textIn(act, place) ?? []);
}
