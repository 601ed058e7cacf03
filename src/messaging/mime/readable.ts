import { decodePart, decodeText } from './decode.ts';
import { mostTextBytes } from './limits.ts';
import type { MimePart } from './parsed.ts';
import { plainOfHtml } from './plain.ts';
import { safeHtml } from './safeHtml.ts';

/** Encoded bytes read of one text part. */
const mostRead = 4 * mostTextBytes;

/** A file that came with a message. */
export interface Attachment {
  readonly part: MimePart;
  readonly fileName: string | undefined;
  readonly type: string;
  /** Decoded size where the encoding tells it (base64), else the encoded one. */
  readonly bytes: number;
}

/** A text that is meant to be read in the message, not a file. */
const isInlineText = (part: MimePart): boolean =>
  (part.type === 'text/plain' || part.type === 'text/html') && part.disposition !== 'attachment' && part.fileName === undefined;

/** What a person would see as attachments: everything that is not the message's own text. A message in a message is one. */
export function attachmentsOf(root: MimePart): readonly Attachment[] {
  if (root.type.startsWith('multipart/')) return root.parts.flatMap(attachmentsOf);
  const isEmpty = root.bodyTo === root.bodyFrom && root.fileName === undefined;
  if (isInlineText(root) || isEmpty) return [];
  return [{ part: root, fileName: root.fileName, type: root.type, bytes: decodedBytes(root) }];
}

function decodedBytes(part: MimePart): number {
  const encoded = part.bodyTo - part.bodyFrom;
  // Lines of 76 characters and their ends carry 57 bytes.
  return part.encoding === 'base64' ? Math.floor((encoded * 57) / 78) : encoded;
}

/** The texts of a message in their order; of alternatives the plain one where it says something. */
export function textParts(root: MimePart, prefer: 'plain' | 'html' = 'plain'): readonly MimePart[] {
  if (root.type === 'message/rfc822') return root.parts.flatMap((part) => textParts(part, prefer));
  if (!root.type.startsWith('multipart/')) return isInlineText(root) ? [root] : [];
  const found = root.parts.flatMap((part) => textParts(part, prefer));
  if (root.type !== 'multipart/alternative') return found;
  const preferred = found.filter((part) => part.type === `text/${prefer}` && part.bodyTo > part.bodyFrom);
  return preferred.length > 0 ? preferred : found;
}

/** All texts of a message, for words: decoded, without markup, at most 256 KiB. An alternative that is blank gives way to the other. */
export function textOf(bytes: Buffer, root: MimePart): string {
  const plain = collected(bytes, textParts(root, 'plain'));
  return plain === '' ? collected(bytes, textParts(root, 'html')) : plain;
}

function collected(bytes: Buffer, parts: readonly MimePart[]): string {
  let out = '';
  for (const part of parts) {
    if (out.length >= mostTextBytes) break;
    const text = decodeText(bytes, part, mostRead);
    const plain = part.type === 'text/html' ? plainOfHtml(text) : text;
    out = out === '' ? plain : `${out}\n${plain}`;
  }
  return fitting(out);
}

function fitting(text: string): string {
  if (text.length * 3 <= mostTextBytes) return text.trim();
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= mostTextBytes) return text.trim();
  // A character cut at the end would be read as the sign of a fault.
  return bytes
    .toString('utf8', 0, mostTextBytes)
    .replace(/\ufffd$/, '')
    .trim();
}

/**
 * What the web spaces show: `text` always; `html`, made by {@link safeHtml}, where the message has one. Messages within the message are
 * attachments here. At most 256 KiB of each.
 */
export function readableOf(bytes: Buffer, root: MimePart): { readonly text: string; readonly html: string | undefined } {
  const own = textParts(withoutMessages(root), 'html');
  const html = own.some((part) => part.type === 'text/html');
  const written = own.map((part) => {
    const text = decodeText(bytes, part, mostRead).slice(0, mostTextBytes);
    return part.type === 'text/html' ? safeHtml(text) : safeHtml(asHtml(text));
  });
  return { text: textOf(bytes, withoutMessages(root)), html: html ? written.join('<hr>') : undefined };
}

const asHtml = (text: string): string =>
  text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;')).replace(/\r?\n/g, '<br>');

function withoutMessages(part: MimePart): MimePart {
  return { ...part, parts: part.type === 'message/rfc822' ? [] : part.parts.map(withoutMessages) };
}

/** The content of an attachment. */
export function contentOf(bytes: Buffer, attachment: Attachment): Buffer {
  return decodePart(bytes, attachment.part);
}
