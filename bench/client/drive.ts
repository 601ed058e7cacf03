import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Load, LoadResult } from './load.ts';

/** A load ready to go, in a process of its own so that its CPU is told apart from the server's. */
export interface Prepared {
  go(): Promise<LoadResult>;
}

export async function prepareLoad(load: Load): Promise<Prepared> {
  const child = fork(join(import.meta.dirname, 'process.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(load);
  await answer(child);
  return {
    go: async () => {
      child.send('go');
      const result = (await answer(child)) as LoadResult;
      for (const { name, failed, firstFailure } of result.streams) {
        if (failed > 0) console.error(`bench: ${name}: ${failed} failed, the first: ${firstFailure?.slice(0, 400)}`);
      }
      return result;
    },
  };
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the client process ended with status ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
