import { type JobHelpers, Logger, makeWorkerUtils, type RunnerOptions, type TaskList } from 'graphile-worker';
import { PLATFORM } from '#kernel';
import type { OutboxMessage, Store } from '#store';
import { keepRunning } from './keepRunning.ts';

/** What is done after an act, by topic. A handler accepts the same message twice. */
export type Handlers = Readonly<Record<string, (message: OutboxMessage) => Promise<void>>>;

export interface Jobs {
  /** Hands over what waits in the outbox now; for tests and for an orderly stop. */
  settle(): Promise<void>;
  /**
   * Has a topic's handler called at `at` or a little later, with this payload and no record. Asked again with the same key before it began,
   * it is done once, at the time asked first.
   */
  later(topic: string, key: string, payload: OutboxMessage['payload'], at: Date): Promise<void>;
  close(): Promise<void>;
}

const sweep = 2000;

/**
 * Drains the outbox into graphile-worker and runs the handlers. A message goes to the queue under a job key made of its record and number:
 * handing it over twice leaves one job. A failed job is tried again with growing delays (graphile-worker's own rule, 25 times).
 */
export async function openJobs(store: Store, handlers: Handlers, log: (line: string) => void): Promise<Jobs> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log(`jobs: ${String(message).slice(0, 200)}`);
  });
  const tools = await makeWorkerUtils({ pgPool: store.pool, logger });
  await tools.migrate();
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([topic, handle]) => [
      topic,
      (payload: unknown, _helpers: JobHelpers) => handle(payload as OutboxMessage),
    ]),
  );
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

  let draining = false;
  let again = false;
  const drain = async (): Promise<void> => {
    if (draining) {
      again = true;
      return;
    }
    draining = true;
    try {
      do {
        again = false;
        while ((await store.outbox.drain(enqueue)) > 0);
      } while (again);
    } catch {
      log('jobs: the outbox cannot be read now; trying again');
    } finally {
      draining = false;
    }
  };
  const enqueue = async (messages: readonly OutboxMessage[]): Promise<void> => {
    await tools.addJobs(
      messages.map((message) => ({
        identifier: message.topic,
        payload: { ...message },
        jobKey: `${message.record}/${message.seq}`,
      })),
    );
  };
  let hinted: NodeJS.Timeout | undefined;
  // A burst of acts is drained together: one statement for many messages. Nobody waits for it: pages on this server hear of an act at its COMMIT.
  store.outbox.onEmit(() => {
    hinted ??= setTimeout(() => {
      hinted = undefined;
      void drain();
    }, 100);
  });
  const sweeping = setInterval(() => void drain(), sweep);
  await drain();
  return {
    settle: drain,
    async later(topic, key, payload, at) {
      const message: OutboxMessage = { record: PLATFORM, seq: 0, topic, payload };
      await tools.addJob(topic, { ...message }, { jobKey: key, jobKeyMode: 'preserve_run_at', runAt: at });
    },
    close: async () => {
      clearInterval(sweeping);
      clearTimeout(hinted);
      await runner.stop();
      await tools.release();
    },
  };
}
