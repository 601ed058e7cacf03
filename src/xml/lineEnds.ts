import { holdsControls } from './bytes/controls.ts';
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
  if (holdsControls(bytes)) throw forbiddenCharacter();
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

export const forbiddenCharacter = () => malformed({ fr: 'un caractère interdit', en: 'a forbidden character' });
