import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export interface Shown {
  readonly pem: string;
  readonly key: string;
  readonly chain?: string;
}

/** A client that sends exactly the bytes it is told to, and reads replies. */
export class RawClient {
  socket: Socket | TLSSocket;
  #heard = '';
  #wake: (() => void) | undefined;
  closed = false;

  constructor(socket: Socket | TLSSocket) {
    this.socket = socket;
    this.#follow(socket);
  }

  static async open(port: number): Promise<RawClient> {
    const client = new RawClient(connect({ port, host: '127.0.0.1' }));
    assert.match(await client.reply(), /^220 /);
    return client;
  }

  /** TLS from the first byte. */
  static async tls(port: number, ca: readonly string[], as?: Shown): Promise<RawClient> {
    const client = new RawClient(connectTls({ port, host: '127.0.0.1', servername: 'localhost', ...secretsOf(ca, as) }));
    assert.match(await client.reply(), /^220 /);
    return client;
  }

  #follow(socket: Socket | TLSSocket): void {
    socket.on('data', (part: Buffer) => {
      this.#heard += part.toString('utf8');
      this.#wake?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#wake?.();
    });
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** The next reply, with all its lines; '' once the connection is closed. */
  async reply(): Promise<string> {
    for (;;) {
      const m = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.#heard);
      if (m !== null) {
        this.#heard = this.#heard.slice(m[0].length);
        return m[0];
      }
      if (this.closed) return '';
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  async ask(line: string | Buffer): Promise<string> {
    this.send(Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]));
    return this.reply();
  }

  async replies(count: number): Promise<string[]> {
    const all: string[] = [];
    for (let i = 0; i < count; i++) all.push(await this.reply());
    return all;
  }

  async startTls(ca: readonly string[], as?: Shown): Promise<void> {
    assert.match(await this.ask('STARTTLS'), /^220 /);
    await this.upgrade(ca, as);
  }

  async upgrade(ca: readonly string[], as?: Shown): Promise<void> {
    const raw = this.socket;
    raw.removeAllListeners('data');
    const socket = connectTls({ socket: raw, servername: 'localhost', ...secretsOf(ca, as) });
    this.socket = socket;
    this.#follow(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
    });
  }

  /** Until the server closed. */
  async end(): Promise<void> {
    while (!this.closed) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  destroy(): void {
    this.socket.destroy();
  }
}

function secretsOf(ca: readonly string[], as: Shown | undefined) {
  return { ca: [...ca], ...(as === undefined ? {} : { cert: `${as.pem}${as.chain ?? ''}`, key: as.key }) };
}
