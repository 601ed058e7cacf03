import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { amelie, basile, citizens, domain, operator, written } from '../../../test/mailGround.ts';
import { type OutgoingGround, openOutgoingGround, other, to } from '../../../test/outgoingGround.ts';
import { parseMessage } from '../mime/index.ts';
import { readReport } from '../reports/readReport.ts';

let out: OutgoingGround;
before(async () => {
  out = await openOutgoingGround();
});
after(() => out.close());
afterEach(() => out.rest());

test('RFC 5321 §4.5.4: one connection a domain and a message, the bytes as they were handed in, nothing twice', async () => {
  const queue = out.server();
  const { content } = await out.sending([{ address: to('un') }, { address: to('deux') }, { address: 'trois@tiers.mssante.fr' }]);
  await queue.settle();
  await queue.settle();
  assert.deepEqual(out.carried.map((one) => [one.domain, one.envelope.recipients.map(({ address }) => address)]).sort(), [
    [other, [to('un'), to('deux')]],
    ['tiers.mssante.fr', ['trois@tiers.mssante.fr']],
  ]);
  const kept = await out.ground.mail.raw(out.ground.permits.amelie, content);
  assert.ok(out.carried.every(({ bytes, envelope }) => bytes.equals(kept) && envelope.from === `amelie@${domain}`));
  assert.deepEqual(
    (await out.rows(content)).map(({ state }) => state),
    ['delivered', 'delivered', 'delivered'],
  );
  assert.deepEqual(await out.told(), []);
});

test('RFC 5321 §4.2.1, RFC 3464: a refusal is told at once to the sender, another recipient is tried again, and the log names nobody', async () => {
  const queue = out.server();
  out.answers
    .set(to('inconnu'), ['550 5.1.1 <inconnu@autre.mssante.fr> unknown'])
    .set(to('lent'), ['451 4.3.0 later', '451 4.3.0 later', '250 ok']);
  const { content } = await out.sending(
    [{ address: to('inconnu'), originalRecipient: 'rfc822;Inconnu@Ancien.fr' }, { address: to('lent') }],
    { envelopeId: 'E 1' },
  );
  await queue.settle();
  const [bounce, ...more] = await out.told();
  assert.equal(more.length, 0);
  assert.deepEqual(bounce?.report?.said, [
    { addresses: ['inconnu@ancien.fr', to('inconnu')], is: 'failed', reply: '550 5.1.1 <inconnu@autre.mssante.fr> unknown' },
  ]);
  const original = parseMessage(await out.ground.mail.raw(out.ground.permits.amelie, content));
  assert.ok(bounce?.report?.about.includes(original.messageId));
  assert.equal(bounce?.parsed.headers.get('auto-submitted')?.[0], 'auto-replied');
  assert.match(
    bounce?.bytes.toString('utf8') ?? '',
    /\r\nOriginal-Envelope-Id: E 1\r\nReporting-MTA: dns; mx\.exemple\.mssante\.fr\r\n/,
  );
  assert.match(bounce?.parsed.text ?? '', /n’existe pas chez son opérateur/);
  await out.later(queue, 1);
  assert.equal(out.carried.length, 1, 'not before its time');
  await out.later(queue, 1);
  await out.later(queue, 5);
  assert.deepEqual(await out.rows(content), [
    { recipient: to('inconnu'), state: 'failed', attempts: 1 },
    { recipient: to('lent'), state: 'delivered', attempts: 3 },
  ]);
  const line = (await out.ground.lines(out.ground.permits.amelie.mailbox.id)).at(-1);
  assert.deepEqual(
    [line?.action, line?.outcome, line?.code, line?.detail],
    ['send', 'refused', 'messaging.not-delivered', { domain: other, status: '5.1.1', recipients: '1' }],
  );
  const marks = await out.ground.store.pool.query<{ marks: string }>(
    'select marks from messaging.content where record_id = $1 and n = $2',
    [out.ground.permits.amelie.mailbox.id, content],
  );
  assert.equal(JSON.parse(marks.rows[0]?.marks ?? '{}').answers[0].is, 'failed');
});

test('RFC 3464 §2.3.3: told of the delay after four hours, of the end after five days, once each', async () => {
  const queue = out.server();
  out.answers.set(to('absent'), ['451 4.4.1 no connection']);
  await out.sending([{ address: to('absent') }]);
  const heard: string[] = [];
  for (let minutes = 0; minutes < 6 * 24 * 60; minutes += 60) {
    await out.later(queue, 60);
    for (const one of await out.summary()) heard.push(`${minutes + 60} ${one}`);
  }
  assert.deepEqual(heard, [`240 ${to('absent')} delayed`, `7200 ${to('absent')} failed`]);
});

test('RFC 3461 §4.1: NOTIFY decides what is told: never, success of a mailbox here, success handed to an operator that out.reports nothing', async () => {
  const queue = out.server();
  out.answers.set(to('non'), ['550 5.1.1 no']);
  await out.sending([
    { address: to('non'), notify: ['never'] },
    { address: to('oui'), notify: ['success'] },
    { address: `basile@${domain}`, notify: ['success', 'failure'] },
  ]);
  await queue.settle();
  assert.deepEqual((await out.summary()).flat().sort(), [`basile@${domain} delivered`, `${to('oui')} relayed`].sort());
  out.reports = true;
  await out.sending([{ address: to('oui'), notify: ['success'] }]);
  await queue.settle();
  assert.deepEqual(await out.summary(), [], 'the other operator tells by itself');
  const success = out.carried.at(-1)?.envelope.recipients[0];
  assert.deepEqual(success, { address: to('oui'), notify: ['success'] });
});

test('RFC 3461 §4.3: the original comes back whole or by its header, as RET says', async () => {
  const queue = out.server();
  out.answers.set(to('non'), ['550 5.2.1 closed']);
  for (const [ret, type] of [
    ['full', 'message/rfc822'],
    ['hdrs', 'text/rfc822-headers'],
  ] as const) {
    await out.sending([{ address: to('non') }], { ret });
    await queue.settle();
    const [bounce] = await out.told();
    assert.equal(bounce?.parsed.root.parts[2]?.type, type);
    assert.equal(bounce?.bytes.toString('utf8').includes('le résultat est arrivé'), ret === 'full');
  }
});

test('RFC 5321 §4.5.5: of a report nothing is ever told; a success asked for by another operator is told there, without a sender', async () => {
  const queue = out.server();
  out.answers.set(to('non'), ['550 5.1.1 no']);
  await out.ground.post.send(out.ground.permits.amelie.at(out.at), {
    automatic: true,
    recipients: [{ address: to('non') }],
    bytes: written(),
  });
  await queue.settle();
  assert.deepEqual([out.carried.length, out.carried[0]?.envelope.from, await out.told()], [1, '', []]);
  out.carried = [];
  await out.ground.post.receive(out.ground.call({ ...operator, id: `operator:${other}` }, out.at), {
    from: { domain: other },
    envelopeFrom: to('un'),
    recipients: [{ address: `basile@${domain}`, notify: ['success'] }],
    bytes: written({ From: `<${to('un')}>` }),
  });
  await queue.settle();
  await queue.settle();
  const [report] = out.carried;
  assert.deepEqual(
    [out.carried.length, report?.envelope.from, report?.envelope.recipients],
    [1, '', [{ address: to('un'), notify: ['never'] }]],
  );
  const read = readReport(report?.bytes ?? Buffer.alloc(0), parseMessage(report?.bytes ?? Buffer.alloc(0)));
  assert.deepEqual(
    read?.said.map(({ addresses, is }) => [addresses, is]),
    [[[`basile@${domain}`], 'delivered']],
  );
});

test('MSSanté #1: a domain struck off the list since fails at once and is not spoken to', async () => {
  const queue = out.server();
  await out.sending([{ address: to('un') }]);
  out.trusted = false;
  await queue.settle();
  const [bounce] = await out.told();
  assert.deepEqual([out.carried.length, bounce?.report?.said[0]?.is], [0, 'failed']);
  assert.match(bounce?.parsed.text ?? '', /espace de confiance/);
});

test('MSSanté, Mon espace santé: the four bounces are told apart in words', async () => {
  const queue = out.server();
  const cases = [
    ['552 5.3.4 x', /25 Mo/],
    ['550 5.2.1 x', /fermé sa messagerie/],
    ['550 5.1.1 x', /Aucun patient/],
    ['553 5.1.3 x', /pas celle d’un patient/],
  ] as const;
  const { content } = await out.sending([{ address: to('un') }]);
  for (const [n, [reply, words]] of cases.entries()) {
    const address = `29901990000${n}@${citizens}`;
    out.answers.set(address, [reply]);
    await out.ground.store.transaction(async (tx) => {
      const { id } = out.ground.permits.amelie.mailbox;
      await out.ground.store.records.lock(tx, id);
      queue.enqueue(tx, {
        mailbox: id,
        content,
        at: out.at,
        from: `amelie@${domain}`,
        recipients: [{ address, domain: citizens }],
      });
    });
    await queue.settle();
    const [bounce] = await out.told();
    assert.match(bounce?.parsed.text ?? '', words, reply);
  }
});

test('MSSanté #1, operator: the queue is shown by domain, without an address; nobody else sees it; what waits is tried at once', async () => {
  const queue = out.server();
  out.answers
    .set(to('absent'), ['451 4.7.5 <absent@autre.mssante.fr> certificate'])
    .set(to('non'), ['550 5.1.1 <non@autre.mssante.fr>']);
  await out.sending([{ address: to('absent') }, { address: to('non') }]);
  await queue.settle();
  const call = out.ground.call(operator, out.at);
  const state = await queue.queue(call);
  assert.deepEqual(
    state.waiting.map(({ domain: name, waiting, attempts, reason }) => [name, waiting, attempts, reason]),
    [[other, 1, 1, '451 4.7.5']],
  );
  assert.ok(state.failed.some(({ domain: name, reason }) => name === other && reason === '550 5.1.1'));
  assert.doesNotMatch(JSON.stringify(state), /@/);
  for (const actor of [amelie, basile])
    await assert.rejects(queue.queue(out.ground.call(actor, out.at)), { code: 'messaging.operator-only' });
  await assert.rejects(queue.retry(out.ground.call(amelie, out.at), other), { code: 'messaging.operator-only' });
  assert.equal(await queue.retry(call, other), 1);
  out.answers.set(to('absent'), ['250 ok']);
  await queue.settle();
  assert.deepEqual((await queue.queue(call)).waiting, []);
});
