import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import pg from 'pg';
import { openDirectory } from '#directory';
import { openMailboxes } from '#messaging';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../../src/main.ts';
import { countedCpu, type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { cpuTimes } from '../testbed/cpu.ts';
import { measureFloor } from '../testbed/floor.ts';
import { letter } from '../testbed/mailbag.ts';
import { percentile } from '../testbed/measure.ts';
import { freePort, type Server, startServer } from '../testbed/server.ts';

const boxes = 100;
const lettersMade = 200;
const letterBytes = 20 * 1024;
const domain = 'exemple.mssante.fr';
const structure = { id: '1990000017', name: 'Maison de santé du banc' };
const owner = '899700000011';
const addressOf = (n: number): string => `banc${n % boxes}@${domain}`;

/** A whole Socle in a process of its own; the client is this one. As Postfix was measured: sessions that stay open, one message at a time in each. */
export const smtp: Scenario = {
  name: 'smtp',
  what: `messages of ${letterBytes / 1024} KB submitted by SMTP over TLS, each in its own transaction, nothing pipelined`,
  async run(bed, { seconds, concurrency = 10 }): Promise<Measured> {
    const home = mkdtempSync(join(tmpdir(), 'socle-bench-smtp-'));
    const port = await freePort();
    const server = await startServer({ home, by: 'cli', environment: { SOCLE_SMTPS_PORT: String(port) } });
    const pool = new pg.Pool({
      host: join(home, 'postgresql', 'data'),
      port: 5432,
      user: 'socle',
      database: 'socle',
      max: concurrency,
    });
    try {
      await fill(home);
      const token = await tokenOf(server);
      await pool.query('create table public.bench_letter (n bigserial primary key, sealed bytea not null)');
      const bytes = letter(0, 'a@a', 'b@b', letterBytes);
      const floor = await measureFloor({ ...bed, server }, 'one committed INSERT of the bytes, by pg', {
        ...{ seconds: seconds / 2, lanes: concurrency },
        once: () => pool.query('insert into public.bench_letter (sealed) values ($1)', [bytes]),
      });
      const lanes = await Promise.all(Array.from({ length: concurrency }, (_, n) => Lane.open(port, addressOf(n), token)));
      await submit(server, lanes, 1.5);
      const row = await submit(server, lanes, seconds);
      for (const lane of lanes) lane.close();
      return {
        name: 'smtp',
        how: `${concurrency} sessions, TLS, OAuth2, ${boxes} mailboxes; 250 once the message is in the mailbox, with words and log`,
        rows: [{ ...row, floor }],
        marks: [
          mark('messages accepted by SMTP', '≥', 350, row.perSecond, 'a second'),
          mark('CPU of accepting one, server and PostgreSQL', '≤', 5, countedCpu(row.cpuMs), 'CPU-ms'),
        ],
      };
    } finally {
      await pool.end();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

/** One client of SMTP that waits for each reply. */
class Lane {
  readonly #socket: TLSSocket;
  readonly address: string;
  #heard = '';
  #wake: (() => void) | undefined;

  constructor(socket: TLSSocket, address: string) {
    this.#socket = socket;
    this.address = address;
    // Otherwise the last part of a message waits 40 ms for the other side's acknowledgement.
    socket.setNoDelay(true);
    socket.on('data', (part: Buffer) => {
      this.#heard += part.toString('latin1');
      this.#wake?.();
    });
    socket.on('close', () => {
      this.#heard += '421 closed\r\n';
      this.#wake?.();
    });
  }

  static async open(port: number, address: string, token: string): Promise<Lane> {
    // Whom it speaks to is known: a server that this very program started.
    const lane = new Lane(connect({ port, host: '127.0.0.1', rejectUnauthorized: false }), address);
    await lane.#reply('220');
    await lane.ask('EHLO banc.exemple', '250');
    const secret = Buffer.from(`user=${address}\x01auth=Bearer ${token}\x01\x01`).toString('base64');
    await lane.ask(`AUTH XOAUTH2 ${secret}`, '235');
    return lane;
  }

  async #reply(code: string): Promise<void> {
    for (;;) {
      const m = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/.exec(this.#heard);
      if (m !== null) {
        this.#heard = this.#heard.slice(m[0].length);
        if (m[1] !== code) throw new Error(`${code} was expected: ${m[0]}`);
        return;
      }
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  async ask(line: string, code: string): Promise<void> {
    this.#socket.write(`${line}\r\n`);
    await this.#reply(code);
  }

  async send(to: string, bytes: Buffer): Promise<void> {
    await this.ask(`MAIL FROM:<${this.address}> SIZE=${bytes.length}`, '250');
    await this.ask(`RCPT TO:<${to}>`, '250');
    await this.ask('DATA', '354');
    this.#socket.write(bytes);
    this.#socket.write('.\r\n');
    await this.#reply('250');
  }

  close(): void {
    this.#socket.destroy();
  }
}

let sent = 0;

/** Made before the clock runs; sender, recipient and identifier differ from turn to turn. No line of them begins with a dot. */
const letters = Array.from({ length: lettersMade }, (_, k) => {
  const made = letter(k, 'a@a', 'b@b', letterBytes).toString('latin1');
  return (n: number, from: string, to: string): Buffer => {
    const identified = made.replace(/Message-ID: <[^@]*/, `Message-ID: <${n}.${process.pid}`);
    return Buffer.from(identified.replace('<a@a>', `<${from}>`).replace('<b@b>', `<${to}>`), 'latin1');
  };
});

async function submit(server: Server, lanes: readonly Lane[], seconds: number): Promise<Row> {
  const times: number[] = [];
  const before = await cpuTimes(server);
  const own = process.cpuUsage();
  const from = performance.now();
  const end = from + seconds * 1000;
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() < end) {
        const n = sent++;
        const to = addressOf(n * 7 + 13);
        const bytes = letters[n % lettersMade]?.(n, lane.address, to) ?? Buffer.alloc(0);
        const at = performance.now();
        await lane.send(to, bytes);
        times.push(performance.now() - at);
      }
    }),
  );
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(own);
  const after = await cpuTimes(server);
  const sorted = Float64Array.from(times).sort();
  const each = (end: number | undefined, begin: number | undefined): number | undefined =>
    end === undefined || begin === undefined ? undefined : (end - begin) / times.length;
  return {
    name: `submitted, ${lanes.length} sessions`,
    answered: times.length,
    failed: 0,
    perSecond: times.length / (ms / 1000),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpuMs: {
      server: each(after.server, before.server) ?? 0,
      postgresql: each(after.postgresql, before.postgresql),
      client: (user + system) / 1000 / times.length,
    },
  };
}

/** Mailboxes of one professional, in the store of the server that runs. */
async function fill(home: string): Promise<void> {
  const settings = { home, blobs: `file:${home}/blobs`, keyFile: `${home}/operator.key` };
  const store = await openStore(settings, { migrations, log: () => undefined, mode: 'join' });
  try {
    const directory = openDirectory(store);
    await directory.registerStructures([
      { ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' },
    ]);
    await directory.registerProfessionals([
      { id: owner, family: 'Banc', given: 'Lou', profession: '10', structures: [structure.id] },
    ]);
    const mailboxes = openMailboxes({
      ...{ store, trace: await openTrace(store), directory, domains: { professionals: domain, citizens: 'patient.mssante.fr' } },
      ins: { byRecord: async () => undefined },
      rights: { decidePurpose: async () => undefined },
    });
    const call = { actor: { kind: 'operator', id: 'operator', name: 'Banc' }, at: new Date(), requestId: 'banc' } as const;
    for (let n = 0; n < boxes; n++)
      await mailboxes.open(call, {
        address: addressOf(n),
        kind: 'PER',
        name: 'Banc',
        professional: owner,
        quotaBytes: 100 * 1024 ** 3,
      });
  } finally {
    await store.close();
  }
}

async function tokenOf({ address }: Server): Promise<string> {
  const answer = await fetch(`${address}/oidc/operator-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: owner }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`no token: ${answer.status}`);
  return token;
}
