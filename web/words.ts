import type { Spaces } from './build/words.ts';
import { en as carnetEn } from './carnet/words/en.ts';
import { fr as carnetFr } from './carnet/words/fr.ts';
import { en as exploitationEn } from './exploitation/words/en.ts';
import { fr as exploitationFr } from './exploitation/words/fr.ts';
import { en as kitEn } from './kit/words/en.ts';
import { fr as kitFr } from './kit/words/fr.ts';
import { en as partageEn } from './partage/words/en.ts';
import { fr as partageFr } from './partage/words/fr.ts';
import { en as proEn } from './pro/words/en.ts';
import { fr as proFr } from './pro/words/fr.ts';

/** All words of all spaces, for the build and the tests; no page imports this. */
export const spaces: Spaces = {
  kit: [kitFr, kitEn],
  carnet: [carnetFr, carnetEn],
  partage: [partageFr, partageEn],
  pro: [proFr, proEn],
  exploitation: [exploitationFr, exploitationEn],
};
