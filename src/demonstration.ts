import {
  loadTerritory,
  openDemoMailboxes,
  openOperatorDoors,
  type Territory,
  writeDemoAppointments,
  writeDemoMessages,
  writeDemoProfile,
} from '#demo';
import type { Directory } from '#directory';
import type { Documents } from '#documents';
import type { Fhir } from '#fhir';
import type { Ins } from '#ins';
import type { RunningMessaging } from '#messaging';
import type { RecordViews } from '#record';
import type { Rights } from '#rights';
import type { Accounts } from '#signin';
import type { Store } from '#store';

/** What the demonstration is written through, once the server answers. */
interface Ground {
  readonly store: Store;
  readonly ins: Ins;
  readonly directory: Directory;
  readonly rights: Rights;
  readonly accounts: Accounts;
  readonly documents: Documents;
  readonly messaging: RunningMessaging;
  readonly fhir: Fhir;
  readonly record: RecordViews;
  /** Where the server listens. */
  readonly address: string;
  readonly clock: () => Date;
  readonly say: (line: string) => void;
}

/**
 * Fills an installation with the demonstration: each part once, in its order, the appointments of the day each day. Stopped midway it goes on at
 * the next start. Rejects when `stopped` does, which is
 * asked only while the territory loads.
 */
export async function openDemonstration(ground: Ground, scene: Territory, stopped: () => Promise<never>): Promise<void> {
  const { store, ins, accounts, documents, messaging, fhir, record, clock } = ground;
  const once = async (mark: string, fill: () => Promise<void>): Promise<void> => {
    if ((await store.marked(mark)) !== undefined) return;
    await fill();
    await store.mark(mark, scene.name);
  };
  await once('demo-territory', async () => {
    const loading = loadTerritory(ground, scene);
    loading.catch(() => undefined); // when the stop wins, closing the server ends it
    await Promise.race([loading, stopped()]);
  });
  await openOperatorDoors(accounts);
  await once('demo-mailboxes', async () => {
    await openDemoMailboxes(messaging.mailboxes, scene);
    await writeDemoMessages({ messaging, ins, documents }, scene);
  });
  const [day, written] = [clock().toDateString(), await store.marked('demo-appointments')];
  if (written !== day) {
    await writeDemoAppointments({ fhir, ins }, scene, clock(), written === undefined);
    await store.mark('demo-appointments', day);
  }
  await once('demo-profile', () => writeDemoProfile({ profile: record.profile, fhir, ins }, scene, clock()));
}
