import { type Call, isRecordId, type RecordId, unknownId } from '#kernel';
import type { Store } from '#store';
import type { Desk } from '../desk.ts';
import type { TraitName } from '../differences.ts';
import { byRecord } from '../find.ts';
import type { Identity } from '../identity.ts';
import { comparedOf, compareIdentities, type Likeness } from '../matching/index.ts';
import { closeItem, countItems, itemAt, listItems } from './links.sql.ts';
import * as refusals from './refusals.ts';

/** Two records that may be one person's, or one record in which two people may be. */
export const pairKinds = ['duplicate', 'collision'] as const;
export type PairKind = (typeof pairKinds)[number];

/** One line of the work list: no trait, no name. */
export interface PairItem {
  readonly id: string;
  readonly kind: PairKind;
  readonly record: RecordId;
  readonly other?: RecordId;
  /** `done`: linked; `dismissed`: somebody looked; `outdated`: they are alike no more. */
  readonly state: 'open' | 'done' | 'dismissed' | 'outdated';
  readonly foundAt: Date;
  /** Of a duplicate, as it was when it was found. */
  readonly likeness?: Likeness;
  /** Of a collision: where it was seen, and by which traits. */
  readonly seen?: Seen;
  readonly closedAt?: Date;
  readonly closedBy?: string;
  readonly note?: string;
}

export interface Seen {
  readonly by: 'document' | 'matricule';
  readonly traits: readonly TraitName[];
}

/** A line with whom it is about, as they are now. */
export interface ReadItem {
  readonly item: PairItem;
  readonly identities: readonly Identity[];
  readonly likeness?: Likeness;
}

interface ItemRow {
  readonly id: string;
  readonly kind: PairKind;
  readonly record_id: RecordId;
  readonly other_record: RecordId | null;
  readonly state: PairItem['state'];
  readonly found_at: Date;
  readonly detail: string;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly note: string | null;
}

/** As it is kept in `detail`. */
export const detailOf = (told: Likeness | Seen): string => JSON.stringify(told);

function itemOf(row: ItemRow): PairItem {
  const { id, kind, record_id: record, other_record: other, state, found_at: foundAt, detail } = row;
  return {
    id,
    kind,
    record,
    ...(other === null ? {} : { other }),
    state,
    foundAt,
    ...(kind === 'duplicate' ? { likeness: JSON.parse(detail) as Likeness } : { seen: JSON.parse(detail) as Seen }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

const page = 30;

/** Behind which line a page begins: `1700000000000.uuid`. Refuses `ins.bad-page`. */
export function afterOf(text: string | undefined): readonly [Date, string] {
  if (text === undefined) return [new Date('9999-12-31'), 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const m = /^(\d{1,15})\.(.{36})$/.exec(text);
  if (m?.[2] === undefined || !isRecordId(m[2])) throw refusals.badPage();
  return [new Date(Number(m[1])), m[2]];
}

export function pageOf<Row, T>(
  rows: readonly Row[],
  show: (row: Row) => T,
  place: (row: Row) => readonly [Date, string],
): PageOf<T> {
  const shown = rows.slice(0, page);
  const last = shown.at(-1);
  if (rows.length <= page || last === undefined) return { items: shown.map(show) };
  const [at, id] = place(last);
  return { items: shown.map(show), next: `${at.getTime()}.${id}` };
}

export const readAhead = page + 1;

/** 30 at a time, newest first. */
export async function items(
  store: Store,
  kind: PairKind | undefined,
  closed: boolean,
  after?: string,
): Promise<PageOf<PairItem>> {
  const states = closed ? ['done', 'dismissed', 'outdated'] : ['open'];
  const kinds = kind === undefined ? pairKinds : [kind];
  const rows = await store.query<ItemRow>(listItems, [states, kinds, ...afterOf(after), readAhead]);
  return pageOf(rows, itemOf, (row) => [row.found_at, row.id]);
}

/** How many lines wait. */
export async function waiting(store: Store): Promise<number> {
  const [row] = await store.query<{ open: number }>(countItems, [pairKinds]);
  return row?.open ?? 0;
}

/** See {@link Links.item}. */
export async function item({ store, trace }: Desk, call: Call, id: string): Promise<ReadItem> {
  const found = await itemNamed(store, id);
  const records = found.other === undefined ? [found.record] : [found.record, found.other];
  for (const record of records)
    await trace.journal(call, record, { action: 'identity', outcome: 'done', detail: { change: 'compared' } });
  const known = await Promise.all(records.map((record) => byRecord(store, record)));
  const identities = known.filter((identity) => identity !== undefined);
  const [a, b] = identities;
  const likeness = a === undefined || b === undefined ? undefined : compareIdentities(comparedOf(a), comparedOf(b));
  return { item: found, identities, ...(likeness === undefined ? {} : { likeness }) };
}

/** See {@link Links.dismiss}. */
export async function dismiss({ store, trace }: Desk, call: Call, id: string, note: unknown): Promise<PairItem> {
  if (call.actor.kind !== 'operator') throw refusals.operatorOnly();
  const words = typeof note === 'string' ? note.trim() : '';
  if (words.length < 10 || words.length > 500 || words.includes('\0')) throw refusals.whyNeeded();
  const { record, other, state } = await itemNamed(store, id);
  if (state !== 'open') throw refusals.settled();
  const records = other === undefined ? [record] : [record, other].sort();
  await store.transaction(async (tx) => {
    for (const one of records) await store.records.lock(tx, one);
    if ((await tx.query(closeItem, [id, 'dismissed', call.at, call.actor.name, words])).length === 0) throw refusals.settled();
    for (const one of records)
      await trace.append(tx, call, one, { action: 'identity', outcome: 'done', reason: words, detail: { change: 'kept-apart' } });
  });
  return itemNamed(store, id);
}

/** Refuses `id.unknown`. */
export async function itemNamed(store: Store, id: string): Promise<PairItem> {
  const [row] = isRecordId(id) ? await store.query<ItemRow>(itemAt, [id]) : [];
  if (row === undefined || !pairKinds.includes(row.kind)) throw unknownId();
  return itemOf(row);
}
