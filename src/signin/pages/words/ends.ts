import type { Words } from '../language.ts';

const fr = {
  problem: {
    title: 'Connexion impossible',
    heading: 'La connexion ne peut pas continuer',
    software: 'Le logiciel qui vous envoie ici a fait une demande que Socle refuse. Retournez à ce logiciel et recommencez.',
    publisher: 'Pour son éditeur',
  },
  logout: {
    title: 'Se déconnecter',
    heading: 'Se déconnecter de Socle ?',
    stay: 'Rester connecté',
    doneTitle: 'Déconnexion faite',
    done: 'Vous êtes déconnecté',
    shared: 'Sur un appareil partagé, fermez aussi le navigateur.',
  },
  handOver: 'Une dernière étape : retournez là d’où vous venez.',
  inbox: {
    title: 'Boîte aux lettres de démonstration',
    lead: 'Socle n’envoie aucun courriel ici : ceux qu’il enverrait s’affichent sur cette page, que tout le monde peut lire. N’y faites envoyer rien de personnel.',
    none: 'Aucun message pour le moment.',
    sent: (to: string, at: string) => `À ${to}, le ${at}`,
  },
};

const en: typeof fr = {
  problem: {
    title: 'Sign-in impossible',
    heading: 'The sign-in cannot go on',
    software: 'The software that sends you here made a request that Socle refuses. Go back to this software and start again.',
    publisher: 'For its publisher',
  },
  logout: {
    title: 'Sign out',
    heading: 'Sign out of Socle?',
    stay: 'Stay signed in',
    doneTitle: 'Signed out',
    done: 'You are signed out',
    shared: 'On a shared device, close the browser too.',
  },
  handOver: 'One last step: go back to where you come from.',
  inbox: {
    title: 'Demonstration mailbox',
    lead: 'Socle sends no e-mail here: those that it would send are shown on this page, which everybody can read. Have nothing personal sent to it.',
    none: 'No message for now.',
    sent: (to, at) => `To ${to}, on ${at}`,
  },
};

/** The pages at the end of a way: it cannot go on, one is signed out, one is handed over; and the demonstration's mailbox. */
export const endWords: Words<typeof fr> = { fr, en };
