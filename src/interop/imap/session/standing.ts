import { Refusal } from '#kernel';
import { printState } from '../syntax/index.ts';
import type { Session } from './session.ts';

/** Says BYE; nothing more is done for this client. RFC 3501 §7.1.5. */
export function end(session: Session, why: string): void {
  if (session.ending) return;
  session.ending = true;
  session.wire.say(printState('*', 'BYE', why));
}

/** Proof that the caller still may, for what is done next; false when the session ended for want of it. `now`: for what changes the mailbox. */
export async function renewed(session: Session, now: boolean): Promise<boolean> {
  if (session.account === undefined) return true;
  try {
    session.permit = await session.account.permit(now ? 'now' : undefined);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    end(session, error.sentence.en);
    return false;
  }
}
