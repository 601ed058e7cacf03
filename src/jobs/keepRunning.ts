import { EventEmitter } from 'node:events';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, type RunnerOptions, run, type WorkerEvents } from 'graphile-worker';

const pause = 500;
/**
 * What graphile-worker 0.18 (localQueue.js, returnJobs) throws where nobody can catch it: it had ended already, and the database was not there
 * to take back the jobs that it held. They are given back by `unlock`, so this must not end the server.
 */
const leftByWorker = 'Error occurred whilst returning jobs from local queue to database queue';

/**
 * Runs graphile-worker until `stop`. It ends by itself when the database goes away while a job is being ticked off: then it is started
 * again, and the jobs that it held are given back by `unlock` (they would wait four hours else).
 */
export async function keepRunning(
  options: RunnerOptions,
  unlock: (pools: string[]) => Promise<void>,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let runner: Runner | undefined;
  const pools: string[] = [];
  const start = async (): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => void pools.push(workerPool.id));
    return run({ ...options, events });
  };
  const watch = async (first: Runner): Promise<void> => {
    runner = first;
    if (stopping) await runner.stop().catch(() => undefined);
    await runner.promise.catch(() => undefined);
    runner = undefined;
    if (stopping) return;
    log('jobs: the worker ended; starting it again');
    const next = await again();
    if (next !== undefined) void watch(next);
  };
  const again = async (): Promise<Runner | undefined> => {
    while (!stopping) {
      try {
        await unlock(pools.splice(0));
        return await start();
      } catch {
        await sleep(pause); // the database is not back yet
      }
    }
    return undefined;
  };
  const uncaught = (reason: unknown): void => {
    // Whatever else nobody caught is a defect, and ends the process as it would have.
    if (!(reason instanceof Error && reason.message.startsWith(leftByWorker))) throw reason;
    log('jobs: the worker could not give back what it held');
  };
  process.on('unhandledRejection', uncaught);
  void watch(await start());
  return {
    async stop() {
      stopping = true;
      await runner?.stop().catch(() => undefined); // it may end by itself at this very moment
      process.off('unhandledRejection', uncaught);
    },
  };
}
