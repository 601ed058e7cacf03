/**
 * How texts are compared: without case and accents, whatever the length of white space. More than RFC 3501 asks, which knows case alone.
 */
export function folded(text: string): string {
  const plain = /[^\0-\x7f]/.test(text) ? text.normalize('NFKD').replace(/\p{M}+/gu, '') : text;
  return plain.toLowerCase().replace(/\s+/g, ' ');
}

const space = 32;
/** A character that is not one character when it is folded, or depends on those around it. */
const slow = 0xffff;
const finalSigma = 0x3a3;

/** Folded, of the characters of European texts. */
const table = Uint16Array.from({ length: 0x2200 }, (_, code) => {
  const one = folded(String.fromCharCode(code));
  return one.length === 1 && code !== finalSigma ? one.charCodeAt(0) : slow;
});

/** {@link folded} as the codes of its characters; ten times as quick for most letters. */
export function foldedCodes(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  let length = 0;
  let wasSpace = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const one = code < table.length ? (table[code] as number) : slow;
    if (one === slow) return slowly(text);
    if (one !== space || !wasSpace) codes[length++] = one;
    wasSpace = one === space;
  }
  return codes.subarray(0, length);
}

function slowly(text: string): Uint16Array {
  const plain = folded(text);
  return Uint16Array.from({ length: plain.length }, (_, at) => plain.charCodeAt(at));
}
