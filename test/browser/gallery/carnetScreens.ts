import { dialog, press, unfold } from './hang.ts';
import type { Screen } from './show.ts';

/** Every screen of the carnet; `:structured` and `:pdf` stand for documents of the one who looks. */
export const carnetScreens: readonly Screen[] = [
  { name: 'home', path: '/carnet' },
  { name: 'health', path: '/carnet/sante' },
  { name: 'profile', path: '/carnet/sante/profil', opened: { add: press('Ajouter une allergie') } },
  { name: 'documents', path: '/carnet/sante/documents' },
  { name: 'document', path: '/carnet/sante/documents/:structured' },
  { name: 'document-pdf', path: '/carnet/sante/documents/:pdf' },
  { name: 'archives', path: '/carnet/sante/documents/archives' },
  { name: 'results', path: '/carnet/sante/resultats' },
  { name: 'treatments', path: '/carnet/sante/traitements' },
  { name: 'prevention', path: '/carnet/sante/prevention', opened: { folds: unfold } },
  { name: 'paper', path: '/carnet/sante/ajouter', still: true, opened: { faults: press('Ajouter à mon carnet') } },
  { name: 'appointments', path: '/carnet/rendez-vous', opened: { add: press('Ajouter un rendez-vous') } },
  { name: 'access', path: '/carnet/acces', opened: { block: dialog('Bloquer'), end: dialog('Changer la fin') } },
  { name: 'log', path: '/carnet/acces/journal' },
  { name: 'cases', path: '/carnet/acces/signalements' },
  { name: 'share', path: '/carnet/acces/partager', opened: { form: press('Créer un lien') } },
  { name: 'relatives', path: '/carnet/proches' },
  { name: 'services', path: '/carnet/services' },
  { name: 'messages', path: '/carnet/messages' },
  { name: 'message-new', path: '/carnet/messages/nouveau' },
  { name: 'messages-settings', path: '/carnet/messages/reglages' },
  { name: 'more', path: '/carnet/plus', still: true },
  { name: 'settings', path: '/carnet/reglages' },
  { name: 'connection', path: '/carnet/reglages/connexion' },
  { name: 'export', path: '/carnet/export', still: true },
  { name: 'emergency', path: '/carnet/urgence', still: true },
  { name: 'accessibility', path: '/carnet/accessibilite', still: true },
  { name: 'nowhere', path: '/carnet/nulle-part', still: true },
];

/** Those looked at in the dark, and in the colours of the system. */
export const inOtherColours = carnetScreens.filter(({ name }) =>
  ['home', 'results', 'prevention', 'access', 'log'].includes(name),
);

/** Before anybody signs in. */
export const signedOut: readonly Screen[] = [
  { name: 'invitation', path: '/carnet' },
  { name: 'invitation-elsewhere', path: '/carnet/sante/documents' },
  { name: 'sign-in', path: '/entrer/citoyen' },
  { name: 'accessibility', path: '/carnet/accessibilite' },
  { name: 'emergency', path: '/carnet/urgence' },
];
