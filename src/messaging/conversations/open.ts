import { type Call, itemId, type RecordId } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { type ChoicesWish, changeChoices, confirmEmail, type MessagingChoices, readChoices } from './choices.ts';
import type { ConversationDesk, Written } from './desk.ts';
import { act, ofMessage, ofPatient, type ProfessionalAct, type ProfessionalView } from './professionals.ts';
import { type ConversationList, fileAt, list, markRead, read, type ShownConversation } from './read.ts';
import { told } from './told.ts';
import { answer, begin } from './write.ts';

/**
 * Conversations between a citizen and the mailboxes of professionals. What was written is in the mailboxes; here is who may write, and what of
 * it the citizen reads. Every act of a citizen's side is for them, or for who represents them in messages, never for an application; of a
 * professional's side for who has a part in their mailbox.
 */
export interface Conversations {
  /** After a message arrived in any mailbox; by a job, at least once. */
  told(mailbox: RecordId, content: number): Promise<void>;
  list(call: Call, record: RecordId): Promise<ConversationList>;
  /** The newest 20 messages, or those before one. */
  read(call: Call, id: string, before?: number): Promise<ShownConversation>;
  file(
    call: Call,
    id: string,
    content: number,
    section: string,
  ): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Buffer }>;
  markRead(call: Call, id: string): Promise<void>;
  answer(call: Call, id: string, written: Written): Promise<void>;
  /** Gives the id of the conversation. `to`: the address of a mailbox that wrote. */
  begin(call: Call, record: RecordId, to: string, subject: string, written: Written): Promise<string>;
  choices(call: Call, record: RecordId): Promise<MessagingChoices>;
  choose(call: Call, record: RecordId, wish: ChoicesWish): Promise<void>;
  confirmEmail(call: Call, record: RecordId, code: string): Promise<void>;
  /** For a professional's mailbox. */
  ofMessage(permit: MailboxPermit, content: number): Promise<ProfessionalView | undefined>;
  ofPatient(call: Call, record: RecordId): Promise<readonly ProfessionalView[]>;
  act(permit: MailboxPermit, id: string, wish: ProfessionalAct): Promise<ProfessionalView>;
}

/** Refusals: see each walk. */
export function openConversations(desk: ConversationDesk): Conversations {
  return {
    told: (mailbox, content) => told(desk, mailbox, content),
    list: (call, record) => list(desk, call, record),
    read: (call, id, before) => read(desk, call, id, before),
    file: (call, id, content, section) => fileAt(desk, call, id, content, section),
    markRead: (call, id) => markRead(desk, call, id),
    answer: (call, id, written) => answer(desk, call, id, written),
    begin: async (call, record, to, subject, written) => itemId(record, await begin(desk, call, record, to, subject, written)),
    choices: (call, record) => readChoices(desk, call, record),
    choose: (call, record, wish) => changeChoices(desk, call, record, wish),
    confirmEmail: (call, record, code) => confirmEmail(desk, call, record, code),
    ofMessage: (permit, content) => ofMessage(desk, permit, content),
    ofPatient: (call, record) => ofPatient(desk, call, record),
    act: (permit, id, wish) => act(desk, permit, id, wish),
  };
}
