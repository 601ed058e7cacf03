/** A place on a photo: parts of its width and height, 0 to 1, from the top left. */
export type Point = readonly [x: number, y: number];
/** Where the four corners of the paper lie: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

export const wholePhoto: Corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
/** What is left of a paper is never thinner than this part of its photo. */
const least = 0.08;

export const isWhole = (corners: Corners): boolean =>
  corners.every(([x, y], at) => x === wholePhoto[at]?.[0] && y === wholePhoto[at][1]);

/** The corners with one of them elsewhere; as they were where they would no longer go round a paper. Pure. */
export function withCorner(corners: Corners, at: number, [x, y]: Point): Corners {
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  const [a, b, c, d] = corners.map((corner, i) => (i === at ? ([inside(x), inside(y)] as const) : corner));
  if (a === undefined || b === undefined || c === undefined || d === undefined) return corners;
  const moved: Corners = [a, b, c, d];
  return goesRound(moved) ? moved : corners;
}

/** Each turn from one side to the next goes the same way, and not by a hair's breadth. */
function goesRound(corners: Corners): boolean {
  return corners.every((corner, at) => {
    const [next, after] = [corners[(at + 1) % 4] ?? corner, corners[(at + 2) % 4] ?? corner];
    const turn = (next[0] - corner[0]) * (after[1] - next[1]) - (next[1] - corner[1]) * (after[0] - next[0]);
    return turn >= least * least;
  });
}

/** The same corners on the photo turned by a quarter to the right. */
export function turned(corners: Corners): Corners {
  const [a, b, c, d] = corners.map(([x, y]): Point => [1 - y, x]);
  return a === undefined || b === undefined || c === undefined || d === undefined ? corners : [d, a, b, c];
}

/** How large the paper between these corners is on a photo of this size, in pixels. */
export function sizeOf(corners: Corners, width: number, height: number): { width: number; height: number } {
  const [a, b, c, d] = corners;
  const far = (from: Point, to: Point): number => Math.hypot((from[0] - to[0]) * width, (from[1] - to[1]) * height);
  const pixels = (value: number): number => Math.max(1, Math.round(value));
  return { width: pixels(Math.max(far(a, b), far(d, c))), height: pixels(Math.max(far(a, d), far(b, c))) };
}

/**
 * From a place on the flat paper (parts of it, 0 to 1) to the place on the photo: a paper photographed at an angle is a quadrilateral. Source:
 * the projective map of the unit square to a quadrilateral, Heckbert, Fundamentals of Texture Mapping (1989), §2.2.
 */
export function onPhoto([a, b, c, d]: Corners): (u: number, v: number) => Point {
  const [px, py] = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
  const [ex, ey] = [b[0] - c[0], b[1] - c[1]];
  const [fx, fy] = [d[0] - c[0], d[1] - c[1]];
  const whole = ex * fy - ey * fx;
  const g = (px * fy - py * fx) / whole;
  const h = (ex * py - ey * px) / whole;
  return (u, v) => {
    const depth = g * u + h * v + 1;
    const x = ((b[0] - a[0] + g * b[0]) * u + (d[0] - a[0] + h * d[0]) * v + a[0]) / depth;
    const y = ((b[1] - a[1] + g * b[1]) * u + (d[1] - a[1] + h * d[1]) * v + a[1]) / depth;
    return [x, y];
  };
}
