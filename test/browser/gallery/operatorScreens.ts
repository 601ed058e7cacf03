import type { Screen } from './show.ts';

/** The screens of the operator that need nobody’s case; the others are in the tests of their journeys. */
export const operatorScreens: readonly Screen[] = [
  { name: 'home', path: '/exploitation' },
  { name: 'contests', path: '/exploitation/signalements' },
  { name: 'reviews', path: '/exploitation/relectures' },
  { name: 'patterns', path: '/exploitation/surveillance' },
  { name: 'thresholds', path: '/exploitation/surveillance/seuils' },
  { name: 'desk', path: '/exploitation/guichet' },
  { name: 'identities', path: '/exploitation/identites' },
  { name: 'identity-new', path: '/exploitation/identites/nouvelle' },
  { name: 'letters', path: '/exploitation/courriers' },
  { name: 'duplicates', path: '/exploitation/doublons' },
  { name: 'mail', path: '/exploitation/messagerie' },
  { name: 'accessibility', path: '/exploitation/accessibilite', still: true },
];
