import type { Notices, SentNotice } from '#signin';

/** A mailbox for everybody: keeps what would be sent, in memory, for a page of the demonstration to show. */
export interface Inbox extends Notices {
  /** Newest first, the last hundred of this process. */
  readonly messages: () => readonly SentNotice[];
}

const kept = 100;

export function openInbox(clock: () => Date = () => new Date()): Inbox {
  const messages: SentNotice[] = [];
  return {
    messages: () => messages,
    async send(notice) {
      messages.unshift({ ...notice, at: clock() });
      messages.splice(kept);
    },
  };
}
