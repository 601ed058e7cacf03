import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Carried } from '#messaging';

/** RFC 3461's parameters of one transaction, as nodemailer's client takes them. */
export interface Dsn {
  readonly ret?: 'FULL' | 'HDRS';
  readonly envid?: string;
  readonly notify?: string[];
  /** `rfc822;address`. */
  readonly orcpt?: string;
}

export interface ToHandOver {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly bytes: Buffer;
  readonly dsn: Dsn;
}

/** One SMTP session with another operator, secured. */
export interface HandOver {
  /** It knows RFC 3461. */
  readonly reports: boolean;
  /** Never rejects: what goes wrong is told of each recipient. */
  send(message: ToHandOver): Promise<readonly Carried[]>;
  end(): void;
}

export interface HandOverParts {
  readonly socket: Socket;
  readonly host: string;
  readonly name: string;
  readonly tls: ConnectionOptions;
  /** By then it is over, whatever the other side does (milliseconds). */
  readonly until: number;
}

interface Fault extends Error {
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly recipient?: string | undefined;
  readonly rejectedErrors?: readonly Fault[] | undefined;
}

/** What nodemailer's client knows of the other side; its types do not tell. */
interface Known {
  readonly _supportedExtensions: readonly string[];
  readonly _maxAllowedSize: number;
}

/** Begins a session over an open connection: EHLO, STARTTLS, both certificates, EHLO again. Rejects when any of it fails. */
export async function handOver({ socket, host, name, tls, until }: HandOverParts): Promise<HandOver> {
  const left = (): number => Math.max(1000, until - Date.now());
  const connection = new SMTPConnection({
    host,
    connection: socket,
    name,
    requireTLS: true,
    tls: { ...tls, host },
    connectionTimeout: Math.min(60_000, left()),
    greetingTimeout: Math.min(30_000, left()),
    socketTimeout: Math.min(120_000, left()),
    socketCloseTimeout: 2000,
    maxResponseSize: 16_384,
    logger: false,
  } as SMTPConnection.Options);
  const over = setTimeout(() => connection.close(), left());
  const end = (): void => {
    clearTimeout(over);
    connection.quit();
    // who does not answer QUIT is not waited for
    setTimeout(() => connection.close(), 2000).unref();
  };
  try {
    await new Promise<void>((done, failed) => {
      connection.once('error', failed);
      connection.once('end', () => failed(new Error('the connection ended')));
      connection.connect((error) => (error === undefined || error === null ? done() : failed(error)));
    });
  } catch (error) {
    clearTimeout(over);
    connection.close();
    socket.destroy();
    throw error;
  }
  // told to whoever sends; nobody else listens
  connection.on('error', () => undefined);
  const known = connection as unknown as Known;
  const knows = (extension: string): boolean => known._supportedExtensions.includes(extension);
  let again = false;
  return {
    reports: knows('DSN'),
    async send(message) {
      const refused = unchanged(message, knows, known._maxAllowedSize);
      if (refused !== undefined) return refused;
      if (again) await new Promise<void>((done) => connection.reset(() => done()));
      again = true;
      return sent(connection, message);
    },
    end,
  };
}

/** What this server could not take as it is; undefined when it can. RFC 6152 §3, RFC 6531 §3.2, RFC 1870 §6.1. */
function unchanged(
  { from, recipients, bytes }: ToHandOver,
  knows: (extension: string) => boolean,
  mostBytes: number,
): Carried[] | undefined {
  const refused = (reply: string): Carried[] => recipients.map((recipient) => ({ recipient, outcome: 'permanent', reply }));
  if (mostBytes > 0 && bytes.length > mostBytes) return refused(`552 5.3.4 the other operator takes at most ${mostBytes} bytes`);
  if (hasEightBits(bytes) && !knows('8BITMIME')) return refused('554 5.6.3 the other operator takes no eight-bit message');
  if ([from, ...recipients].some((address) => !/^[\x20-\x7e]*$/.test(address)) && !knows('SMTPUTF8'))
    return refused('553 5.6.7 the other operator takes no address with these characters');
  return undefined;
}

const hasEightBits = (bytes: Buffer): boolean => bytes.some((byte) => byte > 127);

function sent(connection: SMTPConnection, { from, recipients, bytes, dsn }: ToHandOver): Promise<readonly Carried[]> {
  const envelope = {
    from: from === '' ? false : from,
    to: [...recipients],
    size: bytes.length,
    use8BitMime: hasEightBits(bytes),
    dsn,
  } as SMTPConnection.Envelope;
  return new Promise((done) => {
    const lost = '451 4.4.2 the connection ended';
    // what is known of the end is told right after it
    const ended = (): void =>
      void setImmediate(() => done(recipients.map((recipient) => ({ recipient, outcome: 'temporary', reply: lost }))));
    connection.once('end', ended);
    connection.send(envelope, bytes, (error, info) => {
      connection.off('end', ended);
      done(error === null || error === undefined ? taken(recipients, info) : refusedFor(recipients, error as Fault));
    });
  });
}

function taken(
  recipients: readonly string[],
  info: { readonly response: string; readonly rejectedErrors?: readonly Fault[] | undefined },
): Carried[] {
  const refused = new Map((info.rejectedErrors ?? []).map((fault) => [fault.recipient, fault]));
  return recipients.map((recipient) => {
    const fault = refused.get(recipient);
    return fault === undefined ? { recipient, outcome: 'delivered', reply: oneLine(info.response) } : judged(recipient, fault);
  });
}

/** Refused one by one at RCPT, or all together at MAIL, DATA or after the last byte. */
function refusedFor(recipients: readonly string[], fault: Fault): Carried[] {
  const each = new Map((fault.rejectedErrors ?? []).map((one) => [one.recipient, one]));
  return recipients.map((recipient) => judged(recipient, each.get(recipient) ?? fault));
}

function judged(recipient: string, { response, responseCode, message }: Fault): Carried {
  if (responseCode === undefined || response === undefined)
    return { recipient, outcome: 'temporary', reply: `451 4.4.2 ${oneLine(message)}` };
  // 530 and 454 speak of TLS and of who we are: that is ours or theirs to mend, not the sender's
  const permanent = responseCode >= 500 && responseCode !== 530 && responseCode !== 535;
  return { recipient, outcome: permanent ? 'permanent' : 'temporary', reply: oneLine(response) };
}

/** `550-5.1.1 no\n550 5.1.1 such` → `550 5.1.1 no such`. */
function oneLine(text: string): string {
  const [first = '', ...more] = text.split(/\r?\n/);
  return [first.replace(/^(\d{3})-/, '$1 '), ...more.map((line) => line.replace(/^\d{3}[ -]([245]\.\d+\.\d+ )?/, ''))]
    .join(' ')
    .slice(0, 500);
}
