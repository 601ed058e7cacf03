import { createHash } from 'node:crypto';
import type { Marks } from '../mail/mail.ts';
import type { Absence, Mailbox } from '../mailboxes/mailbox.ts';
import type { ParsedMessage } from '../mime/parsed.ts';

/** Names that machines write under: nobody reads what is answered to them. */
const machines =
  /^(mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|owner-.*|.*-(owner|request|bounces?)|listserv|majordomo)$/i;

/**
 * Whether an absence is told in answer to a message, and to whom. Only to a person who wrote to this very mailbox: never to what is itself automatic,
 * a report, a list, a machine, nor to who asked for no answer. Pure; that a sender is told once is kept elsewhere.
 * Source: RFC 3834 §2; RFC 5230 §4.5; MSSanté (X-MSS-MES: FIN).
 */
export function absenceAnswered(
  mailbox: Pick<Mailbox, 'address' | 'absence' | 'state'>,
  message: Pick<ParsedMessage, 'headers' | 'to' | 'cc' | 'root' | 'subject'>,
  marks: Marks,
  at: Date,
): { readonly absence: Absence; readonly to: string } | undefined {
  const { absence } = mailbox;
  const to = marks.envelopeFrom ?? '';
  if (absence === undefined || at < absence.from || at >= absence.until || mailbox.state !== 'open') return undefined;
  if (to === '' || to === mailbox.address || machines.test(to.slice(0, to.lastIndexOf('@')))) return undefined;
  if (marks.report !== undefined || message.root.type === 'multipart/report') return undefined;
  const { headers } = message;
  const said = (name: string): string => (headers.get(name)?.[0] ?? '').trim().toLowerCase();
  if (headers.has('auto-submitted') && !/^no\b/.test(said('auto-submitted'))) return undefined;
  if ([...headers.keys()].some((name) => name.startsWith('list-') || name === 'x-auto-response-suppress')) return undefined;
  if (/^(bulk|list|junk)\b/.test(said('precedence'))) return undefined;
  if (said('x-mss-mes') === 'fin' || /\[\s*FIN\s*\]/i.test(message.subject)) return undefined;
  if (![...message.to, ...message.cc].some(({ address }) => address === mailbox.address)) return undefined;
  return { absence, to };
}

/** The same answer to the same message has the same Message-ID. */
export function absenceId(address: string, to: string, absence: Absence): string {
  const digest = createHash('sha256').update([address, to, absence.from.toISOString()].join('\n')).digest('hex');
  return `<absence.${digest.slice(0, 32)}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}

export const absenceSubject = (subject: string): string => `Absence : ${subject}`.slice(0, 400);
