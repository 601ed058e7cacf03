import { type Call, type ItemId, itemId, type Operator, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Sql } from '#store';
import type { Who } from '#trace';
import { type Ground, leaveTask } from './ground.ts';
import { callAbout, type SeenLine, seenLine } from './line.ts';
import { addContest, answerContest, contestAt, contestsOf, openContests } from './oversight.sql.ts';
import { settled, tooManyContests } from './refusals.ts';
import { answerWithin, mostOpenContests } from './settings.ts';
import { type Task, writeTask } from './tasks.ts';
import { operatorOf, wordsAdded, wordsWritten } from './words.ts';

/** "I don't recognise this access": one line of a person's log, put before the operator, who owes an answer. */
export interface Contest {
  readonly id: ItemId;
  readonly seq: number;
  readonly state: 'open' | 'answered';
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly openedBy: Pick<Who, 'kind' | 'name'>;
  /** What the person wrote with it; may be empty. */
  readonly words: string;
  readonly line: SeenLine;
  readonly answer?: string;
  readonly answeredAt?: Date;
  readonly answeredBy?: string;
}

export interface Contests {
  /**
   * The person, or who acts for them, contests line `seq` of their log; the same line again is the same case; the line of an
   * answer is contested as any other, which puts the case before the operator again. Refuses `id.unknown` (no such
   * line, or not to be seen), `oversight.words-too-long`, `oversight.too-many` (50 open at once), and what
   * `Rights.decide` refuses.
   */
  contest(call: Call, record: RecordId, seq: number, words?: unknown): Promise<Contest>;
  /** A record's cases, newest first, at most 200, for whom {@link Contests.contest} is for. */
  contests(call: Call, record: RecordId): Promise<readonly Contest[]>;
  /** For the operator, in whose name the look is traced in the record. Refuses `id.unknown`, `oversight.operator-only`. */
  readContest(call: Call, id: string): Promise<Contest>;
  /** The operator's answer, 10 to 2,000 characters: told to the person at once. Refuses also `oversight.words-required`, `oversight.settled`. */
  answerContest(call: Call, id: string, answer: unknown): Promise<Contest>;
}

interface Row {
  readonly record_id: RecordId;
  readonly seq: number;
  readonly opened_at: Date;
  readonly opened_by: string;
  readonly words: string;
  readonly line: string;
  readonly state: 'open' | 'answered';
  readonly answer: string | null;
  readonly answered_at: Date | null;
  readonly answered_by: string | null;
}

export function openContestsOf(ground: Ground): Contests {
  const { store, trace, rights, documents } = ground;

  /** A delegate's right to read is the right to contest; nobody else than they and the person has a log to contest. */
  const mayContest = async (call: Call, record: RecordId): Promise<void> => {
    const { actor } = call;
    // Also when the record is closed: what was done to it before is theirs to question.
    if (actor.kind === 'citizen' && actor.record === record) return;
    if (actor.kind !== 'delegate') throw unknownId();
    await rights.decide(call, record, 'list');
  };
  const untoldTo = ({ actor }: Call, record: RecordId): Promise<ReadonlySet<string>> =>
    documents.untold(record, actor.kind === 'delegate' ? 'representative' : 'person');
  const lineFor = async (call: Call, record: RecordId, seq: number): Promise<SeenLine> => {
    const [line] = seq >= 1 && Number.isSafeInteger(seq) ? await trace.lines(record, seq + 1, 1) : [];
    if (line?.seq !== seq) throw unknownId();
    if (line.secret === true && call.actor.kind === 'delegate') throw unknownId();
    // What happened to a document that waits to be announced would announce it.
    if (line.object !== undefined && (await untoldTo(call, record)).has(line.object.id)) throw unknownId();
    const hidden = line.object !== undefined && (await documents.untold(record, 'representative')).has(line.object.id);
    return { ...seenLine(line), ...(hidden ? { secret: true as const } : {}) };
  };
  const existing = async (sql: Sql, record: RecordId, seq: number): Promise<Contest | undefined> => {
    const [row] = await sql.query<Row>(contestAt, [record, seq]);
    return row === undefined ? undefined : contestOf(row);
  };
  const named = async (id: string): Promise<{ record: RecordId; seq: number; contest: Contest }> => {
    const { record, n: seq } = parseItemId(id);
    const contest = await existing(store, record, seq);
    if (contest === undefined) throw unknownId();
    return { record, seq, contest };
  };

  return {
    async contest(call, record, seq, text) {
      await mayContest(call, record);
      const words = wordsAdded(text, 'words');
      const line = await lineFor(call, record, seq);
      const by = JSON.stringify({ kind: call.actor.kind, name: call.actor.name });
      await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        if ((await existing(tx, record, seq)) !== undefined) return;
        const [count] = await tx.query<{ open: number }>(openContests, [record]);
        if ((count?.open ?? 0) >= mostOpenContests) throw tooManyContests(mostOpenContests);
        await tx.query(addContest, [record, seq, call.at, by, words, JSON.stringify(line)]);
        const detail = { change: 'opened', line: String(seq), about: line.who.name };
        await trace.append(tx, callAbout(call, line), record, { action: 'contest', outcome: 'done', detail });
        leaveTask(ground, tx, record, call.at, 'contest', seq);
      });
      return (await named(itemId(record, seq))).contest;
    },
    async contests(call, record) {
      await mayContest(call, record);
      const all = (await store.query<Row>(contestsOf, [record, 200])).map(contestOf);
      if (call.actor.kind !== 'delegate') return all;
      const untold = await untoldTo(call, record);
      return all.filter(({ line: { secret, of } }) => secret !== true && (of === undefined || !untold.has(of)));
    },
    async readContest(call, id) {
      operatorOf(call);
      const { record, seq, contest } = await named(id);
      const detail = { change: 'looked', line: String(seq) };
      await trace.journal(callAbout(call, contest.line), record, { action: 'contest', outcome: 'done', detail });
      return contest;
    },
    async answerContest(call, id, text) {
      const by: Operator = operatorOf(call);
      const answer = wordsWritten(text, 'answer');
      const { record, seq, contest } = await named(id);
      await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        const done = await tx.query(answerContest, [record, seq, answer, call.at, by.name]);
        if (done.length === 0) throw settled();
        const detail = { change: 'answered', line: String(seq), about: contest.line.who.name };
        await trace.append(tx, callAbout(call, contest.line), record, { action: 'contest', outcome: 'done', detail });
        leaveTask(ground, tx, record, call.at, 'contest', seq);
      });
      return (await named(id)).contest;
    },
  };
}

function contestOf(row: Row): Contest {
  return {
    id: itemId(row.record_id, row.seq),
    seq: row.seq,
    state: row.state,
    openedAt: row.opened_at,
    dueAt: new Date(row.opened_at.getTime() + answerWithin),
    openedBy: JSON.parse(row.opened_by) as Contest['openedBy'],
    words: row.words,
    line: JSON.parse(row.line) as SeenLine,
    ...(row.answer === null ? {} : { answer: row.answer }),
    ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
  };
}

/** Brings the work list to where the case stands. */
export async function followContest({ store }: Pick<Ground, 'store'>, record: RecordId, seq: number): Promise<void> {
  const [row] = await store.query<Row>(contestAt, [record, seq]);
  if (row === undefined) return;
  const { id, state, openedAt, dueAt, answeredAt, line } = contestOf(row);
  const { who, action, at } = line;
  const told = { who: { name: who.name, ...(who.structure === undefined ? {} : { structure: who.structure.name }) }, action, at };
  const task: Task = { kind: 'contest', item: id, state, openedAt, dueAt, told };
  await writeTask(store, { ...task, ...(answeredAt === undefined ? {} : { closedAt: answeredAt }) });
}
