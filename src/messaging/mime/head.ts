import { utf8OrLatin, withoutNul } from './charset.ts';
import { mostFields, mostHeadBytes } from './limits.ts';

/** A header field by its place: from its name to the end of its last line, line end included. */
export interface Field {
  /** Lower case. */
  readonly name: string;
  readonly from: number;
  readonly valueFrom: number;
  to: number;
}

/** The header of a message or of a part. */
export interface Head {
  readonly fields: readonly Field[];
  /** After the empty line, or where the header stopped without one. */
  readonly bodyFrom: number;
  /** More fields or bytes were there than are read. */
  readonly cut: boolean;
}

const isBlank = (bytes: Buffer, at: number): boolean => bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] === 10);

/**
 * Reads a header from `from`, line by line. It ends at the first empty line, at a line that `stops` (a boundary that came too early), at the
 * end of the bytes, or at the limit. A line that is no field is passed over.
 */
export function readHead(bytes: Buffer, from: number, stops: (lineFrom: number) => boolean): Head {
  const fields: Field[] = [];
  const limit = Math.min(bytes.length, from + mostHeadBytes);
  let cut = false;
  let current: Field | undefined;
  let at = from;
  while (at < bytes.length) {
    if (at >= limit) return { fields, bodyFrom: at, cut: true };
    const newline = bytes.indexOf(10, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    const first = bytes[at];
    if (isBlank(bytes, at)) return { fields, bodyFrom: next, cut };
    if (first === 32 || first === 9) {
      if (current !== undefined) current.to = next;
    } else if (first === 45 && bytes[at + 1] === 45 && stops(at)) return { fields, bodyFrom: at, cut };
    else {
      current = fieldAt(bytes, at, next);
      if (current !== undefined && fields.length >= mostFields) cut = true;
      else if (current !== undefined) fields.push(current);
    }
    at = next;
  }
  return { fields, bodyFrom: bytes.length, cut };
}

function fieldAt(bytes: Buffer, from: number, to: number): Field | undefined {
  let colon = from;
  const furthest = Math.min(to, from + 200);
  while (colon < furthest && bytes[colon] !== 58) colon += 1;
  if (colon >= furthest || colon === from) return undefined;
  const name = bytes.toString('latin1', from, colon).trimEnd().toLowerCase();
  // `From ` of an mbox, or a sentence with a colon in it: not a field.
  if (!/^[!-9;-~]+$/.test(name)) return undefined;
  return { name, from, valueFrom: colon + 1, to };
}

/**
 * A field's text: unfolded (RFC 5322 §2.2.3), UTF-8 (RFC 6532), without white space at its ends. A bare CR in it, which RFC 5322 forbids, is read
 * as a space: it must not end a line where the text is written again.
 */
export function fieldText(bytes: Buffer, field: Field): string {
  const text = utf8OrLatin(bytes.subarray(field.valueFrom, field.to));
  const unfolded = text.includes('\n') ? text.replace(/\r?\n(?=[ \t])/g, '').trim() : text.trim();
  return withoutNul(/[\r\n]/.test(unfolded) ? unfolded.replace(/[\r\n]+/g, ' ') : unfolded);
}

/** The text of the first field of this name. */
export function firstValue(bytes: Buffer, head: Head, name: string): string | undefined {
  const field = head.fields.find((f) => f.name === name);
  return field === undefined ? undefined : fieldText(bytes, field);
}
