import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { MailAddress, MimePart, ParsedMessage } from '../mime/parsed.ts';
import { decodedWords } from '../mime/words.ts';
import type { MailGround } from './ground.ts';
import { mostBytes } from './ground.ts';
import type { Marks } from './mail.ts';
import { tooLarge } from './refusals.ts';
import { bitsOf } from './sought/bits.ts';

const longest = { subject: 1000, messageId: 500, people: 200, header: 500, headers: 16 * 1024 } as const;

/** A message on its way in, read once whatever the number of mailboxes that get it. */
export interface Incoming {
  readonly bytes: Buffer;
  readonly parsed: ParsedMessage;
  readonly marks: Marks;
  /** SHA-256 of the bytes but for the trace fields at their head, in hexadecimal: the same when a client sends the same message again. */
  readonly digest: string;
}

/** Refuses `messaging.too-large`. */
export function incoming(ground: Pick<MailGround, 'parse'>, bytes: Buffer, marks: Marks = {}): Incoming {
  if (bytes.length > mostBytes) throw tooLarge(mostBytes);
  const parsed = ground.parse(bytes);
  const digest = createHash('sha256')
    .update(bytes.subarray(traceFieldsEnd(bytes)))
    .digest('hex');
  return { bytes, parsed, marks: { ...marksOf(parsed, bytes), ...marks }, digest };
}

/** Where the Received and Return-Path fields at the head end: each hand-over adds its own. RFC 5321 §4.4. */
function traceFieldsEnd(bytes: Buffer): number {
  let end = 0;
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, 64 * 1024));
  const field = /(?:Received|Return-Path):[^\n]*\n(?:[ \t][^\n]*\n)*/iy;
  while (field.test(head)) end = field.lastIndex;
  return end;
}

/** What the row of a content holds, in the order of the statement's parameters from `message_id` on. */
export interface KeptTexts {
  readonly messageId: string;
  readonly sender: string;
  readonly subject: string;
  readonly people: string;
}

export function textsOf({ messageId, subject, from, to, cc, bcc }: ParsedMessage): KeptTexts {
  const people = { from, to, cc, bcc };
  const short = Object.fromEntries(Object.entries(people).map(([name, list]) => [name, list.slice(0, longest.people)]));
  return {
    messageId: clean(messageId).slice(0, longest.messageId),
    sender: clean(from[0]?.address ?? ''),
    subject: clean(subject).slice(0, longest.subject),
    people: clean(JSON.stringify(short)),
  };
}

/** PostgreSQL keeps no NUL. Half a pair of surrogates is no character. */
export function clean(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

/** Fields whose values nobody looks for, long as they are. */
export const unsought = /^(received|dkim-signature|arc-.*|authentication-results|x-google-.*|thread-index)$/;

/** Names and addresses as they are looked for. */
export function written(people: readonly MailAddress[]): string {
  return people.map(({ name, address }) => `${name} <${address}>`).join(', ');
}

/** What is found by words, whatever is compared with what is looked for: decoded texts, subject, names and addresses, the values of other header fields. */
function soughtIn({ text, subject, from, to, cc, bcc, headers, root }: ParsedMessage): readonly string[] {
  const people = [from, to, cc, bcc].map(written);
  const values: string[] = [];
  let room = longest.headers;
  for (const [name, all] of headers) {
    if (unsought.test(name)) continue;
    for (const value of all) {
      if (value.length > room) continue;
      room -= value.length;
      values.push(`${name}: ${value}`);
      if (value.includes('=?')) values.push(decodedWords(value));
    }
  }
  return [text, subject, ...people, ...values, ...fileNames(root)];
}

/** The filter with which a mailbox finds this message by words. */
export function soughtBits(parsed: ParsedMessage, key: KeyObject): Buffer {
  return bitsOf(soughtIn(parsed), saltOf(key));
}

/** Another for each mailbox. */
export function saltOf(key: KeyObject): number {
  return createHmac('sha256', key).update('messaging/sought').digest().readInt32BE(0);
}

function fileNames(part: MimePart): string[] {
  const own = part.fileName === undefined ? [] : [part.fileName];
  return [...own, ...part.parts.flatMap(fileNames)];
}

/** What lists and jobs need to know of it without reading it again. */
function marksOf(parsed: ParsedMessage, bytes: Buffer): Marks {
  const { headers, root } = parsed;
  const first = (name: string): string | undefined => {
    const value = headers.get(name)?.[0]?.trim().slice(0, longest.header);
    return value === undefined || value === '' ? undefined : clean(value);
  };
  const mss = {
    codecda: first('x-mss-codecda'),
    ins: first('x-mss-ins'),
    nil: first('x-mss-nil'),
    mes: first('x-mss-mes'),
  };
  const attachments = countAttachments(root);
  const receiptTo = first('disposition-notification-to');
  const report = reportOf(parsed, bytes, first('auto-submitted'));
  return {
    ...(attachments === 0 ? {} : { attachments }),
    ...(Object.values(mss).some((value) => value !== undefined) ? { mss } : {}),
    ...(receiptTo === undefined ? {} : { receiptTo }),
    ...(report === undefined ? {} : { report }),
  };
}

function countAttachments({ disposition, fileName, parts }: MimePart): number {
  const own = parts.length === 0 && (disposition === 'attachment' || fileName !== undefined) ? 1 : 0;
  return parts.reduce((sum, part) => sum + countAttachments(part), own);
}

/** RFC 8098, RFC 3464, RFC 3834. */
function reportOf({ root }: ParsedMessage, bytes: Buffer, automatic: string | undefined): Marks['report'] {
  const kind = root.type === 'multipart/report' ? root.parameters['report-type']?.toLowerCase() : undefined;
  if (kind === 'disposition-notification') return 'receipt';
  if (kind === 'delivery-status') {
    const part = root.parts.find(({ type }) => type === 'message/delivery-status');
    const status =
      part === undefined ? '' : bytes.toString('latin1', part.bodyFrom, Math.min(part.bodyTo, part.bodyFrom + 64 * 1024));
    return /^action:[ \t]*(failed|delayed)/im.test(status) ? 'bounce' : 'delivered';
  }
  return automatic !== undefined && !/^no\b/i.test(automatic) ? 'automatic' : undefined;
}
