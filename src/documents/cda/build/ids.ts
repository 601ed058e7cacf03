import { createHash } from 'node:crypto';
import type { Ii } from '../header.ts';

/**
 * Identifiers for what stands in one document: UUIDs drawn from the document's own identifier, so that the same form written twice gives
 * the same bytes.
 */
export function idsOf(document: Ii): () => Ii {
  let drawn = 0;
  return () => {
    drawn += 1;
    const hash = createHash('sha256')
      .update(`${document.root}^${document.extension ?? ''}/${drawn}`)
      .digest();
    // Version 8 (RFC 9562): made by a rule of our own.
    hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
    hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = hash.toString('hex', 0, 16).toUpperCase();
    return { root: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') };
  };
}
