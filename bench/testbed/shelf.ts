import type { DemoPerson } from '#demo';
import type { Deposits, Stream } from '../client/load.ts';
import { measure } from './measure.ts';
import { at, depositor } from './population.ts';
import type { Testbed } from './testbed.ts';

/** People with 18 documents of 20 to 100 KB each, deposited through ITI-65, and who may look at them. */
export interface Shelf {
  readonly people: readonly DemoPerson[];
  /** For each person: their own token, that of a professional of their care team, and the ids of their documents. */
  readonly records: readonly {
    readonly person: DemoPerson;
    readonly own: string;
    readonly team: string;
    readonly ids: readonly string[];
  }[];
}

export const documentsEach = 18;
const peopleCount = 40;
const sizes = [20, 30, 40, 60, 80, 100].map((kilobytes) => kilobytes * 1024);
const filled = new WeakMap<Testbed, Promise<Shelf>>();

/** Filled once for all the scenarios of a run. */
export function shelfOf(bed: Testbed): Promise<Shelf> {
  const made = filled.get(bed) ?? fill(bed);
  filled.set(bed, made);
  return made;
}

async function fill(bed: Testbed): Promise<Shelf> {
  const { population } = bed;
  bed.say(`depositing ${documentsEach} documents for each of ${peopleCount} people`);
  const people = await population.people(0, peopleCount);
  const subjects = people.flatMap((person, index) => sizes.map((bytes, n) => population.subject(person, index + n, bytes)));
  const requests: Deposits = { kind: 'deposits', token: await population.token(depositor), subjects };
  const { streams } = await measure(bed, {
    streams: [depositsOf(requests)],
    connections: 8,
    seconds: 120,
    count: peopleCount * documentsEach,
  });
  if (streams[0]?.answered !== peopleCount * documentsEach) throw new Error('the documents of the bench could not be deposited');
  const records = [];
  for (const [index, person] of people.entries()) {
    const own = await population.token(person.matricule);
    const team = await population.token(at(population.professionals, index % 4).id, 'equipe_de_soins');
    records.push({ person, own, team, ids: await idsOf(bed, own) });
  }
  return { people, records };
}

export function depositsOf(requests: Deposits): Stream {
  return { name: 'deposit', expects: '201 Created', requests };
}

/** The request of ITI-67 that the marks speak of: everything of one person, newest first. */
export function findPath({ oid, matricule }: DemoPerson): string {
  return `/fhir/DocumentReference?patient.identifier=${encodeURIComponent(`urn:oid:${oid}|${matricule}`)}&_sort=-date&_count=${documentsEach}`;
}

async function idsOf({ server }: Testbed, token: string): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.address}/fhir/DocumentReference?_count=200`, { headers });
  const { entry = [] } = (await response.json()) as { entry?: { resource: { id: string } }[] };
  return entry.map(({ resource }) => resource.id);
}
