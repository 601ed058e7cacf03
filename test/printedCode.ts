import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/**
 * The DataMatrix on an uncompressed PDF of ours, read by another maker's reader from the black rectangles as they lie on the paper; undefined
 * when there is none. 4 points of image a point of paper.
 */
export async function printedCode(pdf: Buffer): Promise<string | undefined> {
  const found = [...pdf.toString('latin1').matchAll(/(?<=\s)([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\b/g)];
  // A module is half a millimetre high; the lines of tables are not.
  const boxes = found
    .map((m) => m.slice(1, 5).map(Number))
    .filter(([, , , high = 0]) => high > 1.2 && high < 1.6)
    .map((box) => box.map((word) => Math.round(word * 4)));
  if (boxes.length === 0) return undefined;
  const [width, height] = [2400, 1200];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [x = 0, y = 0, w = 0, h = 0] of boxes)
    for (let row = y; row < Math.min(y + h, height); row++)
      for (let column = x; column < Math.min(x + w, width); column++)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  const image = { width, height, data, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0];
  const [code] = await readBarcodes(image, { formats: ['DataMatrix'], textMode: 'Plain', tryHarder: true });
  return code?.text;
}

/** The code of this kind on a picture (PNG, JPEG), read by another maker's reader; undefined when there is none. */
export async function readCode(picture: Buffer, kind: 'QRCode' | 'DataMatrix'): Promise<string | undefined> {
  const [code] = await readBarcodes(new Uint8Array(picture), { formats: [kind], textMode: 'Plain', tryHarder: true });
  return code?.text;
}
