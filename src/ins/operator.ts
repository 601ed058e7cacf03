import { type Call, Refusal } from '#kernel';
import { whyNeeded } from './refusals.ts';

/** Who does what is the operator's alone; gives their name. Refuses `ins.operator-only`. */
export function operatorOf({ actor }: Call): string {
  if (actor.kind === 'operator') return actor.name;
  throw new Refusal('ins.operator-only', {
    fr: 'La vigilance sur les identités est réservée à l’exploitant.',
    en: 'Watching over identities is the operator’s alone.',
  });
}

/** Why something is done, in 10 to 500 characters: the person reads it in their log. Refuses `ins.why-needed`. */
export function reasonWritten(why: unknown): string {
  const text = typeof why === 'string' ? why.trim() : '';
  if (text.length < 10 || text.length > 500 || text.includes('\0')) throw whyNeeded();
  return text;
}
