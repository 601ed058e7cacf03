import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { datamatrixOf, parseInsDatamatrix, writeInsDatamatrix } from '../index.ts';
import { parseMatricule } from '../matricule.ts';
import { insOids } from '../oid.ts';
import { type Modules, pngOf } from './draw.ts';
import type { CodedIdentity } from './write.ts';

before(() => {
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } });
});

const person: CodedIdentity = {
  status: 'QUAL',
  attributes: [],
  oid: insOids.test,
  matricule: parseMatricule('255069999999934'),
  traits: {
    birthFamily: 'DE LA BRISE-LAMES',
    birthGivens: 'CLARA-LOU ANNA HÉLOÏSE',
    firstBirthGiven: 'CLARA-LOU',
    sex: 'F',
    birthDate: '1955-06-21',
    birthPlace: '99999',
  },
};
const text = writeInsDatamatrix(person);
const modules = datamatrixOf(text);

/** A grey image, 0 black to 255 white. */
interface Image {
  readonly side: number;
  readonly points: Uint8ClampedArray;
}

/** As a camera sees the paper: `scale` points a module, turned, out of focus, in bad light. */
function photographed(drawn: Modules, { scale = 5, degrees = 0, blur = 0, noise = 0, dark = 0, light = 255 }): Image {
  const margin = 8;
  const side = Math.ceil((drawn.length + 2 * margin) * scale * 1.3);
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const points = new Uint8ClampedArray(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [u, v] = [(x - side / 2) / scale, (y - side / 2) / scale];
      const column = Math.floor(u * cos + v * sin + drawn.length / 2);
      const row = Math.floor(-u * sin + v * cos + drawn.length / 2);
      points[y * side + x] = drawn[row]?.[column] === true ? dark : light;
    }
  return speckled(blurred({ side, points }, blur), noise);
}

function blurred(image: Image, radius: number): Image {
  if (radius === 0) return image;
  const { side, points } = image;
  const out = new Uint8ClampedArray(points.length);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let [sum, count] = [0, 0];
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++) {
          const at = points[(y + dy) * side + x + dx];
          if (at === undefined) continue;
          sum += at;
          count += 1;
        }
      out[y * side + x] = sum / count;
    }
  return { side, points: out };
}

/** Grains that are the same at every run. */
function speckled({ side, points }: Image, strength: number): Image {
  let seed = 20_261;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648 - 0.5;
  };
  return { side, points: points.map((point) => point + random() * 2 * strength) };
}

async function read({ side, points }: Image): Promise<string | undefined> {
  const data = new Uint8ClampedArray(points.length * 4);
  for (const [n, grey] of points.entries()) data.set([grey, grey, grey, 255], n * 4);
  const image = { width: side, height: side, data, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0];
  const [found] = await readBarcodes(image, { formats: ['DataMatrix'], textMode: 'Plain', tryHarder: true });
  return found?.text;
}

test('ISO/IEC 16022: the drawn code has its solid borders left and below, and the dotted ones above and right', () => {
  const side = modules.length;
  assert.ok(side % 2 === 0 && modules.every((row) => row.length === side));
  for (let n = 0; n < side; n++) {
    assert.equal(modules[n]?.[0], true);
    assert.equal(modules[side - 1]?.[n], true);
    assert.equal(modules[0]?.[n], n % 2 === 0);
    assert.equal(modules[n]?.[side - 1], n % 2 === 1);
  }
});

test('INS datamatrix: the PNG is read by another maker’s reader, GS included, byte for byte', async () => {
  const [found] = await readBarcodes(new Uint8Array(pngOf(modules, 4)), { formats: ['DataMatrix'], textMode: 'Plain' });
  assert.equal(found?.text, text);
  assert.deepEqual(Buffer.from(found?.bytes ?? []), Buffer.from(text, 'latin1'));
});

for (const [name, how] of Object.entries({
  'straight, 3 points a module': { scale: 3 },
  'upside down': { degrees: 180 },
  'on its side': { degrees: 90 },
  'turned by 17°': { degrees: 17 },
  'turned by 45°': { degrees: 45 },
  'turned by 200°': { degrees: 200, scale: 6 },
  'out of focus': { blur: 2, scale: 6 },
  grainy: { noise: 60 },
  'in the shade': { dark: 60, light: 120 },
  'turned, out of focus and grainy': { degrees: 12, blur: 1, noise: 40, scale: 6 },
  'printed light on dark': { dark: 255, light: 0 },
}))
  test(`INS datamatrix, read from a photograph: ${name}`, async () => {
    assert.equal(await read(photographed(modules, how)), text);
  });

test('INS datamatrix, read from a photograph: a stain over a part of the modules is mended', async () => {
  const stained = modules.map((row, y) => row.map((on, x) => (x > 10 && x < 16 && y > 10 && y < 15 ? true : on)));
  assert.equal(await read(photographed(stained, {})), text);
});

test('INS datamatrix, read from a photograph: what is destroyed is not read as somebody else', async () => {
  const torn = modules.map((row, y) => row.map((on) => (y > 4 && y < modules.length - 4 ? false : on)));
  assert.equal(await read(photographed(torn, {})), undefined);
});

test('INS datamatrix: paper to identity, whole', async () => {
  const { oid, matricule, traits } = parseInsDatamatrix((await read(photographed(modules, { degrees: 30, scale: 6 }))) ?? '');
  assert.deepEqual({ oid, matricule }, { oid: person.oid, matricule: person.matricule });
  assert.deepEqual(traits, { ...person.traits, birthGivens: 'CLARA-LOU ANNA HELOISE' });
});
