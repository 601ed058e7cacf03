import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Call, Refusal } from '#kernel';
import type { Letter, MailboxPermit, MailSession, RecipientAsked } from '#messaging';
import type { From } from './command.ts';
import type { DataRead } from './data.ts';
import type { Desk } from './parts.ts';
import { domainOf } from './path.ts';
import * as no from './refusals.ts';
import type { Wire } from './wire.ts';

/** One message after the other: MAIL, RCPT, DATA. */
export interface Transactions {
  /** Whether the transaction that runs was opened with SMTPUTF8. */
  utf8(): boolean;
  begun(): boolean;
  reset(): void;
  begin(from: From): Promise<void>;
  add(recipient: RecipientAsked): Promise<void>;
  data(): Promise<void>;
}

/** In whose name a message comes: of who signed in, or of the operator of this domain. */
type Sender = { readonly session: MailSession } | { readonly operator: string };

interface Envelope {
  readonly from: From;
  readonly sender: Sender;
  readonly recipients: RecipientAsked[];
}

const mostHops = 100;

/**
 * Who may hand in what. Who signed in sends from that mailbox alone, to whom the post routes; another operator hands over what comes from their own
 * domains, to mailboxes here alone. Nothing else is taken: this server relays for nobody.
 */
export function openTransactions(desk: Desk, wire: Wire, signedIn: () => MailSession | undefined): Transactions {
  const { post, domains, limits, arriving } = desk;
  const own = [domains.professionals, domains.citizens];
  let envelope: Envelope | undefined;
  const open = (): Envelope => {
    if (envelope === undefined) throw no.outOfOrder('MAIL');
    return envelope;
  };
  const senderOf = async ({ address }: From): Promise<Sender> => {
    const session = signedIn();
    if (session !== undefined) {
      const { mailbox } = await permitOf(session);
      if (address !== '' && address !== mailbox.address) throw no.wrongFrom();
      return { session };
    }
    return { operator: operatorOf(desk, wire, own, address).domain };
  };
  const receive = async ({ from, sender, recipients }: Envelope, bytes: Buffer): Promise<string> => {
    if ('session' in sender) {
      const permit = await permitOf(sender.session, 'now');
      const { content } = await post.send(permit, letterOf(from, recipients, bytes));
      // A copy that its client appends by itself is kept there, not here.
      return content === 0 ? permit.call.requestId : String(content);
    }
    // The certificate may have been revoked while the message came.
    const operator = operatorOf(desk, wire, own, from.address);
    const call = callOf(desk, operator.domain);
    await post.receive(call, { from: operator, envelopeFrom: from.address, recipients, bytes });
    return call.requestId;
  };
  return {
    utf8: () => envelope?.from.utf8 ?? false,
    begun: () => envelope !== undefined,
    reset: () => {
      envelope = undefined;
    },
    async begin(from) {
      if (envelope !== undefined) throw no.outOfOrder('RSET');
      if ((from.size ?? 0) > post.mostBytes) throw no.tooLarge(post.mostBytes);
      envelope = { from, sender: await senderOf(from), recipients: [] };
      wire.reply([250, '2.1.0'], 'OK');
    },
    async add(asked) {
      const { sender, recipients } = open();
      const recipient = asked.address === 'postmaster' ? { ...asked, address: `postmaster@${domains.professionals}` } : asked;
      const { address } = recipient;
      if (address === '') throw no.badPath();
      if (recipients.length >= post.mostRecipients) throw no.tooMany();
      if ('session' in sender) {
        const permit = await permitOf(sender.session);
        await post.route(permit.call, address, permit);
      } else {
        if (!own.includes(domainOf(address))) throw no.noRelay();
        const { where } = await post.route(callOf(desk, sender.operator), address);
        if (where !== 'here') throw no.noRelay();
      }
      if (!recipients.some((one) => one.address === address)) recipients.push(recipient);
      wire.reply([250, '2.1.5'], 'OK');
    },
    async data() {
      const whole = open();
      // The lines of a message that was not let in would be read as commands.
      if (wire.input.waiting > 0) throw no.ahead();
      if (whole.recipients.length === 0) throw no.outOfOrder('RCPT');
      envelope = undefined;
      wire.say('354 End with CRLF.CRLF\r\n');
      let taken = 0;
      try {
        const room = (bytes: number): boolean => {
          if (arriving.bytes + bytes > limits.arrivingBytes) return false;
          arriving.bytes += bytes;
          taken += bytes;
          return true;
        };
        const read = await wire.within(limits.dataSeconds, wire.input.message(post.mostBytes, room));
        if (read === undefined) throw no.late();
        refuseBad(read, post.mostBytes);
        wire.reply([250, '2.0.0'], `Accepted ${await receive(whole, read.bytes)}`);
      } finally {
        arriving.bytes -= taken;
      }
    },
  };
  function letterOf(from: From, recipients: readonly RecipientAsked[], bytes: Buffer): Letter {
    const { ret, envelopeId, address } = from;
    return {
      recipients,
      bytes,
      ...(ret === undefined ? {} : { ret }),
      ...(envelopeId === undefined ? {} : { envelopeId }),
      ...(address === '' ? { automatic: true } : {}),
    };
  }
}

/** A session that does not stand any more ends the connection, whatever it was refused for. */
async function permitOf(session: MailSession, now?: 'now'): Promise<MailboxPermit> {
  try {
    return await session.permit(now);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code.startsWith('store.')) throw error;
    throw no.sessionOver(error.sentence);
  }
}

interface Operator {
  readonly domain: string;
  readonly speaksFor: (domain: string) => boolean;
}

/** In whose name this connection may hand over a message from this address ('' is a report). */
function operatorOf({ certificates, trusted }: Desk, { socket }: Wire, own: readonly string[], address: string): Operator {
  const domain = domainOf(address);
  if (own.includes(domain)) throw no.authFirst();
  if (address !== '' && trusted.of(domain) === undefined) throw no.unknownSenderDomain();
  if (!(socket instanceof TLSSocket) || socket.getPeerX509Certificate() === undefined) throw no.noCertificate();
  const { certificate, family } = certificates.presented({ socket, headers: {} } as unknown as IncomingMessage);
  if (family !== 'organisations') throw no.senderNotProven();
  const speaksFor = (one: string): boolean => trusted.speaksFor(certificate, one);
  const named = address === '' ? trusted.spokenFor(certificate)[0] : speaksFor(domain) ? domain : undefined;
  if (named === undefined) throw no.senderNotProven();
  return { domain: named, speaksFor };
}

/** Another operator is no software of ours: its name has a colon, which no client id has. */
function callOf({ clock }: Desk, domain: string): Call {
  const structure = { id: domain, name: domain };
  return { actor: { kind: 'software', id: `operator:${domain}`, name: domain, structure }, at: clock(), requestId: randomUUID() };
}

function refuseBad({ bytes, tooLarge, noRoom, bare, nul }: DataRead, most: number): void {
  if (bare) throw no.bareMessage();
  if (nul) throw no.nulMessage();
  if (tooLarge) throw no.tooLarge(most);
  if (noRoom) throw no.noRoom();
  if (hopsOf(bytes) > mostHops) throw no.looping();
}

/** Lines `Received:` of the header. Source: RFC 5321 §6.3. */
function hopsOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  const header = bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 1_000_000)).toString('latin1');
  return header.match(/^received:/gim)?.length ?? 0;
}
