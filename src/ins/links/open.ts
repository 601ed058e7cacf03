import { type Call, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Desk } from '../desk.ts';
import type { TraitName } from '../differences.ts';
import { byRecord, byRecords } from '../find.ts';
import type { Identity } from '../identity.ts';
import { notFound } from '../refusals.ts';
import { collide } from './collide.ts';
import {
  afterOf,
  dismiss,
  item,
  itemNamed,
  items,
  type PageOf,
  type PairItem,
  type PairKind,
  pageOf,
  type ReadItem,
  readAhead,
  waiting,
} from './items.ts';
import { type Link, type LinkRow, linkOf } from './link.ts';
import { linkAt, listLinks } from './links.sql.ts';
import { look } from './look.ts';
import { type Decision, type Follower, merge, refuseUnlinkable, unmerge } from './merge.ts';
import { sameRecord } from './refusals.ts';
import { rekey } from './rekey.ts';

/** What records of one person there are beside one. */
export interface Kin {
  readonly survivor?: RecordId;
  readonly linked: readonly RecordId[];
}

/**
 * Records of one person, and records in which two people may be: found, looked at, linked, taken apart. A link writes nothing into either record
 * and moves nothing: what is new goes to the survivor, who reads the survivor reads both, and taking them apart leaves each as it was. Nothing
 * is ever linked but by a person's act. Source: RNIV 1, doublons and collisions.
 */
export interface Links {
  /** The record that goes on for this one; itself when it was not linked. What another server links is known within a second. */
  survivorOf(record: RecordId): Promise<RecordId>;
  /** The records that this one goes on for, 10 at most. */
  linkedTo(record: RecordId): Promise<readonly RecordId[]>;
  /** Of each of these records; one statement. */
  kin(records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, Kin>>;
  /**
   * Links two records of one person, in one transaction with a line in each log. Whether two people decided is asked by who calls
   * (`oversight`). `why`: 10 to 500 characters, the person reads them. Refuses `ins.operator-only`, `ins.why-required`, `ins.link-same`,
   * `ins.link-taken`, `ins.link-has-links`, `ins.link-limit`, `ins.link-doubtful`, `ins.link-two-matricules`, `ins.link-weaker`,
   * `ins.not-found`, `id.unknown`.
   */
  merge(call: Call, survivor: RecordId, linked: RecordId, decision: Decision): Promise<Link>;
  /** Whether {@link Links.merge} would link these two now; refuses what it refuses of them. */
  refuseUnlinkable(survivor: RecordId, linked: RecordId): Promise<void>;
  /** Takes them apart again. Refuses `ins.operator-only`, `ins.why-required`, `ins.link-undone`, `id.unknown`. */
  unmerge(call: Call, link: string, decision: Decision): Promise<Link>;
  /** Those that stand, or those undone, 30 at a time, newest first. Refuses `ins.bad-page`. */
  list(undone: boolean, after?: string): Promise<PageOf<Link>>;
  /** Refuses `id.unknown`. */
  read(link: string): Promise<Link>;
  /** The work list, 30 at a time, newest first. Refuses `ins.bad-page`. */
  items(kind: PairKind | undefined, closed: boolean, after?: string): Promise<PageOf<PairItem>>;
  /** How many lines of the work list wait. */
  waiting(): Promise<number>;
  /** One line with whom it is about: told in the log of each of them. Refuses `id.unknown`. */
  item(call: Call, id: string): Promise<ReadItem>;
  /** The line alone, told to nobody. Refuses `id.unknown`. */
  itemNamed(id: string): Promise<PairItem>;
  /** They are two people, or one: with why, in 10 to 500 characters. Refuses `ins.operator-only`, `ins.why-required`, `ins.item-settled`. */
  dismiss(call: Call, id: string, note: unknown): Promise<PairItem>;
  /** Somebody is to look whether two people are in a record. */
  collide(record: RecordId, by: 'document' | 'matricule', traits: readonly TraitName[], at: Date): Promise<void>;
  /** Compares an identity with those like it; for the job after each creation and correction. */
  look(record: RecordId, at: Date): Promise<number>;
  /** Gives keys to who has none; for the start of the server. */
  rekey(go: () => boolean): Promise<number>;
  /** Who is to know of a link or its end in its own transaction. */
  follow(follower: Follower): void;
}

const mostKnown = 50_000;
const heldMs = 1000;

export function openLinks(desk: Desk): Links {
  const { store } = desk;
  const followers: Follower[] = [];
  const known = new Map<RecordId, { readonly survivor: RecordId; readonly until: number }>();
  const follow: Follower = (tx, records) => {
    for (const follower of followers) follower(tx, records);
    tx.afterCommit(() => known.clear());
  };
  return {
    async kin(records) {
      const found = await byRecords(store, records);
      return new Map(records.map((record) => [record, kinOf(found.get(record))]));
    },
    async survivorOf(record) {
      const now = performance.now();
      const before = known.get(record);
      if (before !== undefined && now < before.until) return before.survivor;
      const survivor = (await byRecord(store, record))?.survivor ?? record;
      if (known.size >= mostKnown) known.clear();
      known.set(record, { survivor, until: now + heldMs });
      return survivor;
    },
    linkedTo: async (record) => (await byRecord(store, record))?.linked ?? [],
    async merge(call, survivor, linked, decision) {
      const link = await merge(desk, follow, call, survivor, linked, decision);
      known.clear();
      return link;
    },
    async refuseUnlinkable(survivor, linked) {
      if (survivor === linked) throw sameRecord();
      const [kept, given] = await Promise.all([byRecord(store, survivor), byRecord(store, linked)]);
      if (kept === undefined || given === undefined) throw notFound();
      refuseUnlinkable(kept, given);
    },
    async unmerge(call, link, decision) {
      const undone = await unmerge(desk, follow, call, link, decision);
      known.clear();
      return undone;
    },
    async list(undone, after) {
      const rows = await store.query<LinkRow>(listLinks, [!undone, ...afterOf(after), readAhead]);
      return pageOf(rows, linkOf, (row) => [row.since, row.record_id]);
    },
    async read(link) {
      const { record, n } = parseItemId(link);
      const [row] = await store.query<LinkRow>(linkAt, [record, n]);
      if (row === undefined) throw unknownId();
      return linkOf(row);
    },
    items: (kind, closed, after) => items(store, kind, closed, after),
    waiting: () => waiting(store),
    item: (call, id) => item(desk, call, id),
    itemNamed: (id) => itemNamed(store, id),
    dismiss: (call, id, note) => dismiss(desk, call, id, note),
    collide: (record, by, traits, at) => collide(store, record, by, traits, at),
    look: (record, at) => look(store, record, at),
    rekey: (go) => rekey(store, go),
    follow: (follower) => void followers.push(follower),
  };
}

function kinOf({ linked = [], survivor }: Partial<Identity> = {}): Kin {
  return { linked, ...(survivor === undefined ? {} : { survivor }) };
}
