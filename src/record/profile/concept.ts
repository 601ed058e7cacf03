import { isObject, type Json, objects, text } from '#fhir';
import type { CodedLabel } from './line.ts';

/** What a CodeableConcept names. */
export interface Thing {
  readonly label: string;
  readonly code?: CodedLabel;
  /** The names by which it is the same as another: its codes, and its words however they are written. */
  readonly names: readonly [string, ...string[]];
}

/** A class holds many medicines: two of one class are not one medicine. */
const classes: ReadonlySet<string> = new Set(['http://www.whocc.no/atc', 'urn:oid:2.16.840.1.113883.6.73']);
const longest = 300;

/** Undefined when the concept names nothing: no word, no code, or a reason why there is none. */
export function thingOf(concept: unknown): Thing | undefined {
  if (!isObject(concept)) return undefined;
  const codings = objects(concept.coding).flatMap((one) => codingOf(one) ?? []);
  const own = codings.filter(({ system }) => !classes.has(system));
  const counted = own.length > 0 ? own : codings;
  const [first] = counted;
  const label = wordsOf(text(concept.text)) ?? counted.find(({ display }) => display !== undefined)?.display ?? first?.code;
  if (label === undefined) return undefined;
  const codes = counted.map(({ system, code }) => `${system}|${code}`);
  return {
    label,
    ...(first === undefined ? {} : { code: { system: first.system, code: first.code } }),
    names: [`words ${plain(label)}`, ...codes],
  };
}

function codingOf({ system, code, display }: Json): (CodedLabel & { readonly display: string | undefined }) | undefined {
  const own = text(code);
  if (own === undefined || text(system)?.endsWith('data-absent-reason') === true) return undefined;
  return { system: text(system) ?? '', code: own, display: wordsOf(text(display)) };
}

/** One line of at most 300 characters; undefined when nothing is said. */
export function wordsOf(words: string | undefined): string | undefined {
  const line = words?.replace(/\s+/g, ' ').trim().slice(0, longest).toWellFormed();
  return line === '' ? undefined : line;
}

/** Words as they are compared: no accent, no capital, no punctuation. */
export function plain(words: string): string {
  const letters = words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return letters === '' ? words : letters;
}

export const labelOf = (concept: unknown): string | undefined => thingOf(concept)?.label;

export const codesOf = (concept: unknown): readonly string[] =>
  isObject(concept) ? objects(concept.coding).flatMap(({ code }) => text(code) ?? []) : [];

/** The words that are there, one after the other. */
export function joined(...words: readonly (string | undefined)[]): { readonly detail?: string } {
  const said = [...new Set(words.filter((one) => one !== undefined))];
  return said.length === 0 ? {} : { detail: said.join(' · ').slice(0, 2 * longest) };
}

/** An optional member of an object, present when it has a value. */
export const given = <Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: string };

export const notesOf = ({ note }: Json): string | undefined =>
  wordsOf(
    objects(note)
      .flatMap((one) => text(one.text) ?? [])
      .join(' ; '),
  );
