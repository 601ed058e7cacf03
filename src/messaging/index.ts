/** Secure messaging: mailboxes, messages, the walk of a message, conversations with citizens. Start with `post/post.ts`. */

export { compose, type Draft, type DraftAttachment, draftLimits, mayHeader } from './compose.ts';
export type { MessagingChoices } from './conversations/choices.ts';
export type { FileToJoin, Written } from './conversations/desk.ts';
export { openDocumentFiles } from './conversations/documentFiles.ts';
export { type Conversations, openConversations } from './conversations/open.ts';
export type { ProfessionalAct, ProfessionalView } from './conversations/professionals.ts';
export type { ConversationList, ShownConversation, ShownMessage } from './conversations/read.ts';
export { type CitizenRoute, openCitizenRoute } from './conversations/route.ts';
export type { Listed as ListedConversation } from './conversations/rows.ts';
export type { Shut } from './conversations/rules.ts';
export { type AnsCode, ansCodeOf, ansLabels } from './exchange/codes.ts';
export { type Filing, type FilingState, filingStates, type ListedFiling } from './exchange/filing.ts';
export { inspectArchive } from './exchange/inspect.ts';
export { type Exchange, type ExchangeParts, openExchange } from './exchange/open.ts';
export type { DocumentsSent, DocumentsToSend } from './exchange/send.ts';
export { shownSubject, subjectMark } from './exchange/subject.ts';
export { figuresCsv } from './figures/csv.ts';
export { type Figures, type KindFigures, type MonthFigures, openFigures, type ProductFigures } from './figures/figures.ts';
export { mostBytes } from './mail/ground.ts';
export {
  type Answer,
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
export { type MailParts, type OpenedMail, openMail } from './mail/open.ts';
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
export {
  type Attachment,
  attachmentsOf,
  bodyOf,
  contentOf,
  decodedWords,
  decodePart,
  decodeText,
  imapString,
  type MailAddress,
  type MimePart,
  type ParsedMessage,
  parseMessage,
  readAddresses,
  readableOf,
  readDate,
  readParts,
  type Section,
  safeHtml,
  sectionOf,
} from './mime/index.ts';
export { type MessagingDeps, openMessaging, type RunningMessaging } from './open.ts';
export {
  type Carriage,
  type Carried,
  type CarriedEnvelope,
  type CarriedRecipient,
  type Carrier,
  carryWithinSeconds,
} from './outgoing/carrier.ts';
export { type Outgoing, openOutgoing } from './outgoing/outgoing.ts';
export type { FailedDomain, QueueState, WaitingDomain } from './outgoing/queue.ts';
export { openPost } from './post/open.ts';
export type { PostParts, Routes } from './post/parts.ts';
export { type Arrival, arrivedTopic, type Letter, type Post, type RecipientAsked, type Route, type Sent } from './post/post.ts';
export { productReference } from './product.ts';
export type { ReceiptResult } from './reports/receipt.ts';
export { openReports, type ReceiptSent, type Reports } from './reports/reports.ts';
export { mailCiphers } from './session/ciphers.ts';
export type { Connection as MailConnection, MailSessionsDeps } from './session/desk.ts';
export { type Mechanism, mechanisms } from './session/sasl.ts';
export { type MailSession, type MailSessions, openMailSessions, type Talk } from './session/sessions.ts';
export { openTemplates, type Template, type Templates, type TemplateWords, templateLimits } from './templates/templates.ts';
export type { TrustedDomain, TrustedList } from './trusted/list.ts';
export { mostBytes as trustedListMostBytes, readTrustedList } from './trusted/list.ts';
export { signList as signTrustedList } from './trusted/signature.ts';
export { openTrusted, type TrustedDeps, type TrustedDomains, type TrustedStanding, trustedChannel } from './trusted/trusted.ts';
