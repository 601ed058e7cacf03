import type { Socket } from 'node:net';
import type { Refusal } from '#kernel';
import { type Reply, refusalLines, replyOf } from '../replies.ts';
import { Input } from './input.ts';
import { late } from './refusals.ts';

/** A connection: what is said and heard on it, within time. */
export class Wire {
  readonly socket: Socket;
  readonly input: Input;
  /** Kept from the beginning: a socket that closed has none. */
  readonly remote: string;
  readonly #closed = new AbortController();

  constructor(socket: Socket) {
    this.socket = socket;
    this.remote = socket.remoteAddress ?? '';
    this.input = new Input(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined); // 'close' follows
    socket.once('close', () => this.#closed.abort());
  }

  get signal(): AbortSignal {
    return this.#closed.signal;
  }

  get open(): boolean {
    return !this.#closed.signal.aborted && this.socket.writable;
  }

  say(text: string): void {
    if (this.open) this.socket.write(text);
  }

  reply([code, status]: Reply, text: string): void {
    this.say(`${code} ${status} ${text}\r\n`);
  }

  refuse(refusal: Refusal): void {
    this.say(refusalLines(replyOf(refusal), refusal));
  }

  /** Says a last word, if there is one, and closes; what the other side still sends is not read. */
  end(refusal?: Refusal): void {
    if (refusal !== undefined) this.refuse(refusal);
    if (this.socket.destroyed) return;
    this.socket.end();
    // Whoever does not close theirs is not waited for.
    setTimeout(() => this.socket.destroy(), 2000).unref();
  }

  /** What is being waited for must be there within these seconds, or the connection ends. */
  async within<T>(seconds: number, wait: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.refuse(late());
      this.socket.destroySoon();
      this.socket.destroy();
    }, seconds * 1000);
    try {
      return await wait;
    } finally {
      clearTimeout(timer);
    }
  }
}
