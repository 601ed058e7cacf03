import { type Call, type Ground, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Statement, Store, Tx } from '#store';
import type { Act, Trace } from '#trace';
import { isMinor } from './age.ts';
import { decidePurpose } from './decide.ts';
import { type Facts, type Kin, linkedFacts, readFacts, readFactsOfEach } from './facts.ts';
import * as refusals from './refusals.ts';
import { nextVersion } from './rights.sql.ts';

const factsKept = 50_000;

/** Who is the person of a record, as far as rights must know it: a port, which `ins` answers. */
export type About = (record: RecordId) => Promise<{ readonly name: string; readonly birthDate: string } | undefined>;

/** What other records the person of each has: a port, which `ins` answers. */
export type KinOf = (records: readonly RecordId[]) => Promise<ReadonlyMap<RecordId, Kin>>;

/** One change of a record's rights; `idle` when it turns out that there is nothing to change. */
export interface Change<T> {
  readonly idle?: boolean;
  readonly act: Act;
  /** Not told to those who represent the person. */
  readonly secret?: boolean;
  readonly writes: readonly (readonly [Statement, readonly unknown[]])[];
  readonly result: T;
}

/** What every act on rights works with. */
export interface Desk {
  readonly store: Store;
  readonly trace: Trace;
  readonly about: About;
  /** How long a declared access holds, in days. */
  readonly accessDays: Readonly<Record<Ground, number>>;
  factsOf(record: RecordId): Promise<Facts>;
  /** Into memory, of those that are not there: in a few statements, however many. */
  recall(records: readonly RecordId[]): Promise<void>;
  forget(record: RecordId): void;
  /** Those in memory. */
  known(record: RecordId): Facts | undefined;
  /**
   * One change: the record locked, planned from the facts as they are now (those kept in memory may be out of date), numbered, written,
   * traced, in one transaction. With `version`, refuses `rights.changed` when the facts are not those that the caller had seen.
   */
  change<T>(
    call: Call,
    record: RecordId,
    plan: (facts: Facts, tx: Tx) => Change<T> | Promise<Change<T>>,
    version?: number,
  ): Promise<T>;
  /** Refusals of acts, told in the record's log. */
  refusing<T>(call: Call, record: RecordId, act: () => Promise<T>): Promise<T>;
  isMinor(record: RecordId, at: Date): Promise<boolean>;
  /** In a transaction that links these records or takes them apart: what was decided from their facts is decided anew. */
  kinChanged(tx: Tx, records: readonly RecordId[]): void;
}

type DeskGround = Pick<Desk, 'store' | 'trace' | 'about' | 'accessDays'> & { readonly kinOf: KinOf };

export function openDesk({ store, trace, about, kinOf, accessDays }: DeskGround): Desk {
  const kept = new Map<RecordId, Facts>();
  const kinChanged: Desk['kinChanged'] = (tx, records) => {
    for (const record of records) tx.write(nextVersion, [record]);
    tx.afterCommit(() => {
      for (const record of records) kept.delete(record);
    });
  };
  const withKin = async (record: RecordId): Promise<Facts> => {
    const [facts, kin] = await Promise.all([readFacts(store, record), kinOf([record])]);
    const { survivor, linked = [] } = kin.get(record) ?? {};
    if (survivor !== undefined) return linkedFacts(facts, survivor, await readFacts(store, survivor));
    return linked.length === 0 ? facts : { ...facts, linked };
  };
  const keep = (record: RecordId, facts: Facts): void => {
    if (kept.size >= factsKept) kept.delete(kept.keys().next().value as RecordId);
    kept.set(record, facts);
  };
  return {
    store,
    trace,
    about,
    accessDays,
    async factsOf(record) {
      const found = kept.get(record);
      if (found !== undefined) return found;
      const facts = await withKin(record);
      keep(record, facts);
      return facts;
    },
    async recall(records) {
      const absent = [...new Set(records)].filter((record) => !kept.has(record));
      const [found, kin] = await Promise.all([readFactsOfEach(store, absent), kinOf(absent)]);
      const survivors = await readFactsOfEach(store, [...new Set([...kin.values()].flatMap(({ survivor }) => survivor ?? []))]);
      for (const [record, facts] of found) {
        const { survivor, linked = [] } = kin.get(record) ?? {};
        const there = survivor && survivors.get(survivor);
        if (survivor !== undefined && there !== undefined) keep(record, linkedFacts(facts, survivor, there));
        else keep(record, linked.length === 0 ? facts : { ...facts, linked });
      }
    },
    forget: (record) => void kept.delete(record),
    known: (record) => kept.get(record),
    kinChanged,
    async change(call, record, plan, version) {
      const result = await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        const facts = await readFacts(tx, record);
        if (version !== undefined && version !== facts.version) throw refusals.changedMeanwhile();
        const planned = await plan(facts, tx);
        if (planned.idle === true) return planned.result;
        await tx.query(nextVersion, [record]);
        kinChanged(tx, (await kinOf([record])).get(record)?.linked ?? []);
        for (const [statement, values] of planned.writes) await tx.query(statement, values);
        await trace.append(tx, planned.secret === true ? { ...call, secret: true } : call, record, planned.act);
        tx.afterCommit(() => kept.delete(record));
        return planned.result;
      });
      kept.delete(record);
      return result;
    },
    async refusing(call, record, act) {
      try {
        return await act();
      } catch (error) {
        if (error instanceof Refusal && error.code.startsWith('rights.')) await traceRefusal(trace, call, record, error.code);
        throw error;
      }
    },
    async isMinor(record, at) {
      const person = await about(record);
      return person !== undefined && isMinor(person.birthDate, at);
    },
  };
}

/** A guessed record id must not start a chain of its own. */
async function traceRefusal(trace: Trace, call: Call, record: RecordId, code: string): Promise<void> {
  const under = (await trace.positions([record])).has(record) ? record : PLATFORM;
  await trace.journal(call, under, { action: 'refusal', outcome: 'refused', code });
}

/**
 * Who decides on who sees what: the person, who has their mandate for it, and the operator at the desk, with a reason. Refuses
 * `rights.not-yours`, `rights.no-mandate`, `rights.closed`, `rights.purpose`, `rights.reason-required`.
 */
export function refuseUnlessManaging(facts: Facts, call: Call, record: RecordId, place: Place): void {
  const { actor } = call;
  if (actor.kind === 'delegate' && place === 'themself') return void decidePurpose(facts, call, actor, record, 'rights');
  refuseUnlessThemself(call, record, place);
}

/** As long as what the operator answers to a case. */
const mostReason = 2000;

/** Where an act is done: by the person's own sign-in, or at the operator's desk. */
export type Place = 'themself' | 'desk';

/** What no mandate covers. Refuses `rights.only-themself` to a delegate, else as {@link refuseUnlessManaging}. */
export function refuseUnlessThemself({ actor, reason }: Call, record: RecordId, place: Place): void {
  if (place === 'desk') {
    if (actor.kind !== 'operator') throw refusals.operatorOnly();
    const length = reason?.trim().length ?? 0;
    if (length < 10 || length > mostReason) throw refusals.reasonRequired();
    return;
  }
  if (actor.kind === 'delegate' && actor.record === record) throw refusals.onlyThemself();
  if (actor.kind !== 'citizen' || actor.record !== record) throw refusals.notYours();
}
