import { PLATFORM, type RecordId } from '#kernel';
import type { OutboxMessage, Store, Tx } from '#store';
import type { Parameters } from '../search/index.ts';
import { keptColumns } from './kept.ts';
import { type Listed, listedOf, makersOf, sameRows, type Thing } from './listing.ts';
import { makerKey } from './name.ts';
import { keepMakers, list, listedNow, listedOne, listOne, oneAtATime, thingNow, thingsNow, unlist } from './project.sql.ts';

/** A resource by its place, and its type. */
export interface Named {
  readonly record: RecordId;
  readonly n: number;
  readonly type: string;
}

/** Resources in one transaction: what a day without a projection has left does not become one of hours. */
const atOnce = 500;

/**
 * What keeps the lists across records in step with what is stored, for all that some messages of the topic `fhir.changed` name, together. A
 * message may come twice, late, or after a newer one: each resource is looked at as it is now.
 */
export function projectChanges(store: Store, parameters: Parameters): (messages: readonly OutboxMessage[]) => Promise<void> {
  return async (messages) => {
    const named = messages.flatMap(namedBy);
    for (let from = 0; from < named.length; from += atOnce) {
      await store.transaction((tx) => project(tx, parameters, named.slice(from, from + atOnce)));
    }
  };
}

function namedBy({ record, payload }: OutboxMessage): readonly Named[] {
  const changes = Array.isArray(payload.changes) ? (payload.changes as readonly unknown[][]) : [];
  return record === PLATFORM ? [] : changes.map(([type, , n]) => ({ record, n: Number(n), type: String(type) }));
}

/**
 * Lists resources as they are now; what is listed so already is not written.
 *
 * Who lists waits for whoever else does, on whichever server, and reads after that: the last to list a resource has read it last, and its
 * message came after its COMMIT, so that what stands in the end is how it is stored. One row is locked in place of one for each record: it
 * costs the same for a hundred resources as for one, and no writer of a record waits for a projection. Killed in the midst of it, a server
 * leaves nothing half listed, and its messages are still there. What holds locks of records takes this one last.
 */
export async function project(tx: Tx, parameters: Parameters, named: readonly Named[]): Promise<void> {
  const all = [...new Map(named.map((one) => [keyOf(one.record, one.n), one])).values()];
  const [, [things, before]] = await Promise.all([tx.query(oneAtATime), readNow(tx, parameters, all)]);
  const rows = new Map(things.map((thing) => [keyOf(thing.record_id, thing.n), listedOf(thing, parameters)]));
  const listed = Map.groupBy(before, ({ record_id: record, n }) => keyOf(record, n));
  const changed = all.filter(({ record, n }) => {
    const key = keyOf(record, n);
    return !sameRows(rows.get(key) ?? [], listed.get(key) ?? []);
  });
  const gone = changed.filter(({ record, n }) => listed.has(keyOf(record, n)));
  if (gone.length > 0) tx.write(unlist, columnsOf(gone, ['record', 'n']));
  const fresh = changed.flatMap(({ record, n }) => rows.get(keyOf(record, n)) ?? []);
  const [one] = fresh;
  if (one !== undefined && fresh.length === 1)
    tx.write(
      listOne,
      rowColumns.map((name) => one[name]),
    );
  else if (fresh.length > 0) tx.write(list, columnsOf(fresh, rowColumns));
  const changedKeys = new Set(changed.map(({ record, n }) => keyOf(record, n)));
  keep(
    tx,
    things.filter(({ record_id: record, n, type }) => type === 'Patient' || changedKeys.has(keyOf(record, n))),
  );
}

/** The resources that are there, and how they are listed. */
async function readNow(tx: Tx, parameters: Parameters, all: readonly Named[]): Promise<[Thing[], Listed[]]> {
  const columns = [...new Set(all.flatMap(({ type }) => [...keptColumns(parameters, type)]))];
  const [one] = all;
  if (one !== undefined && all.length === 1) {
    const place = [one.record, one.n];
    return Promise.all([tx.query<Thing>(thingNow, [...place, columns]), tx.query<Listed>(listedOne, place)]);
  }
  const places = columnsOf(all, ['record', 'n']);
  return Promise.all([tx.query<Thing>(thingsNow, [...places, columns]), tx.query<Listed>(listedNow, places)]);
}

const rowColumns = ['at', 'record_id', 'n', 'deposited', 'deposited_under', 'written', 'written_under'] as const;

/** In whose records somebody made something; never taken back. */
function keep(tx: Tx, things: readonly Thing[]): void {
  const makers = things.flatMap((thing) => [...makersOf(thing)].map((maker) => ({ maker, record: thing.record_id })));
  const each = [...new Map(makers.map((one) => [`${one.record} ${one.maker}`, one])).values()];
  if (each.length > 0) tx.write(keepMakers, [each.map(({ maker }) => makerKey(maker)), each.map(({ record }) => record)]);
}

const keyOf = (record: RecordId, n: number): string => `${record}/${n}`;

const columnsOf = <Row, Name extends keyof Row>(rows: readonly Row[], names: readonly Name[]): Row[Name][][] =>
  names.map((name) => rows.map((row) => row[name]));
