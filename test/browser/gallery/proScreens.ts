import { press } from './hang.ts';
import type { Screen } from './show.ts';

/** Every screen of the professional’s space; `:record` is somebody they may look at, `:stranger` somebody they have no ground for. */
export const proScreens: readonly Screen[] = [
  { name: 'day', path: '/pro', opened: { shortcuts: (page) => page.keyboard.press('?') } },
  { name: 'search', path: '/pro/patients', still: true },
  { name: 'synthesis', path: '/pro/p/:record', opened: { actions: press('Autres actions') } },
  { name: 'ground', path: '/pro/p/:stranger', opened: { emergency: press(/Bris de glace/) } },
  { name: 'chronology', path: '/pro/p/:record/chronologie' },
  { name: 'document', path: '/pro/p/:record/documents/:structured' },
  { name: 'document-pdf', path: '/pro/p/:record/documents/:pdf' },
  { name: 'results', path: '/pro/p/:record/resultats' },
  { name: 'publish', path: '/pro/p/:record/publier', opened: { faults: press(/^Publier$/) } },
  { name: 'profile', path: '/pro/p/:record/profil' },
  { name: 'team', path: '/pro/p/:record/equipe' },
  { name: 'archives', path: '/pro/p/:record/archives' },
  { name: 'to-person', path: '/pro/p/:record/message' },
  { name: 'mail', path: '/pro/messages' },
  { name: 'mail-folder', path: '/pro/messages/:mailbox/d/:folder' },
  { name: 'mail-write', path: '/pro/messages/:mailbox/ecrire', still: true },
  { name: 'mail-templates', path: '/pro/messages/:mailbox/modeles' },
  { name: 'mail-settings', path: '/pro/messages/:mailbox/reglages' },
  { name: 'mail-filing', path: '/pro/messages/:mailbox/classement' },
  { name: 'accessibility', path: '/pro/accessibilite', still: true },
  { name: 'nowhere', path: '/pro/nulle-part', still: true },
];

/** Those looked at in the dark, and in the colours of the system. */
export const inOtherColours = proScreens.filter(({ name }) => ['synthesis', 'chronology', 'results', 'publish'].includes(name));

export const signedOut: readonly Screen[] = [
  { name: 'invitation', path: '/pro' },
  { name: 'sign-in', path: '/entrer/pro' },
  { name: 'e-cps', path: '/e-cps' },
  { name: 'accessibility', path: '/pro/accessibilite' },
];
