import type { Ii } from './cda/index.ts';

/** `root` or `root^extension`; a UUID in lower case. */
export function canonicalId({ root, extension }: Ii): string {
  const base = /^[0-9a-f]{8}-/i.test(root) ? root.toLowerCase() : root;
  return extension === undefined || extension === '' ? base : `${base}^${extension}`;
}
