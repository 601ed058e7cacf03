import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exif, greyJpeg } from './jpeg.check.ts';
import { readJpeg } from './jpeg.ts';
import { photoLimits, photosPdf } from './photos.ts';

const at = new Date('2026-03-02T09:00:00Z');
const paper = (pages: readonly Buffer[]) => photosPdf({ title: 'Analyse de mars', pages, createdAt: at });

test('ITU-T T.81, annex B: the size of a JPEG, without what the camera wrote beside it', () => {
  const place = 'GPSLatitude 48.1';
  const found = readJpeg(Buffer.concat([greyJpeg(640, 480, [exif(place)]), Buffer.from('after the end')]));
  assert.deepEqual([found?.width, found?.height], [640, 480]);
  assert.ok(found?.bytes.equals(greyJpeg(640, 480)));
});

test('ITU-T T.81, annex B: what is no JPEG, is cut short, has no scan or too many pixels is none', () => {
  const whole = greyJpeg(64, 64);
  for (const [name, bytes] of Object.entries({
    empty: Buffer.alloc(0),
    png: Buffer.from('89504e470d0a1a0a0000', 'hex'),
    cut: whole.subarray(0, whole.length - 2),
    headOnly: whole.subarray(0, 60),
    noScan: Buffer.concat([whole.subarray(0, 2), Buffer.from([0xff, 0xd9])]),
    wide: greyJpeg(12_008, 8),
    fourColours: Buffer.from(whole.toString('hex').replace('ffc0000b080040004001', 'ffc0000b080040004004'), 'hex'),
  }))
    assert.equal(readJpeg(bytes), undefined, name);
});

test('ITU-T T.81, annex B: bytes changed anywhere are read or refused, never a fault', () => {
  const whole = greyJpeg(32, 32, [exif('x')]);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (place, value, end) => {
      const bytes = Buffer.from(whole.subarray(0, end));
      if (place < bytes.length) bytes[place] = value;
      const found = readJpeg(bytes);
      assert.ok(found === undefined || found.bytes.length <= bytes.length);
    }),
  );
});

test('issue 8, a paper by photo: one A4 page a photo, as it lies, the pictures as they are', () => {
  const file = paper([greyJpeg(600, 800), greyJpeg(800, 600, [exif('GPSLatitude 48.1')])]);
  const text = file.toString('latin1');
  assert.deepEqual(
    [...text.matchAll(/\/MediaBox \[([^\]]+)\]/g)].map(([, box]) => box),
    ['0 0 595.28 841.89', '0 0 841.89 595.28'],
  );
  assert.equal([...text.matchAll(/\/Filter \/DCTDecode/g)].length, 2);
  assert.ok(file.includes(greyJpeg(600, 800)));
  assert.ok(!file.includes('GPSLatitude'));
  assert.match(text, /\/S \/GTS_PDFA1/);
  assert.equal([...text.matchAll(/\/Alt \(/g)].length, 2);
});

test('issue 8, a paper by photo: no page, too many, too heavy, or no photo is refused, and the page is named', () => {
  const code = (pages: readonly Buffer[]): string => {
    try {
      paper(pages);
      return 'made';
    } catch (error) {
      return `${(error as { code: string }).code} ${(error as { at?: string }).at}`;
    }
  };
  const one = greyJpeg(8, 8);
  assert.equal(code([]), 'documents.no-photo pages');
  assert.equal(code(Array<Buffer>(photoLimits.pages).fill(one)), 'made');
  assert.equal(code(Array<Buffer>(photoLimits.pages + 1).fill(one)), 'documents.too-many-photos pages');
  assert.equal(code([Buffer.alloc(photoLimits.bytes + 1)]), 'documents.photos-too-large pages');
  assert.equal(code([one, Buffer.from('%PDF-1.4')]), 'documents.bad-photo pages[1]');
});
