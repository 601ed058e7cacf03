import type { RecordId } from '#kernel';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { ExchangeDesk } from './desk.ts';
import { type Filing, type FilingState, filingCounts, filingOf, filingsOf, type ListedFiling } from './filing.ts';
import { fileArchive, keep, settled } from './look.ts';
import { filedAlready, insDiffers, reasonNeeded, unknownFiling } from './refusals.ts';

export interface FilingsAsked {
  /** All that somebody still has to decide when absent: `waiting` and `refused`. */
  readonly states?: readonly FilingState[];
  /** Below this content. */
  readonly before?: number;
  /** 100 at most. */
  readonly limit: number;
}

export interface Filings {
  readonly items: readonly ListedFiling[];
  readonly more: boolean;
  readonly counts: Readonly<Partial<Record<FilingState, number>>>;
}

/** The work list of a mailbox. */
export async function listFilings(desk: ExchangeDesk, { mailbox }: MailboxPermit, asked: FilingsAsked): Promise<Filings> {
  const { states = ['waiting', 'refused', 'under-way'], before = Number.MAX_SAFE_INTEGER } = asked;
  const limit = Math.min(asked.limit, 100);
  const [items, counts] = await Promise.all([
    filingsOf(desk.store, mailbox.id, states, before, limit + 1),
    filingCounts(desk.store, mailbox.id),
  ]);
  return { items: items.slice(0, limit), more: items.length > limit, counts };
}

/**
 * A person files what a message brought: the same walk, in their name, after they corrected what stood in the way. `patient`: the record they mean; it
 * must be the one that the INS in METADATA.XML names. Gives what it came to, a refusal too: the list says why. What is filed already stays as it is.
 * Refuses `messaging.not-allowed`, `messaging.unknown-filing`, `messaging.ins-differs`.
 */
export async function fileByHand(
  desk: ExchangeDesk,
  permit: MailboxPermit,
  content: number,
  patient?: RecordId,
): Promise<Filing> {
  requireRight(permit, 'write');
  const before = await filingOf(desk.store, permit.mailbox.id, content);
  const named = before?.patient;
  if (patient !== undefined && named !== undefined && named !== patient) throw insDiffers('patient');
  if (before?.state === 'filed' || before?.state === 'known') return before;
  if (patient !== undefined && named === undefined) {
    const looked = await fileArchive(desk, permit, content, false, before);
    if (looked !== undefined && looked.patient !== patient) throw insDiffers('patient');
  }
  const filed = await fileArchive(desk, permit, content, true, before);
  if (filed === undefined) throw unknownFiling();
  return filed;
}

/** A person decides that these documents are not for this record; the sender is told that they were not filed. Refuses what {@link fileByHand} does. */
export async function dismiss(desk: ExchangeDesk, permit: MailboxPermit, content: number, why: string): Promise<Filing> {
  requireRight(permit, 'write');
  const reason = why.trim();
  if (reason.length < 3 || reason.length > 300 || /\p{Cc}/u.test(reason)) throw reasonNeeded();
  const before = await filingOf(desk.store, permit.mailbox.id, content);
  if (before === undefined) throw unknownFiling();
  if (before.state === 'filed' || before.state === 'known') throw filedAlready();
  if (before.state === 'dismissed') return before;
  const { actor } = permit.call;
  const byWhom = actor.kind === 'citizen' ? actor.record : actor.id;
  await keep(desk, permit, { ...before, state: 'dismissed', byWhom, reason });
  const kept = await filingOf(desk.store, permit.mailbox.id, content);
  if (kept === undefined) throw unknownFiling();
  return settled(desk, permit, kept);
}
