import { CompactEncrypt } from 'jose';
import type { Json } from '#fhir';

/** What the specification lets a link hold of ours. */
export const contentType = 'application/fhir+json';

/**
 * A file of a link: JWE compact, `dir`, `A256GCM`, a new nonce each time. Never compressed: readers differ in whether and how far they inflate,
 * and most of the weight is PDFs. Source: SMART Health Links 1.0, Encrypting and Decrypting Files.
 */
export function sealedFile(content: Json, key: Uint8Array): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: contentType })
    .encrypt(key);
}
