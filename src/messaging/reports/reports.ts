import { type RecordId, Refusal } from '#kernel';
import type { Store } from '#store';
import { compose } from '../compose.ts';
import type { Mail, Marks } from '../mail/mail.ts';
import type { Mailboxes, MailboxPermit } from '../mailboxes/mailbox.ts';
import { parseMessage, readAddresses } from '../mime/index.ts';
import type { ParsedMessage } from '../mime/parsed.ts';
import type { Post } from '../post/post.ts';
import { absenceAnswered, absenceId, absenceSubject } from './absence.ts';
import { noteAnswers } from './note.ts';
import { readReport, type Said } from './readReport.ts';
import { type ReceiptResult, receiptId, receiptWords, writeReceipt } from './receipt.ts';
import { answerOnce, contentByMessageId, marksOf, placesOf } from './reports.sql.ts';

/** `not-allowed`: RFC 8098 forbids an answer by itself (another address than the sender's, a report, an automatic message). */
export type ReceiptSent = 'sent' | 'not-asked' | 'not-allowed' | 'already';

/** Messages about messages: those that come back, and those that Socle sends by itself. */
export interface Reports {
  /** A message arrived: when it is a report about one that this mailbox sent, what it says is noted there. Does nothing else, ever. */
  read(mailbox: RecordId, content: number): Promise<void>;
  /** Tells the absence of the mailbox to who wrote, once for each absence. */
  answerAbsence(mailbox: RecordId, content: number): Promise<void>;
  /**
   * Answers a message by a receipt, once. An error that no receipt was asked for goes as an ordinary message with the code.
   * Refuses what `Post.send` refuses, `messaging.no-message`.
   */
  receipt(mailbox: RecordId, content: number, result: ReceiptResult): Promise<ReceiptSent>;
}

export interface ReportsParts {
  readonly store: Store;
  readonly mailboxes: Pick<Mailboxes, 'enterForHouse' | 'domains'>;
  readonly mail: Pick<Mail, 'raw' | 'mark' | 'flag'>;
  readonly post: Pick<Post, 'send'>;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
  /** Name of this system, as `EHLO` says it. */
  readonly reporter: string;
  /** Our own reference, for X-MSS-NIL. */
  readonly product: string;
}

interface Opened {
  readonly permit: MailboxPermit;
  readonly bytes: Buffer;
  readonly parsed: ParsedMessage;
  readonly marks: Marks;
}

const receiptSent = '$MDNSent';

export function openReports(parts: ReportsParts): Reports {
  const open = async (mailbox: RecordId, content: number): Promise<Opened> => {
    const permit = await parts.mailboxes.enterForHouse(mailbox, parts.clock());
    const [[row], bytes] = await Promise.all([
      parts.store.query<{ marks: string }>(marksOf, [mailbox, content]),
      parts.mail.raw(permit, content),
    ]);
    return { permit, bytes, parsed: parseMessage(bytes), marks: JSON.parse(row?.marks ?? '{}') };
  };
  return {
    async read(mailbox, content) {
      const { permit, bytes, parsed, marks } = await open(mailbox, content);
      if (marks.report === undefined) return;
      const report = readReport(bytes, parsed);
      if (report === undefined || report.said.length === 0) return;
      for (const id of report.about) {
        const rows = await parts.store.query<Original>(contentByMessageId, [mailbox, id]);
        const own = rows.find((row) => row.n !== content && isOwn(row, permit.mailbox.address));
        if (own === undefined) continue;
        const answers = believed(parts, parsed, own, report.said).map((said) => ({ ...said, at: permit.call.at }));
        if (answers.length > 0) await noteAnswers(parts, permit, own.n, answers);
        return;
      }
    },
    async answerAbsence(mailbox, content) {
      const { permit, parsed, marks } = await open(mailbox, content);
      const { at } = permit.call;
      const answered = absenceAnswered(permit.mailbox, parsed, marks, at);
      if (answered === undefined) return;
      const { absence, to } = answered;
      // told once: the note stands before the answer leaves, so that a crash between the two loses an answer and never repeats one
      if ((await parts.store.query(answerOnce, [mailbox, to, absence.from, at])).length === 0) return;
      const { address, name } = permit.mailbox;
      const bytes = await compose({
        from: { name, address },
        to: [{ name: '', address: to }],
        subject: absenceSubject(printable(parsed.subject)),
        text: absence.text,
        messageId: absenceId(address, to, absence),
        ...(isIdentifier(parsed.messageId) ? { inReplyTo: parsed.messageId, references: [parsed.messageId] } : {}),
        date: at,
        headers: { 'Auto-Submitted': 'auto-replied', 'X-MSS-NIL': parts.product },
      });
      await sendQuietly(parts, permit, to, bytes);
    },
    async receipt(mailbox, content, result) {
      const opened = await open(mailbox, content);
      const may = allowed(opened, result);
      if (may.is !== 'sent') return may.is;
      const { permit, bytes, parsed } = opened;
      const places = await parts.store.query<{ folder: number; uid: number; keywords: string }>(placesOf, [mailbox, content]);
      if (places.some(({ keywords }) => keywords.toLowerCase().split(' ').includes(receiptSent.toLowerCase()))) return 'already';
      const receipt = {
        from: permit.mailbox,
        to: may.to,
        at: permit.call.at,
        reporter: parts.reporter,
        product: parts.product,
        result,
        original: bytes,
        originalMessageId: isIdentifier(parsed.messageId) ? parsed.messageId : '',
        originalSubject: printable(parsed.subject),
      };
      const written = may.plain ? await plainAnswer(receipt) : writeReceipt(receipt);
      await parts.post.send(permit, { automatic: true, recipients: [{ address: may.to, notify: ['never'] }], bytes: written });
      for (const { folder, uid } of places)
        await parts.mail.flag(permit, folder, [[uid, uid]], { how: 'add', flags: 0, keywords: [receiptSent] });
      return 'sent';
    },
  };
}

interface Original {
  readonly n: number;
  readonly people: string;
}

type People = Readonly<Record<'from' | 'to' | 'cc' | 'bcc', readonly { readonly address: string }[]>>;

const peopleOf = ({ people }: Original): Partial<People> => JSON.parse(people);
const isOwn = (row: Original, address: string): boolean => peopleOf(row).from?.some((one) => one.address === address) === true;

/**
 * What is said of somebody to whom the message was never written, or by an operator that has nothing to do with them, is not believed: a report
 * is a message like another, and anybody may write one.
 */
function believed(
  { mailboxes }: ReportsParts,
  { from }: ParsedMessage,
  original: Original,
  said: readonly Said[],
): { readonly address: string; readonly is: Said['is']; readonly reply: string }[] {
  const { to = [], cc = [], bcc = [] } = peopleOf(original);
  const written = new Set([...to, ...cc, ...bcc].map(({ address }) => address));
  const by = domainOf(from[0]?.address ?? '');
  const ours = Object.values(mailboxes.domains).includes(by);
  return said.flatMap(({ addresses, is, reply }) => {
    const address = addresses.find((one) => written.has(one));
    if (address === undefined) return [];
    const theirs = domainOf(address);
    return ours || by === theirs || by.endsWith(`.${theirs}`) ? [{ address, is, reply }] : [];
  });
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
const isIdentifier = (text: string): boolean => /^<[\x21-\x3b\x3d\x3f-\x7e]{1,400}>$/.test(text);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass.
const printable = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 300);

type Allowed =
  | { readonly is: 'sent'; readonly to: string; readonly plain: boolean }
  | { readonly is: 'not-asked' | 'not-allowed' };

/** RFC 8098 §2.1: by itself only to where the message came from, and never in answer to a report. What a person let be told may go elsewhere. */
function allowed({ marks, permit }: Opened, result: ReceiptResult): Allowed {
  const sender = marks.envelopeFrom ?? '';
  if (marks.report !== undefined || sender === '' || sender === permit.mailbox.address) return { is: 'not-allowed' };
  if (marks.receiptTo === undefined) return result.is === 'error' ? { is: 'sent', to: sender, plain: true } : { is: 'not-asked' };
  const asked = [...new Set(readAddresses(marks.receiptTo).map(({ address }) => address))];
  const [first] = asked;
  if (first === undefined || asked.length > 1) return { is: 'not-allowed' };
  return first === sender || result.is === 'displayed' ? { is: 'sent', to: first, plain: false } : { is: 'not-allowed' };
}

/** The code in an ordinary message, where no receipt was asked for. */
async function plainAnswer(receipt: Parameters<typeof writeReceipt>[0]): Promise<Buffer> {
  const { subject, text } = receiptWords(receipt);
  const id = receipt.originalMessageId;
  return compose({
    from: { name: receipt.from.name, address: receipt.from.address },
    to: [{ name: '', address: receipt.to }],
    subject,
    text,
    messageId: receiptId(receipt),
    ...(id === '' ? {} : { inReplyTo: id, references: [id] }),
    date: receipt.at,
    headers: { 'Auto-Submitted': 'auto-replied', 'X-MSS-NIL': receipt.product },
    attachments: [{ filename: 'message.eml', contentType: 'application/octet-stream', content: receipt.original }],
  });
}

/** An absence that cannot be told is nobody's fault: a closed conversation, an operator struck off the list. */
async function sendQuietly({ post, log }: ReportsParts, permit: MailboxPermit, to: string, bytes: Buffer): Promise<void> {
  try {
    await post.send(permit, { automatic: true, recipients: [{ address: to, notify: ['never'] }], bytes });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'store.unavailable') throw error;
    log(`messaging: an absence was not told: ${error.code}`);
  }
}
