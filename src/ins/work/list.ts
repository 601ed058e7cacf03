import { type Call, type RecordId, Refusal } from '#kernel';
import type { Sql } from '#store';
import { operatorOf } from '../operator.ts';
import { isWorkId } from './close.ts';
import { itemOf, type WorkItem, type WorkKind, type WorkPage, type WorkRow, workKinds } from './item.ts';
import { countsOfWork, pageOfWork, workOfRecord } from './work.sql.ts';

const size = 30;
const first = ['9999-12-31T00:00:00.000Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

/** 30 items, the newest found first, of one kind or of all. Refuses `ins.operator-only`, `ins.bad-page`. No record is named by a trait. */
export async function listWork(
  sql: Sql,
  call: Call,
  { kind, closed = false, after }: { readonly kind?: WorkKind; readonly closed?: boolean; readonly after?: string },
): Promise<WorkPage> {
  operatorOf(call);
  const rows = await sql.query<WorkRow>(pageOfWork, [!closed, kind ?? null, ...cursor(after)]);
  const last = rows.length > size ? rows[size - 1] : undefined;
  return {
    items: rows.slice(0, size).map(itemOf),
    ...(last === undefined ? {} : { next: `${last.found_at.getTime()}.${last.id}` }),
  };
}

/** How many items of each kind are open. Refuses `ins.operator-only`. */
export async function countWork(sql: Sql, call: Call): Promise<Readonly<Record<WorkKind, number>>> {
  operatorOf(call);
  const rows = await sql.query<{ kind: WorkKind; open: number }>(countsOfWork);
  const found = new Map(rows.map(({ kind, open }) => [kind, open]));
  return Object.fromEntries(workKinds.map((kind) => [kind, found.get(kind) ?? 0])) as Record<WorkKind, number>;
}

/** What is open about one record, either side of a pair; at most 30. */
export async function workOf(sql: Sql, record: RecordId): Promise<readonly WorkItem[]> {
  return (await sql.query<WorkRow>(workOfRecord, [record])).map(itemOf);
}

function cursor(after: string | undefined): readonly [string, string] {
  if (after === undefined) return first;
  const [, time = '', id = ''] = /^(\d{1,14})\.(.+)$/.exec(after) ?? [];
  if (time === '' || !isWorkId(id)) throw badPage();
  return [new Date(Number(time)).toISOString(), id];
}

function badPage(): Refusal {
  return new Refusal(
    'ins.bad-page',
    {
      fr: 'Cette page n’existe pas : reprenez la liste au début.',
      en: 'There is no such page: start the list over.',
    },
    { at: 'after' },
  );
}
