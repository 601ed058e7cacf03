import type { Keys } from '#store';
import { interactionLost } from '../refusals.ts';
import type { Way } from './outside.ts';

/** A person sent to a provider outside, as their own browser keeps it: sealed, for ten minutes, for that one sign-in page. */
export interface Errand {
  readonly uid: string;
  readonly way: Way;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
}

export const errandSeconds = 600;
const purpose = 'signin/federation-errand';
const cookieName = 'socle_op_dehors';

/** The cookie goes with the sign-in page and nowhere else. */
export function errandCookie(keys: Keys, errand: Errand, secure: boolean): string {
  return cookie(keys.seal(purpose, Buffer.from(JSON.stringify(errand))).toString('base64url'), errand.uid, secure, errandSeconds);
}

export function noErrandCookie(uid: string, secure: boolean): string {
  return cookie('', uid, secure, 0);
}

function cookie(value: string, uid: string, secure: boolean, seconds: number): string {
  const more = secure ? '; Secure' : '';
  return `${cookieName}=${value}; Path=/oidc/interaction/${uid}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${more}`;
}

/**
 * The errand that this answer ends. Refuses `signin.interaction-lost` for a cookie that is absent, old or altered, and for an answer of another
 * sign-in page, of another provider or with another state.
 */
export function openErrand(
  keys: Keys,
  cookies: string | undefined,
  of: Pick<Errand, 'uid' | 'way' | 'state'>,
  now: Date,
): Errand {
  let errand: Errand;
  try {
    const sealed = readCookie(cookies, cookieName) ?? '';
    errand = JSON.parse(keys.unseal(purpose, Buffer.from(sealed, 'base64url')).toString('utf8')) as Errand;
  } catch {
    throw interactionLost();
  }
  const same = errand.uid === of.uid && errand.way === of.way && errand.state === of.state;
  if (!same || errand.at + errandSeconds * 1000 < now.getTime()) throw interactionLost();
  return errand;
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
