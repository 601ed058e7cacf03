import { type Apart, openApart } from '../apart/index.ts';

/** What one PDF may cost. */
export interface PdfLimits {
  readonly bytes: number;
  readonly pages: number;
  readonly characters: number;
  readonly milliseconds: number;
  /** Of the process’s heap, and as much again of what it keeps beside it: streams taken apart. */
  readonly megabytes: number;
}

export const pdfLimits: PdfLimits = {
  bytes: 20 * 1024 * 1024,
  pages: 300,
  characters: 1_000_000,
  milliseconds: 20_000,
  megabytes: 256,
};

/** `cut`: a limit of pages or characters was met. `unreadable`: broken, locked, too large, too slow, or it broke its reader. */
export interface PdfText {
  readonly state: 'read' | 'cut' | 'unreadable';
  readonly text: string;
  readonly pages: number;
}

export interface PdfOrder {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly limits: PdfLimits;
}
export interface PdfAnswer extends PdfText {
  readonly id: number;
}

/** Reads PDFs one at a time in a process; one that hangs or dies is ended and another takes the next file. */
export interface PdfReader {
  /** The text as its characters stand in the file: words drawn as images are not read. Never throws for what a file holds. */
  textOf(bytes: Uint8Array): Promise<PdfText>;
  /** How many files gave no text for a fault of theirs since the reader was opened. */
  readonly unreadable: number;
  close(): Promise<void>;
}

const none: PdfText = { state: 'unreadable', text: '', pages: 0 };
/** A process without work keeps its memory no longer. */
const idleMilliseconds = 30_000;
const watchMilliseconds = 50;
/** What Node holds before it reads anything. */
const ownMegabytes = 150;
const itself = new URL('./pdfWorker.ts', import.meta.url);

/** `program` is the process's file: another one in tests, that does what a hostile file could make it do. */
export function openPdfReader(limits: PdfLimits = pdfLimits, program: URL = itself): PdfReader {
  let reader: Apart<PdfOrder> | undefined;
  let waits: ((answer: PdfAnswer | undefined) => void) | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let orders = 0;
  let unreadable = 0;
  let closed = false;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    const ending = reader;
    reader = undefined;
    await ending?.end();
  };
  const start = (): Apart<PdfOrder> => {
    const made = openApart<PdfOrder, PdfAnswer>(program, {
      megabytes: limits.megabytes,
      heard: (answer) => answer.id === orders && waits?.(answer),
      ended() {
        if (reader !== made) return;
        reader = undefined;
        waits?.(undefined);
      },
    });
    return made;
  };
  /** Undefined: it said nothing in time, held too much, or ended. */
  const answered = (by: Apart<PdfOrder>, bytes: Uint8Array): Promise<PdfAnswer | undefined> =>
    new Promise((resolve) => {
      const finish = (answer: PdfAnswer | undefined): void => {
        clearTimeout(timer);
        clearInterval(watch);
        waits = undefined;
        resolve(answer);
      };
      const timer = setTimeout(() => finish(undefined), limits.milliseconds);
      const watch = setInterval(() => void tooLarge(by, limits).then((large) => large && finish(undefined)), watchMilliseconds);
      waits = finish;
      by.tell({ id: ++orders, bytes, limits });
    });
  const one = async (bytes: Uint8Array): Promise<PdfText> => {
    clearTimeout(idle);
    if (closed || bytes.length > limits.bytes) return none;
    reader ??= start();
    const answer = await answered(reader, bytes);
    if (answer === undefined) {
      await end();
      return none;
    }
    idle = setTimeout(end, idleMilliseconds).unref();
    return { state: answer.state, text: answer.text, pages: answer.pages };
  };
  return {
    get unreadable() {
      return unreadable;
    },
    textOf(bytes) {
      const mine = last.then(() => one(bytes));
      last = mine;
      return mine.then((text) => {
        if (text.state === 'unreadable') unreadable++;
        return text;
      });
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      await end();
    },
  };
}

/** A stream of some kilobytes may be gigabytes long once it is inflated; V8 holds the heap within its limit, but not this. */
async function tooLarge(reader: Apart<PdfOrder>, { megabytes }: PdfLimits): Promise<boolean> {
  return ((await reader.megabytes()) ?? 0) > 2 * megabytes + ownMegabytes;
}

/** The text of one PDF, with a process for it alone; for many, `openPdfReader`. */
export async function textOfPdf(bytes: Uint8Array, limits: PdfLimits = pdfLimits): Promise<PdfText> {
  const reader = openPdfReader(limits);
  try {
    return await reader.textOf(bytes);
  } finally {
    await reader.close();
  }
}
