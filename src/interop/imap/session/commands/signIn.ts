import { Refusal } from '#kernel';
import { code, printChallenge, printState } from '../../syntax/index.ts';
import { capabilities } from '../capability.ts';
import { bad, no, ok, replyOf } from '../replies.ts';
import type { Session } from '../session.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * RFC 3501 §6.2.2 with SASL-IR (RFC 4959). Who comes in, and into which mailbox, is decided by messaging; a line of the client is answered with
 * `+` as often as the mechanism asks.
 */
export const authenticate: Behaviour<'authenticate'> = async (session, { mechanism, initial }) => {
  const { parts, remote, socket, gone } = session;
  const talk = {
    mechanism,
    ...(initial === undefined ? {} : { initial: initial.length === 0 ? '=' : initial.toString('base64') }),
    ask: (challenge: string) => ask(session, challenge),
  };
  try {
    const account = await parts.sessions.signIn(talk, { door: 'imap', socket: socket(), remote, may: 'read', signal: gone });
    if (!session.admit(account)) {
      account.close();
      return no('This mailbox has too many connections; close some.', code.limit);
    }
    session.account = account;
    session.permit = await account.permit();
    session.input.reader.signedIn = true;
    return ok('Welcome.', code.capability(capabilities(session)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    session.failures += 1;
    if (session.failures >= parts.limits.signInAttempts) {
      session.wire.say(printState('*', 'BYE', 'Too many attempts.'));
      session.ending = true;
    }
    // Words for a client that stops by itself: RFC 4422 §3.5, and a line that no mechanism speaks.
    if (error.code === 'messaging.sasl-cancelled' || error.code === 'messaging.sasl-malformed') return bad(error.sentence.en);
    return replyOf(error);
  }
};

/** A challenge and the line that answers it; undefined when the client gave up. */
async function ask({ wire, input }: Session, challenge: string): Promise<string | undefined> {
  wire.say(printChallenge(challenge));
  wire.flush();
  const read = await input.line();
  if (read === undefined || read.event === 'bad' || read.text === '*') return undefined;
  return read.text;
}

/** RFC 3501 §6.2.1: TLS begins after the tagged answer; what came before it is forgotten. */
export const starttls: Behaviour<'starttls'> = async (session) => {
  if (session.secured) return bad('TLS is open already.');
  session.turnToTls = true;
  return ok('Begin TLS now.');
};
