import type { Asked } from '#fhir';
import type { Keys } from '#store';
import { addressOf } from './links.ts';

const purpose = 'rest/next';
const sealedMark = 's~';

/** Identifiers may be a matricule, and so may a value anywhere: an address that holds one would end in the logs of whoever stands between. */
const isPrivate = ([name, values]: readonly [string, readonly string[]]): boolean =>
  /(^|[.:-])identifier(:|$)/.test(name) || [name, ...values].some((text) => matricule.test(text));

/** Thirteen characters, with or without the two of the key; spaces between its parts, as on a card, hide none. */
const matricule = /(?<![0-9A-Za-z])\d(\s?\d\d){2}\s?\d[\dAB](\s?\d{3}){2}(\s?\d\d)?(?![0-9A-Za-z])/i;

/** The search as it was understood, without what must not stand in an address. */
export function selfLink(address: string, asked: Asked, ignored: readonly string[]): string {
  const told = [...asked].filter((one) => !isPrivate(one) && one[0] !== 'page' && !ignored.includes(one[0]));
  return addressOf(address, told);
}

/** Where the next page is; a search that holds one goes on under seal, so that its address says nothing. */
export function nextLink(keys: Keys, address: string, asked: Asked, next: string): string {
  if (![...asked].some(isPrivate)) return addressOf(address, asked, { page: next });
  const whole = new URL(addressOf(address, asked, { page: next })).search;
  return addressOf(address, [], { page: `${sealedMark}${keys.seal(purpose, Buffer.from(whole)).toString('base64url')}` });
}

/** The search that a page under seal goes on with. Refuses `store.wrong-key` for one that is not ours. */
export function resumed(keys: Keys, asked: Asked): Asked {
  const page = asked.get('page')?.[0];
  if (page === undefined || !page.startsWith(sealedMark)) return asked;
  const whole = keys.unseal(purpose, Buffer.from(page.slice(sealedMark.length), 'base64url')).toString();
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(whole)) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}
