import { type Corners, onPhoto } from './corners.ts';

/** Pixels as a canvas gives them: red, green, blue and opacity of each, row after row. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** The paper between the corners of a photo, flat, in the size asked for; each pixel between its four neighbours. Pure. */
export function flattened(photo: Pixels, corners: Corners, width: number, height: number): Pixels {
  const place = onPhoto(corners);
  const data = new Uint8ClampedArray(width * height * 4);
  let to = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [u, v] = place((column + 0.5) / width, (row + 0.5) / height);
      mixed(photo, u * photo.width - 0.5, v * photo.height - 0.5, data, to);
      to += 4;
    }
  return { data, width, height };
}

function mixed({ data, width, height }: Pixels, x: number, y: number, out: Uint8ClampedArray, to: number): void {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const [right, under] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [across, down] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
  const [a, b] = [(top * width + left) * 4, (top * width + right) * 4];
  const [c, d] = [(under * width + left) * 4, (under * width + right) * 4];
  for (let of = 0; of < 3; of++) {
    const above = (data[a + of] ?? 0) * (1 - across) + (data[b + of] ?? 0) * across;
    const below = (data[c + of] ?? 0) * (1 - across) + (data[d + of] ?? 0) * across;
    out[to + of] = above * (1 - down) + below * down;
  }
  out[to + 3] = 255;
}

/**
 * A paper as one sees it in good light: of each colour the lightest tenth becomes full, the darkest hundredth none, what lies between is spread;
 * paper that lamplight made yellow is white again. Pure; a colour of one tone stays as it is.
 */
export function lightened({ data, width, height }: Pixels): Pixels {
  const spreads = [0, 1, 2].map((of) => spreadOf(data, of, width * height));
  const out = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at++) out[at] = spreads[at % 4]?.[data[at] ?? 0] ?? 255;
  return { data: out, width, height };
}

/** What each level of a colour becomes. */
function spreadOf(data: Uint8ClampedArray, of: number, pixels: number): Uint8ClampedArray {
  const counts = new Uint32Array(256);
  for (let at = of; at < data.length; at += 4) counts[data[at] ?? 0] = (counts[data[at] ?? 0] ?? 0) + 1;
  const [dark, bright] = [levelAt(counts, 0.01 * pixels), levelAt(counts, 0.9 * pixels)];
  const wide = bright - dark >= 16;
  return Uint8ClampedArray.from({ length: 256 }, (_, level) => (wide ? ((level - dark) * 255) / (bright - dark) : level));
}

/** The level below which as many pixels lie. */
function levelAt(counts: Uint32Array, many: number): number {
  let seen = 0;
  for (const [level, count] of counts.entries()) {
    seen += count;
    if (seen >= many) return level;
  }
  return 255;
}
