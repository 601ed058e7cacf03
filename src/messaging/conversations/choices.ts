import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Call, type RecordId, Refusal } from '#kernel';
import { conversationsOf, dropEmail, putNotices, putPending, takePending, takeTry } from './conversations.sql.ts';
import { inRecord } from './correspondence.ts';
import type { ConversationDesk } from './desk.ts';
import { listedTogether } from './limits.ts';
import { emailPurpose } from './notices.ts';
import { badEmail, noNotices, notForApps, wrongCode } from './refusals.ts';
import { type ClosedBy, personOf } from './standing.ts';

/** How somebody's messages are set. */
export interface MessagingChoices {
  /** Absent while the identity is not qualified: then there is no mailbox. */
  readonly address: string | undefined;
  readonly closedBy: ClosedBy | undefined;
  readonly notices: {
    readonly on: boolean;
    /** Where they go, masked; absent when no address is known. */
    readonly to: string | undefined;
    /** An address waits for its code, masked. */
    readonly waiting: string | undefined;
    readonly possible: boolean;
  };
  /** Conversations with something unread. */
  readonly unread: number;
}

export interface ChoicesWish {
  readonly open?: boolean;
  readonly notices?: boolean;
  /** A code is sent there; '' takes the address away. */
  readonly email?: string;
}

const codeMinutes = 15;
const codePurpose = 'messaging/notice-code';

/** The person themself, or who represents them in this: see `rights.decidePurpose`. No application. */
export async function refuseStranger({ rights }: ConversationDesk, call: Call, record: RecordId): Promise<void> {
  const { actor } = call;
  if ((actor.kind === 'citizen' || actor.kind === 'delegate') && actor.app !== undefined) throw notForApps();
  await rights.decidePurpose(call, record, 'message');
}

export async function readChoices(desk: ConversationDesk, call: Call, record: RecordId): Promise<MessagingChoices> {
  await refuseStranger(desk, call, record);
  const { closedBy, choice } = await personOf(desk, record, call.at);
  const address = await addressOf(desk, call, record);
  const account = await desk.emailOf(record);
  const to = choice?.email == null ? account : opened(desk, choice.email);
  const pending =
    choice?.pending != null && choice.code_until !== null && call.at < choice.code_until ? choice.pending : undefined;
  const values = [record, address ?? '', call.actor.kind === 'citizen', listedTogether, null];
  const rows = address === undefined ? [] : await desk.store.query<{ unseen: number }>(conversationsOf, values);
  return {
    address,
    closedBy,
    notices: {
      on: choice?.notices ?? true,
      to: to && masked(to),
      waiting: pending && masked(opened(desk, pending)),
      possible: desk.notices !== undefined,
    },
    unread: rows.filter(({ unseen }) => unseen > 0).length,
  };
}

/**
 * Opens or closes the mailbox: told in the log. Notices, and where they go: an address counts once the code that is sent there came back.
 * Refuses what {@link refuseStranger} refuses, `rights.purpose` to a delegate without `rights`, `messaging.bad-email`, `messaging.no-notices`.
 */
export async function changeChoices(desk: ConversationDesk, call: Call, record: RecordId, wish: ChoicesWish): Promise<void> {
  await refuseStranger(desk, call, record);
  await desk.rights.decidePurpose(call, record, 'rights');
  const email = wish.email?.trim();
  if (email !== undefined && email !== '') await sendCode(desk, call, record, email);
  if (wish.open !== undefined) {
    await desk.mailboxes.ofCitizen(call, record);
    await (wish.open ? desk.mailboxes.reopen(call, record) : desk.mailboxes.close(call, record));
  }
  await inRecord(desk.store, record, async (tx) => {
    if (wish.notices !== undefined) tx.write(putNotices, [record, wish.notices]);
    if (email === '') tx.write(dropEmail, [record]);
  });
}

/** The address becomes the one for notices. Refuses `messaging.wrong-code`; five tries a code. */
export async function confirmEmail(desk: ConversationDesk, call: Call, record: RecordId, typed: string): Promise<void> {
  await refuseStranger(desk, call, record);
  await desk.rights.decidePurpose(call, record, 'rights');
  const [row] = await desk.store.query<{ code: Buffer }>(takeTry, [record, call.at]);
  const code = macOf(desk, record, typed.replaceAll(/\s/g, ''));
  if (row === undefined || row.code.length !== code.length || !timingSafeEqual(row.code, code)) throw wrongCode();
  if ((await desk.store.query(takePending, [record, row.code])).length === 0) throw wrongCode();
}

async function sendCode(desk: ConversationDesk, { at }: Call, record: RecordId, email: string): Promise<void> {
  if (desk.notices === undefined) throw noNotices();
  if (email.length > 254 || !/^[^\s@<>"(),;:\\]{1,64}@[^\s@<>"(),;:\\]+\.[^\s@<>"(),;:\\.]{2,}$/.test(email)) throw badEmail();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const until = new Date(at.getTime() + codeMinutes * 60_000);
  const aMinuteAgo = new Date(at.getTime() - 60_000);
  const sealed = desk.store.keys.seal(emailPurpose, Buffer.from(email));
  const values = [record, sealed, macOf(desk, record, code), until, aMinuteAgo, at];
  if ((await desk.store.query(putPending, values)).length === 0) return;
  await desk.notices.send({
    to: email,
    subject: 'Votre code pour recevoir des avis de Socle',
    text: `Votre code : ${code}\n\nIl confirme que cette adresse est la vôtre et vaut ${codeMinutes} minutes. Si vous n’avez rien demandé, ne faites rien.`,
  });
}

async function addressOf({ mailboxes }: ConversationDesk, call: Call, record: RecordId): Promise<string | undefined> {
  try {
    return (await mailboxes.ofCitizen(call, record)).address;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'messaging.not-qualified') return undefined;
    throw error;
  }
}

const opened = ({ store }: ConversationDesk, sealed: Buffer): string => store.keys.unseal(emailPurpose, sealed).toString('utf8');
const macOf = ({ store }: ConversationDesk, record: RecordId, code: string): Buffer =>
  store.keys.mac(codePurpose, Buffer.from(`${record}\n${code}`));
const masked = (email: string): string => `${email.slice(0, 1)}…${email.slice(email.lastIndexOf('@'))}`;
