import { createServer } from 'node:net';
import { openDirectory } from '#directory';
import type { Fhir } from '#fhir';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { psc } from '#interop/psc';
import { openSignin, type Signin } from '#signin';
import type { Store } from '#store';
import { openTrace, type Trace } from '#trace';
import { type Socle, startSocle } from '../src/main.ts';
import type { Settings } from '../src/settings.ts';
import { testDatabase } from './store.ts';

/** A whole Socle on a free port, with an empty demonstration and a database of its own. */
export interface TestSocle {
  readonly url: string;
  readonly settings: Settings;
  readonly store: Store;
  readonly engine: Fhir;
  /** Faces opened a second time on the server's database: to fill it, to give tokens, to read the trace. */
  readonly directory: ReturnType<typeof openDirectory>;
  readonly ins: ReturnType<typeof openIns>;
  readonly insi: ReturnType<typeof openInsiSimulator>;
  readonly signin: Signin;
  signinAt(publicUrl: string): Promise<Signin>;
  readonly trace: Trace;
  /** The server's own. */
  readonly messaging: Socle['messaging'];
  /** Every address that the server answers, as `GET /fhir/:type/:id`. */
  readonly routes: readonly string[];
  /** What the server said, defects included. */
  readonly said: readonly string[];
  /** Another server on the same database. */
  beside(): Promise<{ readonly url: string; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** Starts the composition of `src/main.ts` as it is; only the territory is left out. `more`: settings beyond the usual. */
export async function testSocle(more: Partial<Settings> = {}): Promise<TestSocle> {
  const { settings: place, release } = await testDatabase();
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const start = async () => {
    const port = await freePort();
    const settings: Settings = {
      ...place,
      host: '127.0.0.1',
      port,
      publicUrl: `http://127.0.0.1:${port}`,
      demo: true,
      accessDays: {},
      ...more,
    };
    return { settings, socle: await startSocle(settings, say, { empty: true }) };
  };
  const { settings, socle } = await start();
  const { store } = socle;
  const trace = await openTrace(store);
  const insi = openInsiSimulator();
  const directory = openDirectory(store);
  const deps = { directory, demo: true, profile: psc, citizenOf: async () => undefined, log: say };
  const signinAt = (publicUrl: string): Promise<Signin> => openSignin(store, { ...deps, publicUrl });
  return {
    url: settings.publicUrl,
    settings,
    store,
    engine: socle.fhir,
    directory,
    insi,
    ins: openIns(store, trace, insi),
    signin: await signinAt(settings.publicUrl),
    signinAt,
    trace,
    messaging: socle.messaging,
    routes: socle.http.routes,
    said,
    beside: async () => {
      const other = await start();
      return { url: other.settings.publicUrl, close: () => other.socle.close() };
    },
    close: () => socle.close().then(release),
  };
}

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
