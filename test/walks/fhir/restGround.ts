import { createServer } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { directoryMigrations, openDirectory } from '#directory';
import { documentsMigrations, openDocuments } from '#documents';
import {
  exportMigrations,
  fhirMigrations,
  fhirPartitions,
  modelOf,
  notifyTopic,
  openExports,
  openFhir,
  openLook,
  openSubscriptions,
  openValidator,
  ownRecordsFrom,
  parametersOf,
  subscriptionMigrations,
  toXml,
} from '#fhir';
import { insMigrations, openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { psc } from '#interop/psc';
import { restRoutes } from '#interop/rest';
import { openJobs } from '#jobs';
import { type Actor, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { baseShelf } from '#packages';
import { openRights, type Rights, rightsMigrations } from '#rights';
import { type IssueOptions, openSignin, signinMigrations } from '#signin';
import type { Store } from '#store';
import { terminologyOf } from '#terminology';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../store.ts';
import { ambre, basile, citizen, fillDirectory, makeKnown } from '../cast.ts';
import type { Answer, Ask } from '../ground.ts';

const migrations = [
  ...traceMigrations,
  ...insMigrations,
  ...directoryMigrations,
  ...signinMigrations,
  ...rightsMigrations,
  ...fhirMigrations,
  ...exportMigrations,
  ...subscriptionMigrations,
  ...documentsMigrations,
];

/** FHIR over HTTP, with Ambre and Basile known and qualified. */
export interface RestGround {
  readonly url: string;
  readonly store: Store;
  readonly trace: Trace;
  readonly rights: Rights;
  readonly app: FastifyInstance;
  readonly ambre: RecordId;
  readonly basile: RecordId;
  /** What was told to the log: defects. */
  readonly said: readonly string[];
  token(actor: Actor, options?: IssueOptions): Promise<string>;
  /** Asks under `/fhir` as `actor`; a JSON object is sent as `application/fhir+json`. */
  as(actor: Actor, method: string, path: string, body?: Ask['body'], headers?: Ask['headers']): Promise<Answer>;
  fhir(path: string, asked?: Ask): Promise<Answer>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

const owned = (type: string) => ({
  type,
  reason: {
    fr: `${type} s’écrit à son adresse, pas dans un Bundle.`,
    en: `A ${type} is written at its address, not in a Bundle.`,
  },
});

export async function openRestGround(): Promise<RestGround> {
  const store = await testStore(migrations);
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  const clock = (): Date => new Date();
  for (const text of fhirPartitions(clock())) await store.pool.query(text);
  const publicUrl = `http://127.0.0.1:${await freePort()}`;
  const base = `${publicUrl}/fhir`;
  const trace = await openTrace(store);
  const insi = openInsiSimulator();
  const ins = openIns(store, trace, insi);
  const directory = openDirectory(store);
  const signin = await openSignin(store, {
    directory,
    publicUrl,
    demo: true,
    profile: psc,
    citizenOf: async () => undefined,
    trace,
    log,
  });
  const rights = openRights(store, trace);
  const shelf = baseShelf();
  const terminology = terminologyOf(shelf);
  const [model, parameters, validator] = [
    modelOf(shelf),
    parametersOf(shelf, terminology),
    openValidator({ shelf, terminology }),
  ];
  const fhir = openFhir({
    ...{ store, trace, ins, rights, shelf, model, parameters, validator, base },
    owned: ['DocumentReference', 'List', 'Binary', 'Subscription'].map(owned),
  });
  const documents = openDocuments({ store, trace, ins, rights, fhir });
  const jobs = await openJobs(
    store,
    {
      'fhir.changed': (message) => subscriptions.changed(message),
      [notifyTopic]: (message) => subscriptions.notify(message),
    },
    log,
  );
  const subscriptions = await openSubscriptions({
    ...{ store, trace, base, clock, log },
    ...openLook({ store, rights, parameters, base }),
    later: jobs.later,
    toXml: (body) => toXml(model, body),
    privateTargets: true,
  });
  const patient = async (call: Parameters<typeof fhir.read>[0], record: RecordId) => {
    try {
      return await fhir.read(call, 'Patient', hexOfRecordId(record));
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };
  const exports = openExports({ store, rights, trace, ownRecords: ownRecordsFrom(store), patient, clock, log }, base);
  const app = Fastify({ forceCloseConnections: true, genReqId: () => crypto.randomUUID() });
  app.addHook('onError', async (_request, _reply, error) => {
    if (!(error instanceof Refusal)) said.push(`defect: ${error.stack}`);
  });
  const desk = {
    fhir,
    keys: store.keys,
    documents,
    ins,
    shelf,
    terminology,
    validator,
    model,
    parameters,
    exports,
    subscriptions,
  };
  await app.register(async (inner) => restRoutes(inner, { ...desk, signin, publicUrl, clock }), { prefix: '/fhir' });
  await app.listen({ host: '127.0.0.1', port: Number(new URL(publicUrl).port) });
  const socle = { ins, insi, directory } as Parameters<typeof fillDirectory>[0];
  await fillDirectory(socle);
  const records = { ambre: await makeKnown(socle, ambre), basile: await makeKnown(socle, basile) };
  const tokens = new Map<string, Promise<string>>();
  const token = (actor: Actor, options: IssueOptions = {}): Promise<string> => {
    const key = JSON.stringify([actor, options]);
    const found = tokens.get(key) ?? signin.issue(actor, options);
    tokens.set(key, found);
    return found;
  };
  const at = (path: string, asked: Ask = {}): Promise<Answer> => ask(`${base}${path}`, asked);
  return {
    ...{ url: publicUrl, store, trace, rights, app, said, token, fhir: at },
    ...records,
    as: async (actor, method, path, body, headers) =>
      at(path, {
        method,
        token: await token(actor),
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      }),
    settle: jobs.settle,
    async close() {
      await exports.close();
      await subscriptions.close();
      await app.close();
      await jobs.close();
      await store.close();
    },
  };
}

export const ambreHerself = ({ ambre: record }: RestGround): Actor => citizen(record, ambre);

// TEMP
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
async function ask(url: string, { method = 'GET', token, body, headers = {} }: Ask): Promise<Answer> {
  const json = typeof body === 'object' && !Buffer.isBuffer(body);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as string) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, as: <T>() => JSON.parse(bytes.toString()) as T };
}
