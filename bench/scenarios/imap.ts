import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailboxPermit } from '#messaging';
import type { Reading, ReadResult } from '../client/mailReader.ts';
import { type Floor, type Mark, type Measured, mark, type Options, type Row, type Scenario } from '../scenario.ts';
import { postgresqlCpu } from '../testbed/cpu.ts';
import { letter } from '../testbed/mailbag.ts';
import { type MailServer, openMailServer } from '../testbed/mailServer.ts';
import { percentile } from '../testbed/measure.ts';

const boxes = 40;
const inBox = 100;
const letterBytes = 20 * 1024;
const inLargest = 100_000;
const idlers = 2000;
const envelopes = 'FETCH 1:* (UID ENVELOPE)';
const bodies = 'FETCH 1:* (BODY.PEEK[])';

/** IMAP in this process, by TLS, with mail programs in another one. */
export const imap: Scenario = {
  name: 'imap',
  what: `mail programs read envelopes and bodies of ${letterBytes / 1024} KB, open a folder of ${inLargest}, and ${idlers} of them wait`,
  async run(_bed, options): Promise<Measured> {
    const home = mkdtempSync(join(tmpdir(), 'socle-bench-imap-'));
    const server = await openMailServer(home, boxes);
    try {
      return await measured(server, options);
    } finally {
      await server.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measured(server: MailServer, { seconds }: Options): Promise<Measured> {
  await Promise.all(server.permits.slice(0, 10).map((permit) => fill(server, permit)));
  const rows: Row[] = [];
  const marks: Mark[] = [];
  for (const [what, command, wanted] of [
    ['envelopes', envelopes, 8800],
    ['bodies', bodies, 2630],
  ] as const) {
    for (const connections of [1, 10]) {
      const row = await reading(
        server,
        `${what}, ${connections} connection${connections > 1 ? 's' : ''}`,
        command,
        connections,
        seconds,
      );
      rows.push(row);
      marks.push(mark(`${row.name}, client on the same cores`, '≥', wanted, row.perSecond, '/s'));
    }
  }
  const selecting = await largest(server, seconds / 2);
  const idle = await idling(server, seconds / 2);
  return {
    name: 'imap',
    how: `TLS, ${inBox} letters of ${letterBytes} bytes a mailbox, one command in flight a connection; a row counts messages, its latency is that of a FETCH of ${inBox}`,
    rows: [...rows, selecting],
    marks: [
      ...marks,
      mark(`SELECT of ${inLargest} messages, the middle one`, '≤', 500, selecting.p50, 'ms'),
      mark(
        `connections that wait at once, each costing ${idle.kilobytes.toFixed(0)} KB and all together ${idle.cpu.toFixed(1)} % of a core`,
        '≥',
        idlers,
        idle.open,
        '',
      ),
    ],
  };
}

async function fill({ mail }: MailServer, permit: MailboxPermit): Promise<void> {
  const { address } = permit.mailbox;
  for (let n = 0; n < inBox; n++) await mail.append(permit, 'INBOX', letter(n, address, address, letterBytes));
}

async function reading(server: MailServer, name: string, command: string, connections: number, seconds: number): Promise<Row> {
  const mailboxes = server.permits.slice(0, connections).map(({ mailbox }) => mailbox.address);
  const asked = { ca: server.ca, mailboxes, command };
  await byProgram({ ...asked, port: server.port, seconds: 1 });
  const postmaster = server.store.postgresPid();
  const postgresql = (): number => (postmaster === undefined || process.platform !== 'linux' ? 0 : postgresqlCpu(postmaster));
  const before = { own: process.cpuUsage(), postgresql: postgresql() };
  const result = await byProgram({ ...asked, port: server.port, seconds });
  const own = process.cpuUsage(before.own);
  const answered = result.rounds * inBox;
  return {
    ...rowOf(name, answered, result),
    cpuMs: {
      server: (own.user + own.system) / 1000 / answered,
      postgresql: (postgresql() - before.postgresql) / answered,
      client: result.cpuMs / answered,
    },
    floor: await floorOf(server, asked, Math.round(result.bytes / result.rounds), seconds / 2),
  };
}

function rowOf(name: string, answered: number, { seconds, latencies }: ReadResult): Row {
  const sorted = Float64Array.from(latencies);
  const at = (part: number): number => percentile(sorted, part);
  return { name, answered, failed: 0, perSecond: answered / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** The same number of bytes by TLS from a server that has them at hand. */
async function floorOf(
  server: MailServer,
  asked: Omit<Reading, 'port' | 'seconds'>,
  bytes: number,
  seconds: number,
): Promise<Floor> {
  const floor = await server.floor(Buffer.concat([Buffer.alloc(bytes - 2, 'x'), Buffer.from('\r\n')]));
  const cpu = process.cpuUsage();
  const result = await byProgram({ ...asked, port: floor.port, seconds });
  const { user, system } = process.cpuUsage(cpu);
  floor.close();
  const answered = result.rounds * inBox;
  return {
    what: 'the same bytes by TLS from memory',
    perSecond: answered / result.seconds,
    cpuMs: (user + system) / 1000 / answered,
  };
}

/** A folder of 100,000, one message of it gone. */
async function largest(server: MailServer, seconds: number): Promise<Row> {
  const permit = server.permits[boxes - 1] as MailboxPermit;
  const { address } = permit.mailbox;
  await server.mail.append(permit, 'INBOX', letter(0, address, address, 2000));
  for (let n = 1; n < inLargest; ) {
    const more = Math.min(n, inLargest - n, 10_000);
    await server.mail.copy(permit, 1, [[1, more]], 'INBOX');
    n += more;
  }
  await server.mail.flag(permit, 1, [[7, 7]], { how: 'add', flags: 8, keywords: [] });
  await server.mail.expunge(permit, 1);
  await server.store.pool.query('vacuum analyze messaging.message');
  const result = await byProgram({ port: server.port, ca: server.ca, mailboxes: [address], command: 'SELECT INBOX', seconds });
  return rowOf(`SELECT of ${inLargest} messages`, result.rounds, result);
}

async function idling(server: MailServer, seconds: number): Promise<{ open: number; kilobytes: number; cpu: number }> {
  const mailboxes = Array.from({ length: idlers }, (_, n) => server.permits[n % (boxes - 1)]?.mailbox.address ?? '');
  const before = process.memoryUsage().rss;
  let after = { rss: 0, open: 0, cpu: process.cpuUsage() };
  await byProgram({ port: server.port, ca: server.ca, mailboxes, seconds }, () => {
    after = { rss: process.memoryUsage().rss, open: server.count(), cpu: process.cpuUsage() };
  });
  const { user, system } = process.cpuUsage(after.cpu);
  return {
    open: after.open,
    kilobytes: (after.rss - before) / 1024 / idlers,
    cpu: (user + system) / 10_000 / seconds,
  };
}

/** `ready` is called when every connection stands, before the clock runs. */
async function byProgram(reading: Reading, ready?: () => void): Promise<ReadResult> {
  const child = fork(join(import.meta.dirname, '../client/mailReader.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(reading);
  await answer(child);
  ready?.();
  child.send('go');
  return (await answer(child)) as ReadResult;
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the mail programs ended with status ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
