import { Refusal } from '#kernel';

/** What `rights` answers when it says no, each a sentence that somebody can act on. */
export const notYours = () =>
  new Refusal('rights.not-yours', { fr: 'Ce dossier n’est pas le vôtre.', en: 'This record is not yours.' });
export const otherPatient = () =>
  new Refusal(
    'rights.other-patient',
    {
      fr: 'Cette application a été ouverte sur un autre patient : elle ne voit que lui. Ouvrez-la depuis le bon dossier.',
      en: 'This application was opened on another patient and sees nobody else. Open it from the right record.',
    },
    { source: 'SMART App Launch 2.2 §3.0.2, patient-specific scopes' },
  );

export const noGround = () =>
  new Refusal('rights.no-ground', {
    fr: 'Déclarez d’abord à quel titre vous consultez ce dossier ; la personne le verra.',
    en: 'First declare on what ground you look at this record; the person will see it.',
  });

export const ended = () =>
  new Refusal('rights.ended', {
    fr: 'Votre accès à ce dossier a été arrêté. Pour le consulter de nouveau, déclarez un motif ; la personne en sera informée.',
    en: 'Your access to this record was ended. To look at it again, declare a ground; the person will be told.',
  });

export const blocked = () =>
  new Refusal('rights.blocked', {
    fr: 'La personne a bloqué votre accès à son dossier. Elle seule peut lever ce blocage.',
    en: 'The person has blocked your access to their record. Only they can lift the block.',
  });

export const closed = () => new Refusal('rights.closed', { fr: 'Ce dossier est fermé.', en: 'This record is closed.' });

export const opposed = () =>
  new Refusal(
    'rights.opposed',
    {
      fr: 'La personne s’oppose à cette consultation de son dossier.',
      en: 'The person opposes this consultation of their record.',
    },
    { source: 'DMP/CONF.06' },
  );

export const opposedDeposit = () =>
  new Refusal(
    'rights.opposed-deposit',
    {
      fr: 'La personne s’oppose à l’ajout de documents dans son dossier. Rien n’a été enregistré.',
      en: 'The person opposes the addition of documents to their record. Nothing was kept.',
    },
    { source: 'DMP/CONF.09' },
  );

export const depositNotAllowed = () =>
  new Refusal('rights.deposit-not-allowed', {
    fr: 'Seuls un professionnel ou un logiciel de professionnel déposent des documents ici.',
    en: 'Only a professional or a professional’s software deposits documents here.',
  });

export const operatorRefused = () =>
  new Refusal('rights.operator', {
    fr: 'L’exploitant n’a pas accès au contenu des dossiers.',
    en: 'The operator has no access to the content of records.',
  });

export const onlyProfessionals = () =>
  new Refusal('rights.not-a-professional', {
    fr: 'Seul un professionnel déclare un motif d’accès.',
    en: 'Only a professional declares a ground of access.',
  });

export const onlyPhysicians = () =>
  new Refusal('rights.not-a-physician', {
    fr: 'Le médecin traitant est un médecin.',
    en: 'The attending physician is a physician.',
  });

export const reasonRequired = () =>
  new Refusal('rights.reason-required', {
    fr: 'Donnez la raison (10 à 500 caractères) ; la personne la lira.',
    en: 'Give the reason (10 to 500 characters); the person will read it.',
  });

export const secretMinorsOnly = () =>
  new Refusal('rights.secret-minors', {
    fr: 'L’accès secret est réservé aux personnes mineures, à leur demande.',
    en: 'A secret access is for minors only, when they ask for it.',
  });

export const noMandate = () =>
  new Refusal('rights.no-mandate', {
    fr: 'Vous ne pouvez pas, ou plus, agir pour cette personne. Revenez à votre propre dossier.',
    en: 'You may not act for this person, or no longer. Go back to your own record.',
  });

export const purposeMissing = () =>
  new Refusal('rights.purpose', {
    fr: 'La personne ne vous a pas confié cela. Elle seule peut le faire, dans « Mes proches ».',
    en: 'The person did not entrust this to you. Only they can, under “My relatives”.',
  });

export const onlyThemself = () =>
  new Refusal('rights.only-themself', {
    fr: 'Seule la personne elle-même peut faire cela : un mandat ne se transmet pas.',
    en: 'Only the person themself may do this: a mandate is not handed on.',
  });

export const changedMeanwhile = () =>
  new Refusal('rights.changed', {
    fr: 'Vos droits ont changé entre-temps. Relisez-les, puis recommencez.',
    en: 'The rights have changed meanwhile. Look at them again, then try again.',
  });

export const badEnd = () =>
  new Refusal('rights.bad-end', {
    fr: 'La date de fin est comprise entre maintenant et un an.',
    en: 'The end lies between now and one year from now.',
  });

export const nothingToChange = () =>
  new Refusal('rights.no-access', {
    fr: 'Ce professionnel n’a pas d’accès à ce dossier.',
    en: 'This professional has no access to this record.',
  });

export const badMandate = (at: string) =>
  new Refusal(
    'rights.bad-mandate',
    {
      fr: 'Un mandat dit au moins un droit connu, une date de fin dans les cinq ans, et des catégories de documents connues.',
      en: 'A mandate tells at least one known purpose, an end within five years, and known categories of documents.',
    },
    { at },
  );

export const tooManyMandates = () =>
  new Refusal('rights.too-many-mandates', {
    fr: 'Vous avez atteint le nombre de mandats ou d’invitations possibles. Mettez fin à l’un d’eux d’abord.',
    en: 'You have reached the number of possible mandates or invitations. End one of them first.',
  });

export const noInvitation = () =>
  new Refusal('rights.no-invitation', {
    fr: 'Ce code n’est pas, ou n’est plus, celui d’une invitation. Demandez à la personne de le relire ou d’en faire un autre.',
    en: 'This code is not, or no longer, that of an invitation. Ask the person to read it again or to make another one.',
  });

export const tooManyTries = () =>
  new Refusal('rights.too-many-tries', {
    fr: 'Trop de codes essayés. Recommencez dans 24 heures.',
    en: 'Too many codes tried. Try again in 24 hours.',
  });

export const legalMandate = () =>
  new Refusal('rights.legal-mandate', {
    fr: 'Un représentant légal est inscrit ou retiré au guichet, sur justificatif.',
    en: 'A legal representative is recorded or removed at the desk, on proof.',
  });

export const operatorOnly = () =>
  new Refusal('rights.operator-only', { fr: 'Ceci se fait au guichet.', en: 'This is done at the desk.' });
