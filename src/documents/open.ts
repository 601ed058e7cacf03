import type { Call, RecordId } from '#kernel';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import type { Entry } from './entry.ts';
import { findLots, type SubmissionQuery } from './findLots.ts';
import { setHidden } from './hide.ts';
import { type DocumentList, type ListQuery, list, news } from './list.ts';
import { moveBodies } from './move.ts';
import { type Publication, publish } from './publish.ts';
import { type ReadEntry, read } from './read.ts';
import type { Submission } from './received.ts';
import type { Registered } from './register.ts';
import { checkDocument, type Sent, type Verdict } from './verdict/index.ts';

/** The documents of the shared record; each walk is one file of this folder, bound here to what it works with. */
export interface Documents {
  deposit(call: Call, submission: Submission): Promise<Registered>;
  /** Checks a document without keeping anything of it. */
  check(bytes: Uint8Array, sent?: Sent): Promise<Verdict>;
  publish(call: Call, publication: Publication): Promise<Registered>;
  read(call: Call, id: string): Promise<ReadEntry>;
  list(call: Call, record: RecordId, query: ListQuery): Promise<DocumentList>;
  news(call: Call, record: RecordId, limit: number): Promise<{ items: readonly Entry[]; total: number; since?: Date }>;
  findLots(call: Call, record: RecordId, query: SubmissionQuery): ReturnType<typeof findLots>;
  /** Brings what an earlier version of Socle kept elsewhere; for the start of the server. Gives how many. */
  move(): Promise<number>;
  setHidden(call: Call, id: string, hidden: boolean): Promise<Entry>;
}

export function openDocuments(desk: Desk): Documents {
  return {
    deposit: (call, submission) => deposit(desk, call, submission),
    check: (bytes, sent) =>
      checkDocument(bytes, { specifications: desk.specifications, ...(sent === undefined ? {} : { sent }) }),
    publish: (call, publication) => publish(desk, call, publication),
    read: (call, id) => read(desk, call, id),
    list: (call, record, query) => list(desk, call, record, query),
    news: (call, record, limit) => news(desk, call, record, limit),
    findLots: (call, record, query) => findLots(desk, call, record, query),
    move: () => moveBodies(desk),
    setHidden: (call, id, hidden) => setHidden(desk, call, id, hidden),
  };
}
