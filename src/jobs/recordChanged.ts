import type { OutboxMessage, Store } from '#store';

/** The channel on which every server of a database hears that a record changed. */
export const liveChannel = 'socle_live';

/** Notify: whoever has this record open, on whichever server, is told to look again. Carries no content. */
export function recordChanged(store: Store): (message: OutboxMessage) => Promise<void> {
  return ({ record }) => store.outbox.hint(liveChannel, record);
}
