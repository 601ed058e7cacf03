import { malformed } from './refusals.ts';

const newline = 0x0a;
const carriage = 0x0d;

/** Lines shorter than this are not worth a search. */
const shortLine = 16;

/**
 * Bytes of UTF-8 or of a charset of one byte, each line end one `\n`: the same bytes where there was nothing to change. Before they are read as
 * text: changing the text would take as long as all the rest of the reading. Refuses `xml.malformed` for a control character that XML forbids.
 * Source: XML 1.0 §2.2, §2.11.
 */
export function withLineEnds(bytes: Buffer): Buffer {
  refuseControls(bytes);
  let at = bytes.indexOf(carriage);
  if (at < 0) return bytes;
  const made = Buffer.from(bytes);
  let [from, length] = [0, 0];
  for (; at < made.length; at = nextCarriage(made, from)) {
    made.copyWithin(length, from, at);
    length += at - from;
    from = at + 1;
    if (bytes[from] !== newline) made[length++] = newline;
  }
  made.copyWithin(length, from);
  return made.subarray(0, length + made.length - from);
}

function nextCarriage(bytes: Buffer, from: number): number {
  const near = Math.min(from + shortLine, bytes.length);
  for (let at = from; at < near; at++) if (bytes[at] === carriage) return at;
  const found = bytes.indexOf(carriage, near);
  return found < 0 ? bytes.length : found;
}

/** Four bytes at a time, those that stand in no whole word of memory by themselves. */
function refuseControls(bytes: Buffer): void {
  const first = Math.min((4 - (bytes.byteOffset % 4)) % 4, bytes.length);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >> 2);
  refuseAmong(bytes, 0, first);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    // Set where one of the four is under 0x20.
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) refuseAmong(bytes, first + at * 4, first + at * 4 + 4);
  }
  refuseAmong(bytes, first + words.length * 4, bytes.length);
}

function refuseAmong(bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && byte !== newline && byte !== carriage && byte !== 0x09) throw forbiddenCharacter();
  }
}

export const forbiddenCharacter = () => malformed({ fr: 'un caractère interdit', en: 'a forbidden character' });
