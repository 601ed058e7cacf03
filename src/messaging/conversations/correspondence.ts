import type { RecordId } from '#kernel';
import type { Sql, Store, Tx } from '#store';
import { correspondentOf, lastNumber, putCorrespondent, putStanding, standingsWith } from './conversations.sql.ts';
import { type ClosedHow, type Correspondence, type Happening, happened, type Questions, type Standing } from './rules.ts';

/** A mailbox that wrote to the citizen, and what holds between the two. */
export interface Kept {
  readonly address: string;
  readonly name: string;
  /** Where answers go: the mailbox itself, or the one that it named in Reply-To. */
  readonly answerTo: string;
  readonly told: number;
  readonly since: Date;
  readonly correspondence: Correspondence;
  /** Of each conversation: its thread in the citizen's mailbox, and whether it is kept from who represents them. */
  readonly threads: ReadonlyMap<number, { readonly thread: number | undefined; readonly isPrivate: boolean }>;
}

interface CorrespondentRow {
  readonly name: string;
  readonly answer_to: string;
  readonly told: number;
  readonly since: Date;
  readonly questions_until: Date | null;
  readonly reply_days: number | null;
}

interface StandingRow {
  readonly n: number;
  readonly thread: number | null;
  readonly closed_at: Date | null;
  readonly closed_how: ClosedHow | null;
  readonly private: boolean;
}

export async function readKept(sql: Sql, record: RecordId, address: string): Promise<Kept | undefined> {
  const [[row], standings] = await Promise.all([
    sql.query<CorrespondentRow>(correspondentOf, [record, address]),
    sql.query<StandingRow>(standingsWith, [record, address]),
  ]);
  if (row === undefined) return undefined;
  const questions = questionsOf(row.questions_until, row.reply_days);
  const conversations = new Map(standings.map((one) => [Number(one.n), standingOf(one.closed_at, one.closed_how)]));
  return {
    address,
    name: row.name,
    answerTo: row.answer_to,
    told: Number(row.told),
    since: row.since,
    correspondence: { conversations, ...(questions === undefined ? {} : { questions }) },
    threads: new Map(
      standings.map((one) => [
        Number(one.n),
        { thread: one.thread === null ? undefined : Number(one.thread), isPrivate: one.private },
      ]),
    ),
  };
}

export function standingOf(at: Date | null, how: ClosedHow | null): Standing {
  return at === null || how === null ? {} : { closed: { at, how } };
}

export function questionsOf(until: Date | null, replyWithinDays: number | null): Questions | undefined {
  return until === null || replyWithinDays === null ? undefined : { until, replyWithinDays };
}

/** A conversation that is made: in the thread of a message, or waiting for the first one to be kept. */
export interface Made {
  readonly n: number;
  readonly thread?: number;
  readonly messageId?: string;
  readonly at: Date;
}

/** The next number of the record; its lock is held. */
export async function nextNumber(tx: Tx, record: RecordId): Promise<number> {
  const [row] = await tx.query<{ n: number }>(lastNumber, [record]);
  return Number(row?.n ?? 0) + 1;
}

/** Writes what a happening changes, the record locked. `made`: the conversation did not exist; `privacy`: those said to be private now. */
export function writeHappened(
  tx: Tx,
  record: RecordId,
  kept: Kept,
  happening: Happening | undefined,
  { made, privacy = new Map() }: { readonly made?: Made; readonly privacy?: ReadonlyMap<number, boolean> } = {},
): Correspondence {
  const before = kept.correspondence;
  const after = happening === undefined ? before : happened(before, happening);
  const { until = null, replyWithinDays = null } = after.questions ?? {};
  tx.write(putCorrespondent, [record, kept.address, kept.name, kept.answerTo, kept.told, kept.since, until, replyWithinDays]);
  const numbers = new Set([...after.conversations.keys(), ...(made === undefined ? [] : [made.n])]);
  for (const n of numbers) {
    const standing = after.conversations.get(n) ?? {};
    const known = kept.threads.get(n);
    const isPrivate = privacy.get(n) ?? known?.isPrivate ?? false;
    if (known !== undefined && standing === before.conversations.get(n) && isPrivate === known.isPrivate) continue;
    const first = made?.n === n ? made : undefined;
    const thread = known?.thread ?? first?.thread ?? null;
    const opened = first?.at ?? kept.since;
    const { at = null, how = null } = standing.closed ?? {};
    tx.write(putStanding, [record, n, kept.address, thread, first?.messageId ?? null, opened, at, how, isPrivate]);
  }
  return after;
}

export function inRecord<Result>(store: Store, record: RecordId, act: (tx: Tx) => Promise<Result>): Promise<Result> {
  return store.transaction(async (tx) => {
    await store.records.lock(tx, record);
    return act(tx);
  });
}
