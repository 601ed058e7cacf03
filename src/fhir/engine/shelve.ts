import { PLATFORM, Refusal } from '#kernel';
import { isKind, type LoadedShelf } from '#packages';
import type { OutboxMessage, Store } from '#store';
import * as sql from '../fhir.sql.ts';
import type { Json } from '../json.ts';
import type { Changed } from './changed.ts';
import type { ShownRow } from './stored.ts';

/**
 * Puts the definitions that the operator writes (a profile, a value set, a search parameter) on the shelf, and takes them off with the
 * resource, at most a moment after the write. What has no canonical address cannot be named and is left out. A message may come twice.
 *
 * In: a message of the topic `fhir.changed` for which {@link tellsDefinitions}; any other changes nothing.
 */
export function shelveChanges(store: Store, shelf: LoadedShelf): (message: OutboxMessage) => Promise<void> {
  return async ({ record, payload }) => {
    if (record !== PLATFORM) return;
    for (const [type, id] of payload.changes as readonly Changed[]) {
      if (!isKind(type)) continue;
      const name = `written-${type}-${id}`.toLowerCase();
      const [row] = await store.query<ShownRow>(sql.readShared, [type, id]);
      const done =
        row === undefined
          ? shelf.remove(name, version)
          : shelf.load(name, version, [JSON.parse(row.body) as Json], row.updated_at);
      await done.catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.code === 'store.unavailable') throw error;
      });
    }
  };
}

/** Whether a message of the topic `fhir.changed` tells of something that belongs on the shelf. */
export function tellsDefinitions({ record, payload }: OutboxMessage): boolean {
  return record === PLATFORM && (payload.changes as readonly Changed[]).some(([type]) => isKind(type));
}

/** The resource has its own; that of its place on the shelf never changes. */
const version = '1';
