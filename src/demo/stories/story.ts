import type { Profile } from '../profile.ts';
import { diabetes, heart } from './chronic.ts';
import { certificateAndVaccine, child, commonIllness, healthy } from './daily.ts';
import { pregnancy, surgery } from './events.ts';
import { disability, elderly } from './homes.ts';
import { star } from './star.ts';
import type { Episode, Tale } from './tale.ts';

export type { Episode, Tale, Team } from './tale.ts';
export { tale, teamOf } from './tale.ts';

const stories: Readonly<Record<Profile, (tale: Tale) => Episode[]>> = {
  star,
  healthy,
  child,
  pregnancy,
  diabetes,
  heart,
  surgery,
  elderly,
  disability,
};

/** What happened to the person, the most telling episodes first. */
export function ownStory(tale: Tale): Episode[] {
  return stories[tale.person.profile](tale);
}

/** The person's own story, then small illnesses for as long as somebody asks. */
export function* endless(tale: Tale): Generator<Episode, undefined> {
  yield* ownStory(tale);
  for (;;) {
    yield tale.random.chance(0.2) && tale.person.profile !== 'child'
      ? certificateAndVaccine(tale, tale.random.int(1, 35))
      : commonIllness(tale, tale.random.int(1, 35), tale.person.profile === 'child');
  }
}
