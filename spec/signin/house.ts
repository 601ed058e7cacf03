import { createServer } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { type Directory, directoryMigrations, openDirectory } from '#directory';
import { openInbox } from '#interop/notices';
import { psc } from '#interop/psc';
import { type Actor, type Call, newRecordId, type RecordId, Refusal } from '#kernel';
import { type OutsideProviders, openSignin, type SentNotice, type Signin, type SigninDeps, signinMigrations } from '#signin';
import type { Migration, Store } from '#store';
import { type Entrance, openEntrance } from '../../src/http/entrance/index.ts';
import { testStore } from '../../test/store.ts';

export const secret = 'd1-secret-of-thirty-two-characters-or-more';
export const people = {
  citizen: {
    login: 'ambre.valcastel',
    password: 'le-mot-de-passe-2026',
    name: 'Ambre Valcastel',
    matricule: '260119999999971',
    birthDate: '1960-11-07',
  },
  physician: '899700000011',
  nurse: '899700000029',
} as const;

interface Traced {
  readonly outcome: 'done' | 'refused';
  readonly code?: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** A whole front door on a real port, with a real database and a small directory. */
export interface House {
  readonly url: string;
  readonly store: Store;
  readonly directory: Directory;
  readonly signin: Signin;
  readonly entrance: Entrance;
  readonly app: FastifyInstance;
  readonly record: RecordId;
  /** What was written to the trace: who, on which record, with what outcome. */
  readonly traced: {
    readonly actor: Actor;
    readonly record: RecordId;
    readonly outcome: string;
    readonly code?: string;
    readonly detail?: unknown;
  }[];
  /** What each of those lines says of a change: `activated`, or of a sign-in: `passkey`. */
  readonly told: string[];
  /** The e-mails of the simulator, newest first. */
  readonly mails: () => readonly SentNotice[];
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly demo?: boolean;
  readonly clock?: () => Date;
  readonly tlsUrl?: string;
  readonly host?: string;
  readonly outside?: OutsideProviders;
  readonly peopleOf?: SigninDeps['peopleOf'];
  readonly log?: (line: string) => void;
  /** Of modules that a test opens beside. */
  readonly migrations?: readonly Migration[];
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { host = '127.0.0.1' } = options;
  const url = `http://${host}:${await freePort()}`;
  const store = await testStore([...directoryMigrations, ...signinMigrations, ...(options.migrations ?? [])]);
  const directory = openDirectory(store);
  await fill(directory);
  const record = newRecordId();
  const traced: House['traced'] = [];
  const told: string[] = [];
  const { demo = true, clock, tlsUrl, outside, peopleOf, log = (line: string) => console.error(line) } = options;
  const inbox = openInbox(clock);
  const traceOf = async (call: Call, on: RecordId, act: Traced): Promise<void> => {
    told.push([act.outcome === 'refused' ? act.code : undefined, act.detail?.change, act.detail?.how].filter(Boolean).join(' '));
    traced.push({
      actor: call.actor,
      record: on,
      outcome: act.outcome,
      ...(act.code === undefined ? {} : { code: act.code }),
      ...(act.detail?.change === undefined ? {} : { detail: act.detail }),
    });
  };
  const deps: SigninDeps = {
    directory,
    publicUrl: url,
    demo,
    profile: psc,
    citizenOf: async (matricule) => (matricule === people.citizen.matricule ? { record, name: people.citizen.name } : undefined),
    identityOf: async (who) =>
      ('record' in who ? who.record === record : who.matricule === people.citizen.matricule)
        ? { record, name: people.citizen.name, birthDate: people.citizen.birthDate }
        : undefined,
    notices: inbox,
    inbox: inbox.messages,
    trace: { journal: traceOf, append: (_tx, ...line) => traceOf(...line) },
    log,
    ...(outside === undefined ? {} : { outside }),
    ...(peopleOf === undefined ? {} : { peopleOf }),
    ...(clock === undefined ? {} : { clock }),
    ...(tlsUrl === undefined ? {} : { tlsUrl }),
  };
  const signin = await openSignin(store, deps);
  const { login, password, name } = people.citizen;
  await signin.accounts.create({ login, password, name, record });
  const entrance = openEntrance({ signin, keys: store.keys, publicUrl: url });
  const app = await serve(entrance, signin, Number(new URL(url).port));
  const close = async (): Promise<void> => {
    await app.close();
    await store.close();
  };
  return { url, store, directory, signin, entrance, app, record, traced, told, mails: inbox.messages, close };
}

async function serve(entrance: Entrance, signin: Signin, port: number): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  const statuses: Record<string, number> = {
    'session.none': 401,
    'session.wrong-kind': 403,
    'session.forged': 403,
    'signin.scope': 403,
  };
  app.setErrorHandler(async (error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    const status = error.code.startsWith('signin.token-') ? 401 : statuses[error.code];
    await reply.code(status ?? 400).send({ code: error.code, sentence: error.sentence });
  });
  await app.register(entrance.plugin);
  for (const method of ['GET', 'POST'] as const) {
    app.route({ method, url: '/fhir/test', handler: ({ headers, raw }) => signin.caller(headers.authorization, raw) });
  }
  app.get('/api/carnet/test', async (request) => entrance.requireCitizen(request));
  app.get('/api/pro/test', async (request) => entrance.requireProfessional(request));
  await app.listen({ port, host: '127.0.0.1' });
  return app;
}

async function fill(directory: Directory): Promise<void> {
  const place = { couloir: 'ville', facilityType: 'SA52', practiceSetting: 'AMBULATOIRE' };
  await directory.registerStructures([
    { ...place, id: '1990000018', name: 'Maison de santé du Val-d’Écume' },
    { ...place, id: '1990000026', name: 'Cabinet de Saint-Orme', facilityType: 'SA08' },
  ]);
  const gp = { profession: '10', specialty: { code: 'G15_10/SM54', label: 'Médecine générale' } };
  await directory.registerProfessionals([
    {
      ...gp,
      id: people.physician,
      family: 'Stéthance',
      given: 'Mathilde',
      prefix: 'DR',
      structures: ['1990000018', '1990000026'],
    },
    { id: people.nurse, family: 'Pansemille', given: 'Capucine', profession: '60', structures: ['1990000026'] },
  ]);
  const structure = '1990000018';
  const lps = 'https://lps.example/retour';
  await directory.registerSoftware([
    { id: 'logiciel-depot', name: 'Dépôt Fictif', structure, secret },
    { id: 'logiciel-ville', name: 'Cabinet Fictif', structure, secret, redirectUris: [lps] },
    {
      id: 'application-mobile',
      name: 'Mobile Fictif',
      structure,
      redirectUris: ['com.example.mobile:/retour', 'https://app.example/r'],
    },
  ]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
