import type { Duplex } from 'node:stream';

/** The connection is gone, or is to end: whatever was being done for it stops here. Not a refusal: nobody is there to read it. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

const mostGathered = 32 * 1024;
const mostWaiting = 256 * 1024;

/**
 * What is said to a client. Lines are gathered into writes of some size; {@link Wire.room} holds whoever produces much until the client has
 * read, so that a slow one never makes the server keep more than a page of messages.
 */
export class Wire {
  #socket: Duplex;
  #gathered = '';
  #wake: (() => void) | undefined;
  /** Since when the client has not read what waits for it, in milliseconds since 1970; undefined when nothing waits. */
  stalledSince: number | undefined;
  readonly #now: () => number;

  constructor(socket: Duplex, now: () => number) {
    this.#now = now;
    this.#socket = socket;
    this.#follow(socket);
  }

  /** From now on by TLS. */
  turnTo(socket: Duplex): void {
    this.#socket.off('drain', this.#woken);
    this.#socket = socket;
    this.#follow(socket);
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.writableEnded;
  }

  /** Text that ends in CRLF, or goes on in the next call. */
  say(text: string): void {
    this.#gathered += text;
    if (this.#gathered.length > mostGathered) this.flush();
  }

  bytes(bytes: Buffer): void {
    this.flush();
    if (!this.closed) this.#socket.write(bytes);
  }

  /** An answer in pieces: text, and bytes of messages between. */
  print(pieces: readonly (string | Buffer)[]): void {
    for (const piece of pieces) {
      if (typeof piece === 'string') this.say(piece);
      else this.bytes(piece);
    }
  }

  flush(): void {
    const text = this.#gathered;
    this.#gathered = '';
    if (text !== '' && !this.closed) this.#socket.write(text);
  }

  /** Waits while more than a little is unread. Throws {@link Ended} when the client is gone. */
  async room(): Promise<void> {
    if (this.closed) throw new Ended();
    if (this.#socket.writableLength <= mostWaiting) return;
    this.stalledSince ??= this.#now();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.stalledSince = undefined;
    if (this.closed) throw new Ended();
  }

  /** Says what was gathered and closes. */
  end(): void {
    this.flush();
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #follow(socket: Duplex): void {
    socket.on('drain', this.#woken);
    socket.once('close', this.#woken);
  }

  readonly #woken = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };
}
