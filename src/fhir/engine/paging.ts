import { timingSafeEqual } from 'node:crypto';
import { actorId, type Call } from '#kernel';
import type { Keys } from '#store';
import { fhirRefusal } from '../refusals.ts';
import { type Cursor, cursorOf } from '../search/index.ts';

const purpose = 'fhir/page';
const macBytes = 16;

/**
 * A place in a list as a token for a link: only who got it can use it, and only for the same list. It says where to go on and gives no
 * right; what is there is decided anew. `list` is what makes the list: its address and parameters.
 */
export function pageToken(keys: Keys, call: Call, list: string, place: unknown): string {
  const said = Buffer.from(JSON.stringify(place));
  return `${said.toString('base64url')}.${macOf(keys, call, list, said).toString('base64url')}`;
}

/** The reverse of {@link pageToken}. Refuses `fhir.bad-page`. */
export function placeOf(keys: Keys, call: Call, list: string, token: string): unknown {
  const [said = '', mac = ''] = token.split('.');
  const text = Buffer.from(said, 'base64url');
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== macBytes || !timingSafeEqual(given, macOf(keys, call, list, text))) throw badPage();
  return JSON.parse(text.toString());
}

/** The cursor of a search in its `page`; undefined without one. Refuses `fhir.bad-page`. */
export function cursorIn(keys: Keys, call: Call, list: string, token: string | undefined): Cursor | undefined {
  if (token === undefined) return undefined;
  const cursor = cursorOf(placeOf(keys, call, list, token));
  if (cursor === undefined) throw badPage();
  return cursor;
}

function macOf(keys: Keys, { actor }: Call, list: string, said: Buffer): Buffer {
  return keys.mac(purpose, Buffer.from(`${actor.kind}/${actorId(actor)}\n${list}\n`), said).subarray(0, macBytes);
}

function badPage() {
  return fhirRefusal(
    'bad-page',
    'Ce lien vers une page n’est pas de ce serveur, d’une autre recherche, ou à quelqu’un d’autre. Recommencez la recherche.',
    'This link to a page is not of this server, of another search, or somebody else’s. Search again.',
    'page',
  );
}
