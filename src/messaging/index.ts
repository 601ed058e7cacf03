/** Secure messaging: mailboxes, messages, the walk of a message, conversations with citizens. Start with `post/post.ts`. */

export { compose, type Draft, type DraftAttachment, draftLimits, mayHeader } from './compose.ts';
export {
  type Copied,
  type Fetched,
  type FlagChange,
  type Folder,
  type FolderStatus,
  flagBits,
  type Mail,
  type MailChange,
  type Marks,
  type Placed,
  type SearchKey,
  type SpecialUse,
  type Summary,
  type Thread,
  type ThreadsAsked,
  type UidRanges,
  type Wanted,
} from './mail/mail.ts';
export { type Address, parseAddress } from './mailboxes/address.ts';
export {
  type Absence,
  type Holder,
  type Mailbox,
  type MailboxChange,
  type Mailboxes,
  type MailboxKind,
  MailboxPermit,
  type MailboxRight,
  type MailboxSettings,
  type MailboxToOpen,
  mailboxKinds,
  mailboxRights,
} from './mailboxes/mailbox.ts';
export { openMailboxes } from './mailboxes/open.ts';
export type { Messaging } from './messaging.ts';
export { messagingMigrations } from './migrations.ts';
export type { MailAddress, MimePart, ParsedMessage } from './mime/parsed.ts';
export type { Section } from './mime/section.ts';
export { type Arrival, arrivedTopic, type Letter, type Post, type RecipientAsked, type Route, type Sent } from './post/post.ts';
export type { Connection as MailConnection, MailSessionsDeps } from './session/desk.ts';
export { type Mechanism, mechanisms } from './session/sasl.ts';
export { type MailSession, type MailSessions, openMailSessions, type Talk } from './session/sessions.ts';
export { openTemplates, type Template, type Templates, type TemplateWords, templateLimits } from './templates/templates.ts';
