import { Refusal, type Sentence } from '#kernel';

const smtp = (code: string, en: string, fr: string, source: string): Refusal =>
  new Refusal(`smtp.${code}`, { fr, en }, { source });

/** What this protocol refuses by itself, and no other can carry; each has its reply in `replies.ts`. */
export const badSyntax = () => smtp('syntax', 'Syntax error', 'Erreur de syntaxe', 'RFC 5321 §4.2.4');
export const lineTooLong = () => smtp('line-too-long', 'Line too long', 'Ligne trop longue', 'RFC 5321 §4.5.3.1.4');
export const bareLine = () =>
  smtp('bare-line', 'A line ends in CRLF and holds no other CR, LF or NUL', 'Une ligne finit par CRLF', 'RFC 5321 §2.3.8');
export const unknownCommand = () => smtp('unknown-command', 'Unknown command', 'Commande inconnue', 'RFC 5321 §4.2.4');
export const badPath = () => smtp('path', 'Malformed address', 'Adresse mal formée', 'RFC 5321 §4.1.2');
export const needsUtf8 = () =>
  smtp('utf8-needed', 'This address needs SMTPUTF8', 'Cette adresse demande SMTPUTF8', 'RFC 6531 §3.5');
export const badParameter = (name: string) =>
  smtp('parameter', `Malformed parameter ${name}`, `Paramètre mal formé ${name}`, 'RFC 5321 §4.1.1.11');
export const unknownParameter = (name: string) =>
  smtp('unknown-parameter', `Unknown parameter ${name}`, `Paramètre inconnu ${name}`, 'RFC 5321 §4.1.1.11');
export const outOfOrder = (wanted: string) =>
  smtp('out-of-order', `Send ${wanted} first`, `Envoyez d’abord ${wanted}`, 'RFC 5321 §4.1.4');
export const tlsFirst = () => smtp('tls-first', 'Must issue a STARTTLS command first', 'Envoyez d’abord STARTTLS', 'RFC 3207 §4');
export const authFirst = () => smtp('auth-first', 'Authentication required', 'Authentification nécessaire', 'RFC 4954 §6');
export const authAgain = () => smtp('auth-again', 'Already authenticated', 'Vous êtes déjà authentifié', 'RFC 4954 §4');
export const noRelay = () =>
  smtp(
    'no-relay',
    'No relaying: this recipient is not of this operator',
    'Pas de relais : ce destinataire est d’un autre opérateur',
    'RFC 5321 §7.9',
  );
export const unknownSenderDomain = () =>
  smtp(
    'unknown-sender-domain',
    'The sender’s domain is not on the list of trusted domains',
    'Le domaine de l’expéditeur n’est pas sur la liste de confiance',
    'MSSanté, référentiel #1',
  );
export const senderNotProven = () =>
  smtp(
    'sender-not-proven',
    'Your client certificate is not that of the sender’s operator',
    'Votre certificat n’est pas celui de l’opérateur de l’expéditeur',
    'MSSanté, référentiel #1',
  );
export const noCertificate = () =>
  smtp(
    'certificate-none',
    'Sign in, or show the client certificate of your operator',
    'Identifiez-vous, ou présentez le certificat client de votre opérateur',
    'MSSanté, référentiel #1',
  );
export const wrongFrom = () =>
  smtp(
    'wrong-from',
    'The sender is not the mailbox that you signed in to',
    'L’expéditeur n’est pas la boîte que vous avez ouverte',
    'RFC 6409 §6.1',
  );
export const bareMessage = () =>
  smtp(
    'bare-message',
    'Lines of a message end in CRLF: a CR or an LF stands alone in this one',
    'Les lignes d’un message finissent par CRLF : celui-ci contient un CR ou un LF seul',
    'RFC 5321 §2.3.8',
  );
export const nulMessage = () =>
  smtp('nul-message', 'A message holds no NUL', 'Un message ne contient pas de NUL', 'RFC 5321 §2.3.8, RFC 6152 §2');
export const tooLarge = (most: number) =>
  smtp('too-large', `Message larger than ${most} bytes`, `Message de plus de ${most} octets`, 'RFC 1870 §6');
export const noRoom = () =>
  smtp('no-room', 'Too many messages arrive at this moment', 'Trop de messages arrivent en ce moment', 'RFC 5321 §4.2.3');
export const tooMany = () => smtp('too-many-recipients', 'Too many recipients', 'Trop de destinataires', 'RFC 5321 §4.5.3.1.10');
export const looping = () => smtp('loop', 'This message goes in a circle', 'Ce message tourne en rond', 'RFC 5321 §6.3');
export const ahead = () =>
  smtp('ahead', 'You did not wait for the answer', 'Vous n’avez pas attendu la réponse', 'RFC 2920 §3.1');
export const late = () => smtp('late', 'Timeout', 'Délai dépassé', 'RFC 5321 §4.5.3.2');
export const tooManyErrors = () => smtp('errors', 'Too many errors', 'Trop d’erreurs', 'RFC 5321 §4.3.2');
export const tooManyCommands = () => smtp('commands', 'Too many commands', 'Trop de commandes', 'RFC 5321 §4.3.2');
export const closing = () => smtp('closing', 'Closing, come back soon', 'Le service s’arrête, revenez bientôt', 'RFC 5321 §3.8');
/** The session does not stand any more; in the words of why. */
export const sessionOver = ({ en, fr }: Sentence) => smtp('session-over', en, fr, 'RFC 4954 §4');
