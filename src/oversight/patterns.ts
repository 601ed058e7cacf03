import { displayName } from '#directory';
import { type Call, hexOfRecordId, type RecordId, recordIdOfHex, unknownId } from '#kernel';
import type { Ground } from './ground.ts';
import {
  closePattern,
  countPatterns,
  dayOf,
  daysAt,
  daysOver,
  expose,
  exposedOnes,
  patternById,
  patternsIn,
  raise,
  setThreshold,
  thresholdsSet,
  unexpose,
  week,
} from './reader.sql.ts';
import { badOutcome, settled } from './refusals.ts';
import { daysBefore, localClock, type Visit } from './visits.ts';
import { operatorOf, wordsWritten } from './words.ts';

/** What is unusual: many records, records without a tie, nights, records that the operator watches over. */
export const patternKinds = ['volume', 'distance', 'night', 'exposed'] as const;
export type PatternKind = (typeof patternKinds)[number];

/** Records a day and a professional, from which the operator is told. Socle's own, to be set to the territory. */
const usual: Readonly<Record<PatternKind, number>> = { volume: 80, distance: 15, night: 15, exposed: 1 };

export interface Pattern {
  readonly id: string;
  readonly kind: PatternKind;
  readonly day: string;
  readonly who: Visit['who'];
  /** In how many records that day, and from how many on it is told. */
  readonly value: number;
  readonly threshold: number;
  readonly state: 'open' | 'explained' | 'followed';
  readonly firstAt: Date;
  readonly words?: string;
  readonly closedAt?: Date;
  readonly closedBy?: string;
}

/** The two weeks up to the day, as numbers: what is usual for this professional. */
export interface PatternDetail extends Pattern {
  readonly days: readonly {
    readonly day: string;
    readonly records: number;
    readonly acts: number;
    readonly night: number;
    readonly far: number;
  }[];
}

export interface Threshold {
  readonly kind: PatternKind;
  readonly value: number;
  readonly usual: number;
  readonly changedAt?: Date;
  readonly changedBy?: string;
}

/** A record that is watched over, by the hex of its key: no name is kept. */
export interface Exposed {
  readonly record: string;
  readonly since: Date;
  readonly by: string;
  readonly reason: string;
}

export interface Patterns {
  /** Newest day first, 30 at a time. */
  patterns(call: Call, closed: boolean, after: string | undefined): Promise<{ items: readonly Pattern[]; next?: string }>;
  /** The look is traced on the platform's chain. */
  readPattern(call: Call, id: string): Promise<PatternDetail>;
  /** `explained` or `followed` (by the operator, outside of Socle), with words of 10 to 2,000 characters. Traced on the platform's chain. */
  closePattern(call: Call, id: string, state: unknown, words: unknown): Promise<Pattern>;
  thresholds(call: Call): Promise<readonly Threshold[]>;
  /** 1 to 100,000; holds for what comes. Traced on the platform's chain. */
  setThreshold(call: Call, kind: unknown, value: unknown): Promise<readonly Threshold[]>;
  exposed(call: Call): Promise<readonly Exposed[]>;
  /** Watches over a record, or no longer; the last 30 days are looked at again. Traced in the record. */
  setExposed(call: Call, record: RecordId, exposed: boolean, reason: unknown): Promise<void>;
  openPatterns(): Promise<number>;
  /** Holds one professional's day against the thresholds. */
  weigh(who: Visit['who'], day: string): Promise<void>;
  /** The same for every day since `from` that reaches a threshold: what a crash left unweighed. */
  weighAll(from: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly kind: PatternKind;
  readonly professional_id: string;
  readonly day: string;
  readonly who: string;
  readonly value: number;
  readonly threshold: number;
  readonly state: Pattern['state'];
  readonly first_at: Date;
  readonly words: string | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
}

const page = 30;

export function openPatterns(ground: Ground, platform: RecordId, zone: string): Patterns {
  const { store, trace, directory } = ground;
  const thresholds = async (): Promise<readonly Threshold[]> => {
    const rows = await store.query<{ kind: PatternKind; value: number; changed_at: Date; changed_by: string }>(thresholdsSet);
    return patternKinds.map((kind) => {
      const set = rows.find((row) => row.kind === kind);
      const now = { kind, value: set?.value ?? usual[kind], usual: usual[kind] };
      return set === undefined ? now : { ...now, changedAt: set.changed_at, changedBy: set.changed_by };
    });
  };
  const named = async (id: string): Promise<Row> => {
    const [row] = await store.query<Row>(patternById, [id.slice(0, 200)]);
    if (row === undefined) throw unknownId();
    return row;
  };
  const known = async (id: string): Promise<Visit['who']> => {
    const found = await directory.professional(id).catch(() => undefined);
    return { id, name: found === undefined ? id : displayName(found) };
  };
  const weigh: Patterns['weigh'] = async (who, day) => {
    const [counted] = await store.query<Record<PatternKind, number>>(dayOf, [who.id, day]);
    if (counted === undefined) return;
    for (const { kind, value: from } of await thresholds()) {
      const value = counted[kind];
      if (value < from) continue;
      await store.query(raise, [`${kind}.${day}.${who.id}`, kind, who.id, day, JSON.stringify(who), value, from, ground.clock()]);
    }
  };
  return {
    thresholds: async (call) => {
      operatorOf(call);
      return thresholds();
    },
    weigh,
    async weighAll(from) {
      const now = new Map((await thresholds()).map(({ kind, value }) => [kind, value]));
      const rows = await store.query<{ professional_id: string; day: string }>(daysOver, [
        from,
        ...patternKinds.map((kind) => now.get(kind)),
      ]);
      for (const { professional_id: id, day } of rows) await weigh(await known(id), day);
    },
    async openPatterns() {
      const [row] = await store.query<{ open: number }>(countPatterns);
      return row?.open ?? 0;
    },
    async patterns(call, closed, after) {
      operatorOf(call);
      const m = after === undefined ? ['', '9999-12-31', '~'] : /^(\d{4}-\d\d-\d\d)~([\w.-]{1,200})$/.exec(after);
      if (m === null) throw badOutcome('after');
      const rows = await store.query<Row>(patternsIn, [closed ? ['explained', 'followed'] : ['open'], m[1], m[2], page + 1]);
      const last = rows.length > page ? rows[page - 1] : undefined;
      const items = rows.slice(0, page).map(patternOf);
      return { items, ...(last === undefined ? {} : { next: `${last.day}~${last.id}` }) };
    },
    async readPattern(call, id) {
      operatorOf(call);
      const row = await named(id);
      const detail = { change: 'pattern-looked', pattern: row.kind, professional: row.professional_id };
      await trace.journal(call, platform, { action: 'review', outcome: 'done', detail });
      const days = await store.query<PatternDetail['days'][number]>(week, [
        row.professional_id,
        daysBefore(row.day, 14),
        row.day,
      ]);
      return { ...patternOf(row), days };
    },
    async closePattern(call, id, wished, text) {
      const by = operatorOf(call);
      if (wished !== 'explained' && wished !== 'followed') throw badOutcome('state');
      const words = wordsWritten(text, 'words');
      const { id: key, kind, professional_id: professional } = await named(id);
      await store.transaction(async (tx) => {
        const done = await tx.query(closePattern, [key, wished, words, call.at, by.name]);
        if (done.length === 0) throw settled();
        const detail = { change: `pattern-${wished}`, pattern: kind, professional };
        await trace.append(tx, call, platform, { action: 'review', outcome: 'done', detail });
      });
      return patternOf(await named(key));
    },
    async setThreshold(call, kind, value) {
      const by = operatorOf(call);
      const known = patternKinds.find((one) => one === kind);
      if (known === undefined) throw badOutcome('kind');
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > 100_000) throw badOutcome('value');
      await store.transaction(async (tx) => {
        await tx.query(setThreshold, [known, value, call.at, by.name]);
        const detail = { change: 'threshold', pattern: known, value: String(value) };
        await trace.append(tx, call, platform, { action: 'review', outcome: 'done', detail });
      });
      return thresholds();
    },
    async exposed(call) {
      operatorOf(call);
      const rows = await store.query<{ home: RecordId; since: Date; by_name: string; reason: string }>(exposedOnes);
      return rows.map(({ home, since, by_name, reason }) => ({ record: hexOfRecordId(home), since, by: by_name, reason }));
    },
    async setExposed(call, record, exposed, text) {
      const by = operatorOf(call);
      const reason = exposed ? wordsWritten(text, 'reason', 500) : '';
      await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        if (exposed) await tx.query(expose, [record, call.at, by.name, reason]);
        else await tx.query(unexpose, [record]);
        const detail = { change: exposed ? 'watch' : 'unwatch' };
        const why = exposed ? { reason } : {};
        await trace.append(tx, call, record, { action: 'review', outcome: 'done', ...why, detail });
      });
      if (!exposed) return;
      const from = daysBefore(localClock(zone)(call.at).day, 30);
      for (const { professional_id: id, day } of await store.query<{ professional_id: string; day: string }>(daysAt, [
        record,
        from,
      ])) {
        await weigh(await known(id), day);
      }
    },
  };
}

/** Refuses `id.unknown`. */
export const recordNamed = (hex: unknown): RecordId => recordIdOfHex(typeof hex === 'string' ? hex : '');

function patternOf(row: Row): Pattern {
  return {
    id: row.id,
    kind: row.kind,
    day: row.day,
    who: JSON.parse(row.who) as Visit['who'],
    value: row.value,
    threshold: row.threshold,
    state: row.state,
    firstAt: row.first_at,
    ...(row.words === null ? {} : { words: row.words }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
  };
}
