import { type DemoPerson, makePeople } from './people.ts';
import { type Planned, plan } from './plan.ts';
import { type DemoProfessional, professional, professionals } from './professionals.ts';
import type { Profile } from './profile.ts';
import { Random } from './random.ts';
import { teamOf } from './stories/story.ts';
import { type DemoStructure, structureById, structures } from './structures.ts';
import { documentId, write } from './write.ts';

/** A professional who belongs to a person's care team. */
export interface CareTie {
  readonly person: DemoPerson;
  readonly professional: DemoProfessional;
}

/** A document as a publisher would send it. */
export interface DemoDocument {
  readonly person: DemoPerson;
  readonly structure: DemoStructure;
  readonly author: DemoProfessional;
  /** A CDA R2 of the CI-SIS, N1 or N3. */
  readonly bytes: Buffer;
  /** Id in the header of the document. */
  readonly id: { readonly root: string };
  /** JDV_J07. */
  readonly typeCode: string;
  readonly format: 'N1' | 'N3';
  readonly writtenAt: Date;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  /** Id of the document that this one replaces; it came earlier in the same run. */
  readonly replaces?: { readonly root: string };
}

/** A parent who acts for a child, or an adult for another. */
export interface Representation {
  readonly person: DemoPerson;
  readonly by: DemoPerson;
  readonly kind: 'legal' | 'adult';
}

export interface Territory {
  readonly name: string;
  readonly people: readonly DemoPerson[];
  readonly professionals: readonly DemoProfessional[];
  readonly structures: readonly DemoStructure[];
  readonly careTeams: readonly CareTie[];
  readonly representations: readonly Representation[];
  /** Oldest first, written one at a time as they are asked for. */
  readonly documents: () => Iterable<DemoDocument>;
}

export interface TerritoryOptions {
  /** How many people, 200 when absent; at least the first of the cast. */
  readonly people?: number;
  /** How many documents, 2,000 when absent. */
  readonly documents?: number;
  /** Nothing is dated after this moment, 1 November 2026 when absent. */
  readonly today?: Date;
}

/**
 * The fictitious territory that the demonstration runs on, whole from its seed: the same seed and options give the same bytes.
 *
 * Makes data only: nothing is deposited here.
 */
export function territory(seed = 20_261_101, options: TerritoryOptions = {}): Territory {
  const today = options.today ?? new Date('2026-11-01T12:00:00Z');
  const people = makePeople(seed, options.people ?? 200, today);
  return {
    name: 'Pays de Brumelune',
    people,
    professionals,
    structures,
    careTeams: people.flatMap((person) => ties(person, seed)),
    representations: representations(people, today),
    *documents() {
      for (const planned of plan(people, seed, options.documents ?? 2_000, today)) yield written(planned, seed);
    },
  };
}

/** The parents of every minor, and Léonie for her mother Ambre. */
function representations(people: readonly DemoPerson[], today: Date): Representation[] {
  const adult = `${today.getUTCFullYear() - 18}${today.toISOString().slice(4, 10)}`;
  const children = people.filter(({ birthDate }) => birthDate > adult);
  const legal = children.flatMap((person) =>
    people
      .filter(({ matricule }) => person.parents?.includes(matricule))
      .map((by): Representation => ({ person, by, kind: 'legal' })),
  );
  const named = (login: string) => people.find((person) => person.login === login);
  const [person, by] = [named('ambre.valcastel'), named('leonie.valcastel')];
  return person === undefined || by === undefined ? legal : [...legal, { person, by, kind: 'adult' }];
}

function written(planned: Planned, seed: number): DemoDocument {
  const { paper, person, version, key, hidden, writtenAt } = planned;
  return {
    person,
    structure: structureById(paper.author.structureId),
    author: paper.author,
    bytes: write(planned, seed),
    id: documentId(seed, planned),
    typeCode: paper.type,
    format: paper.format,
    writtenAt,
    hiddenFromProfessionals: hidden === 'from-professionals',
    hiddenFromPatient: hidden === 'from-patient',
    ...(version === 1 ? {} : { replaces: documentId(seed, { key, version: 1 }) }),
  };
}

/** Who follows people of a profile, beside their physician, pharmacist and nurse. */
const followers: Readonly<Record<Profile, readonly string[]>> = {
  star: ['endocrinologist', 'orthopaedist', 'physio', 'coordinator'],
  healthy: [],
  child: ['paediatrician'],
  pregnancy: ['midwife', 'obstetrician'],
  diabetes: ['endocrinologist'],
  heart: ['cardiologist', 'physio'],
  surgery: [],
  elderly: ['coordinator', 'geriatrician'],
  disability: ['foyerNurse', 'occupational'],
};

function ties(person: DemoPerson, seed: number): CareTie[] {
  const { gp, pharmacist, nurse } = teamOf(person, Random.of(seed, `team/${person.matricule}`));
  const team = new Set([gp, pharmacist, nurse, ...followers[person.profile].map(professional)]);
  return [...team].map((one) => ({ person, professional: one }));
}
