import { plain } from '../concept.ts';
import type { ProfileSection } from '../line.ts';
import { allergens } from './allergens.ts';
import type { Choice, ChoiceSection } from './choice.ts';
import { diseases } from './diseases.ts';
import { medicines } from './medicines.ts';
import { vaccineChoices } from './vaccines.ts';

export type { Choice, ChoiceSection } from './choice.ts';

/** What is offered to who enters something, by section. Lists of our own: what is not in them is entered in free words. */
export const choices: Readonly<Record<ChoiceSection, readonly Choice[]>> = {
  problems: diseases,
  allergies: allergens,
  treatments: medicines,
  vaccinations: vaccineChoices,
};

const bySection = new Map<ProfileSection, ReadonlyMap<string, Choice>>(
  Object.entries(choices).map(([section, all]) => [
    section as ChoiceSection,
    new Map(all.flatMap((choice) => [choice.label, ...choice.same].map((words) => [plain(words), choice] as const))),
  ]),
);

/** « Allergie à l’arachide » names an arachide. */
const ofAllergy = /^allergies? (?:a la|a l|aux?|a) /;

/** The choice that these words are, whoever says them: accents, capitals and punctuation play no part. */
export function choiceOf(section: ProfileSection, words: string): Choice | undefined {
  const folded = plain(words);
  const known = bySection.get(section);
  return known?.get(folded) ?? (section === 'allergies' ? known?.get(folded.replace(ofAllergy, '')) : undefined);
}
