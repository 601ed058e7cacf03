import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { OtherOperator, Received } from '../../src/interop/smtp/carryPortTest.ts';
import type { Card } from '../signin/mutualTls.ts';

/** A small SMTP server that behaves as it is told and keeps what it was given, byte for byte. */
export interface SmtpPeer {
  readonly port: number;
  readonly received: readonly Received[];
  /** What clients proved by certificate, one a session. */
  readonly clients: readonly boolean[];
  close(): Promise<void>;
}

export async function listenPeer(other: OtherOperator, card: Card, clientAuthority: string): Promise<SmtpPeer> {
  const received: Received[] = [];
  const clients: boolean[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.write('220 peer ESMTP\r\n');
    converse(socket, false);
  });
  const extensions = (secure: boolean): string[] => [
    'peer',
    'PIPELINING',
    ...(other.eightBit === false ? [] : ['8BITMIME']),
    ...(other.utf8 === false ? [] : ['SMTPUTF8']),
    ...(other.reports === false ? [] : ['DSN']),
    ...(other.mostBytes === undefined ? ['SIZE'] : [`SIZE ${other.mostBytes}`]),
    ...(secure || other.tls === 'none' ? [] : ['STARTTLS']),
    'ENHANCEDSTATUSCODES',
  ];
  const converse = (socket: Socket, secure: boolean): void => {
    let buffer = Buffer.alloc(0);
    let data = false;
    let now = { from: '', recipients: [] as string[], parameters: [] as string[] };
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const ended = (): void => {
      const end = buffer.indexOf('\r\n.\r\n');
      if (end < 0) return;
      const bytes = Buffer.from(
        buffer
          .subarray(2, end + 2)
          .toString('latin1')
          .replaceAll('\r\n..', '\r\n.')
          .replace(/^\.\./, '.'),
        'latin1',
      );
      buffer = buffer.subarray(end + 5);
      data = false;
      if (other.afterData === 'gone') return void socket.destroy();
      if (other.afterData === undefined) received.push({ ...now, bytes });
      say(other.afterData ?? '250 2.0.0 taken');
    };
    const heard = (line: string): void => {
      const [, verb = '', address = '', parameters = ''] = /^(MAIL FROM|RCPT TO):<([^>]*)>\s*(.*)$/i.exec(line) ?? [];
      if (/^EHLO/i.test(line)) {
        const all = extensions(secure);
        for (const [n, word] of all.entries()) say(`250${n === all.length - 1 ? ' ' : '-'}${word}`);
      } else if (/^STARTTLS/i.test(line)) {
        if (other.tls === 'none') {
          say('502 5.5.1 no');
          return;
        }
        say('220 2.0.0 go on');
        socket.removeAllListeners('data');
        secured.emit('connection', socket);
      } else if (/^MAIL/i.test(verb)) {
        now = { from: address, recipients: [], parameters: parameters === '' ? [] : [parameters] };
        say(other.sender ?? '250 2.1.0 ok');
      } else if (/^RCPT/i.test(verb)) {
        const reply = other.recipients?.[address.slice(0, address.lastIndexOf('@'))] ?? '250 2.1.5 ok';
        if (reply.startsWith('2')) {
          now.recipients.push(address);
          if (parameters !== '') now.parameters.push(parameters);
        }
        say(reply);
      } else if (/^DATA/i.test(line)) {
        if (now.recipients.length === 0 || other.sender !== undefined) {
          say('503 5.5.1 no recipient');
          return;
        }
        data = true;
        buffer = Buffer.concat([Buffer.from('\r\n'), buffer]);
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        say('221 2.0.0 bye');
        socket.end();
      } else say(/^(RSET|NOOP)/i.test(line) ? '250 2.0.0 ok' : '502 5.5.1 what?');
    };
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      for (;;) {
        if (data) ended();
        if (data) return;
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        const line = buffer.subarray(0, end).toString('utf8');
        buffer = buffer.subarray(end + 2);
        heard(line);
      }
    });
  };
  const old = other.tls === 'old' ? ({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1' } as const) : {};
  const secured = createTlsServer({
    ...card,
    ...old,
    ca: [clientAuthority],
    ciphers: 'DEFAULT@SECLEVEL=0',
    requestCert: true,
    rejectUnauthorized: true,
  });
  secured.on('tlsClientError', () => undefined);
  secured.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    clients.push(socket.authorized);
    converse(socket, true);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    clients,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}
