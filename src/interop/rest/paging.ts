import { type Asked, fhirRefusal } from '#fhir';
import { withoutMatricules } from '#ins';
import { Refusal } from '#kernel';
import type { Keys } from '#store';
import { addressOf } from './links.ts';

const purpose = 'rest/next';
const sealedMark = 's~';

/** Identifiers may be a matricule, and so may a value anywhere: an address that holds one would end in the logs of whoever stands between. */
const isPrivate = ([name, values]: readonly [string, readonly string[]]): boolean =>
  /(^|[.:-])identifier(:|$)/.test(name) || [name, ...values].some((text) => withoutMatricules(text) !== text);

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

/** The search that a page under seal goes on with. Refuses `fhir.bad-page` for one that is not ours. */
export function resumed(keys: Keys, asked: Asked): Asked {
  const page = asked.get('page')?.[0];
  if (page === undefined || !page.startsWith(sealedMark)) return asked;
  const whole = unsealed(keys, page.slice(sealedMark.length));
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(whole)) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

function unsealed(keys: Keys, page: string): string {
  try {
    return keys.unseal(purpose, Buffer.from(page, 'base64url')).toString();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw fhirRefusal(
      'bad-page',
      'Ce lien vers une page n’est pas de ce serveur. Recommencez la recherche.',
      'This link to a page is not of this server. Search again.',
      'page',
    );
  }
}
