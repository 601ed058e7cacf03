import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { openDirectory } from '#directory';
import { openMail, openMailboxes } from '#messaging';
import { openStore, type Store } from '#store';
import { openTrace, type Trace } from '#trace';
import { migrations } from '../../src/main.ts';
import { freePort } from '../socle.ts';
import { ask } from './ground.ts';
import { newPlace, type Place, type Server, until } from './server.ts';

const domain = 'exemple.mssante.fr';
const structure = { id: '1990000017', name: 'Maison de santé du Pré-aux-Lucioles' };
const writers = ['899700000011', '899700000029'].map((id, n) => ({ id, address: `envoi${n}@${domain}` }));
const reader = { id: '899700000037', address: `recoit@${domain}` };
const everybody = [...writers, reader];

interface Letter {
  readonly id: string;
  readonly from: string;
  readonly bytes: Buffer;
  /** How often it was handed over. */
  tries: number;
  accepted: boolean;
}

let place: Place;
let server: Server;
let port: number;
const letters: Letter[] = [];
const refused: string[] = [];

const settings = () => ({
  home: place.home,
  blobs: `file:${join(place.home, 'blobs')}`,
  keyFile: join(place.home, 'operator.key'),
});

/** Beside the running server, or alone on its home. */
async function withStore<T>(mode: 'own' | 'join', work: (store: Store, trace: Trace) => Promise<T>): Promise<T> {
  const store = await openStore(settings(), { migrations, log: () => undefined, mode });
  try {
    return await work(store, await openTrace(store));
  } finally {
    await store.close();
  }
}

before(async () => {
  port = await freePort();
  const off = { SOCLE_SMTP_PORT: String(await freePort()), SOCLE_IMAP_PORT: 'off' };
  place = await newPlace(undefined, { ...off, SOCLE_SMTPS_PORT: String(port) });
  await withStore('own', async (store, trace) => {
    const directory = openDirectory(store);
    await directory.registerStructures([
      { ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' },
    ]);
    await directory.registerProfessionals(
      everybody.map(({ id }, n) => ({ id, family: `Essai${n}`, given: 'Lou', profession: '10', structures: [structure.id] })),
    );
    const mailboxes = openMailboxes({
      ...{ store, trace, directory, domains: { professionals: domain, citizens: 'patient.mssante.fr' } },
      ins: { byRecord: async () => undefined },
      rights: { decidePurpose: async () => undefined },
    });
    for (const { id, address } of everybody) {
      const call = {
        actor: { kind: 'operator', id: 'operator', name: 'Exploitant' },
        at: new Date(),
        requestId: 'essai',
      } as const;
      await mailboxes.open(call, { address, kind: 'PER', name: address, professional: id });
    }
  });
  server = await place.start();
});
after(() => place.clear());

async function token(as: string): Promise<string> {
  await until(async () => (await ask(`${place.url}/health/ready`, {}).catch(() => undefined))?.status === 200, 60_000);
  const headers = { 'content-type': 'application/json' };
  const answer = await ask(`${place.url}/oidc/operator-token`, { method: 'POST', body: { as }, headers });
  return answer.as<{ access_token: string }>().access_token;
}

/** Hands letters over without pause, one after the other; what was not accepted is handed over again, unchanged. */
function writer({ id, address }: { readonly id: string; readonly address: string }): { stop(): Promise<void> } {
  let going = true;
  const work = (async (): Promise<void> => {
    let accessToken = await token(id);
    for (let n = 0; going; n++) {
      const messageId = `<${id}.${n}@${domain}>`;
      const text = n % 5 === 0 ? 'Grande pièce jointe. '.repeat(20_000) : `Bonjour, message ${n}.`;
      const head = [
        `From: ${address}`,
        `To: ${reader.address}`,
        `Subject: ${n}`,
        `Message-ID: ${messageId}`,
        'Content-Type: text/plain; charset=utf-8',
      ];
      const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${text.replace(/(.{60}) /g, '$1\r\n')}\r\n`);
      const letter: Letter = { id: messageId, from: address, bytes, tries: 0, accepted: false };
      letters.push(letter);
      while (!letter.accepted && going) {
        letter.tries += 1;
        const code = await handOver(letter, address, accessToken);
        letter.accepted = code === 250;
        if (code !== 250) await new Promise((done) => setTimeout(done, 40));
        if (code === 535) accessToken = await token(id).catch(() => accessToken);
      }
    }
  })();
  return {
    stop: () => {
      going = false;
      return work;
    },
  };
}

/** 250 when it was accepted, the code of a refusal, or 0: nobody listens, or the connection broke. */
async function handOver({ bytes }: Letter, user: string, accessToken: string): Promise<number> {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port, secure: true, tls: { rejectUnauthorized: false } },
    ...{ auth: { type: 'OAuth2', user, accessToken }, connectionTimeout: 5000, socketTimeout: 10_000 },
  });
  try {
    await transport.sendMail({ envelope: { from: user, to: [reader.address] }, raw: bytes });
    return 250;
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode ?? 0;
    if (code >= 500) refused.push(String(error));
    return code;
  } finally {
    transport.close();
  }
}

const accepted = (): number => letters.filter((letter) => letter.accepted).length;
const more = (count: number): Promise<void> => {
  const from = accepted();
  return until(() => accepted() >= from + count, 90_000);
};

test('Issue 7, kill -9 during reception: writers send while the server, then PostgreSQL, are killed; they come back', async (t) => {
  const busy = writers.map(writer);
  t.after(() => Promise.all(busy.map((one) => one.stop())));
  await more(10);
  for (let round = 0; round < 3; round++) {
    process.kill(server.pid, 'SIGKILL');
    if (round === 2) process.kill(place.postgres(), 'SIGKILL');
    await server.ended;
    server = await place.start();
    await more(6);
  }
  for (let round = 0; round < 2; round++) {
    const before = place.postgres();
    process.kill(before, 'SIGKILL');
    await place.postgresAfter(before, 30_000);
    await more(4);
  }
  await Promise.all(busy.map((one) => one.stop()));
  assert.equal(server.child.exitCode, null, 'the server itself never ended');
  const again = letters.filter(({ tries }) => tries > 1).length;
  t.diagnostic(`${accepted()} of ${letters.length} letters accepted, ${again} handed over more than once`);
  assert.deepEqual(refused, [], 'nothing is refused for good because something was killed');
});

test('Issue 7, kill -9: every 250 is there exactly once, byte for byte; what was never answered at most once; the log tells each', async () => {
  await withStore('join', async (store, trace) => {
    const mail = openMail({ store, trace, log: () => undefined });
    type Row = { record_id: string; message_id: string; n: number; uid: number };
    const { rows } = await store.pool.query<Row>(
      `select c.record_id, c.message_id, c.n, m.uid from messaging.content c join messaging.message m on m.record_id = c.record_id and m.content = c.n
       join messaging.mailbox b on b.record_id = c.record_id where b.address = $1 order by m.uid`,
      [reader.address],
    );
    const found = Map.groupBy(rows, ({ message_id }) => message_id);
    for (const { id, bytes, accepted: promised } of letters) {
      const times = found.get(id) ?? [];
      assert.ok(times.length === 1 || (!promised && times.length === 0), `${id}: ${times.length} times`);
      const [one] = times;
      if (one === undefined) continue;
      const permit = { mailbox: { id: one.record_id } } as never;
      const kept = await mail.raw(permit, one.n);
      assert.ok(kept.subarray(kept.length - bytes.length).equals(bytes), `${id} is what was sent`);
    }
    assert.deepEqual(
      rows.map(({ uid }) => uid),
      rows.map((_, index) => index + 1),
      'no uid was left out or given twice',
    );
    const [first] = rows;
    const { rows: counted } = await store.pool.query<{ n: number }>(
      `select count(*)::int as n from trace.line where record_id = $1 and body like '%"action":"receive"%'`,
      [first?.record_id],
    );
    assert.equal(counted[0]?.n, rows.length);
    assert.deepEqual((await trace.verify()).faults, []);
    await mail.close();
  });
});
