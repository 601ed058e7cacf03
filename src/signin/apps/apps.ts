import type { Directory, RegisteredSoftware } from '#directory';
import type { Actor, Professional, RecordId } from '#kernel';
import { unknownApp } from '../refusals.ts';
import type { SignInTrace } from '../trace.ts';
import type { Allowed, AllowedApp } from './allowed.ts';
import type { Launches } from './launches.ts';

/** An application that a professional may open on a patient. */
export interface LaunchableApp {
  readonly id: string;
  readonly name: string;
  readonly logoUri?: string;
}

/** Applications, for the spaces: who may act on a record is decided by the caller. */
export interface Apps {
  /** In force, for this record or allowed by its person; newest first, at most 200. */
  about(record: RecordId): Promise<AllowedApp[]>;
  /**
   * Ends what an application was allowed: its tokens are refused at once. Told in the log of the record it opened. Refuses
   * `signin.unknown-app` when `record` has nothing to do with it.
   */
  cut(by: Actor, record: RecordId, id: string): Promise<void>;
  /** Those with an address to be opened at, by name; at most 100. */
  launchable(): Promise<readonly LaunchableApp[]>;
  /**
   * The address that opens an application on a patient, for five minutes and once. Told in the log of the patient. Refuses
   * `signin.unknown-app`. Source: SMART App Launch 2.2 §2.0.5.
   */
  launch(by: Professional, patient: RecordId, app: string): Promise<URL>;
}

export interface AppsParts {
  readonly directory: Directory;
  readonly allowed: Allowed;
  readonly launches: Launches;
  readonly trace: Pick<SignInTrace, 'app'>;
  readonly publicUrl: string;
}

export function openApps({ directory, allowed, launches, trace, publicUrl }: AppsParts): Apps {
  return {
    about: (record) => allowed.about(record),
    async cut(by, record, id) {
      const mine = (await allowed.about(record)).some((one) => one.id === id);
      const done = mine ? await allowed.cut(id) : undefined;
      if (done === undefined) throw unknownApp();
      await trace.app(by, done.opens, { change: 'app-cut', name: done.name, app: done.clientId });
    },
    async launchable() {
      const found = await directory.launchable();
      return found.map(({ id, name, logoUri }) => ({ id, name, ...(logoUri === undefined ? {} : { logoUri }) }));
    },
    async launch(by, patient, app) {
      const software = (await directory.launchable()).find(({ id }) => id === app);
      if (software === undefined) throw unknownApp();
      const url = new URL(addressOf(software));
      url.searchParams.set('iss', `${publicUrl}/fhir`);
      url.searchParams.set('launch', await launches.mint(app, by, patient));
      await trace.app(by, patient, { change: 'app-launch', name: software.name, app });
      return url;
    },
  };
}

function addressOf({ launchUrl }: RegisteredSoftware): string {
  if (launchUrl === undefined) throw unknownApp();
  return launchUrl;
}
