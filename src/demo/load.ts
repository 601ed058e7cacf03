import { createHash } from 'node:crypto';
import { type Directory, displayName } from '#directory';
import type { Ins, InsiIdentity } from '#ins';
import { provideBundle } from '#interop/pdsm';
import { type Call, type Operator, type RecordId, Refusal } from '#kernel';
import type { Rights } from '#rights';
import type { Accounts, DemoAccount } from '#signin';
import type { Keys, Store } from '#store';
import type { DemoPerson } from './people.ts';
import { represent } from './represent.ts';
import type { DemoDocument, Territory } from './territory.ts';

export interface LoadDeps {
  readonly store: Store;
  readonly ins: Ins;
  readonly directory: Directory;
  readonly rights: Rights;
  readonly accounts: Accounts;
  /** Where the server listens: documents are sent there as the structures' software would. */
  readonly address: string;
  readonly say: (line: string) => void;
}

/** Everybody's password in the demonstration, printed at start. */
export const demoPassword = 'brume-et-lune';

const operator: Operator = { kind: 'operator', id: 'territoire', name: 'Territoire de démonstration' };
const lanes = 8;

/**
 * Fills an empty Socle with the territory: structures, professionals, software, people (qualified by the INSi simulator), sign-ins, care
 * teams; then every document, through client credentials and ITI-65. Stopped midway, it goes on at the next start: what is there stays.
 */
export async function loadTerritory(deps: LoadDeps, territory: Territory): Promise<void> {
  const { store, directory, accounts, say } = deps;
  say(`First start: loading the demonstration territory, ${territory.name} (fictitious people only)…`);
  await directory.registerStructures(
    territory.structures.map(({ id, name, couloir, facilityType, practiceSetting }) => ({
      id,
      name,
      couloir,
      facilityType: facilityType.code,
      practiceSetting: practiceSetting.code,
    })),
  );
  await directory.registerProfessionals(
    territory.professionals.map(({ id, family, given, prefix, profession, specialty, structureId }) => ({
      id,
      family,
      given,
      ...(prefix === undefined ? {} : { prefix }),
      profession,
      specialty: { code: specialty.code, label: specialty.display },
      structures: [structureId],
    })),
  );
  await directory.registerSoftware(
    territory.structures.map((one) => ({
      id: one.clientId,
      name: one.softwareName,
      structure: one.id,
      secret: secretOf(store.keys, one.clientId),
    })),
  );
  const records = new Map<string, Extract<DemoAccount, { record: RecordId }>>();
  await inLanes(territory.people, async (person) => {
    const record = await recordOf(deps.ins, person);
    const name = `${person.usedGiven} ${person.usedFamily}`;
    records.set(person.matricule, {
      login: person.login,
      record,
      name,
      ...(person.note === undefined ? {} : { note: person.note }),
    });
  });
  const professionals: DemoAccount[] = territory.professionals.map((one) => ({
    login: one.login,
    professional: one.id,
    name: displayName(one),
    ...(one.note === undefined ? {} : { note: one.note }),
  }));
  await accounts.createDemo([...records.values(), ...professionals], demoPassword);
  await inLanes(territory.careTeams, (tie) => declareTie(deps, territory, tie, records));
  for (const { person, by, kind } of territory.representations) {
    const [of, delegate] = [records.get(person.matricule), records.get(by.matricule)];
    if (of !== undefined && delegate !== undefined) await represent(deps.rights, kind, of, delegate);
  }
  await deposits(deps, territory);
}

/** The secret by which a demonstration software signs in; drawn from the operator's key, so that no secret is in the code. */
export function secretOf(keys: Keys, clientId: string): string {
  return keys.mac('demo-software', Buffer.from(clientId)).toString('base64url');
}

/** What the INSi simulator must know of a person. */
export function insiIdentity({ oid, matricule, birthFamily, birthGivens, sex, birthDate, birthPlace }: DemoPerson): InsiIdentity {
  return { oid, matricule, traits: { birthFamily, birthGivens, sex, birthDate, birthPlace } };
}

async function recordOf(ins: Ins, person: DemoPerson) {
  const { matricule, oid, birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace, usedFamily, usedGiven } = person;
  const found = await ins.byMatricule(oid, matricule);
  if (found !== undefined) return found.record;
  const traits = { birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace, usedFamily, usedGiven };
  return (await ins.create(callOf(operator), { traits, matricule, oid, evidence: { insi: true, identityDocument: 'CN' } }))
    .record;
}

async function declareTie(
  { rights }: LoadDeps,
  territory: Territory,
  tie: Territory['careTeams'][number],
  records: ReadonlyMap<string, DemoAccount>,
) {
  const account = records.get(tie.person.matricule);
  if (account === undefined || !('record' in account)) return;
  const { id, profession, structureId } = tie.professional;
  const structure = territory.structures.find((one) => one.id === structureId);
  const name = displayName(tie.professional);
  const actor = {
    kind: 'professional',
    id,
    name,
    profession,
    structure: { id: structureId, name: structure?.name ?? '' },
    software: 'territoire',
  } as const;
  if ((await rights.accessOf(callOf(actor), account.record)) !== undefined) return;
  await rights.declare(callOf(actor), account.record, 'equipe_de_soins');
}

function callOf(actor: Call['actor']): Call {
  return { actor, at: new Date(), requestId: 'territoire' };
}

async function deposits({ store, address, say }: LoadDeps, territory: Territory): Promise<void> {
  const tokens = new Map<string, string>();
  for (const { clientId } of territory.structures)
    tokens.set(clientId, await tokenOf(address, clientId, secretOf(store.keys, clientId)));
  let sent = 0;
  const send = async (document: DemoDocument): Promise<void> => {
    await provide(address, tokens.get(document.structure.clientId) ?? '', document);
    sent += 1;
    if (sent % 500 === 0) say(`  ${sent} documents deposited`);
  };
  // One person's documents go down one lane, in order: a replacement comes after what it replaces.
  const queues = Array.from({ length: lanes }, (): Promise<void> => Promise.resolve());
  for (const document of territory.documents()) {
    const lane = createHash('sha1').update(document.person.matricule).digest().readUInt8(0) % lanes;
    const before = queues[lane] ?? Promise.resolve();
    queues[lane] = before.then(() => send(document));
    if (sent % 4 === 0) await before;
  }
  await Promise.all(queues);
  say(`  ${sent} documents of ${territory.people.length} people deposited through ITI-65`);
}

async function tokenOf(address: string, clientId: string, secret: string): Promise<string> {
  const response = await fetch(`${address}/oidc/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.crus' }),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  if (answer.access_token === undefined) throw loadFailed(`token: ${answer.error ?? response.status}`);
  return answer.access_token;
}

async function provide(address: string, token: string, document: DemoDocument): Promise<void> {
  const { bytes, hiddenFromPatient, hiddenFromProfessionals, replaces, writtenAt } = document;
  const body = provideBundle(bytes, {
    hiddenFromPatient,
    hiddenFromProfessionals,
    at: writtenAt,
    ...(replaces === undefined ? {} : { replaces: replaces.root }),
  });
  const response = await fetch(`${address}/fhir`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    body,
  });
  if (response.ok) return void (await response.arrayBuffer());
  const outcome = (await response.json()) as { issue?: { details?: { coding?: { code?: string }[] } }[] };
  throw loadFailed(`deposit: ${response.status} ${outcome.issue?.[0]?.details?.coding?.[0]?.code ?? ''}`);
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

function loadFailed(why: string): Refusal {
  return new Refusal('demo.load-failed', {
    fr: `Le territoire de démonstration n’a pas pu être chargé (${why}).`,
    en: `The demonstration territory could not be loaded (${why}).`,
  });
}
