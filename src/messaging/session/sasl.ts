import { malformedResponse } from './refusals.ts';

/** How a mail client says who it is; no password is among them. */
export const mechanisms = ['XOAUTH2', 'OAUTHBEARER', 'EXTERNAL'] as const;
export type Mechanism = (typeof mechanisms)[number];

export function isMechanism(text: string): text is Mechanism {
  return mechanisms.includes(text as Mechanism);
}

/** What a client's response says; nothing of it is believed yet. */
export interface Said {
  /** The mailbox it wants, lower case; '' when it names none. */
  readonly mailbox: string;
  /** Absent for EXTERNAL: the certificate of the connection speaks. */
  readonly token?: string;
}

/** Base64 characters of a response: a token of 8,192 and what stands around it. */
export const longestResponse = 12_288;
const longestAddress = 320;

/**
 * Reads a client's response. In: base64, `=` or '' for an empty one. Refuses `messaging.sasl-malformed`.
 *
 * Source: RFC 7628 §3.1 (OAUTHBEARER), RFC 5801 §4 (the names before it), RFC 4422 appendix A (EXTERNAL); XOAUTH2 as mail clients
 * speak it: `user=…^Aauth=Bearer …^A^A`.
 */
export function readResponse(mechanism: Mechanism, response: string): Said {
  const text = decode(response);
  if (mechanism === 'EXTERNAL') return { mailbox: addressOf(text) };
  const [first = '', ...pairs] = text.split('\x01');
  const fields = new Map((mechanism === 'XOAUTH2' ? [first, ...pairs] : pairs).flatMap(fieldOf));
  const token = /^bearer +(\S+)$/i.exec(fields.get('auth') ?? '')?.[1];
  if (token === undefined || !text.endsWith('\x01\x01')) throw malformedResponse();
  return { mailbox: addressOf(mechanism === 'XOAUTH2' ? (fields.get('user') ?? '') : namedIn(first)), token };
}

/** What is asked back of a token that was refused, base64; the client answers with an empty response, and is then told no. */
export function errorChallenge(mechanism: Mechanism, issuer: string, scope: string): string | undefined {
  if (mechanism === 'EXTERNAL') return undefined;
  const said =
    mechanism === 'XOAUTH2'
      ? { status: '401', schemes: 'bearer', scope }
      : { status: 'invalid_token', scope, 'openid-configuration': `${issuer}/.well-known/openid-configuration` };
  return Buffer.from(JSON.stringify(said)).toString('base64');
}

function decode(response: string): string {
  if (response === '' || response === '=') return '';
  if (response.length > longestResponse || response.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(response))
    throw malformedResponse();
  const bytes = Buffer.from(response, 'base64');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw malformedResponse();
  return text;
}

function fieldOf(pair: string): [string, string][] {
  const m = /^([a-z-]{1,40})=([\s\S]*)$/i.exec(pair);
  return m === null ? [] : [[(m[1] ?? '').toLowerCase(), m[2] ?? '']];
}

/** `n,a=name,`: no channel binding is spoken here, so a client that demands one is refused. */
function namedIn(header: string): string {
  const m = /^[ny],(?:a=((?:[^,=\0]|=2C|=3D)+))?,$/.exec(header);
  if (m === null) throw malformedResponse();
  return (m[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=');
}

function addressOf(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (text.length > longestAddress || /[\x00-\x20\x7f]/.test(text)) throw malformedResponse();
  return text.toLowerCase();
}
