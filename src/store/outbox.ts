import type { RecordId } from '#kernel';
import type { Database } from './database.ts';
import type { Tx } from './sql.ts';
import { distributed, emit, notify, peek, peekAll, take, takeAll, waiting } from './store.sql.ts';

/** What an act leaves to be done after it; written in the act's own transaction. */
export interface OutboxMessage {
  readonly record: RecordId;
  readonly seq: number;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Outbox {
  /**
   * Leaves a message for what is done after the act, in its transaction; the caller holds the record's lock. `items`: the highest of the
   * numbers that the act took in the record, if it took any.
   */
  emit(tx: Tx, record: RecordId, at: Date, topic: string, payload: Readonly<Record<string, unknown>>, items?: number): void;
  /**
   * Hands waiting messages to `deliver`, each record's in order, as many as go together; a message leaves the outbox only after `deliver`
   * returned. At least once: `deliver` accepts the same message twice. Gives whether more may have been waiting.
   */
  drain(deliver: Deliver): Promise<boolean>;
  /** The channel on which a hint is given after each COMMIT. */
  readonly channel: string;
  /** Tells every server of this database something light; lost when nobody listens. */
  hint(channel: string, payload: string): Promise<void>;
  /** Called in this process after a COMMIT that left messages. */
  onEmit(look: () => void): void;
}

type Deliver = (messages: readonly OutboxMessage[]) => Promise<void>;

export function openOutbox(database: Database): Outbox {
  let look: () => void = () => undefined;
  let oneRecordATime: Promise<boolean> | undefined;
  return {
    channel: 'socle_outbox',
    onEmit: (heard) => {
      look = heard;
    },
    hint: openHints(database),
    emit(tx, record, at, topic, payload, items) {
      tx.write(emit, [record, at, topic, JSON.stringify(payload), items ?? null]);
      tx.afterCommit(() => look());
    },
    async drain(deliver) {
      oneRecordATime ??= database.query(distributed).then((rows) => rows.length > 0);
      return (await oneRecordATime) ? drainEach(database, deliver) : drainTogether(database, deliver);
    },
  };
}

interface Row {
  readonly record_id: RecordId;
  readonly seq: number;
  readonly topic: string;
  readonly payload: string;
}

function messageOf({ record_id: record, seq, topic, payload }: Row): OutboxMessage {
  return { record, seq, topic, payload: JSON.parse(payload) };
}

const atOnce = 200;

/** On one node: what waits for many records, in one transaction. */
async function drainTogether(database: Database, deliver: Deliver): Promise<boolean> {
  return database.transaction(async (tx) => {
    const rows = await tx.query<Row>(peekAll, [atOnce]);
    if (rows.length === 0) return false;
    await deliver(rows.map(messageOf));
    tx.write(takeAll, [rows.map((row) => row.record_id), rows.map((row) => row.seq)]);
    return rows.length >= atOnce;
  });
}

async function drainEach(database: Database, deliver: Deliver): Promise<boolean> {
  let handed = false;
  const records = await database.query<{ record_id: RecordId }>(waiting, [atOnce]);
  for (const { record_id: record } of records) {
    await database.transaction(async (tx) => {
      const rows = await tx.query<Row>(peek, [record]);
      if (rows.length === 0) return;
      await deliver(rows.map(messageOf));
      tx.write(take, [record, rows.map((row) => row.seq)]);
      handed = true;
    });
  }
  return handed;
}

/** A NOTIFY is a COMMIT of its own: those asked for while one is under way go together with the next. */
function openHints(database: Database): Outbox['hint'] {
  let next: { channels: string[]; payloads: string[]; sent: Promise<unknown> } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return async (channel, payload) => {
    if (next === undefined) {
      const hints = { channels: [] as string[], payloads: [] as string[] };
      const sent = last.then(() => {
        next = undefined;
        return database.query(notify, [hints.channels, hints.payloads]);
      });
      last = sent.catch(() => undefined);
      next = { ...hints, sent };
    }
    next.channels.push(channel);
    next.payloads.push(payload);
    await next.sent;
  };
}
