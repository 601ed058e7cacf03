import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { Refusal } from '#kernel';
import { type CodedIdentity, writeInsDatamatrix } from './write.ts';

/** A DataMatrix as its modules, row by row from the top; true is dark. Two or more modules of white belong around it. */
export type Modules = readonly (readonly boolean[])[];

interface Encoder {
  raw(options: { bcid: 'datamatrix'; text: string }): readonly { pixs: readonly number[]; pixx: number; pixy: number }[];
}

let encoder: Encoder | undefined;
/** A person's papers are often printed one after the other, and a drawing costs 3 ms of work. */
const drawn = new Map<string, Modules>();
const mostDrawn = 200;

/** A text in a square DataMatrix ECC 200. Source: ISO/IEC 16022. */
export function datamatrixOf(text: string): Modules {
  const known = drawn.get(text) ?? draw(text);
  drawn.delete(text);
  if (drawn.size >= mostDrawn) drawn.delete(drawn.keys().next().value ?? '');
  drawn.set(text, known);
  return known;
}

function draw(text: string): Modules {
  // Read when first needed (50 ms), and at once: papers are written without a wait.
  encoder ??= createRequire(import.meta.url)('bwip-js/node') as Encoder;
  const [symbol] = encoder.raw({ bcid: 'datamatrix', text });
  if (symbol === undefined) throw new Error('no DataMatrix was drawn');
  const { pixs, pixx, pixy } = symbol;
  return Array.from({ length: pixy }, (_, y) => Array.from({ length: pixx }, (_, x) => pixs[y * pixx + x] === 1));
}

/** The code that a paper about this person carries; none for who is not qualified or whose name cannot be written in it. */
export function insCodeOf(identity: CodedIdentity): Modules | undefined {
  try {
    return datamatrixOf(writeInsDatamatrix(identity));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const quiet = 2;

/** One path on white, for a page; `label` is read by who does not see it. */
export function insDatamatrixSvg(identity: CodedIdentity, label = 'Code INS (DataMatrix)'): string {
  const modules = datamatrixOf(writeInsDatamatrix(identity));
  const side = modules.length + 2 * quiet;
  const dark = modules.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])));
  const safe = label.replace(/[&<>"]/g, ' ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-label="${safe}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${dark.join('')}"/></svg>`
  );
}

/** Grey, 8 bits, `scale` points a module (1 to 40), with its margin. */
export function insDatamatrixPng(identity: CodedIdentity, scale = 6): Buffer {
  return pngOf(datamatrixOf(writeInsDatamatrix(identity)), Math.max(1, Math.min(40, Math.round(scale))));
}

export function pngOf(modules: Modules, scale: number): Buffer {
  const side = (modules.length + 2 * quiet) * scale;
  const lines = Array.from({ length: side }, (_, y) => {
    const row = modules[Math.floor(y / scale) - quiet];
    const points = Array.from({ length: side }, (_, x) => (row?.[Math.floor(x / scale) - quiet] === true ? 0 : 255));
    return Buffer.from([0, ...points]);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.writeUInt8(8, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(lines))), chunk('IEND')]);
}

function chunk(kind: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}
