import { demoOperators, demoPassword, type Territory } from '#demo';
import { fhirPartitions } from '#fhir';
import type { Shares } from '#share';
import type { Store } from '#store';
import type { Trace } from '#trace';

/** Everything is closed, also when something before it could not be: PostgreSQL, the first opened, must never stay behind. */
export async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) {
    await close().catch((error: unknown) => faults.push(error));
  }
  if (faults.length > 0) throw faults[0];
}

interface House {
  readonly store: Store;
  readonly trace: Trace;
  readonly shares: Shares;
  readonly sweep: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** What fails is tried again five minutes later. */
export async function housekeeping({ store, trace, shares, sweep, say }: House, now: Date): Promise<void> {
  await sweep().catch(() => undefined);
  await shares.sweep(now).catch(() => undefined);
  await trace.checkpoint(now, true).catch((error: unknown) => say(`log: no checkpoint was made: ${String(error).slice(0, 200)}`));
  await preparePartitions(store, now).catch(() => undefined);
}

/** The month that comes must have its partition before it begins. */
export async function preparePartitions(store: Store, now: Date): Promise<void> {
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  for (const text of [now, next].flatMap(fhirPartitions)) await store.pool.query(text);
}

/** Who may sign in to the demonstration, for the terminal. */
export function signIns(scene: Territory): string[] {
  const shown = scene.people.filter((person) => person.note !== undefined).slice(0, 3);
  const professionals = scene.professionals.slice(0, 3);
  return [
    `Demonstration territory ${scene.name}: fictitious people, not a service of the French State.`,
    `  citizens (/carnet), password ${demoPassword}: ${shown.map((person) => person.login).join(', ')} …`,
    `  professionals (/pro), simulated Pro Santé Connect: ${professionals.map((one) => one.login).join(', ')} …`,
    `  operators (/exploitation), the same password: ${demoOperators.map((one) => one.login).join(', ')}`,
  ];
}
