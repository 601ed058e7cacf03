import { Refusal } from '#kernel';

const bearer = { source: 'RFC 6750 §3.1' };

export const tokenMissing = () =>
  new Refusal(
    'signin.token-missing',
    {
      fr: 'Cette adresse demande un jeton d’accès : en-tête « Authorization: Bearer … », obtenu à /oidc/token.',
      en: 'This address asks for an access token: header “Authorization: Bearer …”, obtained at /oidc/token.',
    },
    bearer,
  );
export const tokenInvalid = () =>
  new Refusal(
    'signin.token-invalid',
    {
      fr: 'Ce jeton d’accès n’est pas de ce serveur ou a été modifié. Demandez-en un nouveau à /oidc/token.',
      en: 'This access token is not from this server or was altered. Ask for a new one at /oidc/token.',
    },
    bearer,
  );
export const tokenExpired = () =>
  new Refusal(
    'signin.token-expired',
    {
      fr: 'Ce jeton d’accès a expiré. Demandez-en un nouveau à /oidc/token.',
      en: 'This access token has expired. Ask for a new one at /oidc/token.',
    },
    bearer,
  );
export const tokenCut = () =>
  new Refusal(
    'signin.token-cut',
    {
      fr: 'Cet accès a été coupé : par la personne depuis son carnet, ou rendu par l’application. Demandez une nouvelle autorisation.',
      en: 'This access was cut: by the person from their carnet, or given back by the application. Ask to be allowed again.',
    },
    bearer,
  );
export const tokenAudience = (audience: string) =>
  new Refusal(
    'signin.token-audience',
    {
      fr: `Ce jeton d’accès est destiné à un autre service. Demandez-en un avec « resource=${audience} ».`,
      en: `This access token is meant for another service. Ask for one with “resource=${audience}”.`,
    },
    { source: 'RFC 8707 §2, RFC 9068 §4' },
  );

export const wrongPassword = () =>
  new Refusal('signin.wrong-password', {
    fr: 'L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez.',
    en: 'The login or the password is wrong. Check both, then try again.',
  });
export const empty = () =>
  new Refusal('signin.empty', {
    fr: 'Saisissez votre identifiant et votre mot de passe.',
    en: 'Enter your login and your password.',
  });
export const slowDown = (seconds: number) =>
  new Refusal('signin.slow-down', {
    fr: `Trop d’essais de suite. Attendez ${seconds} s, puis réessayez.`,
    en: `Too many attempts in a row. Wait ${seconds} s, then try again.`,
  });
export const busy = () =>
  new Refusal('signin.busy', {
    fr: 'Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.',
    en: 'Many people are signing in at the moment. Try again shortly.',
  });
export const loginTaken = () =>
  new Refusal('signin.login-taken', {
    fr: 'Cet identifiant est déjà pris. Choisissez-en un autre.',
    en: 'This login is taken. Choose another one.',
  });
export const malformedLogin = () =>
  new Refusal('signin.malformed-login', {
    fr: 'Un identifiant compte 3 à 100 lettres, chiffres, points, tirets ou arobases.',
    en: 'A login has 3 to 100 letters, digits, dots, hyphens or at signs.',
  });
export const weakPassword = () =>
  new Refusal('signin.weak-password', {
    fr: 'Un mot de passe compte 10 à 200 caractères.',
    en: 'A password has 10 to 200 characters.',
  });
export const passwordKept = () =>
  new Refusal('signin.password-kept', {
    fr: 'Choisissez un mot de passe différent de celui qui vous a été remis, saisi deux fois de la même façon.',
    en: 'Choose a password other than the one you were given, typed twice in the same way.',
  });
export const unknownOperator = () =>
  new Refusal('signin.unknown-operator', {
    fr: 'Aucun exploitant ne porte cet identifiant.',
    en: 'No operator has this login.',
  });
export const unknownProfessional = () =>
  new Refusal('signin.unknown-professional', {
    fr: 'Aucun professionnel de l’annuaire ne porte cet identifiant. Vérifiez le numéro RPPS (11 chiffres).',
    en: 'No professional of the directory has this identifier. Check the RPPS number (11 digits).',
  });
export const noSituation = () =>
  new Refusal('signin.no-situation', {
    fr: 'Ce professionnel n’a pas cette situation d’exercice dans l’annuaire.',
    en: 'The directory gives this professional no such place of practice.',
  });
export const simulatorOff = () =>
  new Refusal('signin.simulator-off', {
    fr: 'Le simulateur de Pro Santé Connect n’est ouvert que sur un territoire de démonstration (SOCLE_DEMO=on).',
    en: 'The simulator of Pro Santé Connect is open on a demonstration territory only (SOCLE_DEMO=on).',
  });
export const interactionLost = () =>
  new Refusal('signin.interaction-lost', {
    fr: 'Cette page de connexion n’est plus valable. Retournez à votre espace et recommencez.',
    en: 'This sign-in page is no longer valid. Go back to your space and start again.',
  });
export const formForged = () =>
  new Refusal('signin.forged', {
    fr: 'Ce formulaire ne vient pas de la page de connexion de Socle. Rien n’a été fait.',
    en: 'This form does not come from Socle’s sign-in page. Nothing was done.',
  });
export const malformedForm = (at: string) =>
  new Refusal(
    'signin.malformed-request',
    { fr: 'La demande n’est pas lisible ou dépasse la taille permise.', en: 'The request cannot be read or is too large.' },
    { at },
  );
export const operatorRefused = () =>
  new Refusal('signin.operator-refused', {
    fr: 'Les jetons de démonstration se demandent depuis la machine elle-même avec SOCLE_DEMO=on, ou avec la clé de l’exploitant.',
    en: 'Demonstration tokens are asked for from the machine itself with SOCLE_DEMO=on, or with the operator’s key.',
  });
export const nothingTicked = () =>
  new Refusal('signin.nothing-ticked', {
    fr: 'Rien n’est coché : cochez ce que vous autorisez, ou choisissez « Tout refuser ».',
    en: 'Nothing is ticked: tick what you allow, or refuse everything.',
  });
export const unknownApp = () =>
  new Refusal('signin.unknown-app', {
    fr: 'Cette application n’est pas connue ici, ou n’a plus accès. Rechargez la page.',
    en: 'This application is not known here, or has no access any more. Load the page again.',
  });
export const unknownActor = () =>
  new Refusal('signin.unknown-actor', {
    fr: 'Personne de connu ne porte ce matricule, ce numéro RPPS ou cet identifiant de logiciel.',
    en: 'Nobody known has this matricule, RPPS number or client id.',
  });
export const demandGone = () =>
  new Refusal('signin.demand-gone', {
    fr: 'Cette demande a déjà reçu une réponse ou a expiré. Recommencez la connexion depuis votre logiciel.',
    en: 'This demand was answered already or has expired. Start the sign-in again from your software.',
  });
export const tooManyDemands = () =>
  new Refusal('signin.too-many-demands', {
    fr: 'Trop de demandes attendent déjà sur cette e-CPS. Répondez-y, ou attendez deux minutes.',
    en: 'Too many demands wait on this e-CPS already. Answer them, or wait two minutes.',
  });
export const deniedOnPhone = () =>
  new Refusal('signin.denied-on-phone', {
    fr: 'La connexion a été refusée sur l’e-CPS.',
    en: 'The sign-in was refused on the e-CPS.',
  });
export const notYetOnPhone = () =>
  new Refusal('signin.not-yet-on-phone', {
    fr: 'L’e-CPS n’a pas encore répondu. Validez la demande sur votre téléphone, puis continuez.',
    en: 'The e-CPS has not answered yet. Approve the demand on your telephone, then continue.',
  });
export const tokenProof = (why: { fr: string; en: string }) =>
  new Refusal(
    'signin.token-proof',
    {
      fr: `Ce jeton est lié à une clé et la preuve ne convient pas : ${why.fr}. Joignez un en-tête DPoP frais à chaque demande.`,
      en: `This token is bound to a key and the proof does not hold: ${why.en}. Send a fresh DPoP header with each request.`,
    },
    { source: 'RFC 9449 §7' },
  );
export const tokenCertificate = () =>
  new Refusal(
    'signin.token-certificate',
    {
      fr: 'Ce jeton est lié à un certificat : présentez le même certificat client qu’à /oidc/token, sur l’adresse TLS de ce serveur.',
      en: 'This token is bound to a certificate: present the same client certificate as at /oidc/token, at this server’s TLS address.',
    },
    { source: 'RFC 8705 §3' },
  );

export const activationRefused = () =>
  new Refusal('signin.activation-refused', {
    fr: 'Ce code et cette date de naissance ne vont pas ensemble, ou le code n’est plus valable : il sert une fois, six semaines au plus, et se ferme après cinq erreurs. Vérifiez les deux, ou demandez un nouveau courrier.',
    en: 'This code and this birth date do not go together, or the code no longer holds: it serves once, six weeks at most, and closes after five mistakes. Check both, or ask for a new letter.',
  });
export const malformedBirthDate = () =>
  new Refusal('signin.malformed-birth-date', {
    fr: 'Écrivez la date de naissance avec le jour, le mois et l’année, par exemple 07/03/1984.',
    en: 'Write the birth date with day, month and year, for example 07/03/1984.',
  });
export const tooYoung = (years: number) =>
  new Refusal('signin.too-young', {
    fr: `Avant ${years} ans, le carnet s’ouvre depuis celui du représentant légal : enregistrez cette représentation au guichet.`,
    en: `Before the age of ${years} the record is opened from that of the legal representative: register them at the desk.`,
  });
export const unknownLetter = () =>
  new Refusal('signin.unknown-letter', {
    fr: 'Cette personne n’attend aucun courrier. Rechargez la liste.',
    en: 'This person waits for no letter. Load the list again.',
  });
export const wrongCode = () =>
  new Refusal('signin.wrong-code', {
    fr: 'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant ou demandez-en un autre, puis réessayez.',
    en: 'This code is wrong or was used before. Wait for the next one or ask for another, then try again.',
  });
export const wrongRecoveryCode = () =>
  new Refusal('signin.wrong-recovery-code', {
    fr: 'Ce code de secours n’est pas le bon, ou il a déjà servi. Chacun ne sert qu’une fois.',
    en: 'This recovery code is wrong or was used before. Each serves once.',
  });
export const tooManyTries = () =>
  new Refusal('signin.too-many-tries', {
    fr: 'Trop de codes faux : cet essai n’a pas été lu. Attendez 15 minutes, utilisez un code de secours ou votre clé d’accès.',
    en: 'Too many wrong codes: this try was not read. Wait 15 minutes, or use a recovery code or your passkey.',
  });
export const passkeyRefused = () =>
  new Refusal('signin.passkey-refused', {
    fr: 'Cette clé d’accès n’a pas été reconnue, ou la page a attendu trop longtemps. Réessayez, ou entrez par un autre moyen.',
    en: 'This passkey was not recognised, or the page waited too long. Try again, or sign in another way.',
  });
export const passkeyCopied = () =>
  new Refusal('signin.passkey-copied', {
    fr: 'Cette clé d’accès semble avoir été copiée : elle n’ouvre plus. Entrez par un autre moyen et supprimez-la dans « Ma connexion ».',
    en: 'This passkey seems to have been copied: it opens no more. Sign in another way and remove it under “My sign-in”.',
  });
export const passkeysImpossible = () =>
  new Refusal('signin.passkeys-impossible', {
    fr: 'Cette installation n’a pas de nom d’hôte sûr (https, ou localhost) : les clés d’accès n’y sont pas possibles.',
    en: 'This installation has no safe host name (https, or localhost): passkeys are not possible here.',
  });
export const tooManyPasskeys = (most: number) =>
  new Refusal('signin.too-many-passkeys', {
    fr: `Vous avez déjà ${most} clés d’accès. Supprimez-en une avant d’en ajouter.`,
    en: `You already have ${most} passkeys. Remove one before you add another.`,
  });
export const shortPassword = () =>
  new Refusal('signin.short-password', {
    fr: 'Un mot de passe compte 12 à 200 caractères. Une phrase facile à retenir convient bien.',
    en: 'A password has 12 to 200 characters. A sentence that is easy to remember does well.',
  });
export const commonPassword = () =>
  new Refusal('signin.common-password', {
    fr: 'Ce mot de passe est de ceux que l’on essaie en premier (mots courants, suite du clavier, votre nom). Choisissez-en un autre.',
    en: 'This password is one of those that are tried first (common words, keyboard runs, your name). Choose another one.',
  });
export const passwordsDiffer = () =>
  new Refusal('signin.passwords-differ', {
    fr: 'Les deux mots de passe ne sont pas les mêmes. Saisissez deux fois le même.',
    en: 'The two passwords differ. Type the same one twice.',
  });
export const malformedEmail = () =>
  new Refusal('signin.malformed-email', {
    fr: 'Écrivez une adresse électronique complète, par exemple prenom@exemple.fr.',
    en: 'Write a whole e-mail address, for example name@example.org.',
  });
export const noNotices = () =>
  new Refusal('signin.no-notices', {
    fr: 'Cette installation n’envoie pas de courriel : choisissez l’application d’authentification.',
    en: 'This installation sends no e-mail: choose the authenticator application.',
  });
export const secondNeeded = () =>
  new Refusal('signin.second-needed', {
    fr: 'Un mot de passe seul n’ouvre pas le carnet. Demandez un courrier d’activation pour choisir une connexion plus sûre.',
    en: 'A password alone does not open the record. Ask for an activation letter to choose a safer way in.',
  });
export const freshNeeded = () =>
  new Refusal('signin.fresh-needed', {
    fr: 'Pour changer vos moyens de connexion, confirmez que c’est bien vous : connectez-vous à nouveau.',
    en: 'To change your ways in, confirm that it is you: sign in again.',
  });
export const lastWay = () =>
  new Refusal('signin.last-way', {
    fr: 'C’est votre seul moyen de connexion. Ajoutez-en un autre avant de le supprimer.',
    en: 'This is your only way in. Add another one before you remove it.',
  });
export const unknownWay = () =>
  new Refusal('signin.unknown-way', {
    fr: 'Cela n’existe plus : la page n’était pas à jour. Rechargez-la.',
    en: 'This is no longer there: the page was out of date. Load it again.',
  });
export const malformedMatricule = () =>
  new Refusal('signin.malformed-matricule', {
    fr: 'Le numéro de sécurité sociale (matricule INS) compte 15 caractères, clé comprise. Il est sur votre carte Vitale.',
    en: 'The social security number (matricule INS) has 15 characters, its key included. It is on the Vitale card.',
  });
