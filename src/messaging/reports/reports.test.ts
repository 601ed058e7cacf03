import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { amelie, domain, type MailGround, openMailGround, at as start, written } from '../../../test/mailGround.ts';
import type { Answer } from '../mail/mail.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { parseMessage } from '../mime/index.ts';
import { bounceId, statusOf, type ToldRecipient, writeBounce } from './bounce.ts';
import { readBlocks, typedAddress } from './fields.ts';
import { encodedWords } from './multipart.ts';
import { withAnswers } from './note.ts';
import { readReport } from './readReport.ts';
import { type ReceiptToWrite, writeReceipt } from './receipt.ts';
import { openReports, type Reports } from './reports.ts';

let ground: MailGround;
let reports: Reports;
let at = start;
const sent: { recipients: readonly { address: string }[]; bytes: Buffer; automatic?: boolean }[] = [];

before(async () => {
  ground = await openMailGround({
    elsewhere: async (_, address) => ({ where: 'elsewhere', domain: address.slice(address.lastIndexOf('@') + 1), address }),
  });
  reports = openReports({
    store: ground.store,
    mailboxes: ground.mailboxes,
    mail: ground.mail,
    post: {
      send: async (permit, letter) => {
        sent.push(letter);
        return ground.post.send(permit, letter);
      },
    },
    clock: () => at,
    log: () => undefined,
    reporter: `mx.${domain}`,
    product: 'SOCLE-ESSAI',
  });
});
after(() => ground.close());

const other = 'autre.mssante.fr';
/** A message from elsewhere to Amélie; gives its content. */
const arrived = async (fields: Record<string, string>, envelopeFrom = `emile@${other}`, text?: string): Promise<number> => {
  await ground.post.receive(ground.call(amelie, at), {
    from: { domain: other },
    envelopeFrom,
    recipients: [{ address: `amelie@${domain}` }],
    bytes: written({ From: `<${envelopeFrom || `mailer-daemon@${other}`}>`, To: `amelie@${domain}`, ...fields }, text),
  });
  return newest(ground.permits.amelie);
};
const newest = async (permit: MailboxPermit): Promise<number> =>
  (
    await ground.store.pool.query<{ n: string }>('select max(n) as n from messaging.content where record_id = $1', [
      permit.mailbox.id,
    ])
  ).rows.map(({ n }) => Number(n))[0] ?? 0;
const given = async (bytes: Buffer, envelopeFrom = ''): Promise<number> => {
  await ground.post.receive(ground.call(amelie, at), {
    from: { domain: other },
    envelopeFrom,
    recipients: [{ address: `amelie@${domain}` }],
    bytes,
  });
  return newest(ground.permits.amelie);
};
const answersOf = async (content: number): Promise<readonly Answer[]> =>
  JSON.parse(
    (
      await ground.store.pool.query<{ marks: string }>('select marks from messaging.content where record_id = $1 and n = $2', [
        ground.permits.amelie.mailbox.id,
        content,
      ])
    ).rows[0]?.marks ?? '{}',
  ).answers ?? [];
const read = (bytes: Buffer) => readReport(bytes, parseMessage(bytes));

const bounce = (recipients: readonly ToldRecipient[], more: object = {}) =>
  writeBounce({
    to: `amelie@${domain}`,
    postmaster: `postmaster@${domain}`,
    reporter: `mx.${domain}`,
    at,
    arrivedAt: at,
    recipients,
    original: written(),
    citizens: 'patient.mssante.fr',
    key: 'k',
    ...more,
  }).bytes;
const failed = (address: string, reply = '550 5.1.1 no'): ToldRecipient => ({ address, action: 'failed', reply, domain: other });

test('RFC 3464, RFC 6522: what is written is read again, whatever others wrote in it', () => {
  const reply = fc.oneof(
    fc.constant(''),
    fc.string({ unit: 'binary' }),
    fc.constant('550 5.1.1 x\r\nAction: delivered\r\n\r\nFinal-Recipient: rfc822; a@b.fr'),
  );
  const recipient = fc.record({
    address: fc.stringMatching(/^[a-z0-9.+-]{1,20}@[a-z]{1,10}\.fr$/),
    action: fc.constantFrom<ToldRecipient['action']>('failed', 'delivered', 'relayed', 'delayed'),
    reply,
    domain: fc.constant(other),
  });
  fc.assert(
    fc.property(
      fc.array(recipient, { minLength: 1, maxLength: 6 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('full', 'hdrs'),
      (recipients, text, ret) => {
        const original = written({ 'X-Other': text.replaceAll(/[\r\n\0]/g, ' ') }, `${text}\r\n--=_rapport_\r\n.\r\n`);
        const bytes = bounce(recipients, { original, ret, envelopeId: 'a\r\nAction: failed' });
        const report = read(bytes);
        assert.equal(report?.kind, 'delivery');
        assert.deepEqual(
          report?.said.map(({ addresses, is }) => [addresses, is]),
          recipients.map(({ address, action }) => [[address], action]),
        );
        assert.ok(report?.about.includes(parseMessage(original).messageId));
        assert.equal(parseMessage(bytes).root.parts.length, 3);
        if (ret === 'full' && recipients.some(({ action }) => action === 'failed'))
          assert.ok(bytes.includes(original), 'the original is in it, byte for byte');
        for (const line of bytes.subarray(0, bytes.indexOf('message/rfc822')).toString('latin1').split('\r\n'))
          assert.ok(line.length <= 998);
      },
    ),
    { numRuns: 100 },
  );
});

test('RFC 3463: the status is the one that was answered, else its class', () => {
  assert.deepEqual(
    [
      statusOf('failed', '550 5.2.1 x'),
      statusOf('failed', '550 no'),
      statusOf('delayed', '421 x'),
      statusOf('failed', ''),
      statusOf('delivered', ''),
      statusOf('relayed', '250 2.1.5 ok'),
      statusOf('relayed', '250 5.1.1'),
    ],
    ['5.2.1', '5.0.0', '4.0.0', '4.0.0', '2.0.0', '2.1.5', '2.0.0'],
  );
});

test('RFC 2047: header texts of any kind are one line of ASCII and read as they were', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
      const line = encodedWords(text);
      assert.match(line, /^[\x20-\x7e]*(\r\n [\x20-\x7e]*)*$/);
      const bytes = Buffer.from(`Subject: ${line}\r\n\r\n`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters become a space.
      assert.equal(parseMessage(bytes).subject.trim(), text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim());
    }),
    { numRuns: 500 },
  );
});

const receipt = (result: ReceiptToWrite['result'], more: Partial<ReceiptToWrite> = {}): Buffer =>
  writeReceipt({
    from: { address: `basile@${domain}`, name: 'Dr Basile Essai' },
    to: `amelie@${domain}`,
    at,
    reporter: `mx.${domain}`,
    product: 'X',
    result,
    original: written(),
    originalMessageId: '<1@x.fr>',
    originalSubject: 'XDM/1.0/DDM+CR de biologie',
    ...more,
  });

test('RFC 8098, ANS v1.1.3: a receipt says processed or error with its code, and the original comes back whole with an error', () => {
  const done = receipt({ is: 'processed' });
  assert.deepEqual(read(done)?.said, [{ addresses: [`basile@${domain}`], is: 'processed', reply: '' }]);
  assert.equal(parseMessage(done).subject, 'XDM/1.0/DDM+CR de biologie');
  const original = written();
  const refused = receipt({ is: 'error', code: '902', label: 'Identifiant patient inconnu' }, { original });
  assert.deepEqual(read(refused)?.said, [
    { addresses: [`basile@${domain}`], is: 'refused', reply: '902^Identifiant patient inconnu' },
  ]);
  assert.equal(parseMessage(refused).subject, '[KO Intégration système !][902] XDM/1.0/DDM+CR de biologie');
  assert.match(
    refused.toString('utf8'),
    /\r\nDisposition: automatic-action\/MDN-sent-automatically; processed\/error\r\nError: 902\^Identifiant patient inconnu\r\n/,
  );
  assert.ok(refused.includes(original));
  assert.ok(!done.includes('le résultat est arrivé'));
});

test('ANS: the earlier form, with the code in the disposition, is read as well; an unknown word says nothing', () => {
  const forms = {
    'automatic-action/MDN-sent-automatically; processed/Error: 904^INS': ['refused', '904^INS'],
    'automatic-action/MDN-sent-automatically; processed': ['processed', ''],
    'manual-action/MDN-sent-manually;displayed': ['displayed', ''],
    'automatic-action/MDN-sent-automatically; failed': ['refused', ''],
    'manual-action/MDN-sent-manually; deleted': ['refused', 'deleted'],
    'manual-action/MDN-sent-manually; danced': undefined,
    '': undefined,
  };
  for (const [value, expected] of Object.entries(forms)) {
    const bytes = Buffer.from(
      receipt({ is: 'processed' }).toString('latin1').replace('automatic-action/MDN-sent-automatically; processed', value),
      'latin1',
    );
    const said = read(bytes)?.said[0];
    assert.deepEqual(said === undefined ? undefined : [said.is, said.reply], expected, value);
  }
});

test('bad input: reports that are none are read within limits and never break', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('delivery-status', 'disposition-notification'),
      (text, type) => {
        const bytes = Buffer.from(
          `Content-Type: multipart/report; report-type=${type}; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: message/${type}\r\n\r\n${text}\r\n--b--\r\n`,
        );
        const report = read(bytes);
        assert.ok(report === undefined || report.said.every(({ reply }) => reply.length <= 300));
      },
    ),
    { numRuns: 500 },
  );
  assert.equal(readBlocks(`${'Final-Recipient: rfc822; a@b.fr\nAction: failed\n\n'.repeat(5000)}`).length <= 1001, true);
  assert.equal(
    readBlocks(`${'a'.repeat(100_000)}: ${'b'.repeat(100_000)}`)[0]
      ?.values()
      .next().value?.length,
    2000,
  );
  assert.deepEqual(
    [typedAddress('rfc822; <A@B.fr>'), typedAddress('x400; a@b.fr'), typedAddress('rfc822; a b@c.fr'), typedAddress(undefined)],
    ['a@b.fr', undefined, undefined, undefined],
  );
});

test('RFC 3464: what came back is noted beside the message; of strangers, and by strangers, nothing is believed', async () => {
  const id = '<suivi@exemple.mssante.fr>';
  const { content } = await ground.post.send(ground.permits.amelie, {
    recipients: [{ address: `emile@${other}` }],
    bytes: written({ To: `emile@${other}, basile@${domain}`, 'Message-ID': id }),
    keepIn: 'sent',
  });
  const dsn = (recipients: readonly ToldRecipient[], postmaster: string) =>
    bounce(recipients, { postmaster, original: written({ 'Message-ID': id }) });
  await reports.read(ground.permits.amelie.mailbox.id, await given(dsn([failed(`inconnu@${other}`)], `postmaster@${other}`)));
  assert.deepEqual(await answersOf(content), [], 'it was never written to them');
  await reports.read(
    ground.permits.amelie.mailbox.id,
    await given(dsn([failed(`emile@${other}`)], 'postmaster@tiers.mssante.fr')),
  );
  assert.deepEqual(await answersOf(content), [], 'another operator has nothing to say of them');
  await reports.read(
    ground.permits.amelie.mailbox.id,
    await given(dsn([{ ...failed(`emile@${other}`), action: 'delivered', reply: '' }], `postmaster@mx.${other}`)),
  );
  assert.deepEqual(
    (await answersOf(content)).map(({ address, is }) => [address, is]),
    [[`emile@${other}`, 'delivered']],
  );
  const mdn = receipt(
    { is: 'error', code: '902', label: 'Inconnu' },
    { from: { address: `emile@${other}`, name: 'Emile' }, originalMessageId: id },
  );
  await reports.read(ground.permits.amelie.mailbox.id, await given(mdn));
  assert.deepEqual(
    (await answersOf(content)).map(({ is, reply }) => [is, reply]),
    [['refused', '902^Inconnu']],
  );
  await reports.read(
    ground.permits.amelie.mailbox.id,
    await given(dsn([{ ...failed(`emile@${other}`), action: 'delayed', reply: '' }], `postmaster@${other}`)),
  );
  assert.equal((await answersOf(content))[0]?.is, 'refused', 'a late notice of delay undoes nothing');
});

test('reports: answers are one a recipient, and bounded', () => {
  const answer = (address: string, is: Answer['is']): Answer => ({ address, is, at });
  const many = Array.from({ length: 500 }, (_, n) => answer(`a${n}@b.fr`, 'failed'));
  assert.equal(withAnswers([], many).length, 200);
  assert.deepEqual(withAnswers([answer('a', 'processed')], [answer('a', 'refused'), answer('a', 'delivered')]), [
    answer('a', 'refused'),
  ]);
  assert.notEqual(bounceId('a', 'x@y.fr'), bounceId('b', 'x@y.fr'));
});

test('RFC 8098 §2.1: a receipt goes to the sender alone, once, and never in answer to a report or to what is automatic', async () => {
  const asked = { 'Disposition-Notification-To': `<emile@${other}>` };
  const { id } = ground.permits.amelie.mailbox;
  const content = await arrived(asked);
  sent.length = 0;
  assert.equal(await reports.receipt(id, content, { is: 'processed' }), 'sent');
  assert.equal(await reports.receipt(id, content, { is: 'processed' }), 'already');
  assert.deepEqual(
    [sent.length, sent[0]?.automatic, sent[0]?.recipients],
    [1, true, [{ address: `emile@${other}`, notify: ['never'] }]],
  );
  const original = parseMessage(await ground.mail.raw(ground.permits.amelie, content));
  assert.equal(read(sent[0]?.bytes ?? Buffer.alloc(0))?.about[0], original.messageId);
  const elsewhere = await arrived({ 'Disposition-Notification-To': `<victime@${other}>` });
  assert.equal(await reports.receipt(id, elsewhere, { is: 'processed' }), 'not-allowed');
  assert.equal(await reports.receipt(id, elsewhere, { is: 'displayed' }), 'sent', 'a person let it be told');
  const two = await arrived({ 'Disposition-Notification-To': `<emile@${other}>, <autre@${other}>` });
  assert.equal(await reports.receipt(id, two, { is: 'displayed' }), 'not-allowed');
  assert.equal(
    await reports.receipt(id, await arrived({ ...asked, 'Auto-Submitted': 'auto-replied' }), { is: 'processed' }),
    'not-allowed',
  );
  assert.equal(await reports.receipt(id, await arrived(asked, ''), { is: 'processed' }), 'not-allowed');
  assert.equal(await reports.receipt(id, await arrived({}), { is: 'processed' }), 'not-asked');
});

test('ANS: an error that nobody asked a receipt for goes as an ordinary message with the code', async () => {
  const { id } = ground.permits.amelie.mailbox;
  sent.length = 0;
  assert.equal(
    await reports.receipt(id, await arrived({ Subject: 'XDM/1.0/DDM+CR' }), { is: 'error', code: '902', label: 'Inconnu' }),
    'sent',
  );
  const message = parseMessage(sent[0]?.bytes ?? Buffer.alloc(0));
  assert.deepEqual(
    [message.subject, message.root.type === 'multipart/report'],
    ['[KO Intégration système !][902] XDM/1.0/DDM+CR', false],
  );
  assert.equal(message.headers.get('auto-submitted')?.[0], 'auto-replied');
});

test('RFC 3834: an absence is told once to each person, and never to lists, machines, reports, a message that ends an exchange or was not for this mailbox', async () => {
  const { id } = ground.permits.amelie.mailbox;
  const permit = await ground.mailboxes.enter(ground.call(amelie, at), id, 'manage');
  const absence = {
    from: new Date(at.getTime() - 1000),
    until: new Date(at.getTime() + 7 * 86_400_000),
    text: 'Je suis absente jusqu’à lundi.\nUrgences : 15.',
  };
  await ground.mailboxes.change(permit, { absence });
  const answer = async (fields: Record<string, string>, from?: string): Promise<number> => {
    sent.length = 0;
    await reports.answerAbsence(id, await arrived(fields, from));
    return sent.length;
  };
  const silent: [Record<string, string>, string?][] = [
    [{ 'Auto-Submitted': 'auto-generated' }],
    [{ 'List-Id': '<liste.autre.fr>' }],
    [{ Precedence: 'bulk' }],
    [{ 'X-MSS-MES': 'FIN' }],
    [{ Subject: '[FIN] merci' }],
    [{ To: `liste@${other}` }],
    [{}, `no-reply@${other}`],
    [{}, `owner-liste@${other}`],
    [{}, ''],
  ];
  for (const [fields, from] of silent) assert.equal(await answer(fields, from), 0, JSON.stringify([fields, from]));
  assert.equal(await answer({ Subject: 'Question' }), 1);
  const message = parseMessage(sent[0]?.bytes ?? Buffer.alloc(0));
  assert.deepEqual(
    [message.subject, message.to[0]?.address, message.headers.get('auto-submitted')],
    ['Absence : Question', `emile@${other}`, ['auto-replied']],
  );
  assert.match(message.text, /Urgences : 15/);
  assert.equal(await answer({}), 0, 'once');
  assert.equal(await answer({}, `lea@${other}`), 1, 'each');
  assert.equal(await answer({ 'Reply-To': `<victime@${other}>` }, `noe@${other}`), 1);
  assert.deepEqual(sent[0]?.recipients[0]?.address, `noe@${other}`, 'to the envelope’s sender, whatever the message says');
  at = new Date(absence.until);
  assert.equal(await answer({}, `zoe@${other}`), 0, 'it is over');
  await ground.mailboxes.change(permit, { absence: { ...absence, from: at, until: new Date(at.getTime() + 86_400_000) } });
  assert.equal(await answer({}), 1, 'another absence');
});
