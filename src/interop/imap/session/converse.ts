import { Refusal } from '#kernel';
import { type Command, code as codes, type Deed, printContinue, printState, type Read } from '../syntax/index.ts';
import { capabilities } from './capability.ts';
import { refusedBefore } from './commands/append.ts';
import { type Tellable, tell } from './notices.ts';
import { bad, defect, no, printReply, type Reply, replyOf } from './replies.ts';
import { type Session, stateOf } from './session.ts';
import { end, renewed } from './standing.ts';
import { type Entry, table } from './table.ts';
import { Ended } from './wire.ts';

/** Bytes of messages that are being handed over, on all connections. */
export interface Arriving {
  bytes: number;
}

/**
 * One client from the greeting to the end. Commands are done one after the other in the order they came, however many the client sends at once:
 * RFC 3501 §5.5 then holds by itself. `turnToTls` waits for the handshake.
 */
export async function converse(session: Session, arriving: Arriving, turnToTls: () => Promise<void>): Promise<void> {
  const { wire, input } = session;
  let reserved = 0;
  const release = (): void => {
    arriving.bytes -= reserved;
    reserved = 0;
  };
  try {
    wire.say(printState('*', 'OK', 'Socle is ready.', codes.capability(capabilities(session))));
    for (;;) {
      wire.flush();
      await wire.room();
      if (session.turnToTls) await turnToTls();
      if (session.ending) return;
      const read = await input.next();
      if (read === undefined) return;
      if (read.event === 'literal') reserved = await letIn(session, read, arriving);
      else {
        await answer(session, read);
        if (read.event !== 'continue') release();
      }
    }
  } finally {
    release();
  }
}

/** The message of an APPEND: refused before it is sent where that can be known. Gives the bytes that are set aside for it. */
async function letIn(session: Session, read: Extract<Read, { event: 'literal' }>, arriving: Arriving): Promise<number> {
  const { wire, input, parts } = session;
  const { tag, mailbox, bytes, synchronising } = read;
  if (!(await renewed(session, true))) return 0;
  const full = arriving.bytes + bytes > parts.limits.bytesArriving;
  const refused = full
    ? no('Too many messages arrive at this moment; try again soon.', codes.unavailable)
    : await refusedBefore(session, mailbox, bytes).catch((error: unknown) => failed(session, error));
  if (refused !== undefined) {
    input.reader.refuse();
    wire.say(printReply(tag, refused));
    return 0;
  }
  input.reader.accept();
  if (synchronising) wire.say(printContinue());
  arriving.bytes += bytes;
  return bytes;
}

async function answer(session: Session, read: Exclude<Read, { event: 'literal' }>): Promise<void> {
  const { wire } = session;
  if (read.event === 'continue') return wire.say(printContinue());
  if (read.event === 'bad') return wrong(session, read);
  const { command } = read;
  const reply = await done(session, command);
  if (reply !== undefined) wire.say(printReply(command.tag, reply));
  if (reply?.status === 'BAD') countBad(session);
}

function wrong(session: Session, { tag, reason, code, fatal }: Extract<Read, { event: 'bad' }>): void {
  session.wire.say(printReply(tag, code === undefined ? bad(reason) : no(reason, code)));
  if (fatal) end(session, 'What you send cannot be understood.');
  else countBad(session);
}

function countBad(session: Session): void {
  session.bad += 1;
  if (session.bad >= session.parts.limits.badCommands) end(session, 'Too many commands that are none.');
}

/** Undefined when the session ended instead. */
async function done(session: Session, command: Command): Promise<Reply | undefined> {
  // The table pairs each name with its own command; the compiler cannot follow a pair through a union.
  const entry = table[command.name] as unknown as Entry<Deed['name']>;
  const state = stateOf(session);
  if (!entry.in.includes(state)) return bad(`${command.name.toUpperCase()} is not for this state.`);
  if (state === 'unknown' && ++session.before > session.parts.limits.commandsBefore) {
    end(session, 'Too many commands before a mailbox is open.');
    return undefined;
  }
  if (!(await renewed(session, entry.writes === true))) return undefined;
  const reply = await entry.does(session, command as never).catch((error: unknown) => failed(session, error));
  const news: Tellable = typeof entry.news === 'string' ? entry.news : entry.news(command as never);
  await told(session, news, entry.surely);
  const { view, qresync } = session;
  return reply.modseq === true && qresync && view !== undefined ? { ...reply, code: codes.highestModseq(view.modseq) } : reply;
}

/** News that cannot be had at this moment are told after another command. */
async function told(session: Session, news: Tellable, surely = false): Promise<void> {
  try {
    await tell(session, news, surely);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (session.view !== undefined) session.view.changed = true;
  }
}

function failed(session: Session, error: unknown): Reply {
  if (error instanceof Ended) throw error;
  if (error instanceof Refusal) return replyOf(error);
  session.parts.log(`imap: a defect: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 500) : 'not an error'}`);
  return defect;
}
