import { limits, malformed, tooDeep, tooManyAttributes } from '../refusals.ts';
import type { Source } from './source.ts';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;

/**
 * Bounds the depth and the attributes of the whole document before a real parser is given it: those are what makes one slow.
 *
 * Refuses `xml.too-deep`, `xml.too-many-attributes`, and `xml.malformed` for markup that does not end.
 * Does not check that end tags match, nor names, nor references.
 */
export function checkShape(source: Source): void {
  const { bytes } = source;
  let depth = 0;
  let at = bytes.indexOf(LT, source.start);
  while (at !== -1) {
    const c = bytes[at + 1];
    if (c === 0x21 || c === 0x3f) at = skipSpecial(bytes, at);
    else if (c === SLASH) {
      depth--;
      at++;
    } else {
      at = endOfStartTag(bytes, at);
      if (bytes[at - 1] !== SLASH && ++depth > limits.depth) throw tooDeep();
    }
    at = nextTag(bytes, at);
  }
}

/** The next `<` at or after `from`, -1 when there is none. Tags mostly stand close together, where a loop beats a search; embedded content is long, where it is the reverse. */
export function nextTag(bytes: Buffer, from: number): number {
  const near = Math.min(from + 80, bytes.length);
  for (let at = from; at < near; at++) if (bytes[at] === LT) return at;
  return bytes.indexOf(LT, near);
}

function skipSpecial(bytes: Buffer, from: number): number {
  const [close, length] = bytes[from + 1] === 0x3f ? ['?>', 2] : bytes[from + 2] === 0x5b ? [']]>', 9] : ['-->', 4];
  const end = bytes.indexOf(close, from + length, 'latin1');
  if (end === -1) throw unfinished();
  return end + close.length;
}

/** The place of the `>`. */
function endOfStartTag(bytes: Buffer, from: number): number {
  let attributes = 0;
  let quote = 0;
  for (let at = from + 1; at < bytes.length; at++) {
    const c = bytes[at];
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === GT) return at;
    else if (c === 0x22 || c === 0x27) quote = c;
    else if (c === EQUALS && ++attributes > limits.attributes) throw tooManyAttributes();
  }
  throw unfinished();
}

const unfinished = () => malformed({ fr: 'il s’arrête avant la fin', en: 'it stops before its end' });
