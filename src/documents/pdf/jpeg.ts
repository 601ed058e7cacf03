/** A JPEG file as it goes into a PDF. */
export interface Jpeg {
  readonly width: number;
  readonly height: number;
  /** Without what cameras and programs write beside the picture: place, hour, device, thumbnails. */
  readonly bytes: Buffer;
}

/** Of a side, in pixels. */
const mostPixels = 12_000;

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Baseline and progressive with Huffman codes, 8 bits: what every reader of PDF draws. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Tables of codes, of quantities, restart interval, scans, JFIF and Adobe’s word on colours. */
const kept: ReadonlySet<number> = new Set([...frames, 0xc4, 0xdb, 0xdd, startOfScan, 0xe0, 0xee]);

/**
 * Reads the segments of a JPEG without decoding it; undefined for what is none, is cut short, has other than one or three colours of 8 bits, or
 * sides over 12,000 pixels. It does not say that the picture inside can be drawn. Source: ITU-T T.81, annex B.
 */
export function readJpeg(file: Buffer): Jpeg | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  const parts: Buffer[] = [file.subarray(0, 2)];
  let size: { width: number; height: number } | undefined;
  let scanned = false;
  let at = 2;
  while (at + 4 <= file.length || (at + 2 <= file.length && file[at + 1] === endOfImage)) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === endOfImage) {
      if (!scanned || size === undefined) return undefined;
      return { ...size, bytes: Buffer.concat([...parts, Buffer.from([0xff, endOfImage])]) };
    }
    const length = file.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (marker < 0xc0 || length < 2 || end > file.length) return undefined;
    if (frames.has(marker)) {
      if (size !== undefined || length < 8) return undefined;
      size = sizeIn(file, at);
      if (size === undefined) return undefined;
    }
    const after = marker === startOfScan ? endOfCodes(file, end) : end;
    if (marker === startOfScan) scanned = true;
    if (kept.has(marker) && !(marker === 0xe0 && parts.length > 1)) parts.push(file.subarray(at, after));
    at = after;
  }
  return undefined;
}

function sizeIn(file: Buffer, at: number): { width: number; height: number } | undefined {
  const [bits, colours] = [file[at + 4], file[at + 9]];
  const [height, width] = [file.readUInt16BE(at + 5), file.readUInt16BE(at + 7)];
  const fits = width > 0 && height > 0 && width <= mostPixels && height <= mostPixels;
  return bits === 8 && (colours === 1 || colours === 3) && fits ? { width, height } : undefined;
}

/** Where the codes of a scan end: at a marker that is neither a stuffed zero nor a restart. */
function endOfCodes(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at !== -1) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = file.indexOf(0xff, at + 2);
  }
  return file.length;
}
