import { TLSSocket } from 'node:tls';
import { Refusal } from '#kernel';
import type { MailSession } from '#messaging';
import { authReplyOf, fault, refusalLines, replyOf } from '../replies.ts';
import { authenticate } from './authenticate.ts';
import { type Command, longestAuth, readCommand } from './command.ts';
import type { Desk } from './parts.ts';
import * as no from './refusals.ts';
import { openTransactions, type Transactions } from './transaction.ts';
import type { Wire } from './wire.ts';

/** How a connection ended for this layer: closed, or handed on to TLS. */
export type Outcome = 'closed' | 'starttls';

interface State {
  hello: boolean;
  extended: boolean;
  signedIn: MailSession | undefined;
  failedSignIns: number;
  errors: number;
  commands: number;
}

/** Conversations that run, so that the server can end them; `busy` while a command is at work. */
export interface Running {
  busy: boolean;
  stopping: boolean;
}

/**
 * One SMTP session, from its greeting to its end. Before TLS only EHLO, NOOP, QUIT and STARTTLS do something; after it a session is either of
 * somebody who signed in (submission, RFC 6409) or of another operator who proved their certificate (reception).
 *
 * Source: RFC 5321 §3, §4.
 */
export async function converse(desk: Desk, wire: Wire, running: Running, greet: boolean): Promise<Outcome> {
  const state: State = { hello: false, extended: false, signedIn: undefined, failedSignIns: 0, errors: 0, commands: 0 };
  const transactions = openTransactions(desk, wire, () => state.signedIn);
  const begun = desk.clock().getTime();
  if (greet) wire.say(`220 ${desk.domains.professionals} ESMTP Socle\r\n`);
  try {
    while (wire.open) {
      const seconds = known(wire, state) ? desk.limits.commandSeconds : desk.limits.strangerSeconds;
      const line = await wire.within(seconds, wire.input.line(longestAuth));
      if (line === undefined || !wire.open) return 'closed';
      running.busy = true;
      state.commands += 1;
      try {
        if (running.stopping) throw no.closing();
        if (state.commands > desk.limits.commands) throw no.tooManyCommands();
        if (desk.clock().getTime() - begun > desk.limits.sessionSeconds * 1000) throw no.late();
        if (line.long) throw no.lineTooLong();
        if (line.bare) throw no.bareLine();
        const command = readCommand(line.text, transactions.utf8());
        const outcome = await obey(desk, wire, state, transactions, command);
        if (outcome !== undefined) return outcome;
      } catch (error) {
        if (!told(desk, wire, state, error)) return 'closed';
      } finally {
        running.busy = false;
      }
    }
    return 'closed';
  } finally {
    state.signedIn?.close();
  }
}

/** Says what went wrong; false when the connection ends with it. */
function told(desk: Desk, wire: Wire, state: State, error: unknown): boolean {
  if (!(error instanceof Refusal)) {
    desk.log(`smtp: ${error instanceof Error ? error.message.slice(0, 200) : 'a defect'}`);
    wire.reply(fault, 'Local error, try again later');
    return true;
  }
  const [code] = replyOf(error);
  if (code === 421) {
    wire.end(error);
    return false;
  }
  wire.refuse(error);
  if (code >= 500) state.errors += 1;
  if (state.errors < desk.limits.errors) return true;
  wire.end(no.tooManyErrors());
  return false;
}

/** Who signed in, or showed a certificate, is given the time of the RFC. */
const known = ({ socket }: Wire, { signedIn }: State): boolean =>
  signedIn !== undefined || (socket instanceof TLSSocket && socket.authorized);

async function obey(
  desk: Desk,
  wire: Wire,
  state: State,
  transactions: Transactions,
  command: Command,
): Promise<Outcome | undefined> {
  const tls = wire.socket instanceof TLSSocket;
  switch (command.is) {
    case 'EHLO':
    case 'HELO':
      transactions.reset();
      state.hello = true;
      state.extended = command.is === 'EHLO';
      wire.say(command.is === 'EHLO' ? greeting(desk, wire, state) : `250 ${desk.domains.professionals}\r\n`);
      return undefined;
    case 'NOOP':
      wire.reply([250, '2.0.0'], 'OK');
      return undefined;
    case 'QUIT':
      wire.reply([221, '2.0.0'], 'Bye');
      wire.end();
      return 'closed';
    case 'STARTTLS':
      if (tls) throw no.outOfOrder('something else: TLS is open,');
      if (!state.extended) throw no.outOfOrder('EHLO');
      wire.reply([220, '2.0.0'], 'Ready to start TLS');
      // What came in clear behind it is thrown away unread. Source: RFC 3207 §4.2; CVE-2011-0411.
      wire.input.release();
      return 'starttls';
    default:
  }
  if (!tls) throw no.tlsFirst();
  switch (command.is) {
    case 'RSET':
      transactions.reset();
      wire.reply([250, '2.0.0'], 'OK');
      return undefined;
    case 'VRFY':
    case 'EXPN':
      // Nobody is told who has a mailbox. Source: RFC 5321 §7.3.
      wire.reply([252, '2.5.2'], 'Send some mail, it will be told then');
      return undefined;
    case 'HELP':
      wire.reply([214, '2.0.0'], 'RFC 5321, RFC 6409; docs/guide/messaging.md');
      return undefined;
    default:
  }
  if (!state.hello) throw no.outOfOrder('EHLO');
  if (command.is === 'AUTH') return signIn(desk, wire, state, transactions, command);
  if (command.is === 'MAIL') await transactions.begin(command.from);
  else if (command.is === 'RCPT') await transactions.add(command.recipient);
  else if (command.is === 'DATA') {
    await transactions.data();
    state.commands = 0;
  }
  return undefined;
}

function greeting({ domains, post, sessions }: Desk, { socket }: Wire, { signedIn }: State): string {
  const words = [
    domains.professionals,
    'PIPELINING',
    `SIZE ${post.mostBytes}`,
    ...(socket instanceof TLSSocket ? [] : ['STARTTLS']),
    ...(socket instanceof TLSSocket && signedIn === undefined ? [`AUTH ${sessions.mechanisms({ socket }).join(' ')}`] : []),
    'ENHANCEDSTATUSCODES',
    '8BITMIME',
    'SMTPUTF8',
    'DSN',
    `LIMITS RCPTMAX=${post.mostRecipients}`,
  ];
  return words.map((word, i) => `250${i === words.length - 1 ? ' ' : '-'}${word}\r\n`).join('');
}

/** Source: RFC 4954 §4. A refusal is told at the pace of who signs in too often. */
async function signIn(
  desk: Desk,
  wire: Wire,
  state: State,
  transactions: Transactions,
  command: Command & { readonly is: 'AUTH' },
): Promise<Outcome | undefined> {
  if (!state.extended) throw no.outOfOrder('EHLO');
  if (state.signedIn !== undefined) throw no.authAgain();
  if (transactions.begun()) throw no.outOfOrder('RSET');
  try {
    state.signedIn = await authenticate(desk, wire, command);
    state.signedIn.onEnd((why) => wire.end(no.sessionOver(why.sentence)));
    wire.reply([235, '2.7.0'], 'Authentication successful');
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    state.failedSignIns += 1;
    wire.say(refusalLines(authReplyOf(error), error));
    if (state.failedSignIns < desk.limits.failedSignIns) return undefined;
    wire.end(no.tooManyErrors());
    return 'closed';
  }
}
