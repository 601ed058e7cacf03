import { Worker } from 'node:worker_threads';

/** What one PDF may cost. */
export interface PdfLimits {
  readonly bytes: number;
  readonly pages: number;
  readonly characters: number;
  readonly milliseconds: number;
  /** Of the thread’s heap, and as much again of what it keeps beside it: streams taken apart. */
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

/** Reads PDFs one at a time in a thread; a thread that hangs or dies is ended and another takes the next file. */
export interface PdfReader {
  /** The text as its characters stand in the file: words drawn as images are not read. Never throws for what a file holds. */
  textOf(bytes: Uint8Array): Promise<PdfText>;
  /** How many files gave no text for a fault of theirs since the reader was opened. */
  readonly unreadable: number;
  close(): Promise<void>;
}

const none: PdfText = { state: 'unreadable', text: '', pages: 0 };
/** A thread without work keeps its memory no longer. */
const idleMilliseconds = 30_000;
const watchMilliseconds = 50;
const itself = new URL('./pdfWorker.ts', import.meta.url);

/** `program` is the thread's file: another one in tests, that does what a hostile file could make it do. */
export function openPdfReader(limits: PdfLimits = pdfLimits, program: URL = itself): PdfReader {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let orders = 0;
  let unreadable = 0;
  let closed = false;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const start = (): Worker => {
    const made = new Worker(program, {
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
      // Nothing a reader says about a file may reach a log.
      stdout: true,
      stderr: true,
      env: {},
    });
    made.stdout.resume();
    made.stderr.resume();
    made.unref();
    made.on('error', () => undefined);
    made.on('exit', () => {
      if (worker === made) worker = undefined;
    });
    return made;
  };
  const one = async (bytes: Uint8Array): Promise<PdfText> => {
    clearTimeout(idle);
    if (closed || bytes.length > limits.bytes) return none;
    worker ??= start();
    const answer = await answered(worker, { id: ++orders, bytes: Uint8Array.from(bytes), limits });
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

/** Undefined: the thread said nothing in time, or ended. */
function answered(worker: Worker, order: PdfOrder): Promise<PdfAnswer | undefined> {
  return new Promise((resolve) => {
    const finish = (answer: PdfAnswer | undefined): void => {
      clearTimeout(timer);
      clearInterval(watch);
      worker.off('message', heard).off('error', failed).off('exit', failed);
      resolve(answer);
    };
    const heard = (answer: PdfAnswer): void => {
      if (answer.id === order.id) finish(answer);
    };
    const failed = (): void => finish(undefined);
    const timer = setTimeout(failed, order.limits.milliseconds);
    const watch = setInterval(() => void tooLarge(worker, order.limits).then((large) => large && failed()), watchMilliseconds);
    worker.on('message', heard).on('error', failed).on('exit', failed);
    worker.postMessage(order, [order.bytes.buffer as ArrayBuffer]);
  });
}

/** A stream of some kilobytes may be gigabytes long once it is inflated; V8 holds the heap within its limit, but not this. Asked of a thread at work, too. */
async function tooLarge(worker: Worker, { megabytes }: PdfLimits): Promise<boolean> {
  const { external_memory: beside } = await worker.getHeapStatistics().catch(() => ({ external_memory: 0 }));
  return beside > megabytes * 1024 * 1024;
}

/** The text of one PDF, with a thread for it alone; for many, `openPdfReader`. */
export async function textOfPdf(bytes: Uint8Array, limits: PdfLimits = pdfLimits): Promise<PdfText> {
  const reader = openPdfReader(limits);
  try {
    return await reader.textOf(bytes);
  } finally {
    await reader.close();
  }
}
