import { type Call, type ItemId, isGround, itemId, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import type { Sql } from '#store';
import type { TraceLine } from '#trace';
import { type Ground, leaveTask } from './ground.ts';
import { callAbout, type SeenLine, seenLine } from './line.ts';
import { addReview, reviewAt, settleReview } from './oversight.sql.ts';
import { badOutcome, settled } from './refusals.ts';
import { reviewWithin } from './settings.ts';
import { writeTask } from './tasks.ts';
import { operatorOf, wordsWritten } from './words.ts';

export const outcomes = ['justified', 'unjustified', 'asked'] as const;
export type ReviewOutcome = (typeof outcomes)[number];

/** One declaration of break-glass or centre 15, read again by the operator. */
export interface Review {
  readonly id: ItemId;
  readonly state: 'open' | ReviewOutcome;
  /** The declaration: who, when, on what ground, for what reason. */
  readonly line: SeenLine;
  readonly dueAt: Date;
  readonly words?: string;
  readonly reviewedAt?: Date;
  readonly reviewedBy?: string;
}

export interface ReviewDetail extends Review {
  /** What was done under it, counted by kind of act; never what was read. Up to 200 lines after it are counted. */
  readonly acts: Readonly<Record<string, number>>;
  readonly lastActAt?: string;
}

export interface Reviews {
  /** The look is traced in the record. Refuses `id.unknown`, `oversight.operator-only`. */
  readReview(call: Call, id: string): Promise<ReviewDetail>;
  /**
   * `asked`: the professional is asked for more, the case stays open. `endAccess`, with `unjustified` only, ends the professional's access
   * to this record. Words of 10 to 500 characters, which the person reads in their log. Refuses `oversight.words-required`, `oversight.settled`,
   * `oversight.malformed`.
   */
  settleReview(
    call: Call,
    id: string,
    settled: { readonly outcome?: unknown; readonly words?: unknown; readonly endAccess?: unknown },
  ): Promise<Review>;
}

interface Row {
  readonly record_id: RecordId;
  readonly seq: number;
  readonly line: string;
  readonly opened_at: Date;
  readonly state: Review['state'];
  readonly words: string | null;
  readonly reviewed_at: Date | null;
  readonly reviewed_by: string | null;
}

/** Does this line begin an access that must be read again? */
export function toReview({ action, outcome, ground, detail }: TraceLine): boolean {
  const urgent = ground === 'bris_de_glace' || ground === 'centre_15';
  return urgent && isGround(ground) && action === 'rights' && outcome === 'done' && detail?.change === 'declare';
}

/** Written by who reads the log, in the transaction that says the line is read. */
export async function writeReview(tx: Sql, record: RecordId, line: TraceLine): Promise<void> {
  await tx.query(addReview, [record, line.seq, JSON.stringify(seenLine(line)), new Date(line.at)]);
  await followReview(tx, record, line.seq);
}

export function openReviews(ground: Ground): Reviews {
  const { store, trace, rights } = ground;
  const named = async (id: string): Promise<{ record: RecordId; seq: number; review: Review }> => {
    const { record, n: seq } = parseItemId(id);
    const [row] = await store.query<Row>(reviewAt, [record, seq]);
    if (row === undefined) throw unknownId();
    return { record, seq, review: reviewOf(row) };
  };
  /** An access that is over already needs no end. */
  const endNow = async (call: Call, record: RecordId, line: SeenLine, reason: string): Promise<void> => {
    try {
      await rights.onBehalfAtDesk.shorten({ ...callAbout(call, line), reason }, record, line.who.id, call.at);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'rights.no-access') throw error;
    }
  };
  return {
    async readReview(call, id) {
      operatorOf(call);
      const { record, seq, review } = await named(id);
      const after = await trace.lines(record, seq + 201, 200);
      const under = after.filter((line) => line.seq > seq && line.who.id === review.line.who.id && line.outcome === 'done');
      const acts: Record<string, number> = {};
      for (const { action } of under) acts[action] = (acts[action] ?? 0) + 1;
      const [last] = under;
      await trace.journal(callAbout(call, review.line), record, {
        action: 'review',
        outcome: 'done',
        detail: { change: 'looked', line: String(seq) },
      });
      return { ...review, acts, ...(last === undefined ? {} : { lastActAt: last.at }) };
    },
    async settleReview(call, id, { outcome, words: text, endAccess }) {
      const by = operatorOf(call);
      const state = outcomes.find((one) => one === outcome);
      if (state === undefined) throw badOutcome('outcome');
      const ends = endAccess === true;
      if (ends && state !== 'unjustified') throw badOutcome('endAccess');
      const words = wordsWritten(text, 'words', 500);
      const { record, seq, review } = await named(id);
      if (review.state !== 'open' && review.state !== 'asked') throw settled();
      const { name } = review.line.who;
      // First, since it may be done twice: a review that failed midway is done again.
      if (ends) await endNow(call, record, review.line, words);
      await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        const done = await tx.query(settleReview, [record, seq, state, words, call.at, by.name]);
        if (done.length === 0) throw settled();
        const detail = { change: state, line: String(seq), about: name };
        await trace.append(tx, callAbout(call, review.line), record, {
          action: 'review',
          outcome: 'done',
          reason: words,
          detail,
        });
        leaveTask(ground, tx, record, call.at, 'review', seq);
      });
      return (await named(id)).review;
    },
  };
}

function reviewOf(row: Row): Review {
  return {
    id: itemId(row.record_id, row.seq),
    state: row.state,
    line: JSON.parse(row.line) as SeenLine,
    dueAt: new Date(row.opened_at.getTime() + reviewWithin),
    ...(row.words === null ? {} : { words: row.words }),
    ...(row.reviewed_at === null ? {} : { reviewedAt: row.reviewed_at }),
    ...(row.reviewed_by === null ? {} : { reviewedBy: row.reviewed_by }),
  };
}

/** Brings the work list to where the review stands. */
export async function followReview(sql: Sql, record: RecordId, seq: number): Promise<void> {
  const [row] = await sql.query<Row>(reviewAt, [record, seq]);
  if (row === undefined) return;
  const { id, state, line, dueAt, reviewedAt } = reviewOf(row);
  const { who, ground, at } = line;
  const told = { who: { name: who.name, ...(who.structure === undefined ? {} : { structure: who.structure.name }) }, ground, at };
  const closed = state === 'justified' || state === 'unjustified';
  const task = { kind: 'review' as const, item: id, state, openedAt: row.opened_at, dueAt, told };
  await writeTask(sql, { ...task, ...(closed && reviewedAt !== undefined ? { closedAt: reviewedAt } : {}) });
}
