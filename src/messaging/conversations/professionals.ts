import { type Call, parseItemId, type RecordId } from '#kernel';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { parseMessage } from '../mime/index.ts';
import { conversationAt, conversationOfMessages, conversationsOf, messageIdsOfThread } from './conversations.sql.ts';
import { inRecord, readKept, writeHappened } from './correspondence.ts';
import type { ConversationDesk } from './desk.ts';
import { listedTogether, mostReplyDays, mostWelcomeDays } from './limits.ts';
import { badWelcome, unknownConversation } from './refusals.ts';
import { type Listed, type ListedRow, listedOf } from './rows.ts';
import type { Happening } from './rules.ts';

/** A conversation as the professional's side sees it: who may write, and until when questions are welcome. */
export interface ProfessionalView extends Omit<Listed, 'unseen' | 'answerTo' | 'thread'> {
  /** Whose conversation it is. */
  readonly patient: { readonly record: RecordId; readonly name: string };
  readonly mailbox: RecordId;
}

export type ProfessionalAct =
  | { readonly is: 'close' | 'reopen' }
  /** `until` undefined: not any more. */
  | { readonly is: 'questions'; readonly until?: Date; readonly replyWithinDays?: number }
  | { readonly is: 'private'; readonly isPrivate: boolean };

/**
 * The conversation that a message of this mailbox belongs to; undefined when it is with no citizen of this operator. The address of a citizen
 * is read from the message, and told to nobody.
 */
export async function ofMessage(
  desk: ConversationDesk,
  permit: MailboxPermit,
  content: number,
): Promise<ProfessionalView | undefined> {
  const { from, to, cc } = parseMessage(await desk.mail.raw(permit, content));
  const there = `@${desk.mailboxes.domains.citizens}`;
  const addresses = [...new Set([...from, ...to, ...cc].map(({ address }) => address.toLowerCase()))].filter((one) =>
    one.endsWith(there),
  );
  const rows = await desk.store.query<{ message_id: string }>(messageIdsOfThread, [permit.mailbox.id, content]);
  const ids = rows.map((row) => row.message_id);
  for (const address of addresses.slice(0, mostPatients)) {
    const citizen = await desk.mailboxes.byAddress(address);
    if (citizen === undefined) continue;
    const values = [citizen.id, permit.mailbox.address, ids];
    const [found] = await desk.store.query<{ n: number }>(conversationOfMessages, values);
    if (found !== undefined) return viewAt(desk, permit, citizen.id, Number(found.n));
  }
  return undefined;
}

/** A message is about one patient; one that names more is told of the first few. */
const mostPatients = 5;

/** Those that this patient has with mailboxes in which the caller has a part, the last written in first. */
export async function ofPatient(desk: ConversationDesk, call: Call, record: RecordId): Promise<readonly ProfessionalView[]> {
  const own = (await desk.mailboxes.mine(call)).map(({ mailbox }) => mailbox);
  const citizen = await desk.mailboxes.byId(record);
  if (own.length === 0 || citizen?.kind !== 'CIT') return [];
  const values = [record, citizen.address, true, listedTogether, own.map(({ address }) => address)];
  const rows = await desk.store.query<ListedRow>(conversationsOf, values);
  return rows.flatMap((row) => {
    const mailbox = own.find(({ address }) => address === row.correspondent);
    return mailbox === undefined ? [] : [viewOf(listedOf(record, row), citizen.name, mailbox.id)];
  });
}

/**
 * Closes, opens again, welcomes questions (until a day within a year, answered in 1 to 30 days), or keeps from who represents the person: by
 * who writes in the mailbox of the conversation. Told in the person's log, when it changes something.
 * Refuses `messaging.unknown-conversation` (also another mailbox's), `messaging.not-allowed`, `messaging.bad-welcome`.
 */
export async function act(
  desk: ConversationDesk,
  permit: MailboxPermit,
  id: string,
  wish: ProfessionalAct,
): Promise<ProfessionalView> {
  requireRight(permit, 'write');
  const { call, mailbox } = permit;
  const { record, n } = parseItemId(id);
  await viewAt(desk, permit, record, n);
  const happening = happeningOf(wish, n, call.at);
  await inRecord(desk.store, record, async (tx) => {
    const kept = await readKept(tx, record, mailbox.address);
    const known = kept?.threads.get(n);
    if (kept === undefined || known === undefined) throw unknownConversation();
    if (isAlready(wish, kept.correspondence.conversations.get(n)?.closed !== undefined, known.isPrivate)) return;
    writeHappened(tx, record, kept, happening, wish.is === 'private' ? { privacy: new Map([[n, wish.isPrivate]]) } : {});
    const detail = { change: changeOf(wish), name: mailbox.name };
    const secret = known.isPrivate || wish.is === 'private' ? { secret: true } : {};
    await desk.trace.append(tx, { ...call, ...secret }, record, { action: 'rights', outcome: 'done', detail });
  });
  return viewAt(desk, permit, record, n);
}

function isAlready(wish: ProfessionalAct, closed: boolean, isPrivate: boolean): boolean {
  if (wish.is === 'private') return wish.isPrivate === isPrivate;
  return wish.is !== 'questions' && closed === (wish.is === 'close');
}

function changeOf(wish: ProfessionalAct): string {
  if (wish.is === 'questions') return wish.until === undefined ? 'conversation-no-questions' : 'conversation-questions';
  if (wish.is === 'private') return wish.isPrivate ? 'conversation-private' : 'conversation-not-private';
  return `conversation-${wish.is}`;
}

function happeningOf(wish: ProfessionalAct, conversation: number, at: Date): Happening | undefined {
  if (wish.is === 'private') return undefined;
  if (wish.is !== 'questions') return { is: wish.is, conversation, at };
  const { until, replyWithinDays = 0 } = wish;
  if (until === undefined) return { is: 'questions', questions: undefined };
  const days = (until.getTime() - at.getTime()) / 86_400_000;
  if (!(days > 0 && days <= mostWelcomeDays)) throw badWelcome('until');
  if (!Number.isInteger(replyWithinDays) || replyWithinDays < 1 || replyWithinDays > mostReplyDays)
    throw badWelcome('replyWithinDays');
  return { is: 'questions', questions: { until, replyWithinDays } };
}

async function viewAt(
  desk: ConversationDesk,
  { mailbox }: MailboxPermit,
  record: RecordId,
  n: number,
): Promise<ProfessionalView> {
  const citizen = await desk.mailboxes.byId(record);
  if (citizen?.kind !== 'CIT') throw unknownConversation();
  const [row] = await desk.store.query<ListedRow>(conversationAt, [record, citizen.address, n]);
  if (row === undefined || row.correspondent !== mailbox.address) throw unknownConversation();
  return viewOf(listedOf(record, row), citizen.name, mailbox.id);
}

function viewOf({ unseen: _, answerTo: __, thread: ___, ...listed }: Listed, name: string, mailbox: RecordId): ProfessionalView {
  return { ...listed, patient: { record: parseItemId(listed.id).record, name }, mailbox };
}
