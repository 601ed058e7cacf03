import { randomBytes, randomInt } from 'node:crypto';
import type { Keys } from '#store';
import { isCategory, isPurpose, type Purpose } from './mandate.ts';
import * as refusals from './refusals.ts';

const day = 86_400_000;
/** How long an invitation can be accepted, in milliseconds. */
export const codeLasts = 14 * day;
const longest = 5 * 366 * day;

/** What the person offers. */
export interface Wish {
  readonly purposes: readonly string[];
  /** End of the mandate, within five years. */
  readonly until: Date;
  /** Classes of documents (JDV_J06) that may be read; absent for all. */
  readonly categories?: readonly string[];
}

/** Refuses `rights.bad-mandate`, naming the part. */
export function wishOf(wish: Wish, at: Date): Wish & { readonly purposes: readonly Purpose[] } {
  const purposes = [...new Set(wish.purposes)];
  const { until, categories } = wish;
  if (purposes.length === 0 || !purposes.every(isPurpose)) throw refusals.badMandate('purposes');
  if (!(at < until && until.getTime() - at.getTime() <= longest)) throw refusals.badMandate('until');
  if (categories !== undefined && (categories.length === 0 || categories.length > 50 || !categories.every(isCategory)))
    throw refusals.badMandate('categories');
  return { purposes, until, ...(categories === undefined ? {} : { categories: [...new Set(categories)] }) };
}

/** Without I, L, O and U, which are misread: Crockford's base 32. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 10;

/** A code of ten characters (50 bits) to hand over, and the id by which its maker sees the invitation. */
export function newCode(): { code: string; id: string } {
  const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return { code, id: randomBytes(9).toString('base64url') };
}

/** A code as it was typed: spaces, hyphens and case do not count, and letters that are misread are what they are read as. */
export function readCode(typed: string): string | undefined {
  const text = typed.slice(0, 40).toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return text.length === codeLength && [...text].every((one) => alphabet.includes(one)) ? text : undefined;
}

/** Under the operator's key: who copies the table cannot try codes on it. */
export function hashOfCode(keys: Keys, code: string): Buffer {
  return keys.mac('rights/invitation', Buffer.from(code));
}
