import type { Card } from './card.ts';

/** How the key is made: from words that the person knows, or by a passkey of the device (WebAuthn PRF). */
export type Lock =
  | { readonly kind: 'words'; readonly salt: Uint8Array<ArrayBuffer>; readonly rounds: number }
  | { readonly kind: 'passkey'; readonly salt: Uint8Array<ArrayBuffer>; readonly credential: Uint8Array<ArrayBuffer> };

/** What lies on the device. Whoever reads it learns that there is a card, and since when. */
export interface SealedCard {
  readonly lock: Lock;
  /** When it was made, an instant. */
  readonly at: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** The secret does not open this card, or the card was changed. */
export class WrongSecret extends Error {
  override readonly name = 'WrongSecret';
}

/** OWASP Password Storage (2023) for PBKDF2 with HMAC-SHA-256. */
export const rounds = 600_000;
export const fewestLetters = 10;
const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));

export function wordsLock(): Lock {
  return { kind: 'words', salt: random(16), rounds };
}

export function passkeyLock(credential: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>): Lock {
  return { kind: 'passkey', salt, credential };
}

/**
 * Seals a card: AES-256-GCM under a key that is nowhere kept. `secret`: the person's words, or 32 bytes of the passkey. The moment and the lock are
 * bound to it: changed, the card does not open.
 */
export async function seal(card: Card, lock: Lock, secret: string | Uint8Array<ArrayBuffer>, at: string): Promise<SealedCard> {
  const iv = random(12);
  const key = await keyOf(lock, secret);
  const plain = new TextEncoder().encode(JSON.stringify(card));
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(lock, at) }, key, plain);
  return { lock, at, iv, bytes };
}

/** Opens what {@link seal} made. Throws {@link WrongSecret}. */
export async function unseal({ lock, at, iv, bytes }: SealedCard, secret: string | Uint8Array<ArrayBuffer>): Promise<Card> {
  const key = await keyOf(lock, secret);
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(lock, at) }, key, bytes);
  } catch {
    throw new WrongSecret();
  }
  return JSON.parse(new TextDecoder().decode(plain)) as Card;
}

async function keyOf(lock: Lock, secret: string | Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const use = { name: 'AES-GCM', length: 256 };
  if (lock.kind === 'words') {
    // The same words, however a keyboard composes their accents or spaces them.
    const typed = new TextEncoder().encode(String(secret).normalize('NFKC').trim().replace(/\s+/g, ' '));
    const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: lock.salt, iterations: lock.rounds };
    return crypto.subtle.deriveKey(how, base, use, false, ['encrypt', 'decrypt']);
  }
  if (typeof secret === 'string') throw new WrongSecret();
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode('socle carte d’urgence');
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: lock.salt, info }, base, use, false, [
    'encrypt',
    'decrypt',
  ]);
}

function bound(lock: Lock, at: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`1 ${lock.kind} ${lock.kind === 'words' ? lock.rounds : ''} ${at}`);
}
