import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import { mentionsIn } from '../../engine/references.ts';
import { replaceReferences } from '../../json/index.ts';
import { halfPair, type Json } from '../../json.ts';
import { type Keys, renewKeys, renewSharedKeys, stampKey } from '../../search/index.ts';
import { project } from '../project.ts';
import { addedByType } from './added.ts';
import { countStale, keepIndexed, nextStale, nextStaleShared } from './indexing.sql.ts';
import { lockRecords } from './lock.ts';
import { type IndexingDesk, type Step, start, type Work } from './work.ts';

const atOnce = 100;

interface Row {
  readonly type: string;
  readonly version: number;
  readonly at: Date;
  readonly body: string;
  readonly keys: string;
}
interface RecordRow extends Row {
  readonly record_id: RecordId;
  readonly n: number;
  /** By which the Patient of the record is called; null where there is none. */
  readonly patient: string | null;
}
interface SharedRow extends Row {
  readonly id: string;
}

/**
 * Makes the search values of some types anew wherever they lack what was defined since. A pass that began at the first resource and found
 * none lacking ends the work: what a server wrote that had not heard of the definitions yet is met by the next pass. A resource whose
 * values cannot be made keeps those that it has, and is counted.
 */
export async function renewAllKeys(desk: IndexingDesk, work: Work, rest: () => Promise<boolean>): Promise<boolean> {
  const { store } = desk;
  const stamps = (): readonly [string[], string[]] => [[...work.types], work.types.map((type) => desk.parameters.stamp(type))];
  if (work.begins) work.total = (await store.query<{ total: number }>(countStale, stamps()))[0]?.total ?? 0;
  for (let begun = work.position === start; ; begun = true) {
    const marks = marksOf(desk, work.types);
    const found = (await passOfRecords(desk, work, stamps(), rest)) + (await passOfShared(desk, work, stamps(), rest));
    if (!(await rest())) return false;
    if (begun && found === 0 && sameMarks(marks, marksOf(desk, work.types))) {
      await store.query(keepIndexed, [[...marks.keys()], [...marks.values()].map((all) => all.join(' '))]);
      return true;
    }
    await work.step(start, async () => ({ processed: 0, failed: 0 }));
  }
}

type Stamps = readonly [types: string[], stamps: string[]];

async function passOfRecords(desk: IndexingDesk, work: Work, stamps: Stamps, rest: () => Promise<boolean>): Promise<number> {
  for (let found = 0; ; ) {
    const after = [work.position.record, work.position.n];
    const rows = await desk.store.query<RecordRow>(nextStale, [...stamps, ...after, atOnce]);
    const last = rows.at(-1);
    if (last === undefined) return found;
    found += rows.length;
    await work.step({ record: last.record_id, n: last.n }, (tx) => renewRecords(desk, tx, rows));
    if (!(await rest())) return found;
  }
}

async function passOfShared(desk: IndexingDesk, work: Work, stamps: Stamps, rest: () => Promise<boolean>): Promise<number> {
  for (let found = 0; ; ) {
    const rows = await desk.store.query<SharedRow>(nextStaleShared, [...stamps, atOnce]);
    if (rows.length === 0) return found;
    found += rows.length;
    await work.step(work.position, (tx) => renewShared(desk, tx, rows));
    if (!(await rest())) return found;
  }
}

async function renewRecords(desk: IndexingDesk, tx: Tx, rows: readonly RecordRow[]): Promise<Step> {
  const made = rows.map((row) => ({ ...row, ...madeOf(desk, row, row.record_id) }));
  const records = Map.groupBy(made, ({ record_id: record }) => record);
  await lockRecords(desk.store, tx, records.keys());
  for (const [record, all] of records) {
    const column = <K extends keyof (typeof made)[number]>(name: K) => all.map((one) => one[name]);
    tx.write(renewKeys, [record, column('n'), column('version'), column('keys'), column('at')]);
  }
  await project(
    tx,
    desk.parameters,
    made.map(({ record_id, n, type }) => ({ record: record_id, n, type })),
  );
  return { processed: rows.length, failed: made.filter(({ failed }) => failed).length };
}

async function renewShared(desk: IndexingDesk, tx: Tx, rows: readonly SharedRow[]): Promise<Step> {
  const made = rows.map((row) => ({ ...row, ...madeOf(desk, row, undefined) }));
  const column = <K extends keyof (typeof made)[number]>(name: K) => made.map((one) => one[name]);
  tx.write(renewSharedKeys, [column('type'), column('id'), column('version'), column('keys'), column('at')]);
  return { processed: rows.length, failed: made.filter(({ failed }) => failed).length };
}

interface Made {
  readonly keys: string;
  readonly at: Date | null;
  readonly failed: boolean;
}

function madeOf(desk: IndexingDesk, row: Row & { readonly patient?: string | null }, record: RecordId | undefined): Made {
  try {
    const { keys, at } = extracted(desk, row, record);
    if (halfPair.test(keys)) throw new Error('half of a character, kept before it was refused');
    return { keys, at: at ?? null, failed: false };
  } catch {
    const keys = { ...(JSON.parse(row.keys) as Json), [stampKey]: desk.parameters.stamp(row.type) };
    return { keys: JSON.stringify(keys), at: row.at, failed: true };
  }
}

/** As it was when it was written: the person of the record is called as their Patient is. */
function extracted(
  { parameters, base }: IndexingDesk,
  { body, patient }: { readonly body: string; readonly patient?: string | null },
  record: RecordId | undefined,
): Keys {
  const json = JSON.parse(body) as Json;
  const others =
    patient === null || patient === undefined
      ? []
      : mentionsIn(json, base).filter(({ type, id }) => type === 'Patient' && id !== patient);
  const map = new Map(others.map(({ text }) => [text, `Patient/${patient}`]));
  const found = map.size === 0 ? json : (JSON.parse(replaceReferences(body, map)) as Json);
  return parameters.extract(found, { base, record });
}

function marksOf(desk: IndexingDesk, types: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const added = addedByType(desk);
  return new Map(types.map((type) => [type, added.get(type) ?? []]));
}

function sameMarks(a: ReadonlyMap<string, readonly string[]>, b: ReadonlyMap<string, readonly string[]>): boolean {
  return [...a].every(([type, marks]) => marks.join() === b.get(type)?.join());
}
