import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { directoryMigrations, openDirectory } from '#directory';
import type { Call } from '#kernel';
import {
  type Mail,
  type MailboxPermit,
  messagingMigrations,
  openMail,
  openMailboxes,
  openPost,
  type Post,
  type Wanted,
} from '#messaging';
import { openStore, type Store } from '#store';
import { openTrace, traceMigrations } from '#trace';
import { countedCpu, type Measured, mark, type Options, type Row, type Scenario } from '../scenario.ts';
import { timed } from '../testbed/inProcess.ts';
import { letter } from '../testbed/mailbag.ts';

const boxes = 100;
const together = 10;
const letterBytes = 20 * 1024;
const inFolder = 100_000;
const domain = 'exemple.mssante.fr';
const structure = { id: '1990000017', name: 'Maison de santé du banc' };
const owner = '899700000011';
const inbox = 1;

/** In this process, on a PostgreSQL of its own: the walk of a message and what IMAP reads, without the sockets. */
export const mail: Scenario = {
  name: 'mail',
  what: `messages of ${letterBytes / 1024} KB accepted, ${together} at a time; envelopes and bodies read; a folder of ${inFolder} opened`,
  async run(_bed, options): Promise<Measured> {
    const home = mkdtempSync(join(tmpdir(), 'socle-bench-mail-'));
    const settings = { home, blobs: `file:${home}/blobs`, keyFile: `${home}/operator.key` };
    const migrations = [...traceMigrations, ...directoryMigrations, ...messagingMigrations];
    const store = await openStore(settings, { migrations, log: () => undefined, mode: 'own' });
    const ground = await openGround(store);
    try {
      return await measured(store, join(home, 'postgresql', 'data'), ground, options);
    } finally {
      await ground.mail.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

interface Ground {
  readonly mail: Mail & { close(): Promise<void> };
  readonly post: Post;
  readonly permits: readonly MailboxPermit[];
}

async function openGround(store: Store): Promise<Ground> {
  const trace = await openTrace(store);
  const directory = openDirectory(store);
  await directory.registerStructures([{ ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' }]);
  await directory.registerProfessionals([
    { id: owner, family: 'Banc', given: 'Lou', profession: '10', structures: [structure.id] },
  ]);
  const mailboxes = openMailboxes({
    ...{ store, trace, directory, domains: { professionals: domain, citizens: 'patient.mssante.fr' } },
    ins: { byRecord: async () => undefined },
    rights: { decidePurpose: async () => undefined },
  });
  const nowhere = async (): Promise<never> => {
    throw new Error('everybody is here');
  };
  const kept = openMail({ store, trace, log: () => undefined });
  const post = openPost({ ground: kept.ground, mailboxes, routes: { citizens: nowhere, elsewhere: nowhere } });
  const permits: MailboxPermit[] = [];
  const professional = {
    kind: 'professional',
    id: owner,
    name: 'Dr Banc',
    profession: '10',
    structure,
    software: 'banc',
  } as const;
  for (let n = 0; n < boxes; n++) {
    const address = `banc${n}@${domain}`;
    const quotaBytes = 100 * 1024 ** 3;
    await mailboxes.open(call({ kind: 'operator', id: 'operator', name: 'Banc' }), {
      address,
      kind: 'PER',
      name: 'Banc',
      professional: owner,
      quotaBytes,
    });
    permits.push(await mailboxes.enter(call(professional), address, 'write'));
  }
  return { mail: kept, post, permits };
}

function call(actor: Call['actor']): Call {
  return { actor, at: new Date(), requestId: crypto.randomUUID() };
}

async function measured(
  store: Store,
  socket: string,
  { mail: kept, post, permits }: Ground,
  { seconds, concurrency = together }: Options,
): Promise<Measured> {
  const box = (n: number): MailboxPermit => permits[n % boxes] as MailboxPermit;
  const floor = await insertFloor(store, socket, concurrency, seconds);
  let n = 0;
  const send = async (): Promise<void> => {
    const [from, to] = [box(n * 7 + 1), box(n)];
    n += 1;
    const bytes = letters[n % letters.length]?.(n, from.mailbox.address, to.mailbox.address) ?? Buffer.alloc(0);
    await post.send(from, { recipients: [{ address: to.mailbox.address }], bytes });
  };
  await repeat(concurrency, 1.5, send);
  const accept = await timed(store, `accept, ${concurrency} at a time`, () => repeat(concurrency, seconds, send));
  const bag = box(1);
  await Promise.all(
    Array.from({ length: 300 }, (_, k) =>
      kept.append(bag, 'INBOX', letter(k, bag.mailbox.address, bag.mailbox.address, letterBytes)),
    ),
  );
  const bodies = await timed(store, 'bodies in pages', () => readFor(kept, bag, { bytes: true }, seconds));
  const large = await largeFolder(store, box(2));
  const envelopes = await timed(store, 'envelopes in pages', () => readFor(kept, large, { envelope: true, size: true }, seconds));
  const open = await timed(store, `open a folder of ${inFolder}`, () => openFor(kept, large, seconds / 2));
  const search = await timed(store, `look for a word in ${inFolder}`, () => searchFor(kept, large, seconds / 2));
  return {
    name: 'mail',
    how: `${boxes} mailboxes, letters of ${letterBytes} bytes in base64, each signed in its log; no socket`,
    rows: [
      { ...accept, floor: { what: 'one committed INSERT of the sealed bytes, by pg', ...floor } },
      bodies,
      envelopes,
      open,
      search,
    ],
    marks: [
      mark('messages accepted, in the mailbox, with words and log', '≥', 350, accept.perSecond, 'a second'),
      mark('CPU of accepting one, this process and PostgreSQL', '≤', 4, countedCpu(accept.cpuMs), 'CPU-ms'),
      mark('bodies of 20 KB read', '≥', 2630, bodies.perSecond, 'a second'),
      mark('envelopes read', '≥', 8800, envelopes.perSecond, 'a second'),
      mark(`a folder of ${inFolder}: status and uids`, '≤', 100, open.p50, 'ms'),
    ],
  };
}

/** Made before the clock runs: writing letters is not what is measured. Only the identifier differs from turn to turn. */
const letters = Array.from({ length: 200 }, (_, k) => {
  const made = letter(k, 'a@a', 'b@b', letterBytes).toString('latin1');
  return (n: number, from: string, to: string): Buffer =>
    Buffer.from(
      made
        .replace('<a@a>', `<${from}>`)
        .replace('<b@b>', `<${to}>`)
        .replace(/Message-ID: <[^@]*/, `Message-ID: <${n}.${process.pid}`),
      'latin1',
    );
});

async function repeat(lanes: number, seconds: number, once: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const lane = async (): Promise<void> => {
    for (; performance.now() < end; count++) await once();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return count;
}

async function readFor(kept: Mail, permit: MailboxPermit, wanted: Wanted, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  while (performance.now() < end) {
    for await (const page of kept.fetch(permit, inbox, [[1, Number.POSITIVE_INFINITY]], wanted)) {
      count += page.length;
      if (performance.now() > end) break;
    }
  }
  return count;
}

function openFor(kept: Mail, permit: MailboxPermit, seconds: number): Promise<number> {
  return repeat(1, seconds, async () => {
    const { id } = await kept.status(permit, 'INBOX');
    await kept.uids(permit, id);
  });
}

function searchFor(kept: Mail, permit: MailboxPermit, seconds: number): Promise<number> {
  return repeat(1, seconds, () => kept.search(permit, inbox, { is: 'text', text: 'introuvable' }));
}

/** Rows like those of a message that was accepted, so many times; the first of every hundred is gone, so that uids have gaps. */
async function largeFolder(store: Store, permit: MailboxPermit): Promise<MailboxPermit> {
  const { id } = permit.mailbox;
  const run = (text: string, ...more: unknown[]) => store.pool.query(text, [id, ...more]);
  await run(
    `insert into messaging.content select record_id, 1000000 + k, size, at, message_id || k, 1000000 + k, sender, subject, written_at, people,
       envelope, structure, marks, patient, null, null from messaging.content, generate_series(1, $2::int) k
     where record_id = $1 and n = (select min(n) from messaging.content where record_id = $1)`,
    inFolder,
  );
  await run(
    `insert into messaging.sought select record_id, 1000000 + k, bits from messaging.sought, generate_series(1, $2::int) k
     where record_id = $1 and n = (select min(n) from messaging.sought where record_id = $1)`,
    inFolder,
  );
  await run('delete from messaging.message where record_id = $1 and folder = 1');
  await run(
    `insert into messaging.message select $1, 1, k + k / 100, 1000000 + k, 0, '', 2, now() from generate_series(1, $2::int) k`,
    inFolder,
  );
  await run(
    'update messaging.folder set messages = $2::int, unseen = $2::int, uid_next = 2 * $2::int where record_id = $1 and folder = 1',
    inFolder,
  );
  await store.pool.query('vacuum analyze messaging.content, messaging.message, messaging.sought');
  return permit;
}

/** The least that any program could do: the bytes, sealed, in a row that is committed. */
async function insertFloor(
  store: Store,
  socket: string,
  lanes: number,
  seconds: number,
): Promise<{ perSecond: number; cpuMs: number | undefined }> {
  const pool = new pg.Pool({ host: socket, port: 5432, user: 'socle', database: 'socle', max: lanes });
  await pool.query('create schema if not exists floor');
  await pool.query('create table if not exists floor.message (n bigint primary key, bytes bytea)');
  await pool.query('alter table floor.message alter column bytes set storage external');
  const bytes = Buffer.alloc(letterBytes, 7);
  let n = 0;
  const once = () =>
    pool.query({ name: 'floor-message', text: 'insert into floor.message values ($1, $2)', values: [n++, bytes] });
  await repeat(lanes, 0.5, once);
  const row: Row = await timed(store, 'floor', () => repeat(lanes, seconds / 2, once));
  await pool.query('drop table floor.message');
  await pool.end();
  return { perSecond: row.perSecond, cpuMs: countedCpu(row.cpuMs) };
}
