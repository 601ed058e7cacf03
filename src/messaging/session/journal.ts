import { randomUUID } from 'node:crypto';
import { type Actor, type Call, PLATFORM } from '#kernel';
import { openTally } from '#signin';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Known } from './credentials.ts';
import type { MailSessionsDeps } from './desk.ts';

interface Noted {
  /** `smtp xoauth2`. */
  readonly way: string;
  readonly actor: Actor;
  readonly client?: string;
  readonly mailbox?: string;
  readonly code?: string;
}

/**
 * Sign-ins by mail clients, under the platform as the others: in the name of who proved to be there, of Socle where nobody did. A client comes
 * several times a minute: of the same kind one line at once, then one a minute with their number. The mailbox is named once it was entered;
 * what was merely typed never is.
 */
export function openJournal({ trace, clock, log }: Pick<MailSessionsDeps, 'trace' | 'clock' | 'log'>) {
  const tally = openTally(async (key, times) => {
    const { way, actor, client, mailbox, code } = JSON.parse(key) as Noted;
    const call: Call = { actor, at: clock(), requestId: randomUUID() };
    const detail = {
      way,
      ...(client === undefined ? {} : { client }),
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(times === 1 ? {} : { times: String(times) }),
    };
    const outcome = code === undefined ? { outcome: 'done' as const } : { outcome: 'refused' as const, code };
    await trace?.journal(call, PLATFORM, { action: 'sign-in', ...outcome, detail });
  });
  return {
    /** A sign-in is traced before it takes effect. */
    done: (door: string, way: string, { actor, client }: Known, { mailbox }: MailboxPermit): Promise<void> =>
      tally.note(JSON.stringify({ way: `${door} ${way}`, actor, client, mailbox: mailbox.address } satisfies Noted)),
    async refused(door: string, way: string, code: string, known: Known | undefined): Promise<void> {
      const of = known === undefined ? { actor: socle } : { actor: known.actor, client: known.client };
      await tally.note(JSON.stringify({ way: `${door} ${way}`, ...of, code } satisfies Noted)).catch((error: unknown) => {
        log(`mail: a refused sign-in could not be written to the log: ${String(error).slice(0, 200)}`);
      });
    },
    flush: tally.flush,
  };
}

const socle: Actor = { kind: 'operator', id: 'socle', name: 'Socle' };
