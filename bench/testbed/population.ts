import { join } from 'node:path';
import type { DemoPerson, DemoProfessional, DemoStructure, Territory } from '#demo';
import { type Directory, openDirectory } from '#directory';
import { openStore } from '#store';
import type { Subject } from '../client/letters.ts';
import type { Server } from './server.ts';

/** Who is known to the Socle at hand, and their tokens. */
export interface Population {
  /** People of the territory by their place in it, each with a qualified identity, made as the operator makes them. */
  people(from: number, to: number): Promise<readonly DemoPerson[]>;
  /** A bearer token for a matricule, an RPPS number or a client id. */
  token(as: string, ground?: string): Promise<string>;
  readonly professionals: readonly DemoProfessional[];
  /** Letters about this person, by one of the professionals. */
  subject(person: DemoPerson, index: number, bytes: number): Subject;
}

/** The client id of the command line, which every Socle knows. */
export const depositor = 'socle-cli';

export async function openPopulation(home: string, server: Server, territory: Territory): Promise<Population> {
  await registerProfessionals(home, territory);
  const post = async (path: string, body: unknown, token?: string): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${server.address}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const token = async (as: string, ground?: string): Promise<string> =>
    String((await post('/oidc/operator-token', { as, ...(ground === undefined ? {} : { ground }) })).access_token);
  const operator = await token('operator');
  const made = new Set<string>();
  const { professionals } = territory;
  return {
    token,
    professionals,
    async people(from, to) {
      const wanted = territory.people.slice(from, to);
      for (const person of wanted) {
        if (made.has(person.matricule)) continue;
        const { matricule, oid, birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace } = person;
        const { usedFamily, usedGiven } = person;
        const traits = { birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace, usedFamily, usedGiven };
        await post('/api/operator/identities', { matricule, oid, ...traits }, operator);
        made.add(matricule);
      }
      return wanted;
    },
    subject(person, index, bytes) {
      const author = at(professionals, index);
      const structure = structureOf(territory, author);
      return { person, author, structure, level: index % 2 === 0 ? 'N1' : 'N3', bytes };
    },
  };
}

/** Professionals are the directory's, loaded by the operator: there is no protocol for it yet, so the store is joined for a moment. */
async function registerProfessionals(home: string, { professionals, structures }: Territory): Promise<void> {
  await joinDirectory(home, async (directory) => {
    await directory.registerStructures(
      structures.map(({ id, name, couloir, facilityType, practiceSetting }) => ({
        id,
        name,
        couloir,
        facilityType: facilityType.code,
        practiceSetting: practiceSetting.code,
      })),
    );
    await directory.registerProfessionals(
      professionals.map(({ id, family, given, profession, specialty, structureId }) => ({
        id,
        family,
        given,
        profession,
        specialty: { code: specialty.code, label: specialty.display },
        structures: [structureId],
      })),
    );
  });
}

/** Lets something be done with the directory of the Socle of this home, as its operator would. */
export async function joinDirectory(home: string, act: (directory: Directory) => Promise<void>): Promise<void> {
  const places = { home, blobs: `file:${join(home, 'blobs')}`, keyFile: join(home, 'operator.key') };
  const store = await openStore(places, { migrations: [], log: () => undefined, mode: 'join' });
  try {
    await act(openDirectory(store));
  } finally {
    await store.close();
  }
}

function structureOf({ structures }: Territory, { structureId }: DemoProfessional): DemoStructure {
  const found = structures.find(({ id }) => id === structureId);
  if (found === undefined) throw new Error(`no structure ${structureId}`);
  return found;
}

export function at<T>(all: readonly T[], index: number): T {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
