import type { Duplex } from 'node:stream';
import { type DataRead, openData } from './data.ts';

/** A line of a command, without its CRLF. `bare`: it ended in LF alone, or holds a CR or a NUL. `long`: cut off, the rest was thrown away. */
export interface CommandLine {
  readonly text: Buffer;
  readonly bare: boolean;
  readonly long: boolean;
}

/** Beyond so many bytes without an end of line nobody means a command. */
const hopeless = 65_536;
const fullBytes = 262_144;
const [lf, cr, nul] = [10, 13, 0];

/** The bytes of a connection, taken as lines of commands or as a message; reads no further ahead than 256 KiB. */
export class Input {
  readonly #socket: Duplex;
  #parts: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #wake: (() => void) | undefined;
  readonly #hear = (part: Buffer): void => {
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > fullBytes) this.#socket.pause();
    this.#wake?.();
  };
  readonly #end = (): void => {
    this.#ended = true;
    this.#wake?.();
  };

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', this.#hear).on('end', this.#end).on('close', this.#end);
  }

  /** Bytes that came and were not taken yet. */
  get waiting(): number {
    return this.#bytes;
  }

  /** Gives the connection up, and throws away what came ahead of time. */
  release(): void {
    this.#socket.off('data', this.#hear).off('end', this.#end).off('close', this.#end);
    this.#socket.pause();
    this.#parts = [];
    this.#bytes = 0;
    this.#end();
  }

  /** The next line, at most `most` bytes of it; undefined when the connection ends, or when 64 KiB came without an end of line. */
  async line(most: number): Promise<CommandLine | undefined> {
    const kept: Buffer[] = [];
    let length = 0;
    for (;;) {
      const part = await this.#take();
      if (part === undefined) return undefined;
      const at = part.indexOf(lf);
      const piece = at < 0 ? part : part.subarray(0, at);
      length += piece.length;
      if (length <= most + 1) kept.push(piece);
      if (length > hopeless) return undefined;
      if (at < 0) continue;
      this.#giveBack(part.subarray(at + 1));
      const whole = kept.length === 1 ? piece : Buffer.concat(kept);
      const text = whole.at(-1) === cr ? whole.subarray(0, -1) : whole;
      const long = length > most + 1;
      return { text, long, bare: !long && (text === whole || text.includes(cr) || text.includes(nul)) };
    }
  }

  /**
   * A message up to the line that is a dot alone, between CRLF and CRLF and nothing else. `most`: bytes kept; beyond them they are thrown away.
   * `room` is asked for each piece. Undefined when the connection ended before, or when four times `most` came.
   */
  async message(most: number, room: (bytes: number) => boolean): Promise<DataRead | undefined> {
    const data = openData(most, room);
    for (;;) {
      const part = await this.#take();
      if (part === undefined || data.bytes() > 4 * most) return undefined;
      const rest = data.feed(part);
      if (rest === undefined) continue;
      this.#giveBack(rest);
      return data.read();
    }
  }

  async #take(): Promise<Buffer | undefined> {
    while (this.#parts.length === 0) {
      if (this.#ended) return undefined;
      this.#socket.resume();
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
      this.#wake = undefined;
    }
    const part = this.#parts.shift();
    this.#bytes -= part?.length ?? 0;
    return part;
  }

  #giveBack(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#parts.unshift(rest);
    this.#bytes += rest.length;
  }
}
