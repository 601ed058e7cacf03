import { type RecordId, Refusal } from '#kernel';
import type { Sql } from '#store';
import { surviving } from './find.ts';
import { type Identity, type IdentityRow, identityOf } from './identity.ts';
import { findByDate, findByFamily, identitiesOf } from './ins.sql.ts';
import { normalisedName } from './name.ts';
import type { Sex } from './traits.ts';

/** Names in any spelling; `birthDate` as `YYYY-MM-DD`. With a birth date, the first letters of the names are enough. */
export interface SearchQuery {
  readonly birthFamily: string;
  readonly firstBirthGiven?: string;
  readonly birthDate?: string;
  readonly sex?: Sex;
}

export interface SearchResult {
  readonly items: readonly Identity[];
  /** True when more people match than are given: ask for more traits, there is no next page. */
  readonly truncated: boolean;
}

const most = 20;

/** See {@link Ins.byTraits}. */
export async function byTraits(sql: Sql, query: SearchQuery, limit: number): Promise<SearchResult> {
  const family = normalisedName(query.birthFamily);
  if (family === '') throw tooBroad();
  const wanted = Math.max(1, Math.min(Math.trunc(limit), most));
  const given = normalisedName(query.firstBirthGiven ?? '');
  const sex = query.sex ?? null;
  const rows =
    query.birthDate === undefined
      ? await sql.query<{ record_id: RecordId }>(findByFamily, [family, given, sex, wanted + 1])
      : await sql.query<{ record_id: RecordId }>(findByDate, [query.birthDate, family, given, sex, wanted + 1]);
  const order = rows.slice(0, wanted).map((row) => row.record_id);
  if (order.length === 0) return { items: [], truncated: false };
  const found = await sql.query<IdentityRow>(identitiesOf, [order]);
  const identities = new Map(found.map((row) => [row.record_id, identityOf(row)]));
  const items = await goingOn(
    sql,
    order.flatMap((record) => identities.get(record) ?? []),
  );
  return { items, truncated: rows.length > wanted };
}

/** Each as the identity that goes on for it, once: of a person who has several records there is one. */
export async function goingOn(sql: Sql, found: readonly Identity[]): Promise<readonly Identity[]> {
  const going = await Promise.all(found.map(async (one) => (await surviving(sql, one)) ?? one));
  const seen = new Set<RecordId>();
  return going.filter(({ record }) => !seen.has(record) && seen.add(record));
}

export function tooBroad(): Refusal {
  return new Refusal(
    'ins.search-too-broad',
    {
      fr: 'Indiquez le nom de naissance, ou ses premières lettres avec la date de naissance.',
      en: 'Give the birth family name, or its first letters with the birth date.',
    },
    { source: 'Guide d’implémentation de l’INS, règle 17', at: 'birthFamily' },
  );
}
