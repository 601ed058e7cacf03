import { availableParallelism } from 'node:os';
import { Refusal } from '#kernel';
import { type Apart, openApart } from '../apart/index.ts';
import type { Answer, Order, Results, Stock } from './orders.ts';
import { unavailable } from './refusals.ts';

/** What checks may cost. */
export interface PoolLimits {
  readonly workers: number;
  /** Documents that wait, over all workers. */
  readonly waiting: number;
  readonly bytes: number;
  /** Of one check, from its start in the worker. */
  readonly milliseconds: number;
  /** Of one compilation, or of the examination of a package. */
  readonly compileMilliseconds: number;
  /** Of a worker's heap: with all schematrons of the CI-SIS compiled it is some 300 MB. */
  readonly megabytes: number;
  /** A worker without work keeps its memory no longer. */
  readonly idleMilliseconds: number;
}

export const poolLimits: PoolLimits = {
  workers: Math.max(1, Math.min(2, availableParallelism() - 1)),
  waiting: 100,
  bytes: 20 * 1024 * 1024,
  milliseconds: 10_000,
  compileMilliseconds: 120_000,
  megabytes: 1_024,
  idleMilliseconds: 300_000,
};

/** Processes that hold the same packages. One that hangs or dies is ended, its document answered, and another takes its place. */
export interface Pool {
  /**
   * Rejects with `documents.check-unavailable` when the limit of time, memory or length is reached, or with what the reading of the
   * document refuses.
   */
  ask<K extends keyof Results>(kind: K, bytes: Uint8Array): Promise<Results[K]>;
  /** What is under way or waits is still answered; then the processes end. */
  retire(): Promise<void>;
  /** At once. */
  close(): Promise<void>;
}

interface Job {
  readonly kind: keyof Results;
  readonly bytes: Uint8Array;
  readonly resolve: (result: Results[keyof Results]) => void;
  readonly reject: (refusal: Error) => void;
}

interface Hand {
  readonly worker: Apart<Stock | Order>;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

const itself = new URL('./worker.ts', import.meta.url);

/** `program` is the processes' file: another one in tests, that does what a hostile document could make it do. */
export function openPool(
  stock: Stock,
  log: (line: string) => void,
  limits: PoolLimits = poolLimits,
  program: URL = itself,
): Pool {
  const hands = new Set<Hand>();
  const queue: Job[] = [];
  let orders = 0;
  let closed = false;
  let emptied: (() => void) | undefined;

  const start = (): Hand => {
    const worker = openApart<Stock | Order, Answer>(program, {
      megabytes: limits.megabytes,
      heard: (answer) => heard(hand, answer),
      ended: () => give(hand, 'le contrôle s’est arrêté', 'the check stopped'),
    });
    const hand: Hand = { worker, job: undefined, timer: undefined };
    hands.add(hand);
    worker.tell(stock);
    return hand;
  };

  /** The process is lost; its document is told so. */
  const give = (hand: Hand, fr: string, en: string): void => {
    if (!hands.delete(hand)) return;
    clearTimeout(hand.timer);
    void hand.worker.end();
    if (hand.job !== undefined && !closed) log(`specifications: a check of a document was given up: ${en}`);
    hand.job?.reject(unavailable(fr, en));
    next();
  };

  const watch = (hand: Hand, milliseconds: number): void => {
    clearTimeout(hand.timer);
    hand.timer = setTimeout(
      () => give(hand, 'il a dépassé le temps qui lui est donné', 'it went beyond the time it is given'),
      milliseconds,
    );
  };

  const heard = (hand: Hand, answer: Answer): void => {
    const { job } = hand;
    if (job === undefined) return;
    if (answer.state === 'compiling' || answer.state === 'begun') {
      watch(hand, answer.state === 'begun' ? limits.milliseconds : limits.compileMilliseconds);
      return;
    }
    clearTimeout(hand.timer);
    hand.job = undefined;
    if (answer.state === 'done') job.resolve(answer.result);
    else if (answer.state === 'refused') {
      const { code, fr, en, at } = answer.refusal;
      job.reject(new Refusal(code, { fr, en }, at === undefined ? {} : { at }));
    } else {
      log(`specifications: a check of a document failed: ${answer.kind}`);
      job.reject(unavailable('le contrôle a échoué', 'the check failed'));
    }
    hand.timer = setTimeout(() => lay(hand), limits.idleMilliseconds).unref();
    next();
  };

  const lay = (hand: Hand): void => {
    hands.delete(hand);
    void hand.worker.end();
  };

  const next = (): void => {
    while (queue.length > 0) {
      const idle = [...hands].find(({ job }) => job === undefined);
      const free = idle ?? (hands.size < limits.workers ? start() : undefined);
      const job = free === undefined ? undefined : queue.shift();
      if (free === undefined || job === undefined) return;
      free.job = job;
      // A new process reads its packages first.
      watch(free, idle === undefined ? limits.compileMilliseconds : limits.milliseconds);
      free.worker.tell({ id: ++orders, kind: job.kind, bytes: job.bytes });
    }
    if ([...hands].every(({ job }) => job === undefined)) emptied?.();
  };

  const close = async (): Promise<void> => {
    closed = true;
    for (const job of queue.splice(0)) job.reject(unavailable('le serveur s’arrête', 'the server stops'));
    const ending = [...hands].map((hand) => {
      const ended = hand.worker.end();
      give(hand, 'le serveur s’arrête', 'the server stops');
      return ended;
    });
    await Promise.all(ending);
  };

  return {
    ask<K extends keyof Results>(kind: K, bytes: Uint8Array): Promise<Results[K]> {
      if (closed) return Promise.reject(unavailable('le serveur s’arrête', 'the server stops'));
      if (bytes.length > limits.bytes)
        return Promise.reject(unavailable(`il a plus de ${limits.bytes} octets`, `it has more than ${limits.bytes} bytes`));
      if (queue.length >= limits.waiting)
        return Promise.reject(unavailable('trop de documents attendent déjà', 'too many documents wait already'));
      return new Promise<Results[K]>((resolve, reject) => {
        queue.push({ kind, bytes, resolve: (result) => resolve(result as Results[K]), reject });
        next();
      });
    },
    async retire() {
      await new Promise<void>((resolve) => {
        emptied = resolve;
        next();
      });
      await close();
    },
    close,
  };
}
