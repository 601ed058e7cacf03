import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The tables by which letters are drawn, found and measured (OpenType); the others rearrange letters, which French does without. */
const wanted: ReadonlySet<string> = new Set([
  'cmap',
  'cvt ',
  'fpgm',
  'glyf',
  'head',
  'hhea',
  'hmtx',
  'loca',
  'maxp',
  'name',
  'OS/2',
  'post',
  'prep',
]);
/** The fonts of an archival sheet, by the names it uses. */
const files = {
  regular: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const;
const known = new Map<string, Buffer>();

/**
 * A font of dejavu-fonts-ttf without its layout tables (ligatures, kerning): pdfkit reads them anew for every document, which takes most of
 * its time, and a ligature is harder to find again as text. Made once in a process.
 */
export function fontBytes(name: keyof typeof files): Buffer {
  const made = known.get(name) ?? trimmed(readFileSync(fileURLToPath(files[name])));
  known.set(name, made);
  return made;
}

/** The same font with a shorter table directory (OpenType, font file: offsets from the start, each table on four bytes). */
function trimmed(font: Buffer): Buffer {
  const tables: { readonly entry: Buffer; readonly content: Buffer }[] = [];
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const entry = Buffer.from(font.subarray(12 + index * 16, 28 + index * 16));
    const [start, length] = [entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const tag = entry.toString('latin1', 0, 4);
    const content = font.subarray(start, start + length);
    if (wanted.has(tag)) tables.push({ entry, content: tag === 'post' ? nameless(content) : content });
  }
  const head = Buffer.alloc(12);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  font.copy(head, 0, 0, 4);
  for (const [index, value] of [tables.length, power * 16, Math.log2(power), (tables.length - power) * 16].entries())
    head.writeUInt16BE(value, 4 + index * 2);
  let at = 12 + tables.length * 16;
  const contents = tables.map(({ entry, content }) => {
    entry.writeUInt32BE(at, 8);
    entry.writeUInt32BE(content.length, 12);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    at += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...tables.map(({ entry }) => entry), ...contents]);
}

/** The `post` table in its version 3: without the names of some 6,000 glyphs. */
function nameless(post: Buffer): Buffer {
  const short = Buffer.from(post.subarray(0, 32));
  short.writeUInt32BE(0x00030000, 0);
  return short;
}
