import { Refusal } from '#kernel';
import type { Shut } from './rules.ts';

const source = 'MSSanté, ENS Messagerie';

function refused(code: string, fr: string, en: string, details: { source?: string; at?: string } = {}): Refusal {
  return new Refusal(`messaging.${code}`, { fr, en }, details);
}

/** The four ways in which a message to a citizen comes back, told apart by code; each says no more than MSSanté lets a professional know. */
export const citizenClosed = () =>
  refused(
    'citizen-closed',
    'Cette personne ne reçoit pas de messages : sa messagerie est fermée. Joignez-la autrement (téléphone, courrier).',
    'This person receives no messages: their mailbox is closed. Reach them another way (telephone, letter).',
    { source },
  );
export const citizenUnknown = () =>
  refused(
    'citizen-unknown',
    'Aucun patient n’a cette adresse ici. Vérifiez que l’identité INS du patient est qualifiée.',
    'No patient has this address here. Check that the patient’s INS identity is qualified.',
    { source },
  );
export const citizenMalformed = () =>
  refused(
    'citizen-malformed',
    'L’adresse d’un patient est son matricule INS (15 caractères, clé comprise) : celle-ci est fausse. Relisez-la.',
    'The address of a patient is their INS (15 characters, key included): this one is wrong. Read it again.',
    { source },
  );
export const citizenTooLarge = () =>
  refused(
    'citizen-too-large',
    'Un message à un patient fait au plus 25 Mo en tout. Envoyez moins de pièces jointes à la fois.',
    'A message to a patient has at most 25 MB in all. Send fewer attachments at a time.',
    { source },
  );

export const citizenToCitizen = () =>
  refused(
    'citizen-to-citizen',
    'On n’écrit d’ici qu’aux professionnels et aux établissements, pas à une autre personne.',
    'From here one writes to professionals and organisations only, not to another person.',
  );

/** A citizen writes where nothing is open for them. */
export const notOpen = () =>
  refused(
    'citizen-not-open',
    'Vous pouvez écrire à un professionnel après qu’il vous a écrit, tant qu’il laisse la conversation ouverte.',
    'You can write to a professional after they wrote to you, as long as they leave the conversation open.',
  );

const shutWords: Readonly<Record<Shut, readonly [code: string, fr: string, en: string]>> = {
  own: [
    'own-closed',
    'Votre messagerie est fermée : ouvrez-la dans les réglages des messages pour écrire.',
    'Your messaging is closed: open it in the settings of messages to write.',
  ],
  theirs: [
    'recipient-closed',
    'Cette boîte aux lettres n’existe plus : joignez le professionnel autrement.',
    'This mailbox is no more: reach the professional another way.',
  ],
  message: [
    'conversation-closed',
    'Ce message n’attend pas de réponse : le professionnel l’a dit en l’envoyant.',
    'This message waits for no answer: the professional said so when sending it.',
  ],
  all: [
    'conversation-closed',
    'Le professionnel a terminé les échanges avec vous dans cette messagerie.',
    'The professional has ended the exchanges with you in this messaging.',
  ],
  button: [
    'conversation-closed',
    'Le professionnel a fermé cette conversation.',
    'The professional has closed this conversation.',
  ],
};

export function shutRefusal(shut: Shut): Refusal {
  const [code, fr, en] = shutWords[shut];
  return refused(code, fr, en);
}

export const tooOften = () =>
  refused(
    'too-often',
    'Vous avez envoyé beaucoup de messages en une heure. Attendez un peu avant le suivant.',
    'You have sent many messages within an hour. Wait a little before the next.',
  );
export const unknownConversation = () =>
  refused(
    'unknown-conversation',
    'Cette conversation n’existe pas, ou vous ne pouvez pas la lire.',
    'This conversation does not exist, or you may not read it.',
  );
export const notForApps = () =>
  refused(
    'not-for-apps',
    'Une application ne lit pas vos messages : ouvrez-les dans votre carnet.',
    'An application does not read your messages: open them in your record’s own space.',
  );
export const emptyMessage = () =>
  refused('empty-message', 'Écrivez un message avant de l’envoyer.', 'Write a message before sending it.', { at: 'text' });
export const malformed = (at: string) =>
  refused('malformed', 'Une partie de l’envoi n’a pas la forme attendue.', 'A part of what was sent has not the expected form.', {
    at,
  });
export const tooLong = (at: string) => refused('too-long', 'Ce texte est trop long.', 'This text is too long.', { at });
export const fileKind = () =>
  refused(
    'file-kind',
    'On joint d’ici des photos (JPEG, PNG) et des fichiers PDF. Ce fichier est d’une autre sorte, ou il est abîmé.',
    'From here photos (JPEG, PNG) and PDF files are joined. This file is of another kind, or is damaged.',
    { at: 'files' },
  );
export const badWelcome = (at: 'until' | 'replyWithinDays') =>
  refused(
    'bad-welcome',
    at === 'until'
      ? 'Choisissez une date à venir, dans un an au plus.'
      : 'Dites en combien de jours vous répondez d’habitude : de 1 à 30.',
    at === 'until' ? 'Choose a date to come, within a year.' : 'Say in how many days you usually answer: 1 to 30.',
    { at },
  );
export const badEmail = () =>
  refused(
    'bad-email',
    'Cette adresse électronique n’a pas la bonne forme : nom@domaine.',
    'This e-mail address does not have the right form: name@domain.',
    { at: 'email' },
  );
export const wrongCode = () =>
  refused(
    'wrong-code',
    'Ce code n’est pas le bon, ou il n’est plus valable. Demandez-en un autre.',
    'This is not the code, or it is no longer valid. Ask for another one.',
    { at: 'code' },
  );
export const noNotices = () =>
  refused(
    'no-notices',
    'Ce serveur n’envoie pas de courrier électronique : vous ne pouvez pas être averti par ce moyen.',
    'This server sends no e-mail: you cannot be notified in this way.',
  );
