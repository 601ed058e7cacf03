import { createHash, randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { Refusal } from '#kernel';
import { parseAddress } from './mailboxes/address.ts';
import type { MailAddress } from './mime/parsed.ts';
import { productReference } from './product.ts';

/** A file that goes with a message. */
export interface DraftAttachment {
  /** Without a path; 1 to 200 characters. */
  readonly filename: string;
  /** `application/pdf`, or with parameters: `text/plain; charset=utf-8`. */
  readonly contentType: string;
  readonly content: Buffer;
}

/** A message to be written out; plain text, never markup. */
export interface Draft {
  readonly from: MailAddress;
  /** Who wrote it, where the mailbox is not a person's. */
  readonly sender?: MailAddress;
  /** May be empty while it is a draft; `post/` refuses to send it then. */
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly replyTo?: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly DraftAttachment[];
  /** Message-IDs, with or without their angle brackets. */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** Made in the domain of `from` when absent. */
  readonly messageId?: string;
  /** The clock of the call: the Date field. */
  readonly date: Date;
  /** Only names of {@link mayHeader}. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same seed gives the same bytes; for tests. Absent: boundaries and Message-ID are random. */
  readonly seed?: string;
}

export const draftLimits = {
  people: 100,
  nameCharacters: 200,
  subjectCharacters: 500,
  textCharacters: 200_000,
  attachments: 50,
  /** Of all attachments together, before their encoding. */
  attachmentBytes: 30 * 1024 * 1024,
  references: 100,
  headers: 20,
  headerCharacters: 900,
} as const;

const named = new Set([
  'auto-submitted',
  'disposition-notification-to',
  'disposition-notification-options',
  'importance',
  'original-message-id',
  'sensitivity',
]);

/** Fields that a caller may add beside those that have a place of their own in {@link Draft}. */
export function mayHeader(name: string): boolean {
  return /^x-mss-[a-z0-9-]{1,40}$/i.test(name) || named.has(name.toLowerCase());
}

/**
 * Writes a message: MIME with CRLF everywhere, texts in UTF-8 as quoted-printable, files as base64, names in encoded words. Each
 * says which product wrote it.
 *
 * In: {@link Draft}, within {@link draftLimits}. Out: the bytes that are kept, and transmitted as they are.
 * Refuses `messaging.malformed-draft`, naming the field: control characters (line ends among them) or lone surrogates in what becomes a header
 * field, an address or Message-ID without its form, a field that is not on the list, anything beyond the limits. In the text, vertical tabs and
 * form feeds (word processors) become line ends; other control characters are refused. Does not send, does not check that a recipient exists.
 * Source: RFC 5322 §2.2, §3.6; RFC 2045–2047, 2231; RFC 8098 §2.1.
 */
export async function compose(draft: Draft): Promise<Buffer> {
  const { seed, attachments = [], references = [], cc = [], replyTo = [] } = draft;
  if (draft.to.length + cc.length > draftLimits.people || replyTo.length > 10) throw malformed('to');
  if (references.length > draftLimits.references) throw malformed('references');
  const from = person(draft.from, 'from');
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const mail = new MailComposer({
    from,
    ...(draft.sender === undefined ? {} : { sender: person(draft.sender, 'sender') }),
    to: draft.to.map((one) => person(one, 'to')),
    cc: cc.map((one) => person(one, 'cc')),
    replyTo: replyTo.map((one) => person(one, 'replyTo')),
    subject: line(draft.subject, 'subject', draftLimits.subjectCharacters),
    text: textOf(draft.text),
    attachments: files(attachments),
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: messageId(draft.inReplyTo, 'inReplyTo') }),
    ...(references.length === 0 ? {} : { references: references.map((one) => messageId(one, 'references')) }),
    messageId: draft.messageId === undefined ? madeId(domain, seed) : messageId(draft.messageId, 'messageId'),
    date: instant(draft.date),
    headers: fields({ 'X-MSS-NIL': productReference, ...draft.headers }),
    ...(seed === undefined ? {} : { baseBoundary: hash(`boundary ${seed}`).slice(0, 24) }),
    // One encoding for every text: spaces at the ends of lines, « From » and single points arrive as they were written.
    encoding: 'quoted-printable',
    newline: 'win',
    // As the ANS writes them; otherwise `X-Mss-Ins`.
    normalizeHeaderKey: (key: string) => (/^x-mss-/i.test(key) ? key.toUpperCase() : key),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass.
const notInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; tabs and line ends may stand in a text.
const notInText = /[\u0000-\u0008\u000e-\u001f\u007f]/;
/** Marks that turn the direction of writing: a file's name would read otherwise than it is. */
const turning = /[\u202a-\u202e\u2066-\u2069]/;

function line(text: string, at: string, most: number): string {
  if (text.length > most || notInLine.test(text) || !text.isWellFormed()) throw malformed(at);
  return text;
}

function textOf(text: string): string {
  if (text.length > draftLimits.textCharacters || notInText.test(text) || !text.isWellFormed()) throw malformed('text');
  return text.replaceAll(/\r\n|[\r\n\v\f\u2028\u2029]/g, '\r\n');
}

function person({ name, address }: MailAddress, at: string): { name: string; address: string } {
  if (turning.test(name)) throw malformed(at);
  let parsed: string;
  try {
    parsed = parseAddress(address, at).text;
  } catch (error) {
    throw error instanceof Refusal ? malformed(at) : error;
  }
  return { name: line(name, at, draftLimits.nameCharacters).trim(), address: parsed };
}

function messageId(given: string, at: string): string {
  const inside = given.startsWith('<') && given.endsWith('>') ? given.slice(1, -1) : given;
  // What others write need not be of the exact form; it must be one word that ends nothing.
  if (inside.length === 0 || inside.length > 500 || !/^[\u0021-\u003b\u003d\u003f-\u007e]+$/.test(inside)) throw malformed(at);
  return `<${inside}>`;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const madeId = (domain: string, seed: string | undefined): string =>
  `<${seed === undefined ? randomUUID() : hash(`message ${seed}`).slice(0, 32)}@${domain}>`;

function instant(date: Date): Date {
  const time = date.getTime();
  // The years that a Date field can say: RFC 5322 §3.3.
  if (!(time >= Date.UTC(1970, 0, 1) && time < Date.UTC(10_000, 0, 1))) throw malformed('date');
  return date;
}

const mediaType =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(; ?[a-z0-9-]{1,40}=[\w.:+-]{1,100}){0,8}$/i;

function files(attachments: readonly DraftAttachment[]) {
  if (attachments.length > draftLimits.attachments) throw malformed('attachments');
  if (attachments.reduce((sum, { content }) => sum + content.length, 0) > draftLimits.attachmentBytes)
    throw malformed('attachments');
  return attachments.map(({ filename, contentType, content }) => {
    const name = line(filename, 'attachments', 200);
    if (name.trim() === '' || turning.test(name) || /[/\\]/.test(name)) throw malformed('attachments');
    if (!mediaType.test(contentType) || /^multipart\//i.test(contentType)) throw malformed('attachments');
    return { filename: name, contentType, content, contentDisposition: 'attachment' as const };
  });
}

function fields(headers: Readonly<Record<string, string>>): { key: string; value: string }[] {
  const given = Object.entries(headers);
  if (given.length > draftLimits.headers) throw malformed('headers');
  return given.map(([key, value]) => {
    if (!mayHeader(key)) throw malformed('headers');
    return { key, value: line(value, 'headers', draftLimits.headerCharacters) };
  });
}

function malformed(at: string): Refusal {
  return new Refusal(
    'messaging.malformed-draft',
    {
      fr: `Ce message ne peut pas être écrit ainsi : vérifiez « ${names[at]?.[0] ?? at} » (forme, longueur, caractères invisibles).`,
      en: `This message cannot be written so: check “${names[at]?.[1] ?? at}” (form, length, invisible characters).`,
    },
    { at, source: 'RFC 5322 §2.2, §3.6' },
  );
}

const names: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  from: ['expéditeur', 'from'],
  sender: ['auteur', 'sender'],
  to: ['destinataires', 'recipients'],
  cc: ['copie', 'copy'],
  replyTo: ['répondre à', 'reply to'],
  subject: ['objet', 'subject'],
  text: ['texte', 'text'],
  attachments: ['pièces jointes', 'attachments'],
};
