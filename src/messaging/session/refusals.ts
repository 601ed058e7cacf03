import { Refusal } from '#kernel';

/** Why a mail client is not let in, or no longer; told in its own protocol by `interop/smtp` and `interop/imap`. */
export const unknownMechanism = () =>
  new Refusal(
    'messaging.sasl-mechanism',
    {
      fr: 'Ce serveur connaît XOAUTH2, OAUTHBEARER et EXTERNAL ; aucun mot de passe n’ouvre une boîte.',
      en: 'This server knows XOAUTH2, OAUTHBEARER and EXTERNAL; no password opens a mailbox.',
    },
    { source: 'RFC 4422 §3.3' },
  );
export const malformedResponse = () =>
  new Refusal(
    'messaging.sasl-malformed',
    { fr: 'La réponse d’authentification est mal formée.', en: 'The authentication response is malformed.' },
    { source: 'RFC 7628 §3.1' },
  );
export const cancelled = () =>
  new Refusal(
    'messaging.sasl-cancelled',
    { fr: 'L’authentification a été abandonnée par le client.', en: 'The client gave up authentication.' },
    { source: 'RFC 4422 §3.5' },
  );
export const tlsNeeded = () =>
  new Refusal(
    'messaging.tls-needed',
    { fr: 'Ouvrez d’abord TLS : aucun jeton ne passe en clair.', en: 'Start TLS first: no token travels in clear.' },
    { source: 'RFC 7628 §4' },
  );
/** A citizen writes in the carnet, where conversations have their rules, and where who represents them is told what they may see. */
export const citizenByWeb = () =>
  new Refusal('messaging.citizen-by-web', {
    fr: 'La messagerie d’un citoyen s’ouvre dans son carnet, pas par un logiciel de courriel.',
    en: 'A citizen’s messages are opened in their carnet, not by a mail program.',
  });
export const noMailProgram = () =>
  new Refusal('messaging.no-mail-program', {
    fr: 'Seuls un professionnel et un logiciel enregistré ouvrent une boîte par un logiciel de courriel.',
    en: 'Only a professional and a registered software open a mailbox by a mail program.',
  });
export const tokenTooNarrow = (scope: string) =>
  new Refusal(
    'messaging.token-too-narrow',
    {
      fr: `Ce jeton d’accès n’ouvre pas une boîte : il y faut « scope_all » (Pro Santé Connect) ou « ${scope} », pour aucun patient en particulier.`,
      en: `This access token does not open a mailbox: it takes “scope_all” (Pro Santé Connect) or “${scope}”, for no patient in particular.`,
    },
    { source: 'RFC 6750 §3.1' },
  );
export const certificateMissing = () =>
  new Refusal(
    'messaging.certificate-missing',
    { fr: 'Aucun certificat client n’a été présenté.', en: 'No client certificate was shown.' },
    { source: 'RFC 4422 appendix A' },
  );
export const certificateOfNobody = () =>
  new Refusal(
    'messaging.certificate-unbound',
    {
      fr: 'Ce certificat n’est lié à aucun logiciel enregistré. Demandez à l’exploitant de le lier (socle certificate … --software).',
      en: 'This certificate is bound to no registered software. Ask the operator to bind it (socle certificate … --software).',
    },
    { source: 'RFC 4422 appendix A' },
  );
export const whichMailbox = () =>
  new Refusal('messaging.which-mailbox', {
    fr: 'Nommez la boîte : vous en avez plusieurs, ou aucune.',
    en: 'Name the mailbox: you have several, or none.',
  });
export const tooManyFailures = (seconds: number) =>
  new Refusal('signin.slow-down', {
    fr: `Trop d’essais de suite. Attendez ${seconds} s, puis réessayez.`,
    en: `Too many attempts in a row. Wait ${seconds} s, then try again.`,
  });
