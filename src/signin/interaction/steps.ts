import type { Keys } from '#store';
import { interactionLost } from '../refusals.ts';

/** Where a professional's sign-in stands between two pages; sealed, so that no step can be skipped or borrowed. */
export interface Step {
  readonly uid: string;
  readonly professional: string;
  readonly code: string;
  readonly confirmed: boolean;
}

const purpose = 'signin/step';

export function sealStep(keys: Keys, step: Step): string {
  return keys.seal(purpose, Buffer.from(JSON.stringify(step))).toString('base64url');
}

/** Refuses `signin.interaction-lost` for a step of another interaction (of any, when `uid` is undefined) or one not made here. */
export function openStep(keys: Keys, uid: string | undefined, sealed: string | null): Step {
  let step: Step | undefined;
  try {
    step = JSON.parse(keys.unseal(purpose, Buffer.from(sealed ?? '', 'base64url')).toString('utf8')) as Step;
  } catch {
    throw interactionLost();
  }
  if (uid !== undefined && step.uid !== uid) throw interactionLost();
  return step;
}

const naming = 'signin/naming';

/** Whose password is being changed, for the page after the right one that was handed over. */
export function sealNaming(keys: Keys, uid: string, login: string): string {
  return keys.seal(naming, Buffer.from(JSON.stringify([uid, login]))).toString('base64url');
}

/** Refuses `signin.interaction-lost`. */
export function openNaming(keys: Keys, uid: string, sealed: string | null): string {
  let named: unknown;
  try {
    named = JSON.parse(keys.unseal(naming, Buffer.from(sealed ?? '', 'base64url')).toString('utf8'));
  } catch {
    throw interactionLost();
  }
  const [of, login] = Array.isArray(named) ? (named as unknown[]) : [];
  if (of !== uid || typeof login !== 'string') throw interactionLost();
  return login;
}

const between = 'signin/between';

/** What one page of a citizen's sign-in hands to the next: `what` names the page that may read it. */
export function sealBetween(keys: Keys, uid: string, what: string, value: unknown): string {
  return keys.seal(between, Buffer.from(JSON.stringify([uid, what, value]))).toString('base64url');
}

/** Refuses `signin.interaction-lost` for what was sealed for another page or another interaction. The caller knows the shape it sealed. */
export function openBetween<T>(keys: Keys, uid: string, what: string, sealed: string | null): T {
  let words: unknown;
  try {
    words = JSON.parse(keys.unseal(between, Buffer.from(sealed ?? '', 'base64url')).toString('utf8'));
  } catch {
    throw interactionLost();
  }
  const [of, named, value] = Array.isArray(words) ? (words as unknown[]) : [];
  if (of !== uid || named !== what) throw interactionLost();
  return value as T;
}
