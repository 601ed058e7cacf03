const textOid = 25;
const headerBytes = 20;

/**
 * A one-dimensional `text[]` in PostgreSQL's binary form, as the driver sends a Buffer: half the CPU of the text form, in which every
 * quote of a JSON text is escaped here and read again there. Source: PostgreSQL, array_recv.
 */
export function textArray(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const out = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, headerBytes));
  out.writeInt32BE(1, 0); // dimensions
  out.writeInt32BE(0, 4); // no nulls
  out.writeInt32BE(textOid, 8);
  out.writeInt32BE(texts.length, 12);
  out.writeInt32BE(1, 16); // the first index
  let at = headerBytes;
  texts.forEach((text, index) => {
    at = out.writeInt32BE(lengths[index] ?? 0, at);
    at += out.write(text, at);
  });
  return out;
}
