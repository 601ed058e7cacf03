import { lineAndColumn, placeOfFault } from './jsonPlace.ts';
import { fhirRefusal } from './refusals.ts';

export type Json = Readonly<Record<string, unknown>>;

const deepest = 64;

/**
 * Reads a JSON body. Refuses `fhir.malformed-json` with the place, `fhir.too-deep` (more than 64 levels), `fhir.bad-character`,
 * `fhir.not-a-resource`.
 */
export function parseResource(body: Uint8Array): Json {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw fhirRefusal('malformed-json', 'Le corps n’est pas en UTF-8.', 'The body is not UTF-8.');
  }
  refuseDeep(text);
  refuseNul(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser quotes the text around the fault, which may be health content: only the place is told.
    const place = lineAndColumn(text, placeOfFault(text));
    throw fhirRefusal('malformed-json', `Le JSON est mal formé (${place}).`, `The JSON is malformed (${place}).`, place);
  }
  refuseHalfPairs(text, value);
  if (!isObject(value) || typeof value.resourceType !== 'string') {
    throw fhirRefusal(
      'not-a-resource',
      'Une ressource FHIR (avec resourceType) est attendue.',
      'A FHIR resource (with resourceType) is expected.',
    );
  }
  return value;
}

/** FHIR R4, datatype string: the character U+0000 never occurs, and no store can keep it in a text. */
function refuseNul(text: string): void {
  if (!text.includes('\\u0000') || !/(?<!\\)(?:\\\\)*\\u0000/.test(text)) return;
  throw fhirRefusal('bad-character', 'Un texte contient le caractère U+0000.', 'A text holds the character U+0000.');
}

/**
 * Half of a surrogate pair is no character: no store keeps it in a text, and XML cannot say it. Only an escape can bring one, and
 * JSON.stringify gives no other back than a half.
 */
export function refuseHalfPairs(text: string, value: unknown): void {
  if (!/\\ud/i.test(text) || !halfPair.test(JSON.stringify(value))) return;
  throw fhirRefusal(
    'bad-character',
    'Un texte contient la moitié d’un caractère (\\uD800 à \\uDFFF, seul).',
    'A text holds half of a character (\\uD800 to \\uDFFF, alone).',
  );
}

export const halfPair = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON.parse goes as deep as it is asked; writing the value again would exhaust the stack. Refuses `fhir.too-deep`. */
export function refuseDeep(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) {
      i = endOfString(text, i);
      if (i < 0) return;
    } else if (c === 123 || c === 91) {
      depth += 1;
      if (depth > deepest) {
        throw fhirRefusal(
          'too-deep',
          `Plus de ${deepest} niveaux imbriqués.`,
          `More than ${deepest} nested levels.`,
          `position ${i}`,
        );
      }
    } else if (c === 125 || c === 93) depth -= 1;
  }
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
