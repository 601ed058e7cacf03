import type { Keys } from '#store';
import { interactionLost } from '../refusals.ts';

/** What a provider outside vouched for, between its answer and the form that follows; sealed, for ten minutes, for one sign-in page. */
export interface Step {
  readonly uid: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly professional?: string;
  readonly places?: readonly string[];
  readonly issuer?: string;
  readonly subject?: string;
  readonly record?: string;
  readonly name?: string;
}

const purpose = 'signin/federation-step';
const stepSeconds = 600;

export function sealStep(keys: Keys, step: Step): string {
  return keys.seal(purpose, Buffer.from(JSON.stringify(step))).toString('base64url');
}

/** Refuses `signin.interaction-lost` for a step of another sign-in page, an old one or one not made here. */
export function openStep(keys: Keys, uid: string, sealed: string | null, now: Date): Step {
  let step: Step;
  try {
    step = JSON.parse(keys.unseal(purpose, Buffer.from(sealed ?? '', 'base64url')).toString('utf8')) as Step;
  } catch {
    throw interactionLost();
  }
  if (step.uid !== uid || step.at + stepSeconds * 1000 < now.getTime()) throw interactionLost();
  return step;
}
