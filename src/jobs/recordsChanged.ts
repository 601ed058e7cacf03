import type { OutboxMessage, Store } from '#store';

/** The channel on which every server of a database hears that a record changed. */
export const liveChannel = 'socle_live';

/** Notify: whoever has one of these records open, on whichever server, is told to look again. Carries no content. */
export function recordsChanged(store: Store): (messages: readonly OutboxMessage[]) => Promise<void> {
  return async (messages) => {
    const records = new Set(messages.map(({ record }) => record));
    await Promise.all([...records].map((record) => store.outbox.hint(liveChannel, record)));
  };
}
