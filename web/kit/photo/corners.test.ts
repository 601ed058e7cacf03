import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Corners, isWhole, onPhoto, type Point, sizeOf, turned, wholePhoto, withCorner } from './corners.ts';

const tilted: Corners = [
  [0.2, 0.1],
  [0.9, 0.2],
  [0.8, 0.95],
  [0.1, 0.8],
];
const part = fc.double({ min: -1, max: 2, noNaN: true });
const moves = fc.array(fc.tuple(fc.nat(3), part, part), { maxLength: 40 });
const near = (one: Point, other: Point): void => {
  for (const axis of [0, 1] as const) assert.ok(Math.abs(one[axis] - other[axis]) < 1e-9, `${one} is not ${other}`);
};

test('Heckbert 1989 §2.2: the corners of the paper are its corners on the photo', () => {
  const place = onPhoto(tilted);
  for (const [at, [u, v]] of wholePhoto.entries()) near(place(u, v), tilted[at] ?? [-1, -1]);
});

test('Heckbert 1989 §2.2: a paper seen straight is not bent', () => {
  const place = onPhoto(wholePhoto);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (u, v) =>
      near(place(u, v), [u, v]),
    ),
  );
});

test('Heckbert 1989 §2.2: a straight line on the paper is one on the photo', () => {
  const place = onPhoto(tilted);
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), (u) => {
      const [[ax, ay], [bx, by], [cx, cy]] = [place(0, 0), place(u, u), place(1, 1)];
      assert.ok(Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) < 1e-9);
    }),
  );
});

test('issue 8, a paper cropped: wherever the handles are brought, the frame goes round a paper on the photo', () => {
  fc.assert(
    fc.property(moves, (list) => {
      const corners = list.reduce<Corners>((now, [at, x, y]) => withCorner(now, at, [x, y]), wholePhoto);
      assert.ok(corners.flat().every((value) => value >= 0 && value <= 1));
      const area = corners.reduce((sum, [x, y], at) => {
        const [nx, ny] = corners[(at + 1) % 4] ?? [x, y];
        return sum + x * ny - nx * y;
      }, 0);
      assert.ok(area > 0.006, `${JSON.stringify(corners)} holds next to nothing`);
    }),
  );
});

test('issue 8, a paper cropped: a handle that would cross another stays where it was', () => {
  assert.deepEqual(withCorner(wholePhoto, 0, [0.99, 0.99]), wholePhoto);
  assert.deepEqual(withCorner(wholePhoto, 0, [0.25, -3])[0], [0.25, 0]);
});

test('issue 8, a paper turned: four turns bring it back, and the top left corner goes to the top right', () => {
  const once = turned(tilted);
  near(once[1], [0.9, 0.2]);
  const back = turned(turned(turned(once)));
  for (const [at, corner] of back.entries()) near(corner, tilted[at] ?? [-1, -1]);
  assert.ok(isWhole(turned(wholePhoto)));
});

test('issue 8, a paper cropped: half of a photo has half of its pixels', () => {
  const half = [0, 1, 2, 3].map((at): Point => [(wholePhoto[at]?.[0] ?? 0) / 2, wholePhoto[at]?.[1] ?? 0]);
  const [a, b, c, d] = half;
  assert.ok(a && b && c && d);
  assert.deepEqual(sizeOf([a, b, c, d], 1000, 800), { width: 500, height: 800 });
});
