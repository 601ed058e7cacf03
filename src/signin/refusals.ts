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
