import { Logger, makeWorkerUtils, type RunnerOptions, type Task, type TaskList } from 'graphile-worker';
import { PLATFORM } from '#kernel';
import type { OutboxMessage, Store } from '#store';
import { openDrain } from './drain.ts';
import { keepRunning } from './keepRunning.ts';

/** What is done after an act, each in a job of its own, by topic. A handler accepts the same message twice. */
export type Handlers = Readonly<Record<string, (message: OutboxMessage) => Promise<void>>>;

/**
 * What is done after an act for all messages of a topic that wait, together and without a job: for what is quick and comes with nearly every act.
 * Gives messages that somebody has more to do with, each under the topic of its {@link Handlers}. A handler accepts the same message twice.
 */
export type Together = Readonly<Record<string, (messages: readonly OutboxMessage[]) => Promise<readonly OutboxMessage[]>>>;

export interface JobsGround {
  readonly handlers: Handlers;
  readonly together: Together;
  /** Topics whose jobs give way to all others that wait. */
  readonly unhurried?: ReadonlySet<string>;
  readonly log: (line: string) => void;
}

export interface Jobs {
  /** When all that waits in the outbox now was handed over, and what is done together is done; for tests and for an orderly stop. */
  settle(): Promise<void>;
  /**
   * Has a topic's handler called at `at` or a little later, with this payload and no record. Asked again with the same key before it began,
   * it is done once, at the time asked first.
   */
  later(topic: string, key: string, payload: OutboxMessage['payload'], at: Date): Promise<void>;
  close(): Promise<void>;
}

const sweep = 2000;
/** Of graphile-worker: 0 unless told, and the lower the sooner. */
const behind = 10;

/**
 * Drains the outbox: what is done together is done at once, all else goes to graphile-worker. A message goes to the queue under a job key made of
 * its topic, record and number: handing it over twice leaves one job. A failed job is tried again with growing delays (graphile-worker's own
 * rule, 25 times). When messages fail together each becomes a job: one of them alone holds up nobody.
 */
export async function openJobs(store: Store, { handlers, together, unhurried = new Set(), log }: JobsGround): Promise<Jobs> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log(`jobs: ${String(message).slice(0, 200)}`);
  });
  const tools = await makeWorkerUtils({ pgPool: store.pool, logger });
  await tools.migrate();
  const enqueue = async (messages: readonly OutboxMessage[]): Promise<void> => {
    if (messages.length === 0) return;
    await tools.addJobs(
      messages.map((message) => ({
        identifier: message.topic,
        payload: { ...message },
        jobKey: `${message.topic}/${message.record}/${message.seq}`,
        ...(unhurried.has(message.topic) ? { priority: behind } : {}),
      })),
    );
  };
  const alone = Object.entries(together).map(([topic, handle]): [string, Task] => [
    topic,
    async (payload) => enqueue(await handle([payload as OutboxMessage])),
  ]);
  const each = Object.entries(handlers).map(([topic, handle]): [string, Task] => [
    topic,
    async (payload) => handle(payload as OutboxMessage),
  ]);
  const taskList: TaskList = Object.fromEntries([...alone, ...each]);
  const options: RunnerOptions = {
    pgPool: store.pool,
    taskList,
    logger,
    concurrency: 10,
    pollInterval: 5000,
    noHandleSignals: true,
    preset: { worker: { localQueue: { size: 50 }, completeJobBatchDelay: 100, failJobBatchDelay: 100 } },
  };
  const runner = await keepRunning(options, (pools) => tools.forceUnlockWorkers(pools), log);

  const handOver = async (messages: readonly OutboxMessage[]): Promise<void> => {
    for (const [topic, all] of Map.groupBy(messages, (message) => message.topic)) {
      await enqueue((await together[topic]?.(all)) ?? all);
    }
  };
  const drain = openDrain(store.outbox, handOver, enqueue, log);
  let hinted: NodeJS.Timeout | undefined;
  // A burst of acts is drained together: a few statements for many messages. Nobody waits for it: pages on this server hear of an act at its COMMIT.
  store.outbox.onEmit(() => {
    hinted ??= setTimeout(() => {
      hinted = undefined;
      void drain.all();
    }, 100);
  });
  const sweeping = setInterval(() => void drain.all(), sweep);
  await drain.all();
  return {
    settle: drain.all,
    async later(topic, key, payload, at) {
      const message: OutboxMessage = { record: PLATFORM, seq: 0, topic, payload };
      const priority = unhurried.has(topic) ? { priority: behind } : {};
      await tools.addJob(topic, { ...message }, { jobKey: key, jobKeyMode: 'preserve_run_at', runAt: at, ...priority });
    },
    close: async () => {
      clearInterval(sweeping);
      clearTimeout(hinted);
      await drain.ended();
      await runner.stop();
      await tools.release();
    },
  };
}
