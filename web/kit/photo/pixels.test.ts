import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Corners, wholePhoto } from './corners.ts';
import { flattened, lightened, type Pixels } from './pixels.ts';

/** A picture from what stands in each of its places. */
function picture(width: number, height: number, tone: (x: number, y: number) => number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) data.set([tone(at % width, Math.floor(at / width)), 90, 60, 255], at * 4);
  return { data, width, height };
}
const redAt = ({ data, width }: Pixels, x: number, y: number): number => data[(y * width + x) * 4] ?? -1;

test('issue 8, a paper flattened: the whole photo in its own size is itself', () => {
  const photo = picture(12, 9, (x, y) => x * 20 + y);
  assert.deepEqual(flattened(photo, wholePhoto, 12, 9), photo);
});

test('issue 8, a paper flattened: the part between the corners, and nothing else', () => {
  const photo = picture(100, 100, (x, y) => (x >= 50 && y >= 50 ? 200 : 10));
  const quarter: Corners = [
    [0.5, 0.5],
    [1, 0.5],
    [1, 1],
    [0.5, 1],
  ];
  const cut = flattened(photo, quarter, 40, 40);
  for (const [x, y] of [
    [1, 1],
    [38, 1],
    [20, 20],
    [38, 38],
  ] as const)
    assert.equal(redAt(cut, x, y), 200);
});

test('issue 8, a paper flattened: what lies at an angle stands straight', () => {
  // A paper whose left half is dark, photographed at a quarter turn: its dark half lies on top.
  const photo = picture(60, 60, (_, y) => (y < 30 ? 20 : 220));
  const lying: Corners = [
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ];
  const straight = flattened(photo, lying, 60, 60);
  assert.equal(redAt(straight, 10, 30), 20);
  assert.equal(redAt(straight, 50, 30), 220);
});

test('issue 8, a paper lightened: its ground becomes white and its ink black', () => {
  const grey = (x: number): number => (x < 4 ? 70 : 170);
  const data = new Uint8ClampedArray(100 * 4);
  for (let at = 0; at < 100; at++) data.set([grey(at % 20), grey(at % 20), grey(at % 20), 255], at * 4);
  const lit = lightened({ data, width: 20, height: 5 });
  assert.equal(redAt(lit, 0, 0), 0);
  assert.equal(redAt(lit, 10, 2), 255);
  assert.equal(lit.data[3], 255);
});

test('issue 8, a paper lightened: paper that is yellow under a lamp is white', () => {
  const data = new Uint8ClampedArray(100 * 4);
  for (let at = 0; at < 100; at++) data.set(at % 20 < 4 ? [80, 60, 40, 255] : [220, 200, 130, 255], at * 4);
  const lit = lightened({ data, width: 20, height: 5 });
  assert.deepEqual([...lit.data.slice(40, 44)], [255, 255, 255, 255]);
});

test('issue 8, a paper lightened: a picture of one tone stays as it is', () => {
  const flat = picture(10, 10, () => 90);
  assert.deepEqual(lightened(flat), flat);
});
