import type { Json } from '#packages';
import type { Element } from './element.ts';

/**
 * A text without case, accents and ligatures, every run of spaces and signs (ASCII, Latin-1, general and CJK punctuation) one space and
 * none at its ends. Source: FHIR R4 §3.1.1.4.8, which asks for case and accents, and leaves signs and spaces to the server.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/[\s!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+/g, ' ')
    .trim();
}

/** The texts that a string parameter looks at; in a name or an address each of its parts. */
export function stringsIn({ type, value }: Element): readonly string[] {
  if (type === 'HumanName') return textsOf(value as Json, ['family', 'given', 'prefix', 'suffix', 'text']);
  if (type === 'Address') return textsOf(value as Json, ['line', 'city', 'district', 'state', 'country', 'postalCode', 'text']);
  return typeof value === 'string' ? [value] : [];
}

function textsOf(holder: Json, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => (holder[name] ?? []) as string | string[]);
}

/** By default the beginning of a text, folded; `exact` the whole of it as it is; `contains` any part, folded. */
export function stringMatches(asked: string, modifier: string | undefined, texts: readonly string[]): boolean {
  if (modifier === 'exact') return texts.includes(asked);
  const searched = folded(asked);
  return texts.some((text) => (modifier === 'contains' ? folded(text).includes(searched) : folded(text).startsWith(searched)));
}
