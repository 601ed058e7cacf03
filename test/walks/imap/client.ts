import assert from 'node:assert/strict';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What was answered to one command. */
export interface Answer {
  /** Each with its literals, without the last CRLF: `* 1 FETCH (BODY[] {3}\r\nabc)`. */
  readonly untagged: readonly string[];
  /** `OK Done.` */
  readonly tagged: string;
}

export interface Place {
  readonly port: number;
  readonly ca?: string;
  readonly as?: { readonly pem: string; readonly key: string };
}

/** An IMAP client that says exactly what a test tells it to, and hides nothing of what comes back. Bytes are characters (latin1). */
export class Client {
  #socket: Socket;
  #bytes = '';
  #wake: (() => void) | undefined;
  #ended = false;
  #tag = 0;
  greeting = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#follow(socket);
  }

  /** With a `ca` by TLS. */
  static async open({ port, ca, as }: Place): Promise<Client> {
    const client = new Client(
      await opened(ca === undefined ? connectPlain(port, '127.0.0.1') : byTls({ port }, ca, as), ca !== undefined),
    );
    client.greeting = await client.response();
    return client;
  }

  async startTls(ca: string, as?: Place['as']): Promise<void> {
    await this.ok('STARTTLS');
    await this.toTls(ca, as);
  }

  /** The handshake alone. */
  async toTls(ca: string, as?: Place['as']): Promise<void> {
    this.#socket.removeAllListeners('data');
    this.#socket = await opened(byTls({ socket: this.#socket }, ca, as), true);
    this.#follow(this.#socket);
  }

  get socket(): Socket {
    return this.#socket;
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(text: string | Buffer): void {
    this.#socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  /** Sends a command and gives its tag. */
  send(command: string): string {
    const tag = `a${++this.#tag}`;
    this.write(`${tag} ${command}\r\n`);
    return tag;
  }

  async ask(command: string): Promise<Answer> {
    return this.answer(this.send(command));
  }

  /** Fails unless the answer is OK. */
  async ok(command: string): Promise<Answer> {
    const answer = await this.ask(command);
    assert.match(answer.tagged, /^OK\b/, `${command}: ${answer.tagged}`);
    return answer;
  }

  /** Hands a message over, as APPEND with a synchronising literal. */
  async append(folder: string, message: string, options = ''): Promise<Answer> {
    const tag = this.send(`APPEND ${folder} ${options}{${Buffer.byteLength(message, 'latin1')}}`);
    const first = await this.response();
    if (!first.startsWith('+')) return { untagged: [], tagged: first.slice(tag.length + 1) };
    this.write(`${message}\r\n`);
    return this.answer(tag);
  }

  async answer(tag: string): Promise<Answer> {
    const untagged: string[] = [];
    for (;;) {
      const line = await this.response();
      if (line.startsWith(`${tag} `)) return { untagged, tagged: line.slice(tag.length + 1) };
      assert.ok(line !== '' && !line.startsWith('+'), `${tag} was not answered: ${line}`);
      untagged.push(line);
    }
  }

  /** One whole answer, literals included; '' when the server closed. */
  async response(): Promise<string> {
    for (let at = 0; ; ) {
      const end = this.#bytes.indexOf('\r\n', at);
      if (end >= 0) {
        const literal = /\{(\d+)\}$/.exec(this.#bytes.slice(at, end));
        if (literal === null) return this.#take(end);
        at = end + 2 + Number(literal[1]);
        if (this.#bytes.length >= at) continue;
      }
      if (this.#ended) return '';
      at = 0;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Until a line says this. */
  async heard(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = await this.response();
      if (pattern.test(line)) return line;
      assert.ok(!(line === '' && this.#ended), `the server closed before it said ${pattern}`);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(end: number): string {
    const line = this.#bytes.slice(0, end);
    this.#bytes = this.#bytes.slice(end + 2);
    return line;
  }

  #follow(socket: Socket): void {
    const woken = (): void => {
      const wake = this.#wake;
      this.#wake = undefined;
      wake?.();
    };
    socket.on('data', (bytes: Buffer) => {
      this.#bytes += bytes.toString('latin1');
      woken();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (socket !== this.#socket) return;
      this.#ended = true;
      woken();
    });
  }
}

function byTls(where: { readonly port: number } | { readonly socket: Socket }, ca: string, as: Place['as']): Socket {
  const own = as === undefined ? {} : { cert: as.pem, key: as.key };
  return connectTls({ ...where, ...('port' in where ? { host: '127.0.0.1' } : {}), ca, servername: 'localhost', ...own });
}

function opened(socket: Socket, tls: boolean): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
