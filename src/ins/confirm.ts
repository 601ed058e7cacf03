import { Refusal } from '#kernel';
import type { Insi, InsiAnswer, InsiIdentity } from './insi.ts';
import { type Matricule, type MatriculeOptions, parseMatricule } from './matricule.ts';
import { beginsNames } from './name.ts';
import { type InsOid, parseInsOid } from './oid.ts';
import { parseTraits, type Traits } from './traits.ts';

/** A matricule in its domain: neither means anything alone. */
export interface Ins15 {
  readonly oid: InsOid;
  readonly matricule: Matricule;
}

/** What INSi said, kept beside the identity: `not-asked`, a verification's or a search's outcome. */
export type InsiOutcome = 'not-asked' | 'verified' | 'not-verified' | '00' | '00-unusable' | '01' | '02';

export interface Confirmation {
  readonly outcome: InsiOutcome;
  readonly traits: Traits;
  /** Present only when INSi knows the person under it. */
  readonly ins?: Ins15;
}

/** No question to INSi: the traits as they are, and no matricule, since only INSi gives or confirms one. */
export function unasked(traits: Traits): Confirmation {
  return { outcome: 'not-asked', traits };
}

/**
 * Asks INSi: whether the matricule is this person's when there is one, else which matricule the person has. A search that finds exactly
 * one person replaces the strict traits by those of INSi. Refuses what the adapter refuses; a "no" is an outcome, not a refusal.
 * Source: Guide d’implémentation de l’INS, règles 6, 11, 12, 49 and 51.
 */
export async function confirm(
  insi: Insi,
  traits: Traits,
  ins: Ins15 | undefined,
  options: MatriculeOptions,
): Promise<Confirmation> {
  if (ins !== undefined) {
    if (await insi.verify(ins.oid, ins.matricule, traits)) return { outcome: 'verified', traits, ins };
    return { outcome: 'not-verified', traits };
  }
  return confirmedBy(await insi.search(traits), traits, options);
}

/** What the answer to a search by these traits comes to. */
export function confirmedBy(answer: InsiAnswer, traits: Traits, options: MatriculeOptions): Confirmation {
  if (answer.code !== '00') return { outcome: answer.code, traits };
  return usable(answer.identity, traits, options) ?? { outcome: '00-unusable', traits };
}

/** An answer with an empty name, a `00` in its date or given names that do not begin with the first one is not taken. */
function usable(found: InsiIdentity, asked: Traits, options: MatriculeOptions): Confirmation | undefined {
  try {
    if (found.traits.birthGivens.trim() === '' || !beginsNames(asked.firstBirthGiven, found.traits.birthGivens)) return undefined;
    const traits = parseTraits({ ...asked, ...found.traits });
    const ins = { oid: parseInsOid(found.oid), matricule: parseMatricule(found.matricule, options) };
    return { outcome: '00', traits, ins };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
