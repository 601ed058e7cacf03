import type { Keys } from '#store';

/** One piece of a file, as it is kept. */
export interface Chunk {
  readonly type: string;
  readonly part: number;
  readonly chunk: number;
  readonly resources: number;
  readonly sealed: Buffer;
}

const chunkCharacters = 512 * 1024;
/** A file ends after so many chunks and another begins: a client can fetch them side by side. */
const chunksInPart = 64;

/** Where deletions and errors are gathered: these are no types of FHIR. */
export const deletedFile = 'deleted';
export const errorFile = 'error';

interface Open {
  lines: string[];
  characters: number;
  next: number;
}

/** Lines gathered by type until they are worth keeping. Numbered on from what is kept already: after a kill nothing is written twice. */
export class Chunks {
  readonly #keys: Keys;
  readonly #id: string;
  readonly #open = new Map<string, Open>();
  #waiting = 0;

  constructor(keys: Keys, id: string, kept: readonly { readonly type: string; readonly part: number; readonly last: number }[]) {
    this.#keys = keys;
    this.#id = id;
    for (const { type, part, last } of kept) {
      const next = part * chunksInPart + last + 1;
      const open = this.#open.get(type);
      if (open === undefined) this.#open.set(type, { lines: [], characters: 0, next });
      else open.next = Math.max(open.next, next);
    }
  }

  add(type: string, resource: string): void {
    const open = this.#open.get(type) ?? { lines: [], characters: 0, next: 0 };
    this.#open.set(type, open);
    // A line of NDJSON holds no line break: between the tokens of JSON one means nothing, and within a string it is escaped.
    const line = /[\r\n]/.test(resource) ? resource.replace(/[\r\n]+/g, ' ') : resource;
    open.lines.push(line);
    open.characters += line.length;
    this.#waiting += line.length;
  }

  get isFull(): boolean {
    return this.#waiting >= chunkCharacters;
  }

  /** What waits, sealed, in chunks of a bounded size; nothing waits afterwards. */
  take(): readonly Chunk[] {
    const taken = [...this.#open].flatMap(([type, open]) => this.#chunksOf(type, open));
    this.#waiting = 0;
    return taken;
  }

  #chunksOf(type: string, open: Open): Chunk[] {
    const chunks: Chunk[] = [];
    let from = 0;
    let characters = 0;
    const close = (to: number): void => {
      if (to === from) return;
      const text = `${open.lines.slice(from, to).join('\n')}\n`;
      const place = { type, part: Math.floor(open.next / chunksInPart), chunk: open.next % chunksInPart };
      chunks.push({ ...place, resources: to - from, sealed: this.#keys.seal(purposeOf(this.#id, place), Buffer.from(text)) });
      open.next += 1;
      from = to;
      characters = 0;
    };
    for (const [index, line] of open.lines.entries()) {
      characters += line.length;
      if (characters >= chunkCharacters) close(index + 1);
    }
    close(open.lines.length);
    open.lines = [];
    open.characters = 0;
    return chunks;
  }
}

/** A chunk moved to another place of another file does not open. */
export function purposeOf(id: string, { type, part, chunk }: Pick<Chunk, 'type' | 'part' | 'chunk'>): string {
  return `export/${id}/${type}/${part}/${chunk}`;
}
