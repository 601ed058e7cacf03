import type { Refusal } from '#kernel';

/** A reply code and an enhanced status. Source: RFC 5321 §4.2.3; RFC 3463; RFC 5248; the registry of enhanced status codes. */
export type Reply = readonly [code: number, status: string];

/**
 * Refusals of Socle as SMTP replies: 4xx when the same message may pass later, 5xx when it will not. What is not here is told as 554 5.0.0,
 * what is a fault of ours as 451 4.3.0.
 */
const table: Readonly<Record<string, Reply>> = {
  'smtp.syntax': [500, '5.5.2'],
  'smtp.line-too-long': [500, '5.5.2'],
  'smtp.bare-line': [500, '5.5.2'],
  'smtp.unknown-command': [500, '5.5.1'],
  'smtp.path': [553, '5.1.3'],
  'smtp.utf8-needed': [553, '5.6.7'],
  'smtp.parameter': [501, '5.5.4'],
  'smtp.unknown-parameter': [555, '5.5.4'],
  'smtp.out-of-order': [503, '5.5.1'],
  'smtp.tls-first': [530, '5.7.0'],
  'smtp.auth-first': [530, '5.7.0'],
  'smtp.auth-again': [503, '5.5.1'],
  'smtp.no-relay': [550, '5.7.1'],
  'smtp.unknown-sender-domain': [550, '5.7.1'],
  'smtp.sender-not-proven': [550, '5.7.1'],
  'smtp.certificate-none': [550, '5.7.1'],
  'smtp.wrong-from': [553, '5.7.1'],
  'smtp.bare-message': [550, '5.6.0'],
  'smtp.nul-message': [550, '5.6.0'],
  'smtp.too-large': [552, '5.3.4'],
  'smtp.no-room': [452, '4.3.1'],
  'smtp.too-many-recipients': [452, '4.5.3'],
  'smtp.loop': [554, '5.4.6'],
  'smtp.ahead': [421, '4.5.0'],
  'smtp.late': [421, '4.4.2'],
  'smtp.errors': [421, '4.7.0'],
  'smtp.commands': [421, '4.7.0'],
  'smtp.closing': [421, '4.3.2'],
  'smtp.session-over': [421, '4.7.0'],
  'signin.slow-down': [454, '4.7.0'],
  'signin.revocation-unknown': [451, '4.7.5'],
  'signin.certificate-none': [550, '5.7.1'],
  'signin.certificate-untrusted': [550, '5.7.1'],
  'signin.certificate-expired': [550, '5.7.1'],
  'signin.certificate-revoked': [550, '5.7.1'],
  'messaging.tls-needed': [538, '5.7.11'],
  'messaging.sasl-mechanism': [504, '5.5.4'],
  'messaging.sasl-malformed': [501, '5.5.2'],
  'messaging.sasl-cancelled': [501, '5.7.0'],
  'messaging.malformed-address': [553, '5.1.3'],
  'messaging.unknown-recipient': [550, '5.1.1'],
  'messaging.recipient-closed': [550, '5.2.1'],
  'messaging.recipient-full': [452, '4.2.2'],
  'messaging.untrusted-domain': [550, '5.1.2'],
  'messaging.citizen-not-open': [550, '5.7.1'],
  'messaging.citizen-malformed': [553, '5.1.3'],
  'messaging.citizen-unknown': [550, '5.1.1'],
  'messaging.citizen-closed': [550, '5.2.1'],
  'messaging.citizen-too-large': [552, '5.3.4'],
  'messaging.citizen-to-citizen': [550, '5.7.1'],
  'messaging.no-recipient': [554, '5.5.1'],
  'messaging.too-many-recipients': [452, '4.5.3'],
  'messaging.too-large': [552, '5.3.4'],
  'messaging.quota': [552, '5.2.2'],
  'messaging.wrong-sender': [550, '5.7.1'],
  'messaging.malformed-message': [550, '5.6.0'],
  'messaging.several-patients': [550, '5.6.0'],
  'messaging.several-archives': [550, '5.6.0'],
  'messaging.not-allowed': [550, '5.7.1'],
  'messaging.closed': [550, '5.2.1'],
};

export function replyOf({ code }: Pick<Refusal, 'code'>): Reply {
  return table[code] ?? (code.startsWith('store.') ? fault : /^signin\./.test(code) ? unproven : [554, '5.0.0']);
}

/** A fault of ours: the client keeps its message and comes back. */
export const fault: Reply = [451, '4.3.0'];
/** Whoever is refused by their token or certificate. Source: RFC 4954 §6. */
export const unproven: Reply = [535, '5.7.8'];

/** What refuses an authentication, whatever the code: a client must read it as such. */
export function authReplyOf(refusal: Pick<Refusal, 'code'>): Reply {
  const [code, status] = replyOf(refusal);
  return [501, 504, 538, 454, 451].includes(code) ? [code, status] : unproven;
}

/** A refusal in both languages, one line each, letters of ASCII alone. Source: RFC 5321 §4.2; RFC 6531 §3.7.4.2. */
export function refusalLines([code, status]: Reply, { sentence }: Pick<Refusal, 'sentence'>): string {
  return `${code}-${status} ${ascii(sentence.en)}\r\n${code} ${status} ${ascii(sentence.fr)}\r\n`;
}

const longest = 400;

/** `é` is `e`, a typographic quote a plain one; what has no like in ASCII is left out. */
export function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]|«\s?|\s?»/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/œ/g, 'oe')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, longest)
    .trim();
}
