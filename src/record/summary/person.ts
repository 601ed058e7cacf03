import { randomUUID } from 'node:crypto';
import type { Json } from '#fhir';
import type { Identity } from '#ins';

/** Who a bundle is about, as those who receive it are told: a name, a birth date, never a matricule. */
export interface Person {
  /** The entry of the Patient, one address for the life of one bundle. */
  readonly url: string;
  readonly name: string;
  readonly patient: Json;
  /** The same text without a matricule of this person, spaced or not, with its key or without. */
  clean(text: string): string;
}

type Known = Pick<Identity, 'traits' | 'matricule'>;

/** `others`: the same person as other records of theirs have them, each maybe under another matricule. */
export function personOf({ traits, matricule }: Known, ...others: readonly Known[]): Person {
  const { birthFamily, birthGivens, firstBirthGiven, usedFamily, usedGiven, sex, birthDate } = traits;
  const family = usedFamily ?? birthFamily;
  const given = usedGiven ?? firstBirthGiven;
  const used = usedFamily === undefined && usedGiven === undefined ? [] : [{ use: 'usual', family, given: [given] }];
  const own = [matricule, ...others.map((one) => one.matricule)].flatMap((one) => (one === undefined ? [] : inAnyForm(one)));
  return {
    url: `urn:uuid:${randomUUID()}`,
    name: `${given} ${family}`,
    patient: {
      resourceType: 'Patient',
      name: [...used, { use: 'official', family: birthFamily, given: birthGivens.split(' ').filter((word) => word !== '') }],
      gender: sex === 'M' ? 'male' : 'female',
      birthDate,
    },
    clean: (text) => own.reduce((cleaned, form) => cleaned.replace(form, '…'), text),
  };
}

const between = '[\\s\\u00a0.-]?';

function inAnyForm(matricule: string): RegExp {
  const spaced = (digits: string): string => [...digits].join(between);
  return new RegExp(`(?<!\\d)${spaced(matricule.slice(0, 13))}(?:${between}${spaced(matricule.slice(13))})?(?!\\d)`, 'gi');
}
