import type { CdaHeader } from '../cda/index.ts';

const root = 'ClinicalDocument';
const ends = (local: string): string => `</(?:[^\\s<>/:]+:)?${local}\\s*>`;
const aside = '(?:\\s|<!--(?:-?[^-])*-->)*';
const attributes = `(?:\\s+[^\\s=<>"']+\\s*=\\s*(?:"[^"]*"|'[^']*'))*`;
const beginsFile = new RegExp(`^${aside}<(?:[^\\s<>/:]+:)?text${attributes}\\s*>(?=[A-Za-z0-9+/ \\t\\r\\n])`);
const closings = {
  N1: new RegExp(`^${['text', 'nonXMLBody', 'component', root].map(ends).join(aside)}$`),
  N3: new RegExp(`^${['structuredBody', 'component', root].map(ends).join(aside)}$`),
};
/** In bytes, of a tag with what stands before it; of the last tags. */
const shortly = 2_000;

/**
 * Up to where a well-formed document is read for the rules of its header: the start tag of its structured body, or the first sign of the file
 * in another. All of it, unless nothing but the end tags of that body and of what holds it come after, and one ClinicalDocument is open there.
 */
export function headerEnd(bytes: Uint8Array, { level, byteRange: { start, body, end } }: CdaHeader): number {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const until = level === 'N3' ? body : firstOfFile(whole, body);
  // The next time that a structured body is named must be its end.
  const closing = level === 'N3' ? whole.lastIndexOf('</', whole.indexOf('structuredBody', body)) : whole.indexOf('<', until);
  const isAlone = whole.lastIndexOf(root, body) === whole.indexOf(root, start);
  const near = isAlone && closing >= until && closing > end - shortly;
  return near && closings[level].test(whole.toString('latin1', closing, end)) ? until : whole.length;
}

function firstOfFile(whole: Buffer, body: number): number {
  const begun = beginsFile.exec(whole.toString('latin1', body, body + shortly));
  return begun === null ? whole.length : body + begun[0].length + 1;
}
