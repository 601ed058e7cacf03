import { traitDifferences } from './differences.ts';
import type { Identity } from './identity.ts';
import { beginsNames } from './name.ts';
import { isDoubtful } from './status.ts';
import type { Traits } from './traits.ts';

/**
 * Whether traits that another authority vouches for are this person's, every strict one, the birth place told and equal; only for an identity
 * that is qualified, in no doubt and without a homonym. The first given name may be a compound that the other writes as the beginning of a
 * list. For opening a person's own carnet, where close is not enough.
 */
export function isSurely({ status, attributes, traits }: Identity, seen: Traits): boolean {
  if (status !== 'QUAL' || isDoubtful(attributes) || attributes.includes('homonyme')) return false;
  if (traits.birthPlace !== seen.birthPlace || !beginsNames(traits.firstBirthGiven, seen.birthGivens)) return false;
  return traitDifferences(traits, { ...seen, firstBirthGiven: traits.firstBirthGiven }).length === 0;
}
