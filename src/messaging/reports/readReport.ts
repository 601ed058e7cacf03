import { decodePart } from '../mime/decode.ts';
import type { MimePart, ParsedMessage } from '../mime/parsed.ts';
import { readBlocks, typedAddress } from './fields.ts';

/** What one recipient's operator, or the recipient's software, says. */
export interface Said {
  /** As the sender wrote it where the report tells it, else as the message ended; lower case. */
  readonly addresses: readonly string[];
  readonly is: 'delivered' | 'relayed' | 'delayed' | 'failed' | 'displayed' | 'processed' | 'refused';
  readonly reply: string;
}

export interface ReadReport {
  readonly kind: 'delivery' | 'receipt';
  /** Message-IDs, in their brackets, that it may be about; the surest first. */
  readonly about: readonly string[];
  readonly said: readonly Said[];
}

const mostBytes = 256 * 1024;
const actions: Readonly<Record<string, Said['is']>> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'relayed',
};

/**
 * Reads a report: RFC 3464 (delivery) or RFC 8098 (receipt), and of the latter both forms in which the ANS lets an error be told. Undefined for any
 * other message. Believes nothing: whether it is about a message of this mailbox is for the caller to find.
 */
export function readReport(
  bytes: Buffer,
  { root, headers, inReplyTo }: Pick<ParsedMessage, 'root' | 'headers' | 'inReplyTo'>,
): ReadReport | undefined {
  if (root.type !== 'multipart/report') return undefined;
  const part = (...types: string[]): MimePart | undefined => root.parts.find(({ type }) => types.includes(type));
  const text = (found: MimePart): string => decodePart(bytes, found, mostBytes).toString('utf8');
  const original = part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers');
  const answered = original === undefined ? [] : messageIds(headerText(decodePart(bytes, original, 64 * 1024)));
  const references = [...inReplyTo, ...(headers.get('references') ?? []).flatMap((value) => value.match(identifier) ?? [])];

  const delivery = part('message/delivery-status', 'message/global-delivery-status');
  if (delivery !== undefined) {
    const blocks = readBlocks(text(delivery)).filter((block) => block.has('action'));
    const said = blocks.flatMap((block): Said[] => {
      const is = actions[block.get('action')?.toLowerCase() ?? ''];
      const addresses = addressesOf(block.get('original-recipient'), block.get('final-recipient'));
      if (is === undefined || addresses.length === 0) return [];
      const why = block.get('diagnostic-code')?.replace(/^smtp\s*;\s*/i, '') ?? block.get('status') ?? '';
      return [{ addresses, is, reply: why.slice(0, 300) }];
    });
    return { kind: 'delivery', about: [...answered, ...references].slice(0, 5), said };
  }
  const receipt = part('message/disposition-notification', 'message/global-disposition-notification');
  if (receipt === undefined) return undefined;
  const [block] = readBlocks(text(receipt));
  const addresses = addressesOf(block?.get('original-recipient'), block?.get('final-recipient'));
  const result = dispositionOf(block?.get('disposition') ?? '', block?.get('error') ?? block?.get('failure'));
  const about = [...(block?.get('original-message-id')?.match(identifier) ?? []), ...answered, ...references].slice(0, 5);
  return { kind: 'receipt', about, said: result === undefined || addresses.length === 0 ? [] : [{ addresses, ...result }] };
}

const identifier = /<[^<>\s]{1,996}>/g;
const headerText = (bytes: Buffer): string =>
  (bytes.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '').replaceAll(/\r?\n[ \t]+/g, ' ');
const messageIds = (header: string): string[] => /^message-id:\s*(<[^<>\s]{1,996}>)/im.exec(header)?.slice(1, 2) ?? [];

function addressesOf(...values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => typedAddress(value) ?? []))];
}

/** `automatic-action/MDN-sent-automatically; processed/error`, and the earlier `processed/Error: 902^Identifiant patient inconnu`. */
function dispositionOf(value: string, error: string | undefined): Omit<Said, 'addresses'> | undefined {
  const [, type = '', modifier = ''] = /^[^;]*;\s*([a-z-]+)\s*(?:\/\s*(.*))?$/i.exec(value) ?? [];
  const refused = /^(error|failure)\b\s*:?\s*(.*)$/i.exec(modifier);
  switch (type.toLowerCase()) {
    case 'displayed':
      return { is: 'displayed', reply: '' };
    case 'processed':
    case 'dispatched':
      if (refused === null && error === undefined) return { is: 'processed', reply: '' };
      return { is: 'refused', reply: (error ?? refused?.[2] ?? '').slice(0, 300) };
    case 'failed':
      return { is: 'refused', reply: (error ?? '').slice(0, 300) };
    case 'deleted':
    case 'denied':
      return { is: 'refused', reply: type.toLowerCase() };
    default:
      return undefined;
  }
}
