import { createHmac, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
const digits = 6;
/** Clocks of telephones are a little off: the step before and the one after are taken too. */
const drift = 1;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The number of the step of 30 s that a moment lies in. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/** The six digits of a step: HOTP with HMAC-SHA-1. Source: RFC 6238 §4, RFC 4226 §5.3. */
export function totpOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is, later than `after`, or undefined: a code that was used does not come back. Source: RFC 6238 §5.2. */
export function stepOfCode(secret: Uint8Array, code: string, at: Date, after: number): number | undefined {
  const now = stepAt(at);
  let found: number | undefined;
  for (let step = now - drift; step <= now + drift; step++) {
    const same = timingSafeEqual(Buffer.from(totpOf(secret, step)), Buffer.from(code.padEnd(digits).slice(0, digits)));
    if (same && code.length === digits && step > after) found = step;
  }
  return found;
}

/** Source: RFC 4648 §6, without padding, as authenticator applications read it. */
export function inBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, '0'), 2)] ?? '').join('');
}

/** What the QR code says to an authenticator application. */
export function totpAddress(secret: Uint8Array, login: string): string {
  const label = encodeURIComponent(`Socle:${login}`);
  return `otpauth://totp/${label}?secret=${inBase32(secret)}&issuer=Socle&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
}
