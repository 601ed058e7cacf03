import { malformedAddress } from './refusals.ts';

/** A mailbox's address in lower case, split: `{ local: 'amelie.exemple', domain: 'exemple.mssante.fr' }`. */
export interface Address {
  readonly text: string;
  readonly local: string;
  readonly domain: string;
}

const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * In: an address without a name, at most 254 bytes, the part before the `@` at most 64; letters of any script there (SMTPUTF8), no quoted
 * form. Capitals count for nothing on either side. Refuses `messaging.malformed-address`.
 * Source: RFC 5321 §4.1.2, §4.5.3.1; RFC 6531 §3.3.
 */
export function parseAddress(given: string, at = 'address'): Address {
  if (given.length > 254 || Buffer.byteLength(given) > 254) throw malformedAddress(at);
  const text = given.toLowerCase().normalize('NFC');
  const split = text.lastIndexOf('@');
  const parts = { text, local: text.slice(0, split), domain: text.slice(split + 1) };
  if (split < 1 || Buffer.byteLength(parts.local) > 64 || !local.test(parts.local) || !domain.test(parts.domain))
    throw malformedAddress(at);
  return parts;
}
