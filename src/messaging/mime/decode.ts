import { decoded } from './charset.ts';
import type { MimePart } from './parsed.ts';

/** The content of a part without its transfer encoding (RFC 2045 §6). Of an unknown encoding, the bytes as they stand. `most`: bytes read. */
export function decodePart(bytes: Buffer, part: MimePart, most = Number.POSITIVE_INFINITY): Buffer {
  const body = bytes.subarray(part.bodyFrom, Math.min(part.bodyTo, part.bodyFrom + most));
  if (part.encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (part.encoding === 'quoted-printable') return quotedPrintable(body);
  return body;
}

/** A text part as text, in its charset. `most`: encoded bytes read. */
export function decodeText(bytes: Buffer, part: MimePart, most?: number): string {
  return decoded(decodePart(bytes, part, most), part.parameters.charset);
}

/** RFC 2045 §6.7: what is no valid code stays as it is; white space at the end of a line was added by transport. */
function quotedPrintable(body: Buffer): Buffer {
  if (body.indexOf(61) < 0 && !/[ \t]\r?\n/.test(body.toString('latin1'))) return body;
  const out = Buffer.allocUnsafe(body.length);
  let to = 0;
  /** Where written white space began that may turn out to end a line. */
  let blank = -1;
  for (let at = 0; at < body.length; at += 1) {
    const c = body[at] ?? 0;
    if (c === 32 || c === 9) {
      if (blank < 0) blank = to;
      out[to++] = c;
      continue;
    }
    if (blank >= 0 && (c === 10 || (c === 13 && body[at + 1] === 10))) to = blank;
    blank = -1;
    const value = c === 61 ? hex(body[at + 1]) * 16 + hex(body[at + 2]) : -1;
    const next = c === 61 && value < 0 ? softBreak(body, at + 1) : 0;
    if (value >= 0) {
      out[to++] = value;
      at += 2;
    } else if (next > 0) at = next - 1;
    else out[to++] = c;
  }
  return out.subarray(0, to);
}

/** After `=`, white space and a line end: where the next line begins; 0 where it is no soft break. */
function softBreak(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 32 || body[at] === 9) at += 1;
  if (at >= body.length) return at;
  if (body[at] === 13 && body[at + 1] === 10) return at + 2;
  return body[at] === 10 ? at + 1 : 0;
}

function hex(c: number | undefined): number {
  if (c === undefined) return -1_000;
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 65 && c <= 70) return c - 55;
  if (c >= 97 && c <= 102) return c - 87;
  return -1_000;
}
