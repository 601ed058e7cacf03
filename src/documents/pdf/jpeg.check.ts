const segment = (marker: number, ...bytes: readonly number[]): Buffer =>
  Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff, ...bytes]);

/** A JPEG of one grey, made by hand: every block says « as before » and « no more », one bit each. ITU-T T.81. */
export function greyJpeg(width: number, height: number, more: readonly Buffer[] = []): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const bits = blocks * 2;
  const codes = Buffer.alloc(Math.ceil(bits / 8));
  if (bits % 8 > 0) codes[codes.length - 1] = 0xff >> (bits % 8);
  const oneCode = [1, ...Array<number>(15).fill(0), 0];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...more,
    segment(0xdb, 0, ...Array<number>(64).fill(1)),
    segment(0xc0, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0),
    segment(0xc4, 0x00, ...oneCode),
    segment(0xc4, 0x10, ...oneCode),
    segment(0xda, 1, 1, 0, 0, 63, 0),
    codes,
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** What a telephone writes beside a picture. */
export const exif = (words: string): Buffer => segment(0xe1, ...Buffer.from(`Exif\0\0${words}`));
