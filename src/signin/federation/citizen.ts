import { parseTraits, type Traits } from '#ins';
import { Refusal } from '#kernel';
import type { CitizenAccount } from '../accounts/accounts.ts';
import type { Vouched } from './party.ts';
import { noCarnet, noTraits } from './refusals.ts';

/** The people of this server, qualified and without doubt, whose strict traits are all these. */
export type PeopleOf = (traits: Traits) => Promise<readonly CitizenAccount[]>;

/**
 * The one person here whose identity a provider outside has vouched for whole: the five strict traits, none of them unknown.
 * Refuses `signin.federation-traits` when a trait is absent, `signin.federation-no-carnet` for nobody and for several alike.
 */
export async function onePerson(peopleOf: PeopleOf, { claims }: Vouched, name: string): Promise<CitizenAccount> {
  const people = await peopleOf(traitsOf(claims, name));
  const [only] = people;
  if (only === undefined || people.length > 1) throw noCarnet(name);
  return only;
}

/**
 * The strict traits in the standard claims: `given_name` holds all the given names, `birthplace` the COG code of the commune, or
 * `birthcountry` that of the country for who is born abroad.
 * Source: OpenID Connect Core 1.0 §5.1; FranceConnect, identité pivot.
 */
export function traitsOf(claims: Vouched['claims'], name: string): Traits {
  const { family_name: birthFamily, given_name: birthGivens, gender, birthdate: birthDate, birthplace, birthcountry } = claims;
  const sex = gender === 'female' ? 'F' : gender === 'male' ? 'M' : undefined;
  const birthPlace = typeof birthplace === 'string' && birthplace !== '' ? birthplace : birthcountry;
  const firstBirthGiven = typeof birthGivens === 'string' ? birthGivens.trim().split(' ')[0] : undefined;
  try {
    const traits = parseTraits({ birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace });
    if (traits.birthPlace !== '99999') return traits;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  throw noTraits(name);
}
