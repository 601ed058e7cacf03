import type { Call, ItemId, RecordId } from '#kernel';
import type { Permit } from '#rights';
import { alreadyThere, type HeldDocument } from './alreadyThere.ts';
import { chosen } from './chosen.ts';
import { classifyEntries } from './classify.ts';
import { deposit } from './deposit.ts';
import { type DepositedXdm, depositXdm } from './depositXdm.ts';
import type { Desk } from './desk.ts';
import type { Entry } from './entry.ts';
import { exportXdm, type XdmAsked } from './exportXdm.ts';
import { type ShownFacts, showFacts } from './facts/index.ts';
import { find } from './find.ts';
import { findLots, type SubmissionQuery } from './findLots.ts';
import { type Fresh, fresh, type Since } from './fresh.ts';
import { type Amended, amend, announce, type Plan, setArchived, setHidden } from './life/amend.ts';
import { correct, type Wish } from './life/correct.ts';
import { type Related, related } from './life/related.ts';
import { restore } from './life/restore.ts';
import { untoldOf } from './life/untold.ts';
import { type Withdrawal, type Withdrawn, withdraw } from './life/withdraw.ts';
import type { EntryCondition } from './life/withEntry.ts';
import { list, newSince, news } from './list.ts';
import type { DocumentList, FindQuery, FoundDocuments, ListQuery } from './listing.ts';
import { moveBodies } from './move.ts';
import { type FormPublication, type Publication, printForm, publish, publishForm } from './publish.ts';
import { type OwnPaper, publishOwn } from './publishOwn.ts';
import { type ReadEntry, read } from './read.ts';
import type { Submission } from './received.ts';
import type { Registered } from './register.ts';
import { passages, shownTo } from './shownTo.ts';
import { checkDocument, type Sent, type Verdict } from './verdict/index.ts';

/** The documents of the shared record; each walk is one file of this folder, bound here to what it works with. */
export interface Documents {
  deposit(call: Call, submission: Submission): Promise<Registered>;
  /** Which of these very documents stand in a record: for a walk that holds them. */
  alreadyThere(record: RecordId, held: readonly HeldDocument[]): Promise<readonly (ItemId | undefined)[]>;
  /** An IHE_XDM.zip, as one submission. */
  depositXdm(call: Call, bytes: Buffer, strict: boolean): Promise<DepositedXdm>;
  /** Checks a document without keeping anything of it. */
  check(bytes: Uint8Array, sent?: Sent): Promise<Verdict>;
  publish(call: Call, publication: Publication): Promise<Registered>;
  publishForm(call: Call, publication: FormPublication): Promise<Registered>;
  /** A paper that a person photographed, into their own record. */
  publishOwn(call: Call, paper: OwnPaper): Promise<Registered>;
  /** The printed form of what would be published; nothing is kept. */
  printForm(call: Call, publication: FormPublication): Buffer;
  read(call: Call, id: string): Promise<ReadEntry>;
  /** What a Permit shows of these, newest first, untraced: for a walk of another module, which decides before and traces after. */
  chosen(permit: Permit, ids: readonly string[]): Promise<readonly ReadEntry[]>;
  /** Every document that a Permit shows, newest first, untraced: as `chosen`. */
  shownTo(permit: Permit, most: number): Promise<readonly Entry[]>;
  /** Where words stand in them; see `shownTo.ts`. */
  passages(permit: Permit, typed: string, choose: (numbers: readonly number[]) => readonly number[]): ReturnType<typeof passages>;
  /** Documents of one record as an IHE_XDM.zip. */
  exportXdm(call: Call, asked: XdmAsked): Promise<Buffer>;
  list(call: Call, record: RecordId, query: ListQuery): Promise<DocumentList>;
  news(call: Call, record: RecordId, limit: number): Promise<{ items: readonly Entry[]; total: number; since?: Date }>;
  /** Since when what came is new to the person, as `list` says it of each document; undefined before their first visit. */
  newSince(record: RecordId): Promise<Date | undefined>;
  /** What came after an instant in each record, as `fresh.ts` says it, untraced: as `chosen`. */
  fresh(asked: readonly Since[], most: number): Promise<readonly Fresh[]>;
  find(call: Call, record: RecordId, typed: string, query: FindQuery): Promise<FoundDocuments>;
  /** What was drawn from it: resources, counts, what stays in its narrative. */
  facts(call: Call, id: string): Promise<ShownFacts>;
  findLots(call: Call, record: RecordId, query: SubmissionQuery): ReturnType<typeof findLots>;
  /** Brings what an earlier version of Socle kept elsewhere, or did not say of documents; for the start of the server. Gives how many. */
  move(): Promise<number>;
  setHidden(call: Call, id: string, hidden: boolean): Promise<Entry>;
  setArchived(call: Call, id: string, archived: boolean): Promise<Entry>;
  announce(call: Call, id: string): Promise<Entry>;
  amend(call: Call, id: string, plan: Plan, condition?: EntryCondition): Promise<Amended>;
  correct(call: Call, id: string, wish: Wish, condition?: EntryCondition): Promise<Amended>;
  withdraw(call: Call, id: string, withdrawal?: Withdrawal): Promise<Withdrawn>;
  restore(call: Call, id: string, why: string): Promise<readonly ItemId[]>;
  related(call: Call, id: string): Promise<Related>;
  /** What the person of a record, or who acts for them, is not to know of; for who shows them the log. */
  untold(record: RecordId, toWhom?: 'person' | 'representative'): Promise<ReadonlySet<string>>;
}

export function openDocuments(desk: Desk): Documents {
  return {
    deposit: (call, submission) => deposit(desk, call, submission),
    alreadyThere: (record, held) => alreadyThere(desk, record, held),
    depositXdm: (call, bytes, strict) => depositXdm(desk, call, bytes, strict),
    check: (bytes, sent) =>
      checkDocument(bytes, { specifications: desk.specifications, ...(sent === undefined ? {} : { sent }) }),
    publish: (call, publication) => publish(desk, call, publication),
    publishForm: (call, publication) => publishForm(desk, call, publication),
    publishOwn: (call, paper) => publishOwn(desk, call, paper),
    printForm,
    read: (call, id) => read(desk, call, id),
    chosen: (permit, ids) => chosen(desk, permit, ids),
    shownTo: (permit, most) => shownTo(desk, permit, most),
    passages: (permit, typed, choose) => passages(desk, permit, typed, choose),
    exportXdm: (call, asked) => exportXdm(desk, call, asked),
    list: (call, record, query) => list(desk, call, record, query),
    news: (call, record, limit) => news(desk, call, record, limit),
    newSince: (record) => newSince(desk, record),
    fresh: (asked, most) => fresh(desk, asked, most),
    find: (call, record, typed, query) => find(desk, call, record, typed, query),
    facts: (call, id) => showFacts(desk, call, id),
    findLots: (call, record, query) => findLots(desk, call, record, query),
    move: async () => (await moveBodies(desk)) + (await classifyEntries(desk)),
    setHidden: (call, id, hidden) => setHidden(desk, call, id, hidden),
    setArchived: (call, id, archived) => setArchived(desk, call, id, archived),
    announce: (call, id) => announce(desk, call, id),
    amend: (call, id, plan, condition) => amend(desk, call, id, plan, condition),
    correct: (call, id, wish, condition) => correct(desk, call, id, wish, condition),
    withdraw: (call, id, withdrawal) => withdraw(desk, call, id, withdrawal),
    restore: (call, id, why) => restore(desk, call, id, why),
    related: (call, id) => related(desk, call, id),
    untold: (record, toWhom) => untoldOf(desk, record, toWhom),
  };
}
