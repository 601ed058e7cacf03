import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  /** At most the first 300 characters of the body. */
  readonly beginning: string;
}

/**
 * One HTTP/1.1 keep-alive connection, one request at a time. It does the least that a client may, so that the client's own work does not
 * take the cores from what is measured: answers need a Content-Length and their bodies are counted, not kept.
 */
export class Connection {
  readonly #socket: Socket;
  #waiting: { done: (reply: Reply) => void; failed: (error: Error) => void } | undefined;
  #head: Buffer = Buffer.alloc(0);
  #reply: Reply | undefined;
  #left = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static open(host: string, port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(parts: readonly (Buffer | string)[]): Promise<Reply> {
    return new Promise((done, failed) => {
      this.#waiting = { done, failed };
      this.#socket.cork();
      for (const part of parts) this.#socket.write(part as string, 'latin1');
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#reply !== undefined) {
      this.#body(chunk.length);
      return;
    }
    const seen = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const end = seen.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#head = seen;
      return;
    }
    this.#head = Buffer.alloc(0);
    const head = seen.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.#fail(new Error(`an answer without Content-Length: ${head.slice(0, 60)}`));
      return;
    }
    this.#reply = { status: Number(head.slice(9, 12)), beginning: seen.toString('latin1', end + 4, end + 304) };
    this.#left = Number(length);
    this.#body(seen.length - end - 4);
  }

  #body(bytes: number): void {
    this.#left -= bytes;
    if (this.#left > 0 || this.#reply === undefined) return;
    const reply = this.#reply;
    const waiting = this.#waiting;
    this.#reply = undefined;
    this.#waiting = undefined;
    waiting?.done(reply);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#socket.destroy();
    waiting?.failed(error);
  }
}
