import type { Paper } from './papers/paper.ts';
import type { DemoPerson } from './people.ts';
import type { DemoProfessional } from './professionals.ts';
import { Random } from './random.ts';
import { type Episode, endless, ownStory, tale, teamOf } from './stories/story.ts';

/** One document to write: which paper, about whom, in which version. */
export interface Planned {
  readonly person: DemoPerson;
  /** The person's « médecin traitant ». */
  readonly physician: DemoProfessional;
  readonly paper: Paper;
  /** Names the paper in the territory; its versions share it. */
  readonly key: string;
  readonly version: 1 | 2;
  readonly writtenAt: Date;
  readonly hidden: Paper['hidden'];
}

const day = 86_400_000;

/**
 * Decides which documents exist, `count` in all, in the order in which they are written.
 *
 * The first person is the star, whose story is told whole; then everybody gets an episode in turn until there is enough.
 */
export function plan(people: readonly DemoPerson[], seed: number, count: number, today: Date): Planned[] {
  const planned: Planned[] = [];
  const tellers = people.map((person) => teller(person, seed, today));
  const [first, ...others] = tellers;
  if (first) planned.push(...first.whole());
  while (planned.length < count && others.length > 0) {
    for (const tell of others) if (planned.length < count) planned.push(...tell.next());
  }
  // The cut keeps the first of two versions: they stand side by side.
  return planned.slice(0, count).sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime() || a.version - b.version);
}

/** Tells a person's episodes one after the other. */
function teller(person: DemoPerson, seed: number, today: Date) {
  const random = Random.of(seed, `story/${person.matricule}`);
  const about = tale(person, teamOf(person, Random.of(seed, `team/${person.matricule}`)), random, today);
  const told = endless(about);
  let papers = 0;
  const settle = (episode: Episode): Planned[] =>
    episode.flatMap((paper) => versions(person, about.team.gp, paper, `${person.matricule}/${papers++}`, random, today));
  return {
    next: (): Planned[] => settle(told.next().value ?? []),
    whole: (): Planned[] => ownStory(about).flatMap(settle),
  };
}

function versions(
  person: DemoPerson,
  physician: DemoProfessional,
  paper: Paper,
  key: string,
  random: Random,
  today: Date,
): Planned[] {
  const luck = random.next();
  const writtenAt = new Date((paper.until ?? paper.at).getTime() + random.int(5, 90) * 60_000);
  if (writtenAt.getTime() < Date.parse(person.birthDate) + 2 * day) return [];
  const hidden = paper.hidden ?? (luck < 0.008 ? 'from-professionals' : luck < 0.012 ? 'from-patient' : undefined);
  const first: Planned = { person, physician, paper, key, version: 1, writtenAt, hidden };
  const correction = paper.corrected ?? (paper.type === '11502-2' && luck > 0.96 ? completedResults : undefined);
  if (!correction) return [first];
  const later = new Date(Math.min(writtenAt.getTime() + correction.afterDays * day, today.getTime()));
  return [first, { ...first, paper: { ...paper, corrected: correction }, version: 2, writtenAt: later }];
}

const completedResults = { afterDays: 1, why: 'Compte rendu complété : il annule et remplace la version précédente.' } as const;
