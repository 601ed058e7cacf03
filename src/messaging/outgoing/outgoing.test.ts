import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { MailboxPermit } from '#messaging';
import {
  amelie,
  basile,
  citizens,
  domain,
  type MailGround,
  openMailGround,
  operator,
  at as start,
  written,
} from '../../../test/mailGround.ts';
import { type ParsedMessage, parseMessage } from '../mime/index.ts';
import { readReport } from '../reports/readReport.ts';
import type { Carriage, CarriedEnvelope, Carrier } from './carrier.ts';
import { type Outgoing, openOutgoing } from './outgoing.ts';
import { schedule } from './schedule.ts';

const other = 'autre.mssante.fr';
const to = (local: string): string => `${local}@${other}`;
const minute = 60_000;

let ground: MailGround;
let at = start;
let trusted = true;
/** What the other operator answers, by address; the last word of a list holds on. */
let answers = new Map<string, string[]>();
let carried: { domain: string; envelope: CarriedEnvelope; bytes: Buffer }[] = [];
let carrying: () => Promise<void> = async () => undefined;
let reports = false;
const queues: Outgoing[] = [];
const said: string[] = [];

/** Answers as it is told; keeps what it was given. Its own port test is in `interop/smtp`. */
const carrier: Carrier = {
  async carry(name, envelope, bytes): Promise<Carriage> {
    carried.push({ domain: name, envelope, bytes });
    await carrying();
    const recipients = envelope.recipients.map(({ address }) => {
      const list = answers.get(address) ?? ['250 2.0.0 ok'];
      const reply = (list.length > 1 ? list.shift() : list[0]) ?? '250 2.0.0 ok';
      const outcome = reply.startsWith('2')
        ? ('delivered' as const)
        : reply.startsWith('5')
          ? ('permanent' as const)
          : ('temporary' as const);
      return { recipient: address, outcome, reply };
    });
    return { recipients, reports, host: 'mx' };
  },
};
const server = (more: Partial<Parameters<typeof openOutgoing>[0]> = {}): Outgoing => {
  const opened = openOutgoing({
    store: ground.store,
    trace: ground.trace,
    mailboxes: ground.mailboxes,
    mail: ground.mail,
    post: () => ground.post,
    carrier,
    trusted: async () => trusted,
    clock: () => at,
    log: (line) => said.push(line),
    reporter: `mx.${domain}`,
    postmaster: `postmaster@${domain}`,
    idle: true,
    ...more,
  });
  queues.push(opened);
  return opened;
};

before(async () => {
  ground = await openMailGround({
    elsewhere: async (_, address) => ({ where: 'elsewhere', domain: address.slice(address.lastIndexOf('@') + 1), address }),
  });
});
after(async () => {
  await Promise.all(queues.map((queue) => queue.close()));
  await ground.close();
});
afterEach(async () => {
  trusted = true;
  answers = new Map();
  carried = [];
  carrying = async () => undefined;
  reports = false;
  at = new Date(at.getTime() + 30 * 86_400_000);
  await server().settle();
  carried = [];
});

const sending = (
  recipients: readonly { address: string; notify?: ('never' | 'success' | 'failure' | 'delay')[]; originalRecipient?: string }[],
  more = {},
) =>
  ground.post.send(ground.permits.amelie.at(at), {
    recipients,
    bytes: written({ To: recipients.map(({ address }) => address).join(', ') }),
    keepIn: 'sent',
    ...more,
  });
const later = async (queue: Outgoing, minutes: number): Promise<void> => {
  at = new Date(at.getTime() + minutes * minute);
  await queue.settle();
};
const inbox = async (permit: MailboxPermit): Promise<{ bytes: Buffer; parsed: ParsedMessage }[]> => {
  const found: { bytes: Buffer; parsed: ParsedMessage }[] = [];
  for await (const page of ground.mail.fetch(permit, 1, [[1, Number.POSITIVE_INFINITY]], { bytes: true }))
    for (const { bytes = Buffer.alloc(0) } of page) found.push({ bytes, parsed: parseMessage(bytes) });
  return found;
};
/** The reports that came to Amélie since the last time. */
let seen = 0;
const told = async () => {
  const all = await inbox(ground.permits.amelie.at(at));
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh.map(({ bytes, parsed }) => ({ bytes, parsed, report: readReport(bytes, parsed) }));
};
const summary = async () =>
  (await told()).map(({ report }) => report?.said.map(({ addresses, is }) => `${addresses.at(-1)} ${is}`));
const rows = async (content: number) =>
  (
    await ground.store.pool.query<{ recipient: string; state: string; attempts: number }>(
      'select recipient, state, attempts from messaging.outgoing where record_id = $1 and content = $2 order by n',
      [ground.permits.amelie.mailbox.id, content],
    )
  ).rows;

test('RFC 5321 §4.5.4: one connection a domain and a message, the bytes as they were handed in, nothing twice', async () => {
  const queue = server();
  const { content } = await sending([{ address: to('un') }, { address: to('deux') }, { address: 'trois@tiers.mssante.fr' }]);
  await queue.settle();
  await queue.settle();
  assert.deepEqual(carried.map((one) => [one.domain, one.envelope.recipients.map(({ address }) => address)]).sort(), [
    [other, [to('un'), to('deux')]],
    ['tiers.mssante.fr', ['trois@tiers.mssante.fr']],
  ]);
  const kept = await ground.mail.raw(ground.permits.amelie, content);
  assert.ok(carried.every(({ bytes, envelope }) => bytes.equals(kept) && envelope.from === `amelie@${domain}`));
  assert.deepEqual(
    (await rows(content)).map(({ state }) => state),
    ['delivered', 'delivered', 'delivered'],
  );
  assert.deepEqual(await told(), []);
});

test('RFC 5321 §4.2.1, RFC 3464: a refusal is told at once to the sender, another recipient is tried again, and the log names nobody', async () => {
  const queue = server();
  answers
    .set(to('inconnu'), ['550 5.1.1 <inconnu@autre.mssante.fr> unknown'])
    .set(to('lent'), ['451 4.3.0 later', '451 4.3.0 later', '250 ok']);
  const { content } = await sending(
    [{ address: to('inconnu'), originalRecipient: 'rfc822;Inconnu@Ancien.fr' }, { address: to('lent') }],
    { envelopeId: 'E 1' },
  );
  await queue.settle();
  const [bounce, ...more] = await told();
  assert.equal(more.length, 0);
  assert.deepEqual(bounce?.report?.said, [
    { addresses: ['inconnu@ancien.fr', to('inconnu')], is: 'failed', reply: '550 5.1.1 <inconnu@autre.mssante.fr> unknown' },
  ]);
  const original = parseMessage(await ground.mail.raw(ground.permits.amelie, content));
  assert.ok(bounce?.report?.about.includes(original.messageId));
  assert.equal(bounce?.parsed.headers.get('auto-submitted')?.[0], 'auto-replied');
  assert.match(
    bounce?.bytes.toString('utf8') ?? '',
    /\r\nOriginal-Envelope-Id: E 1\r\nReporting-MTA: dns; mx\.exemple\.mssante\.fr\r\n/,
  );
  assert.match(bounce?.parsed.text ?? '', /n’existe pas chez son opérateur/);
  await later(queue, 1);
  assert.equal(carried.length, 1, 'not before its time');
  await later(queue, 1);
  await later(queue, 5);
  assert.deepEqual(await rows(content), [
    { recipient: to('inconnu'), state: 'failed', attempts: 1 },
    { recipient: to('lent'), state: 'delivered', attempts: 3 },
  ]);
  const line = (await ground.lines(ground.permits.amelie.mailbox.id)).at(-1);
  assert.deepEqual(
    [line?.action, line?.outcome, line?.code, line?.detail],
    ['send', 'refused', 'messaging.not-delivered', { domain: other, status: '5.1.1', recipients: '1' }],
  );
  const marks = await ground.store.pool.query<{ marks: string }>(
    'select marks from messaging.content where record_id = $1 and n = $2',
    [ground.permits.amelie.mailbox.id, content],
  );
  assert.equal(JSON.parse(marks.rows[0]?.marks ?? '{}').answers[0].is, 'failed');
});

test('RFC 3464 §2.3.3: told of the delay after four hours, of the end after five days, once each', async () => {
  const queue = server();
  answers.set(to('absent'), ['451 4.4.1 no connection']);
  await sending([{ address: to('absent') }]);
  const heard: string[] = [];
  for (let minutes = 0; minutes < 6 * 24 * 60; minutes += 60) {
    await later(queue, 60);
    for (const one of await summary()) heard.push(`${minutes + 60} ${one}`);
  }
  assert.deepEqual(heard, [`240 ${to('absent')} delayed`, `7200 ${to('absent')} failed`]);
});

test('RFC 3461 §4.1: NOTIFY decides what is told: never, success of a mailbox here, success handed to an operator that reports nothing', async () => {
  const queue = server();
  answers.set(to('non'), ['550 5.1.1 no']);
  await sending([
    { address: to('non'), notify: ['never'] },
    { address: to('oui'), notify: ['success'] },
    { address: `basile@${domain}`, notify: ['success', 'failure'] },
  ]);
  await queue.settle();
  assert.deepEqual((await summary()).flat().sort(), [`basile@${domain} delivered`, `${to('oui')} relayed`].sort());
  reports = true;
  await sending([{ address: to('oui'), notify: ['success'] }]);
  await queue.settle();
  assert.deepEqual(await summary(), [], 'the other operator tells by itself');
  const success = carried.at(-1)?.envelope.recipients[0];
  assert.deepEqual(success, { address: to('oui'), notify: ['success'] });
});

test('RFC 3461 §4.3: the original comes back whole or by its header, as RET says', async () => {
  const queue = server();
  answers.set(to('non'), ['550 5.2.1 closed']);
  for (const [ret, type] of [
    ['full', 'message/rfc822'],
    ['hdrs', 'text/rfc822-headers'],
  ] as const) {
    await sending([{ address: to('non') }], { ret });
    await queue.settle();
    const [bounce] = await told();
    assert.equal(bounce?.parsed.root.parts[2]?.type, type);
    assert.equal(bounce?.bytes.toString('utf8').includes('le résultat est arrivé'), ret === 'full');
  }
});

test('RFC 5321 §4.5.5: of a report nothing is ever told; a success asked for by another operator is told there, without a sender', async () => {
  const queue = server();
  answers.set(to('non'), ['550 5.1.1 no']);
  await ground.post.send(ground.permits.amelie.at(at), {
    automatic: true,
    recipients: [{ address: to('non') }],
    bytes: written(),
  });
  await queue.settle();
  assert.deepEqual([carried.length, carried[0]?.envelope.from, await told()], [1, '', []]);
  carried = [];
  await ground.post.receive(ground.call({ ...operator, id: `operator:${other}` }, at), {
    from: { domain: other },
    envelopeFrom: to('un'),
    recipients: [{ address: `basile@${domain}`, notify: ['success'] }],
    bytes: written({ From: `<${to('un')}>` }),
  });
  await queue.settle();
  await queue.settle();
  const [report] = carried;
  assert.deepEqual(
    [carried.length, report?.envelope.from, report?.envelope.recipients],
    [1, '', [{ address: to('un'), notify: ['never'] }]],
  );
  const read = readReport(report?.bytes ?? Buffer.alloc(0), parseMessage(report?.bytes ?? Buffer.alloc(0)));
  assert.deepEqual(
    read?.said.map(({ addresses, is }) => [addresses, is]),
    [[[`basile@${domain}`], 'delivered']],
  );
});

test('MSSanté #1: a domain struck off the list since fails at once and is not spoken to', async () => {
  const queue = server();
  await sending([{ address: to('un') }]);
  trusted = false;
  await queue.settle();
  const [bounce] = await told();
  assert.deepEqual([carried.length, bounce?.report?.said[0]?.is], [0, 'failed']);
  assert.match(bounce?.parsed.text ?? '', /espace de confiance/);
});

test('MSSanté, Mon espace santé: the four bounces are told apart in words', async () => {
  const queue = server();
  const cases = [
    ['552 5.3.4 x', /25 Mo/],
    ['550 5.2.1 x', /fermé sa messagerie/],
    ['550 5.1.1 x', /Aucun patient/],
    ['553 5.1.3 x', /pas celle d’un patient/],
  ] as const;
  const { content } = await sending([{ address: to('un') }]);
  for (const [n, [reply, words]] of cases.entries()) {
    const address = `29901990000${n}@${citizens}`;
    answers.set(address, [reply]);
    await ground.store.transaction(async (tx) => {
      const { id } = ground.permits.amelie.mailbox;
      await ground.store.records.lock(tx, id);
      queue.enqueue(tx, { mailbox: id, content, at, from: `amelie@${domain}`, recipients: [{ address, domain: citizens }] });
    });
    await queue.settle();
    const [bounce] = await told();
    assert.match(bounce?.parsed.text ?? '', words, reply);
  }
});

test('store, outbox: two servers at one queue send each message once, and never more than so many connections to a domain', async () => {
  const servers = [server(), server(), server()];
  let now = 0;
  let most = 0;
  carrying = async () => {
    most = Math.max(most, ++now);
    await new Promise((done) => setTimeout(done, 5));
    now -= 1;
  };
  for (let n = 0; n < 30; n++) await sending([{ address: to(`boite${n}`) }]);
  await Promise.all(servers.map((one) => one.settle()));
  assert.deepEqual(
    carried.map(({ envelope }) => envelope.recipients[0]?.address).sort(),
    Array.from({ length: 30 }, (_, n) => to(`boite${n}`)).sort(),
  );
  assert.ok(most <= servers.length * schedule.connectionsPerDomain && most > 1);
});

test('store, outbox: a server that dies while it carries is taken over when its claim ends, not before; the message is the same', async () => {
  const dead = server();
  carrying = () => new Promise(() => undefined);
  await sending([{ address: to('un') }]);
  void dead.settle();
  while (carried.length === 0) await new Promise((done) => setTimeout(done, 5));
  queues.splice(queues.indexOf(dead), 1); // it never closes
  carrying = async () => undefined;
  const heir = server();
  await later(heir, schedule.leaseMinutes - 1);
  assert.equal(carried.length, 1);
  await later(heir, 1);
  assert.equal(carried.length, 2);
  assert.ok(carried[0]?.bytes.equals(carried[1]?.bytes ?? Buffer.alloc(0)));
  await later(heir, 600);
  assert.equal(carried.length, 2);
});

test('store, outbox: what an attempt settles late, after another took over, counts for nothing', async () => {
  const slow = server();
  let go = (): void => undefined;
  carrying = () =>
    new Promise((done) => {
      go = done;
    });
  answers.set(to('un'), ['550 5.1.1 no', '250 2.0.0 ok']);
  const { content } = await sending([{ address: to('un') }]);
  const slowly = slow.settle();
  while (carried.length === 0) await new Promise((done) => setTimeout(done, 5));
  const first = go;
  carrying = async () => undefined;
  at = new Date(at.getTime() + schedule.leaseMinutes * minute);
  answers.set(to('un'), ['250 2.0.0 ok']);
  await server().settle();
  first();
  await slowly;
  assert.deepEqual(await rows(content), [{ recipient: to('un'), state: 'delivered', attempts: 2 }]);
  assert.deepEqual(await told(), []);
});

test('store, outbox: a report that was delivered when its server died is not delivered again; one that cannot be is tried later', async () => {
  answers.set(to('non'), ['550 5.1.1 no']);
  await sending([{ address: to('non') }]);
  let dies = true;
  const mail = {
    ...ground.mail,
    append: async (...asked: Parameters<typeof ground.mail.append>) => {
      const done = await ground.mail.append(...asked);
      if (dies) throw new Error('the power went out');
      return done;
    },
  };
  const queue = server({ mail });
  await queue.settle();
  dies = false;
  assert.equal((await told()).length, 1);
  await later(queue, schedule.tellAgainAfterMinutes);
  await later(queue, schedule.tellAgainAfterMinutes);
  assert.deepEqual(await told(), []);
  const { rows: left } = await ground.store.pool.query('select 1 from messaging.outgoing where tell is not null');
  assert.equal(left.length, 0);
});

test('MSSanté #1, operator: the queue is shown by domain, without an address; nobody else sees it; what waits is tried at once', async () => {
  const queue = server();
  answers
    .set(to('absent'), ['451 4.7.5 <absent@autre.mssante.fr> certificate'])
    .set(to('non'), ['550 5.1.1 <non@autre.mssante.fr>']);
  await sending([{ address: to('absent') }, { address: to('non') }]);
  await queue.settle();
  const call = ground.call(operator, at);
  const state = await queue.queue(call);
  assert.deepEqual(
    state.waiting.map(({ domain: name, waiting, attempts, reason }) => [name, waiting, attempts, reason]),
    [[other, 1, 1, '451 4.7.5']],
  );
  assert.ok(state.failed.some(({ domain: name, reason }) => name === other && reason === '550 5.1.1'));
  assert.doesNotMatch(JSON.stringify(state), /@/);
  for (const actor of [amelie, basile])
    await assert.rejects(queue.queue(ground.call(actor, at)), { code: 'messaging.operator-only' });
  await assert.rejects(queue.retry(ground.call(amelie, at), other), { code: 'messaging.operator-only' });
  assert.equal(await queue.retry(call, other), 1);
  answers.set(to('absent'), ['250 ok']);
  await queue.settle();
  assert.deepEqual((await queue.queue(call)).waiting, []);
});
