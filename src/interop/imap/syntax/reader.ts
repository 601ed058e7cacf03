import type { CommandReader, Read } from './command.ts';
import { readAppendHead, readCommand, tagForm } from './commands.ts';
import { Cursor, type Segment } from './cursor.ts';
import { SyntaxFault } from './fault.ts';
import { Incoming } from './incoming.ts';

/** Lines of one command, together. */
export const mostLineBytes = 65_536;
/** Literals of one command, together, the message of APPEND apart. */
const mostLiteralBytes = 65_536;
const mostLiteralBytesBeforeSignIn = 8_192;
/** RFC 7888 §5, LITERAL-: what may come without being asked for. */
export const mostUnaskedBytes = 4_096;

type Bad = Extract<Read, { readonly event: 'bad' }>;

interface Announced {
  readonly bytes: number;
  readonly synchronising: boolean;
}

/** A reader for one connection. `mostMessageBytes`: the largest message of an APPEND. */
export function openReader(options: { readonly mostMessageBytes: number }): CommandReader {
  return new Reader(options.mostMessageBytes);
}

class Reader implements CommandReader {
  signedIn = false;
  readonly #mostMessageBytes: number;
  readonly #incoming = new Incoming();
  #segments: Segment[] = [];
  #lineBytes = 0;
  #literalBytes = 0;
  #filling: { readonly literal: Buffer; got: number } | undefined;
  #offered: Announced | undefined;
  /** A refused command's bytes that come all the same: this many, then the rest of its line. */
  #skipping: number | undefined;
  #dead = false;

  constructor(mostMessageBytes: number) {
    this.#mostMessageBytes = mostMessageBytes;
  }

  get waiting(): number {
    return this.#incoming.length;
  }

  push(bytes: Buffer): void {
    if (!this.#dead) this.#incoming.push(bytes);
  }

  discard(): void {
    this.#incoming.clear();
    this.#forget();
  }

  next(): Read | undefined {
    while (!this.#dead && this.#offered === undefined) {
      if (this.#skipping !== undefined) {
        const skipped = this.#skip();
        if (skipped === true) continue;
        return skipped === false ? undefined : skipped;
      }
      if (this.#filling !== undefined) {
        if (!this.#fill()) return undefined;
        continue;
      }
      const line = this.#takeLine();
      if (line === undefined) return undefined;
      if (typeof line !== 'string') return line;
      const read = this.#add(line);
      if (read !== undefined) return read;
    }
    return undefined;
  }

  line(): ReturnType<CommandReader['line']> {
    if (this.#dead) return undefined;
    const line = this.#takeLine();
    this.#lineBytes = 0;
    return typeof line === 'string' ? { event: 'line', text: line } : line;
  }

  accept(): void {
    const announced = this.#offered;
    if (announced === undefined) return;
    this.#offered = undefined;
    this.#begin(announced.bytes);
  }

  refuse(): void {
    const announced = this.#offered;
    if (announced === undefined) return;
    this.#offered = undefined;
    this.#drop(announced);
  }

  /** One line without its end; a fatal fault where it is too long; undefined where it has not all come. */
  #takeLine(): string | Bad | undefined {
    const length = this.#incoming.lineLength();
    if ((length < 0 ? this.#incoming.length : length) + this.#lineBytes > mostLineBytes)
      return this.#die(this.#tag(), `a command's lines may hold ${mostLineBytes} bytes`);
    if (length < 0) return undefined;
    const bytes = this.#incoming.take(length);
    this.#lineBytes += length;
    const end = bytes[length - 2] === 13 ? length - 2 : length - 1;
    return bytes.toString('latin1', 0, end);
  }

  /** A line of a command: its last, or one that announces a literal. */
  #add(line: string): Read | undefined {
    const announced = /\{(\d{1,20})(\+?)\}$/.exec(line);
    if (announced === null) return this.#finish(line);
    this.#segments.push(line.slice(0, announced.index));
    return this.#announce({ bytes: Number(announced[1]), synchronising: announced[2] === '' });
  }

  #finish(line: string): Read {
    const segments = [...this.#segments, line];
    const tag = this.#tagOf(segments);
    this.#forget();
    if (tag === undefined) return bad('*', 'a command begins with a tag and a space');
    try {
      const command = readCommand(tag, afterTag(segments, tag));
      return { event: 'command', command };
    } catch (thrown) {
      return this.#understood(thrown, tag);
    }
  }

  #announce(announced: Announced): Read | undefined {
    const tag = this.#tag();
    if (!announced.synchronising && announced.bytes > mostUnaskedBytes)
      return this.#die(tag, `a literal that is not asked for may hold ${mostUnaskedBytes} bytes`);
    if (tag === '*') return this.#refuse(announced, bad(tag, 'a command begins with a tag and a space'));
    let append: { readonly mailbox: string } | undefined;
    try {
      append = this.#messageOfAppend(tag);
    } catch (thrown) {
      return this.#refuse(announced, this.#understood(thrown, tag));
    }
    if (append !== undefined) return this.#offer(announced, tag, append.mailbox);
    const most = this.signedIn ? mostLiteralBytes : mostLiteralBytesBeforeSignIn;
    if (this.#literalBytes + announced.bytes > most)
      return this.#refuse(announced, bad(tag, `the literals of this command may hold ${most} bytes`, 'TOOBIG'));
    this.#literalBytes += announced.bytes;
    this.#begin(announced.bytes);
    return announced.synchronising ? { event: 'continue' } : undefined;
  }

  /** Where the literal that is announced is the message of an APPEND, its mailbox; anything wrong before it is a fault at once. */
  #messageOfAppend(tag: string): { readonly mailbox: string } | undefined {
    const [first] = this.#segments;
    if (typeof first !== 'string' || !/^append /i.test(first.slice(tag.length + 1))) return undefined;
    // Before the message stand a mailbox, which may itself be a literal, flags and a date.
    const isMailbox = this.#segments.length === 1 && /^append $/i.test(first.slice(tag.length + 1));
    if (isMailbox) return undefined;
    const cursor = afterTag([...this.#segments, Buffer.alloc(0)], tag);
    cursor.atom('APPEND');
    const head = readAppendHead(cursor);
    if (cursor.literal() === undefined || !cursor.ended) throw new SyntaxFault('APPEND: one message, as a literal, comes last');
    return head;
  }

  #offer(announced: Announced, tag: string, mailbox: string): Read {
    if (!this.signedIn) return this.#refuse(announced, bad(tag, 'APPEND: sign in first'));
    if (announced.bytes > this.#mostMessageBytes)
      return this.#refuse(announced, bad(tag, `a message may hold ${this.#mostMessageBytes} bytes`, 'TOOBIG'));
    this.#offered = announced;
    return { event: 'literal', tag, mailbox, ...announced };
  }

  #refuse(announced: Announced, fault: Bad): Bad {
    this.#drop(announced);
    return fault;
  }

  /** A client that waits sends nothing more of the command; one that does not wait has sent it already. */
  #drop(announced: Announced): void {
    this.#forget();
    if (!announced.synchronising) this.#skipping = announced.bytes;
  }

  /** True once the command is past; false where more of it must come. */
  #skip(): boolean | Bad {
    const left = (this.#skipping ?? 0) - this.#incoming.take(this.#skipping ?? 0).length;
    this.#skipping = left;
    if (left > 0) return false;
    const line = this.#takeLine();
    if (line === undefined) return false;
    if (typeof line !== 'string') return line;
    this.#lineBytes = 0;
    const more = /\{(\d{1,20})\+\}$/.exec(line);
    this.#skipping = more === null ? undefined : Number(more[1]);
    if ((this.#skipping ?? 0) <= mostUnaskedBytes) return true;
    return this.#die('*', `a literal that is not asked for may hold ${mostUnaskedBytes} bytes`);
  }

  #begin(bytes: number): void {
    // Memory is taken as the bytes come: the system gives pages only once they are written.
    this.#filling = { literal: Buffer.allocUnsafeSlow(bytes), got: 0 };
  }

  #fill(): boolean {
    const filling = this.#filling;
    if (filling === undefined) return true;
    const bytes = this.#incoming.take(filling.literal.length - filling.got);
    bytes.copy(filling.literal, filling.got);
    filling.got += bytes.length;
    if (filling.got < filling.literal.length) return false;
    this.#segments.push(filling.literal);
    this.#filling = undefined;
    return true;
  }

  #forget(): void {
    this.#segments = [];
    this.#lineBytes = 0;
    this.#literalBytes = 0;
    this.#filling = undefined;
    this.#offered = undefined;
    this.#skipping = undefined;
  }

  #tag(): string {
    return this.#tagOf(this.#segments) ?? '*';
  }

  #tagOf(segments: readonly Segment[]): string | undefined {
    const [first] = segments;
    const tag = typeof first === 'string' ? tagForm.exec(first)?.[0] : undefined;
    return tag !== undefined && typeof first === 'string' && first.length > tag.length ? tag : undefined;
  }

  #understood(thrown: unknown, tag: string): Bad {
    if (thrown instanceof SyntaxFault) return bad(tag, thrown.message, thrown.code);
    throw thrown;
  }

  #die(tag: string, reason: string): Bad {
    this.#dead = true;
    this.discard();
    return { ...bad(tag, reason, 'TOOBIG'), fatal: true };
  }
}

function afterTag(segments: readonly Segment[], tag: string): Cursor {
  const [first, ...rest] = segments;
  return new Cursor([typeof first === 'string' ? first.slice(tag.length + 1) : '', ...rest]);
}

function bad(tag: string, reason: string, code?: Bad['code']): Bad {
  return { event: 'bad', tag, reason, code, fatal: false };
}
