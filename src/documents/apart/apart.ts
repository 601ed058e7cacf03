import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { bytesAt, type Sent } from './inside.ts';

/** A program that does one piece of work after another in a process of its own. */
export interface Apart<Order extends object> {
  /** The `bytes` of an order are not copied: they must stay as they are until it is answered. */
  tell(order: Order): void;
  /** What it holds in memory now, in MB; undefined where the system does not tell, or when it has ended. */
  megabytes(): Promise<number | undefined>;
  /** At once, whatever it does; resolves when it is gone. */
  end(): Promise<void>;
}

export interface ApartWish<Answer> {
  /** Of its heap; what it keeps beside the heap is for its owner to watch ({@link Apart.megabytes}). */
  readonly megabytes: number;
  readonly heard: (answer: Answer) => void;
  /** Once, when it ended for whatever reason. */
  readonly ended: () => void;
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts `program`, which listens by `hear` and answers by `process.send`. A hostile document may make it hang, die or eat its
 * memory: a thread that runs out of memory can take the whole server with it, a process cannot. It is given nothing of the environment, and
 * what it prints goes nowhere: it could be words of a document. It ends when this process does. It keeps nobody alive.
 */
export function openApart<Order extends object, Answer>(
  program: URL,
  { megabytes, heard, ended }: ApartWish<Answer>,
): Apart<Order> {
  const begin = `process.on('disconnect', () => process.exit()); await import(${JSON.stringify(program.href)});`;
  const flags = [`--max-old-space-size=${megabytes}`, '--disable-warning=ExperimentalWarning', '--input-type=module'];
  const child = spawn(process.execPath, [...flags, '--eval', begin], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
    serialization: 'advanced',
    env: {},
  });
  children.add(child);
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      if (!children.delete(child)) return;
      ended();
      resolve();
    };
    child.on('exit', end).on('error', end);
  });
  child.on('message', (answer) => heard(answer as Answer));
  child.unref();
  child.channel?.unref();
  const pipe = child.stdio[bytesAt];
  if (!(pipe instanceof Socket)) throw new Error('a program apart has no way for bytes');
  pipe.unref();
  // That it ended meanwhile is told by its end.
  const ignored = (): void => undefined;
  pipe.on('error', ignored);
  return {
    tell(order) {
      if (!child.connected) return;
      const { bytes, ...rest }: { readonly bytes?: unknown } = order;
      if (!(bytes instanceof Uint8Array)) child.send({ order } satisfies Sent<Order>, ignored);
      else {
        child.send({ order: rest, length: bytes.length } satisfies Sent<object>, ignored);
        pipe.write(bytes);
      }
    },
    megabytes: () => residentMegabytes(child.pid),
    end() {
      child.ref(); // who waits for its end is kept alive until then
      child.kill('SIGKILL');
      return gone;
    },
  };
}

async function residentMegabytes(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
