import type { RecordId } from '#kernel';
import { byIdentity } from '../engine/patient/ensure.ts';
import type { Parameters } from '../search/index.ts';
import { keptColumns } from './kept.ts';
import { listName, placeIn } from './name.ts';

/** What of a resource lists are made of. */
export interface Thing {
  readonly record_id: RecordId;
  readonly n: number;
  readonly type: string;
  readonly at: Date;
  readonly depositor: string;
  readonly author_ids: readonly string[];
  /** The wanted columns of its keys; null when it has none of them. */
  readonly codes: Readonly<Record<string, string | readonly string[]>> | null;
}

/** One row of the projection: at most one place in a list of each kind, as PostgreSQL writes a bigint. */
export interface Listed {
  readonly at: Date;
  readonly record_id: RecordId;
  readonly n: number;
  readonly deposited: string | null;
  readonly deposited_under: string | null;
  readonly written: string | null;
  readonly written_under: string | null;
}

/** Whose things are looked for across records: not those that a person put into their own record, nor those that follow an identity. */
export function makersOf({ record_id: record, depositor, author_ids: authors }: Thing): ReadonlySet<string> {
  const nobodys = depositor === record || depositor === byIdentity;
  return new Set(nobodys ? authors : [depositor, ...authors]);
}

/** The rows of a resource, as few as its lists fit in. A Patient is in none: people are found by their identifiers. */
export function listedOf(thing: Thing, parameters: Parameters): readonly Listed[] {
  const { record_id, n, type, at, depositor } = thing;
  if (type === 'Patient') return [];
  const makers = makersOf(thing);
  const authors = [...new Set(thing.author_ids)].sort();
  const codes = [...codesOf(thing, keptColumns(parameters, type))].sort();
  const places = (of: readonly string[]): readonly string[] => of.map((name) => placeIn(name, at).toString());
  const own = makers.has(depositor) ? [depositor] : [];
  const whole = (all: readonly string[]) => places(all.map((maker) => listName(maker, type)));
  const under = (all: readonly string[]) => places(all.flatMap((maker) => codes.map((code) => listName(maker, type, code))));
  const lists = [whole(own), under(own), whole(authors), under(authors)] as const;
  const [deposited, depositedUnder, written, writtenUnder] = lists;
  return Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, i) => ({
    at,
    record_id,
    n,
    deposited: deposited[i] ?? null,
    deposited_under: depositedUnder[i] ?? null,
    written: written[i] ?? null,
    written_under: writtenUnder[i] ?? null,
  }));
}

/** In the keys a token is `system=code`: a code is found in whatever system, and the system looked at after. */
function codesOf({ codes }: Thing, columns: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const column of columns) {
    const tokens = codes?.[column] ?? [];
    for (const token of typeof tokens === 'string' ? [tokens] : tokens) {
      const sign = token.indexOf('=');
      if (sign >= 0) found.add(token.slice(sign + 1));
    }
  }
  return found;
}

/** Whether rows say the same, in whatever order. */
export function sameRows(a: readonly Listed[], b: readonly Listed[]): boolean {
  if (a.length !== b.length) return false;
  const texts = (rows: readonly Listed[]): readonly string[] => rows.map(textOf).sort();
  const others = texts(b);
  return texts(a).every((text, i) => text === others[i]);
}

const textOf = ({ at, deposited, deposited_under, written, written_under }: Listed): string =>
  [at.getTime(), deposited, deposited_under, written, written_under].join();
