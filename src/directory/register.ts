import { Refusal } from '#kernel';
import type { Keys, Sql, Tx } from '#store';
import { putProfessionals, putRegisteredActivities, putSoftware, putStructures } from './directory.sql.ts';
import type { DirectoryProfessional, DirectoryStructure, SoftwareToRegister } from './entry.ts';
import { parseClientId, parseProfessionalId, parseStructureId } from './entry.ts';
import { foldName } from './name.ts';

type Structures = (id: string) => Promise<DirectoryStructure | undefined>;
type Raw<T, K extends keyof T> = Omit<T, K> & { readonly [k in K]: T[k] extends readonly unknown[] ? readonly string[] : string };

export async function registerStructures(sql: Sql, entries: readonly Raw<DirectoryStructure, 'id'>[], at: Date): Promise<void> {
  const rows = entries.map((e) => [
    parseStructureId(e.id),
    e.name,
    e.couloir,
    e.facilityType,
    e.practiceSetting,
    foldName(e.name),
  ]);
  await sql.query(putStructures, [...columns(lastOfEach(rows), 6), at]);
}

export async function registerProfessionals(
  store: { transaction(work: (tx: Tx) => Promise<void>): Promise<void> },
  entries: readonly Raw<DirectoryProfessional, 'id' | 'structures'>[],
  at: Date,
  structures: Structures,
): Promise<void> {
  const rows: (string | null)[][] = [];
  for (const e of entries) {
    const places = e.structures.map(parseStructureId);
    await known(places, structures);
    const specialty = [e.specialty?.code ?? null, e.specialty?.label ?? null];
    rows.push([
      parseProfessionalId(e.id),
      e.family,
      e.given,
      e.prefix ?? null,
      e.profession,
      ...specialty,
      JSON.stringify(places),
      foldName(e.family),
      foldName(e.given),
    ]);
  }
  const last = lastOfEach(rows);
  const works = last.flatMap(([id = null, , , , profession = null, , , places]) =>
    (JSON.parse(places ?? '[]') as string[]).map((place) => [id, place, profession]),
  );
  await store.transaction(async (tx) => {
    tx.write(putProfessionals, [...columns(last, 10), at]);
    tx.write(putRegisteredActivities, [last.map(([id]) => id), ...columns(works, 3), at]);
  });
}

export async function registerSoftware(
  store: Sql & { readonly keys: Keys },
  entries: readonly SoftwareToRegister[],
  at: Date,
  structures: Structures,
): Promise<void> {
  const rows: (string | null)[][] = [];
  for (const e of entries) {
    const id = parseClientId(e.id);
    const place = parseStructureId(e.structure);
    await known([place], structures);
    for (const uri of [...(e.redirectUris ?? []), ...(e.launchUrl === undefined ? [] : [e.launchUrl])]) checkRedirect(uri);
    if (e.secret !== undefined && e.secret.length < 32) throw weakSecret();
    const digest = e.secret === undefined ? null : secretDigest(store.keys, id, e.secret);
    const keys = e.keys === undefined ? null : JSON.stringify(e.keys);
    const { grants, profile, certificateSubject, scopes, audience, launchUrl, logoUri } = e;
    const ways = JSON.stringify({ grants, profile, certificateSubject, scopes, audience, launchUrl, logoUri });
    rows.push([id, e.name, place, JSON.stringify(e.redirectUris ?? []), digest, keys, ways]);
  }
  await store.query(putSoftware, [...columns(lastOfEach(rows), 7), at]);
}

/** A secret of 32 random characters needs no slow hash; the operator's key in the digest makes a stolen table useless. */
export function secretDigest(keys: Keys, clientId: string, secret: string): string {
  return keys.mac('directory/software-secret', Buffer.from(`${clientId}\n`), Buffer.from(secret)).toString('base64');
}

async function known(ids: readonly string[], structures: Structures): Promise<void> {
  for (const id of ids) {
    if ((await structures(id)) !== undefined) continue;
    throw new Refusal('directory.unknown-structure', {
      fr: `La structure ${id} n’est pas dans l’annuaire. Enregistrez-la d’abord.`,
      en: `Structure ${id} is not in the directory. Register it first.`,
    });
  }
}

/** RFC 8252 §7 and RFC 6749 §3.1.2: absolute, no fragment, https or a loopback address or an application's own scheme. */
function checkRedirect(uri: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const loopback = url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const own = url !== undefined && /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]*:$/.test(url.protocol);
  if (url !== undefined && url.hash === '' && (url.protocol === 'https:' || loopback || own)) return;
  throw new Refusal(
    'directory.malformed-redirect',
    {
      fr: 'Une adresse de retour est absolue, sans fragment, en https (http seulement vers la machine elle-même).',
      en: 'A redirect URI is absolute, without fragment, in https (http to the machine itself only).',
    },
    { source: 'RFC 6749 §3.1.2' },
  );
}

function weakSecret(): Refusal {
  return new Refusal('directory.weak-secret', {
    fr: 'Le secret d’un logiciel compte au moins 32 caractères tirés au hasard.',
    en: 'A software’s secret has at least 32 characters drawn at random.',
  });
}

/** One statement cannot touch a row twice: the last entry of each identifier wins. */
function lastOfEach<R extends readonly (string | null)[]>(rows: readonly R[]): R[] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}

function columns(rows: readonly (readonly (string | null)[])[], count: number): (string | null)[][] {
  return Array.from({ length: count }, (_, i) => rows.map((row) => row[i] ?? null));
}
