import { capucine, hector, irene, nuees, orme } from '../walks/cast.ts';
import { notForNurses, type Thing } from './things.ts';

/** Who asks, by what the person and the law have decided of them. */
export const roles = [
  'person',
  'legal representative',
  'chosen delegate',
  'delegate who may only book',
  'former delegate',
  'another citizen',
  'author with a ground',
  'attending physician',
  'nurse with a ground',
  'nurse in an emergency',
  'physician in an emergency',
  'author without a ground',
  'blocked physician',
  'physician whose access is over',
  'physician whose access the person ended',
  'physician without a ground',
  'physician in secret',
  'software that deposited',
  'other software',
  'operator',
  'nobody',
] as const;
export type Role = (typeof roles)[number];

/** Looking through a whole record, asking for one thing by its id, or asking for one's own in any record: a person's own is theirs. */
export type Door = 'list' | 'item' | 'across';

const citizens: readonly Role[] = [
  'person',
  'legal representative',
  'chosen delegate',
  'delegate who may only book',
  'former delegate',
  'another citizen',
];
const looking: readonly Role[] = [
  'person',
  'legal representative',
  'chosen delegate',
  'author with a ground',
  'attending physician',
  'nurse with a ground',
  'nurse in an emergency',
  'physician in an emergency',
  'physician in secret',
  'software that deposited',
  'other software',
];

/** Who made something of the record. */
const makers: Partial<Readonly<Record<Role, string>>> = {
  'author with a ground': irene.id,
  'author without a ground': hector.id,
  'nurse with a ground': capucine.id,
  'software that deposited': nuees.id,
  'other software': orme.id,
};

/** Whether a look through the record is answered at all, were it with nothing. */
export function mayLook(role: Role, door: Door): boolean {
  if (door === 'across' && (role === 'person' || role === 'another citizen')) return true;
  if (door === 'across') return !citizens.includes(role) && role !== 'operator' && role !== 'nobody';
  return looking.includes(role) || (door === 'item' && role === 'author without a ground');
}

/**
 * Written from the rules in words, knowing nothing of the product. The person sees all but what is to be announced; who acts for them sees
 * what they see but for what is kept from representatives; who cares for them sees all but what is masked and what is not for their
 * profession, the attending physician what is masked too; an author sees what they wrote, and software what it deposited.
 */
export function sees(role: Role, thing: Thing, door: Door): boolean {
  const { masked, invisible, withheld, stands, author, depositor, type } = thing;
  if (!stands || !mayLook(role, door)) return false;
  const makerOf = makers[role];
  const own = makerOf !== undefined && (author === makerOf || depositor === makerOf);
  if (door === 'across' && role !== 'person') return own;
  switch (role) {
    case 'person':
      return !invisible;
    case 'legal representative':
    case 'chosen delegate':
      return !invisible && !withheld;
    case 'author with a ground':
      return !masked || own;
    case 'attending physician':
      return true;
    case 'nurse with a ground':
    case 'nurse in an emergency':
      return (!masked && type !== notForNurses) || own;
    case 'physician in an emergency':
    case 'physician in secret':
      return !masked;
    case 'author without a ground':
    case 'software that deposited':
    case 'other software':
      return own;
    default:
      return false;
  }
}

/** Who reads the log of the record. */
export const readsLog = (role: Role): boolean =>
  role === 'person' || role === 'legal representative' || role === 'chosen delegate';

/** Whether what happened to a thing stands in the log that somebody reads: the person is told of what is no more too, others of what they see. */
export function isTold(role: Role, thing: Thing): boolean {
  if (role === 'person') return !thing.invisible;
  return readsLog(role) && sees(role, thing, 'list');
}

/** Who is told of what is done under connexion secrète, and of the links that the person makes: themself, and not who acts for them. */
export const isToldSecrets = (role: Role): boolean => !/representative|delegate/.test(role);
