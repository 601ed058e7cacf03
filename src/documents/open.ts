import type { Call, RecordId } from '#kernel';
import { deposit } from './deposit.ts';
import { type DepositedXdm, depositXdm } from './depositXdm.ts';
import type { Desk } from './desk.ts';
import type { Entry } from './entry.ts';
import { exportXdm, type XdmAsked } from './exportXdm.ts';
import { findLots, type SubmissionQuery } from './findLots.ts';
import { setHidden } from './hide.ts';
import { type DocumentList, type ListQuery, list, news } from './list.ts';
import { moveBodies } from './move.ts';
import { type FormPublication, type Publication, printForm, publish, publishForm } from './publish.ts';
import { type ReadEntry, read } from './read.ts';
import type { Submission } from './received.ts';
import type { Registered } from './register.ts';

/** The documents of the shared record; each walk is one file of this folder, bound here to what it works with. */
export interface Documents {
  deposit(call: Call, submission: Submission): Promise<Registered>;
  /** An IHE_XDM.zip, as one submission. */
  depositXdm(call: Call, bytes: Buffer): Promise<DepositedXdm>;
  publish(call: Call, publication: Publication): Promise<Registered>;
  publishForm(call: Call, publication: FormPublication): Promise<Registered>;
  /** The printed form of what would be published; nothing is kept. */
  printForm(call: Call, publication: FormPublication): Buffer;
  read(call: Call, id: string): Promise<ReadEntry>;
  /** Documents of one record as an IHE_XDM.zip. */
  exportXdm(call: Call, asked: XdmAsked): Promise<Buffer>;
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
    depositXdm: (call, bytes) => depositXdm(desk, call, bytes),
    publish: (call, publication) => publish(desk, call, publication),
    publishForm: (call, publication) => publishForm(desk, call, publication),
    printForm,
    read: (call, id) => read(desk, call, id),
    exportXdm: (call, asked) => exportXdm(desk, call, asked),
    list: (call, record, query) => list(desk, call, record, query),
    news: (call, record, limit) => news(desk, call, record, limit),
    findLots: (call, record, query) => findLots(desk, call, record, query),
    move: () => moveBodies(desk),
    setHidden: (call, id, hidden) => setHidden(desk, call, id, hidden),
  };
}
