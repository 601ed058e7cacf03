import { type Written, type WrittenAddress, writtenAddresses } from './addresses.ts';
import { fieldText, type Head } from './head.ts';
import { nstring } from './lists.ts';

/** What an envelope is made of; addresses are shared with the message's own lists so that they are read once. */
export interface EnvelopeFields {
  readonly date: string | undefined;
  readonly subject: string | undefined;
  readonly from: readonly Written[];
  readonly sender: readonly Written[];
  readonly replyTo: readonly Written[];
  readonly to: readonly Written[];
  readonly cc: readonly Written[];
  readonly bcc: readonly Written[];
  readonly inReplyTo: string | undefined;
  readonly messageId: string | undefined;
}

/** Fields of the same name: of addresses all are read, of the others the first. */
export function envelopeFields(bytes: Buffer, head: Head): EnvelopeFields {
  const texts = new Map<string, string>();
  for (const field of head.fields) {
    if (!wanted.has(field.name)) continue;
    const before = texts.get(field.name);
    if (before === undefined) texts.set(field.name, fieldText(bytes, field));
    else if (lists.has(field.name)) texts.set(field.name, `${before}, ${fieldText(bytes, field)}`);
  }
  const addresses = (name: string): readonly Written[] => writtenAddresses(texts.get(name) ?? '');
  return {
    date: texts.get('date'),
    subject: texts.get('subject'),
    from: addresses('from'),
    sender: addresses('sender'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    inReplyTo: texts.get('in-reply-to'),
    messageId: texts.get('message-id'),
  };
}

const lists = new Set(['from', 'sender', 'reply-to', 'to', 'cc', 'bcc']);
const wanted = new Set([...lists, 'date', 'subject', 'in-reply-to', 'message-id']);

/** ENVELOPE, RFC 3501 §7.4.2: without Sender or Reply-To, From stands in their places. */
export function envelopeList(fields: EnvelopeFields): string {
  const or = (list: readonly Written[]): readonly Written[] => (list.length > 0 ? list : fields.from);
  return `(${[
    nstring(fields.date),
    nstring(fields.subject),
    addressList(fields.from),
    addressList(or(fields.sender)),
    addressList(or(fields.replyTo)),
    addressList(fields.to),
    addressList(fields.cc),
    addressList(fields.bcc),
    nstring(fields.inReplyTo),
    nstring(fields.messageId),
  ].join(' ')})`;
}

function addressList(written: readonly Written[]): string {
  return written.length === 0 ? 'NIL' : `(${written.map(one).join('')})`;
}

/** A group's name stands in the place of the local part, without a host; its end is all NIL. */
function one(written: Written): string {
  if (written.is === 'end') return '(NIL NIL NIL NIL)';
  if (written.is === 'group') return `(NIL NIL ${nstring(written.name)} NIL)`;
  return `(${nilIfEmpty(written.name)} ${nilIfEmpty(written.route)} ${nstring(written.local)} ${nstring(host(written))})`;
}

const nilIfEmpty = (text: string): string => (text === '' ? 'NIL' : nstring(text));
/** Never NIL: that would begin a group. */
const host = (written: WrittenAddress): string => written.host;
