import { type Actor, type Call, isRecordId, type RecordId } from '#kernel';
import { parseAddress } from './address.ts';
import type { MailboxDesk } from './desk.ts';
import { type Mailbox, MailboxPermit, type MailboxRight, mailboxRights } from './mailbox.ts';
import { addressOf, mailboxById, mailboxesById, partOf, partsOf } from './mailboxes.sql.ts';
import { closed, notAllowed, unknownMailbox } from './refusals.ts';
import { type MailboxRow, mailboxOf } from './row.ts';

const rank = (may: MailboxRight): number => mailboxRights.indexOf(may);

/** See {@link Mailboxes.enter}. What an application may do for a citizen does not hold their mail. */
export async function enter(desk: MailboxDesk, call: Call, wanted: RecordId | string, may: MailboxRight): Promise<MailboxPermit> {
  const mailbox = await found(desk, wanted);
  if (mailbox === undefined) throw unknownMailbox();
  const part = await partIn(desk, call, mailbox);
  if (part === undefined) throw unknownMailbox();
  if (rank(part) < rank(may)) throw notAllowed();
  if (may === 'write' && mailbox.state === 'closed') throw closed();
  return MailboxPermit.of(call, mailbox, part);
}

export async function enterForHouse(desk: MailboxDesk, id: RecordId, at: Date): Promise<MailboxPermit> {
  const mailbox = await found(desk, id);
  if (mailbox === undefined) throw unknownMailbox();
  const actor: Actor = { kind: 'operator', id: 'socle', name: 'Socle' };
  return MailboxPermit.of({ actor, at, requestId: crypto.randomUUID() }, mailbox, 'write');
}

export async function mine(desk: MailboxDesk, call: Call): Promise<{ mailbox: Mailbox; may: MailboxRight }[]> {
  const { actor } = call;
  if (actor.kind === 'citizen' || actor.kind === 'delegate') {
    const mailbox = await found(desk, actor.record);
    const may = mailbox && (await partIn(desk, call, mailbox));
    return mailbox === undefined || may === undefined ? [] : [{ mailbox, may }];
  }
  const holder = holderOf(actor);
  if (holder === undefined) return [];
  const parts = await desk.store.query<{ record_id: RecordId; may: MailboxRight }>(partsOf, [holder, call.at]);
  if (parts.length === 0) return [];
  const rights = new Map(parts.map((part) => [part.record_id, part.may]));
  const rows = await desk.store.query<MailboxRow>(mailboxesById, [[...rights.keys()]]);
  return rows.map((row) => ({ mailbox: mailboxOf(row), may: rights.get(row.record_id) ?? 'read' }));
}

/** Refuses `messaging.not-allowed` when the permit is for less. */
export function requireRight({ may }: MailboxPermit, needed: MailboxRight): void {
  if (rank(may) < rank(needed)) throw notAllowed();
}

async function found({ store }: MailboxDesk, wanted: string): Promise<Mailbox | undefined> {
  let id: string | undefined = wanted;
  if (!isRecordId(wanted)) {
    const [row] = await store.query<{ record_id: RecordId }>(addressOf, [parseAddress(wanted).text]);
    id = row?.record_id;
  }
  if (id === undefined) return undefined;
  const [row] = await store.query<MailboxRow>(mailboxById, [id]);
  return row && mailboxOf(row);
}

async function partIn(desk: MailboxDesk, call: Call, { id, kind }: Mailbox): Promise<MailboxRight | undefined> {
  const { actor, at } = call;
  if (actor.kind === 'citizen' || actor.kind === 'delegate') {
    if (kind !== 'CIT' || actor.record !== id || actor.app !== undefined) return undefined;
    await desk.rights.decidePurpose(call, id, 'message');
    return 'write';
  }
  const holder = holderOf(actor);
  if (holder === undefined || kind === 'CIT') return undefined;
  const [part] = await desk.store.query<{ may: MailboxRight }>(partOf, [holder, id, at]);
  return part?.may;
}

function holderOf(actor: Actor): string | undefined {
  if (actor.kind === 'professional') return `professional:${actor.id}`;
  return actor.kind === 'software' ? `software:${actor.id}` : undefined;
}
