import { printContinue } from '../../syntax/index.ts';
import { tell } from '../notices.ts';
import { bad, ok, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import { renewed } from '../standing.ts';
import { Ended } from '../wire.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * RFC 2177. News of the selected folder are told as they come, one look at a time however many changes there are; nothing runs meanwhile, and
 * no clock of its own: who is silent for too long is ended with everybody else.
 */
export const idle: Behaviour<'idle'> = async (session) => {
  const { view, wire, input } = session;
  wire.say(printContinue('Waiting for news.'));
  const news = newsOf(session);
  if (view !== undefined) view.heard = news.wake;
  try {
    if (view !== undefined) news.wake();
    wire.flush();
    const read = await Promise.race([input.line(), news.broken]);
    if (read === undefined) return ok('Gone.');
    if (read.event === 'bad') {
      session.ending = true;
      return bad(read.reason);
    }
    return read.text.trim().toUpperCase() === 'DONE' ? ok('Idle no more.') : notDone;
  } finally {
    if (view !== undefined) view.heard = undefined;
    await news.end();
  }
};

const notDone: Reply = bad('Only DONE ends IDLE; nothing else was done.');

/** `wake`: look, or look again after the look that runs. `broken` fails when a look did. */
function newsOf(session: Session): { wake(): void; end(): Promise<void>; readonly broken: Promise<never> } {
  let running: Promise<void> | undefined;
  let again = false;
  let over = false;
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  const look = async (): Promise<void> => {
    do {
      again = false;
      if (over) return;
      if (!(await renewed(session, false))) throw new Ended();
      await tell(session, 'all');
      session.wire.flush();
    } while (again);
  };
  return {
    broken,
    wake() {
      again = true;
      running ??= look()
        .catch(fail)
        .finally(() => {
          running = undefined;
        });
    },
    async end() {
      over = true;
      await running;
    },
  };
}
