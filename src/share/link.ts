import { createHash } from 'node:crypto';
import { refused } from './refusals.ts';

/** The two secrets of a link, 32 random bytes each: the id asks the server, the key opens what it answers and never reaches it. */
export interface Secrets {
  readonly id: Buffer;
  readonly key: Buffer;
}

export interface Shown {
  readonly label: string;
  readonly until: Date;
  readonly passcode: boolean;
  readonly longTerm: boolean;
}

/** A link as it is handed over. */
export interface Handed {
  /** `shlink:/…`, which any reader of SMART Health Links opens. */
  readonly shlink: string;
  /** The same behind the address of our own reader; the secrets stand after `#`, which browsers send to nobody. */
  readonly address: string;
}

const longestUrl = 128;

/** Where the manifest of a link is asked for. Refuses `share.address-too-long`: the specification leaves 128 characters. */
export function manifestUrl(publicUrl: string, id: Buffer): string {
  const url = `${publicUrl}/shl/${id.toString('base64url')}`;
  if (url.length <= longestUrl) return url;
  throw refused(
    'address-too-long',
    'SOCLE_PUBLIC_URL',
    'L’adresse publique de ce Socle est trop longue pour un lien de partage (79 caractères au plus). Dites-le à l’exploitant.',
    'The public address of this Socle is too long for a link (79 characters at most). Tell the operator.',
  );
}

/** Source: SMART Health Links 1.0, Construct a SMART Health Link Payload; a viewer address ends with `#`. */
export function handed(publicUrl: string, { id, key }: Secrets, { label, until, passcode, longTerm }: Shown): Handed {
  const flag = `${longTerm ? 'L' : ''}${passcode ? 'P' : ''}`;
  const payload = {
    url: manifestUrl(publicUrl, id),
    key: key.toString('base64url'),
    exp: Math.floor(until.getTime() / 1000),
    ...(flag === '' ? {} : { flag }),
    label,
    // Without "v": 1 is what it means when it is absent, and every character makes the QR code denser.
  };
  const shlink = `shlink:/${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return { shlink, address: `${publicUrl}/partage#${shlink}` };
}

const idShape = /^[\w-]{43}$/;

/** What of an id is kept: its hash. 256 random bits need no salt. Undefined for a text that no link ever bore. */
export function hashOf(id: string): Buffer | undefined {
  return idShape.test(id) ? createHash('sha256').update(Buffer.from(id, 'base64url')).digest() : undefined;
}
