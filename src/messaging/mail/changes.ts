import { randomUUID } from 'node:crypto';
import { isRecordId, type RecordId } from '#kernel';
import type { Store } from '#store';
import type { MailChange } from './mail.ts';

const channel = 'socle_mail';
/** How long changes gather before the other servers are told, in milliseconds. */
const gathering = 40;
/** As many ids as one notification holds: 8,000 bytes. */
const mostTold = 200;

/** Who watches mailboxes, on this server; and what is told to the others. */
export interface Changes {
  /** After a COMMIT. */
  changed(mailbox: RecordId): void;
  watch(mailbox: RecordId, heard: (change: MailChange) => void): () => void;
  close(): Promise<void>;
}

/**
 * One listening connection for all who watch, opened with the first of them. A change made here is heard at once, one made by another server a
 * little later. When the connection was lost, everybody is told to look: what was said meanwhile is not known.
 */
export function openChanges(store: Pick<Store, 'listen' | 'outbox'>, log: (line: string) => void): Changes {
  const own = randomUUID().slice(0, 8);
  const watchers = new Map<RecordId, Set<(change: MailChange) => void>>();
  const waiting = new Set<RecordId>();
  let timer: NodeJS.Timeout | undefined;
  let listening: Promise<() => Promise<void>> | undefined;
  let telling: Promise<unknown> = Promise.resolve();
  let closed = false;
  let once = false;

  const hear = (mailbox: RecordId): void => {
    // The change is committed: whoever fails to look at it must not make it fail.
    for (const heard of watchers.get(mailbox) ?? []) {
      try {
        heard({ mailbox });
      } catch (error) {
        log(`mail: a watcher failed: ${String(error).slice(0, 200)}`);
      }
    }
  };
  const told = (payload: string): void => {
    if (payload === '') {
      // The first time it is the connection being made: nothing was missed.
      if (once) for (const mailbox of watchers.keys()) hear(mailbox);
      once = true;
      return;
    }
    const [by, ...mailboxes] = payload.split(',');
    if (by === own) return;
    for (const mailbox of mailboxes) if (isRecordId(mailbox)) hear(mailbox);
  };
  const tell = (): void => {
    timer = undefined;
    const all = [...waiting];
    waiting.clear();
    for (let from = 0; from < all.length; from += mostTold) {
      const payload = [own, ...all.slice(from, from + mostTold)].join(',');
      telling = store.outbox.hint(channel, payload).catch(() => log('mail: other servers could not be told of a change'));
    }
  };
  const listen = (): void => {
    listening ??= store.listen(channel, told);
    listening.catch(() => {
      listening = undefined;
      log('mail: cannot listen to other servers');
    });
  };
  return {
    changed(mailbox) {
      hear(mailbox);
      if (closed) return;
      waiting.add(mailbox);
      timer ??= setTimeout(tell, gathering).unref();
    },
    watch(mailbox, heard) {
      listen();
      const all = watchers.get(mailbox) ?? new Set();
      watchers.set(mailbox, all);
      const mine = (change: MailChange): void => heard(change);
      all.add(mine);
      return () => {
        all.delete(mine);
        if (all.size === 0 && watchers.get(mailbox) === all) watchers.delete(mailbox);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      watchers.clear();
      await telling;
      await (await listening?.catch(() => undefined))?.();
    },
  };
}
