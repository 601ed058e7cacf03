import { randomBytes } from 'node:crypto';
import { isRecordId, type Professional, type RecordId } from '#kernel';
import type { Store } from '#store';
import { findLaunch, putLaunch, sweepLaunches, takeLaunch } from './apps.sql.ts';

/** An application opened by a professional on the patient before them. */
export interface Launch {
  readonly app: string;
  /** National identifiers of who launched, and of where they act. */
  readonly professional: string;
  readonly structure: string;
  readonly patient: RecordId;
}

/** The launches that wait for their application: used once, by it alone, within five minutes. */
export interface Launches {
  /** Gives the value of the parameter `launch`: 256 random bits, of which the table has a keyed digest only. */
  mint(app: string, by: Professional, patient: RecordId): Promise<string>;
  /** Without using it; undefined when there is none, when it was used or has expired, or when it is another application's. */
  find(value: unknown, app: string): Promise<Launch | undefined>;
  /** As {@link Launches.find}, and nobody gets it again. */
  take(value: unknown, app: string): Promise<Launch | undefined>;
  sweep(at: Date): Promise<void>;
}

const livesSeconds = 300;
const purpose = 'signin/launch';

/** Source: SMART App Launch 2.2 §2.0.5, EHR launch. */
export function openLaunches(store: Store, clock: () => Date): Launches {
  const keyOf = (value: string): Buffer => store.keys.mac(purpose, Buffer.from(value));
  const look = async (statement: typeof findLaunch, value: unknown, app: string): Promise<Launch | undefined> => {
    if (typeof value !== 'string' || !/^[\w-]{43}$/.test(value)) return undefined;
    const [row] = await store.query<{ sealed: Buffer }>(statement, [keyOf(value), clock()]);
    const launch =
      row === undefined ? undefined : (JSON.parse(store.keys.unseal(purpose, row.sealed).toString('utf8')) as Launch);
    return launch !== undefined && launch.app === app && isRecordId(launch.patient) ? launch : undefined;
  };
  return {
    async mint(app, { id, structure }, patient) {
      const value = randomBytes(32).toString('base64url');
      const launch: Launch = { app, professional: id, structure: structure.id, patient };
      const expires = new Date(clock().getTime() + livesSeconds * 1000);
      await store.query(putLaunch, [keyOf(value), store.keys.seal(purpose, Buffer.from(JSON.stringify(launch))), expires]);
      return value;
    },
    find: (value, app) => look(findLaunch, value, app),
    async take(value, app) {
      // Another application's is looked at first, so that it is not used up by whoever guessed wrong.
      return (await look(findLaunch, value, app)) === undefined ? undefined : look(takeLaunch, value, app);
    },
    async sweep(at) {
      await store.query(sweepLaunches, [at]);
    },
  };
}
