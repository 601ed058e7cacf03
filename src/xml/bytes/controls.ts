/** Whether the bytes, of UTF-8 or of a charset of one byte, hold a control character that XML forbids: any but tab and line ends. Source: XML 1.0 §2.2. */
export function holdsControls(bytes: Buffer): boolean {
  const { buffer, byteOffset, length } = bytes;
  const head = -byteOffset & 3;
  const words = (length - head) >> 2;
  // A view of no whole word may not begin between words.
  if (words <= 0) return !areAllowed(bytes, 0, length);
  // Four bytes at a time: a byte below 0x20 borrows into its high bit, and few words have one.
  const quads = new Int32Array(buffer, byteOffset + head, words);
  for (let i = 0; i < words; i++) {
    const quad = quads[i] ?? 0;
    if (((quad - 0x20202020) & ~quad & 0x80808080) !== 0 && !areAllowed(bytes, head + 4 * i, head + 4 * i + 4)) return true;
  }
  return !areAllowed(bytes, 0, head) || !areAllowed(bytes, head + 4 * words, length);
}

function areAllowed(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const b = bytes[i] ?? 0;
    if (b < 0x20 && b !== 0x0a && b !== 0x0d && b !== 0x09) return false;
  }
  return true;
}
