import type { Call, RecordId } from '#kernel';
import type { MailboxDesk } from './desk.ts';
import { requireRight } from './enter.ts';
import type { Absence, Mailbox, MailboxChange, MailboxPermit, MailboxSettings } from './mailbox.ts';
import { changeMailbox, lockMailbox, setState } from './mailboxes.sql.ts';
import { publish } from './openMailbox.ts';
import { malformed, operatorOnly, unknownMailbox } from './refusals.ts';
import { absenceText, type MailboxRow, mailboxOf } from './row.ts';

const longest = { text: 300, absence: 2000, signature: 1000 } as const;
const longestAbsenceDays = 366;

/**
 * Changes what a mailbox says of itself. Its absence, signature and filing by who writes in it; its names and the liste rouge by who manages
 * it. Refuses `messaging.not-allowed`, `messaging.malformed-mailbox`.
 */
export async function change(desk: MailboxDesk, permit: MailboxPermit, wanted: MailboxChange): Promise<Mailbox> {
  const { absence, settings, ...names } = wanted;
  requireRight(permit, Object.keys(names).length > 0 ? 'manage' : 'write');
  checkNames(names);
  if (settings !== undefined) checkSettings(settings);
  if (absence != null) checkAbsence(absence);
  const { call, mailbox } = permit;
  const changed = await desk.store.transaction(async (tx) => {
    const [row] = await tx.query<MailboxRow>(lockMailbox, [mailbox.id]);
    if (row === undefined) throw unknownMailbox();
    const before = mailboxOf(row);
    const after = { ...before, ...names, settings: { ...before.settings, ...settings } };
    const [written] = await tx.query<MailboxRow>(changeMailbox, [
      ...[mailbox.id, after.name, after.service, after.description, after.responsible, after.listRouge],
      absence === undefined ? row.absence : absence === null ? null : absenceText(absence),
      JSON.stringify(after.settings),
    ]);
    const detail = { change: 'mailbox-changed', what: Object.keys(wanted).sort().join(' ') };
    await desk.trace.append(tx, call, mailbox.id, { action: 'rights', outcome: 'done', detail });
    return mailboxOf(written ?? row);
  });
  if (Object.keys(names).length > 0) await publish(desk, [changed], call.at);
  return changed;
}

/** Nothing arrives or leaves any more; who held it may read; the address is nobody else's ever. Refuses `messaging.operator-only`, `messaging.unknown-mailbox`. */
export async function close(desk: MailboxDesk, call: Call, id: RecordId): Promise<Mailbox> {
  return become(desk, call, id, 'closed');
}

export async function reopen(desk: MailboxDesk, call: Call, id: RecordId): Promise<Mailbox> {
  return become(desk, call, id, 'open');
}

/** A citizen decides of their own mailbox: see `conversations/`. */
async function become(desk: MailboxDesk, call: Call, id: RecordId, state: Mailbox['state']): Promise<Mailbox> {
  const { actor } = call;
  const own = (actor.kind === 'citizen' || actor.kind === 'delegate') && actor.record === id && actor.app === undefined;
  if (own) await desk.rights.decidePurpose(call, id, 'message');
  else if (actor.kind !== 'operator') throw operatorOnly();
  const changed = await desk.store.transaction(async (tx) => {
    const [row] = await tx.query<MailboxRow>(lockMailbox, [id]);
    if (row === undefined || (!own && row.kind === 'CIT')) throw unknownMailbox();
    if (row.state === state) return mailboxOf(row);
    const [written] = await tx.query<MailboxRow>(setState, [id, state, state === 'closed' ? call.at : null]);
    const detail = { change: state === 'closed' ? 'mailbox-closed' : 'mailbox-reopened' };
    await desk.trace.append(tx, call, id, { action: 'rights', outcome: 'done', detail });
    return mailboxOf(written ?? row);
  });
  await publish(desk, [changed], call.at);
  return changed;
}

function checkNames(names: Omit<MailboxChange, 'absence' | 'settings'>): void {
  for (const [field, value] of Object.entries(names)) {
    if (field === 'listRouge') {
      if (typeof value !== 'boolean') throw malformed(field);
    } else if (typeof value !== 'string' || value.length > longest.text || /\p{Cc}/u.test(value)) throw malformed(field);
  }
  if (names.name?.trim() === '') throw malformed('name');
}

function checkSettings({ filing, signature }: MailboxSettings): void {
  if (filing !== undefined && typeof filing !== 'boolean') throw malformed('settings.filing');
  if (signature !== undefined && (typeof signature !== 'string' || signature.length > longest.signature))
    throw malformed('settings.signature');
}

function checkAbsence({ from, until, text }: Absence): void {
  const days = (until.getTime() - from.getTime()) / 86_400_000;
  if (!(days > 0 && days <= longestAbsenceDays)) throw malformed('absence.until');
  if (text.trim() === '' || text.length > longest.absence) throw malformed('absence.text');
}
