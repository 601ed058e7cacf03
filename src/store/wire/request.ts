import type { Sent } from './values.ts';

/** An SQL text and the name under which PostgreSQL keeps it; '' for one use. */
export interface Named {
  readonly name: string;
  readonly text: string;
}

/**
 * What is asked of PostgreSQL in one go, as its protocol wants it: any number of statements, then Sync. They run as one implicit transaction,
 * and are answered together.
 * Source: PostgreSQL documentation, Frontend/Backend Protocol, Message Formats.
 */
export class Request {
  #bytes = Buffer.allocUnsafe(1024);
  #end = 0;

  /** Gives the text its name, and asks what its rows are made of. */
  prepare({ name, text }: Named): this {
    this.#message('P', () => {
      this.#word(name);
      this.#word(text);
      this.#int16(0);
    });
    return this.#message('D', () => {
      this.#text('S');
      this.#word(name);
    });
  }

  /** `formats`: of each column 1 for binary; all text when there are none. */
  run({ name }: Named, values: readonly Sent[], formats: readonly number[]): this {
    this.#message('B', () => {
      this.#word('');
      this.#word(name);
      this.#int16(values.length);
      for (const value of values) this.#int16(Buffer.isBuffer(value) ? 1 : 0);
      this.#int16(values.length);
      for (const value of values) this.#value(value);
      this.#int16(formats.length);
      for (const format of formats) this.#int16(format);
    });
    return this.#message('E', () => {
      this.#word('');
      this.#int32(0);
    });
  }

  /** The whole of it. */
  bytes(): Buffer {
    this.#message('S', () => undefined);
    return this.#bytes.subarray(0, this.#end);
  }

  #message(code: string, write: () => void): this {
    this.#text(code);
    const from = this.#end;
    this.#int32(0);
    write();
    this.#bytes.writeInt32BE(this.#end - from, from);
    return this;
  }

  #value(value: Sent): void {
    if (value === null) {
      this.#int32(-1);
      return;
    }
    const from = this.#end;
    this.#int32(0);
    if (typeof value === 'string') this.#text(value);
    else {
      this.#room(value.length);
      this.#end += value.copy(this.#bytes, this.#end);
    }
    this.#bytes.writeInt32BE(this.#end - from - 4, from);
  }

  /** Ended by a zero. */
  #word(text: string): void {
    this.#text(text);
    this.#room(1);
    this.#bytes[this.#end++] = 0;
  }

  #text(text: string): void {
    this.#room(text.length * 3);
    this.#end += this.#bytes.write(text, this.#end);
  }

  #int16(value: number): void {
    this.#room(2);
    this.#end = this.#bytes.writeUInt16BE(value, this.#end);
  }

  #int32(value: number): void {
    this.#room(4);
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
