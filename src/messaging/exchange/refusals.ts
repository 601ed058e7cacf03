import { Refusal } from '#kernel';

function refused(code: string, fr: string, en: string, at?: string, source = 'Référentiel MSSanté #2'): Refusal {
  return new Refusal(`messaging.${code}`, { fr, en }, { source, ...(at === undefined ? {} : { at }) });
}

export const severalPatients = (at?: string): Refusal =>
  refused(
    'several-patients',
    'Un message porte les documents d’un seul patient : faites un message par patient.',
    'A message carries the documents of one patient: make one message for each patient.',
    at,
  );
export const noRecipient = (): Refusal =>
  refused('no-recipient', 'Nommez au moins un destinataire.', 'Name at least one recipient.', 'recipients');
export const tooManyRecipients = (most: number): Refusal =>
  refused(
    'too-many-recipients',
    `Un envoi de documents a au plus ${most} destinataires.`,
    `Documents are sent to ${most} recipients at most.`,
    'recipients',
  );
export const notForPatient = (): Refusal =>
  refused(
    'not-for-patient',
    'Un de ces documents n’est pas encore montré au patient : annoncez-le d’abord, ou écrivez aux professionnels seulement.',
    'One of these documents is not yet shown to the patient: announce it first, or write to professionals only.',
    'recipients',
    'ANS, règles de gestion MSSanté (INVISIBLE_PATIENT)',
  );
export const notForProfessionals = (): Refusal =>
  refused(
    'not-for-professionals',
    'Un de ces documents est masqué aux professionnels ou aux représentants légaux, ou vu sous connexion secrète : il ne leur est pas envoyé.',
    'One of these documents is hidden from professionals or legal representatives, or seen under a secret access: it is not sent to them.',
    'recipients',
    'ANS, règles de gestion MSSanté (MASQUE_PS)',
  );
export const otherCitizen = (): Refusal =>
  refused(
    'other-citizen',
    'Cette adresse est celle d’un autre citoyen : les documents d’une personne ne vont qu’à sa propre boîte.',
    'This is another citizen’s address: the documents of a person go to their own mailbox only.',
    'recipients',
  );
export const notSentYet = (): Refusal =>
  refused(
    'not-sent',
    'Ce document n’est pas parti de cette boîte : il n’y a personne à prévenir.',
    'This document did not leave from this mailbox: there is nobody to warn.',
    'document',
  );
export const notWithdrawn = (): Refusal =>
  refused(
    'not-withdrawn',
    'Ce document est toujours dans le dossier : retirez-le d’abord, puis prévenez ceux qui l’ont reçu.',
    'This document is still in the record: withdraw it first, then warn those who received it.',
    'document',
  );
export const severalArchives = (): Refusal =>
  refused(
    'several-archives',
    'Le message porte plusieurs IHE_XDM.zip : un message en porte un.',
    'The message carries several IHE_XDM.zip: a message carries one.',
  );
export const noIns = (at: string): Refusal =>
  refused(
    'no-ins',
    'Le document ne porte pas l’INS du patient : l’expéditeur doit le renvoyer avec une identité qualifiée.',
    'The document does not carry the patient’s INS: its sender must send it again with a qualified identity.',
    at,
    'ANS, code 903',
  );
export const insDiffers = (at: string): Refusal =>
  refused(
    'ins-differs',
    'L’INS ou les traits reçus ne sont pas ceux de l’identité connue ici : rien n’est classé, vérifiez l’identité avec l’expéditeur.',
    'The INS or traits received are not those of the identity known here: nothing is filed, check the identity with the sender.',
    at,
    'ANS, code 904',
  );
export const insIncomplete = (at: string): Refusal =>
  refused(
    'ins-incomplete',
    'Le document porte un matricule sans les traits d’identité qui vont avec : l’expéditeur doit le renvoyer complet.',
    'The document carries a matricule without the identity traits that go with it: its sender must send it whole.',
    at,
    'ANS, code 905',
  );
export const notACda = (at: string): Refusal =>
  refused(
    'not-a-cda',
    'L’archive contient un fichier XML qui n’est pas un document CDA R2.',
    'The archive holds an XML file that is no CDA R2 document.',
    at,
    'ANS, code 203',
  );
export const cannotFile = (): Refusal =>
  refused(
    'cannot-file',
    'Cette boîte n’a ni professionnel ni structure connus de l’annuaire : personne ne peut classer en son nom.',
    'This mailbox has neither a professional nor a structure known to the directory: nobody can file in its name.',
  );
export const unknownFiling = (): Refusal =>
  refused(
    'unknown-filing',
    'Ce message ne porte pas de documents à classer.',
    'This message has no documents to be filed.',
    'content',
  );
export const filedAlready = (): Refusal =>
  refused(
    'filed-already',
    'Ces documents sont déjà dans le dossier : il n’y a rien à écarter.',
    'These documents are in the record already: there is nothing to dismiss.',
    'content',
  );
export const reasonNeeded = (): Refusal =>
  refused(
    'reason-needed',
    'Dites pourquoi ces documents ne sont pas classés, en 3 à 300 caractères sur une ligne.',
    'Say why these documents are not filed, in 3 to 300 characters on one line.',
    'reason',
  );
export const replyToNeeded = (): Refusal =>
  refused(
    'reply-to-needed',
    'Une boîte applicative envoie avec l’adresse de quelqu’un à qui répondre : indiquez-la.',
    'A software’s mailbox sends with the address of somebody who can be answered: name one.',
    'replyTo',
  );
