import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The files of a package by their path in it. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * A package as the database and the workers have it: a gzip of the length of a list (4 bytes), the list of paths and lengths in JSON,
 * and the files one after the other. The same files give the same digest, whatever their order was.
 */
export interface Bundle {
  readonly digest: string;
  readonly packed: Buffer;
}

export function bundleOf(files: Files): Bundle {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const list = Buffer.from(JSON.stringify(sorted.map(([path, content]) => [path, content.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(list.length);
  const whole = Buffer.concat([length, list, ...sorted.map(([, content]) => content)]);
  // The same whatever the version of zlib: the digest is that of the contents.
  return { digest: createHash('sha256').update(whole).digest('hex'), packed: gzipSync(whole) };
}

/** Reads what `bundleOf` wrote; nobody else writes it. The files are views of one memory. */
export function filesOf(packed: Uint8Array): Files {
  const whole = gunzipSync(packed);
  let at = 4 + whole.readUInt32BE(0);
  const list = JSON.parse(whole.toString('utf8', 4, at)) as readonly (readonly [string, number])[];
  return new Map(
    list.map(([path, length]) => {
      const content = whole.subarray(at, at + length);
      at += length;
      return [path, content];
    }),
  );
}
