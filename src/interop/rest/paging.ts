import type { Asked } from '#fhir';
import type { Keys } from '#store';
import { addressOf } from './links.ts';

const purpose = 'rest/next';
const sealedMark = 's~';

/** Identifiers may be a matricule: an address that holds one would end in the logs of whoever stands between. */
const isPrivate = (name: string): boolean => /(^|[.:-])identifier(:|$)/.test(name);

/** The search as it was understood, without what must not stand in an address. */
export function selfLink(address: string, asked: Asked, ignored: readonly string[]): string {
  const told = [...asked].filter(([name]) => !isPrivate(name) && name !== 'page' && !ignored.includes(name));
  return addressOf(address, told);
}

/** Where the next page is; a search that holds an identifier goes on under seal, so that its address says nothing. */
export function nextLink(keys: Keys, address: string, asked: Asked, next: string): string {
  if (![...asked.keys()].some(isPrivate)) return addressOf(address, asked, { page: next });
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
