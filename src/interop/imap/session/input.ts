import type { Duplex } from 'node:stream';
import type { CommandReader, Read } from '../syntax/index.ts';

/**
 * What a client sends, read only when the session wants the next command: a client that sends without waiting fills its own connection, not
 * the server's memory.
 */
export class Input {
  readonly reader: CommandReader;
  #socket: Duplex;
  #ended = false;
  #wake: (() => void) | undefined;
  readonly #now: () => number;
  /** When bytes last came, in milliseconds since 1970. */
  heardAt: number;

  constructor(socket: Duplex, reader: CommandReader, now: () => number) {
    this.reader = reader;
    this.#now = now;
    this.heardAt = now();
    this.#socket = socket;
    this.#follow(socket);
  }

  /** Forgets what came before TLS: nobody vouches for it. RFC 3501 §6.2.1. */
  leave(): void {
    this.#socket.off('readable', this.#woken);
    this.reader.discard();
  }

  turnTo(socket: Duplex): void {
    this.#socket = socket;
    this.#follow(socket);
  }

  /** Whoever waits for more is told that nothing comes. */
  stop(): void {
    this.#ended = true;
    this.#woken();
  }

  /** The next thing read; undefined when the client is gone. */
  async next(): Promise<Read | undefined> {
    for (;;) {
      const read = this.reader.next();
      if (read !== undefined) return read;
      if (!(await this.#more())) return undefined;
    }
  }

  /** The next line, while a command holds the connection (AUTHENTICATE, IDLE); undefined when the client is gone. */
  async line(): Promise<ReturnType<CommandReader['line']>> {
    for (;;) {
      const line = this.reader.line();
      if (line !== undefined) return line;
      if (!(await this.#more())) return undefined;
    }
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const bytes: Buffer | null = this.#socket.read();
      if (bytes !== null) {
        this.heardAt = this.#now();
        this.reader.push(bytes);
        return true;
      }
      if (this.#ended || this.#socket.destroyed) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #follow(socket: Duplex): void {
    const gone = (): void => {
      if (this.#socket !== socket) return;
      this.#ended = true;
      this.#woken();
    };
    socket.on('readable', this.#woken);
    socket.once('end', gone);
    socket.once('close', gone);
  }

  readonly #woken = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };
}
