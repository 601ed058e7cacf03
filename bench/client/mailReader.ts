/** Mail programs in a process of their own: sign in, select INBOX, then read over and over, or idle. Started by `scenarios/imap.ts`. */
import { connect, type TLSSocket } from 'node:tls';

export interface Reading {
  readonly port: number;
  readonly ca: string;
  /** One connection for each. */
  readonly mailboxes: readonly string[];
  /** `FETCH 1:* …`, again and again; absent: IDLE. */
  readonly command?: string;
  readonly seconds: number;
}

export interface ReadResult {
  readonly rounds: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuMs: number;
  /** From the command to its tagged answer, in milliseconds, ascending. */
  readonly latencies: readonly number[];
}

const together = 50;

interface Line {
  readonly socket: TLSSocket;
  /** Says a command and waits for its tagged answer. */
  ask(command: string): Promise<void>;
  bytes: number;
}

async function open({ port, ca }: Reading, mailbox: string): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  let done: (() => void) | undefined;
  let tail = '';
  let number = 0;
  let tag = '*';
  const line: Line = {
    socket,
    bytes: 0,
    ask: (command) =>
      new Promise((resolve) => {
        tag = `\nt${++number} OK`;
        tail = '\n';
        done = resolve;
        socket.write(`t${number} ${command}\r\n`);
      }),
  };
  socket.on('data', (bytes: Buffer) => {
    line.bytes += bytes.length;
    // The tagged answer is short and comes last: it is looked for at the end alone.
    tail = (tail + bytes.toString('latin1', Math.max(0, bytes.length - 400))).slice(-500);
    if (!tail.includes(tag) || !tail.endsWith('\r\n')) return;
    const resolve = done;
    done = undefined;
    resolve?.();
  });
  await line.ask(`AUTHENTICATE XOAUTH2 ${Buffer.from(`user=${mailbox}\x01auth=Bearer bench\x01\x01`).toString('base64')}`);
  return line;
}

async function read(line: Line, command: string, until: number, latencies: number[]): Promise<void> {
  while (performance.now() < until) {
    const from = performance.now();
    await line.ask(command);
    latencies.push(performance.now() - from);
  }
}

async function prepare(reading: Reading): Promise<void> {
  const { mailboxes, command, seconds } = reading;
  const lines: Line[] = [];
  for (let from = 0; from < mailboxes.length; from += together) {
    lines.push(...(await Promise.all(mailboxes.slice(from, from + together).map((one) => open(reading, one)))));
  }
  if (command?.startsWith('SELECT') !== true) for (const line of lines) await line.ask('SELECT INBOX');
  if (command === undefined) for (const line of lines) line.socket.write('idle IDLE\r\n');
  process.once('message', () => void go(lines, command, seconds));
  process.send?.('prepared');
}

async function go(lines: readonly Line[], command: string | undefined, seconds: number): Promise<void> {
  for (const line of lines) line.bytes = 0;
  const [from, cpu, latencies] = [performance.now(), process.cpuUsage(), [] as number[]];
  const until = from + seconds * 1000;
  if (command === undefined) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  else await Promise.all(lines.map((line) => read(line, command, until, latencies)));
  const { user, system } = process.cpuUsage(cpu);
  const result: ReadResult = {
    rounds: latencies.length,
    bytes: lines.reduce((sum, line) => sum + line.bytes, 0),
    seconds: (performance.now() - from) / 1000,
    cpuMs: (user + system) / 1000,
    latencies: latencies.sort((a, b) => a - b),
  };
  process.send?.(result, () => process.exit(0));
}

process.once('message', (reading: Reading) => void prepare(reading));
