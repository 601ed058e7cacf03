import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { type RecordId, Refusal } from '#kernel';
import {
  amelie,
  at,
  basile,
  citizens,
  domain,
  type MailGround,
  openMailGround,
  operator,
  written,
} from '../../../test/mailGround.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { type Arrival, arrivedTopic } from './post.ts';

const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === `messaging.${code}`;
const to = (...names: string[]) => names.map((name) => ({ address: name.includes('@') ? name : `${name}@${domain}` }));
const elsewhere = 'labo@autre.mssante.fr';

let ground: MailGround;
let boxes = 0;
before(async () => {
  ground = await openMailGround({
    elsewhere: async (_call, address) => ({ where: 'elsewhere', domain: 'autre.mssante.fr', address }),
  });
});
after(() => ground.close());

const count = async (text: string, ...values: unknown[]): Promise<number> =>
  Number((await ground.store.pool.query<{ n: number }>(`select count(*) as n from ${text}`, values)).rows[0]?.n);
const toDo = (permit: MailboxPermit): Promise<number> =>
  count('store.outbox where record_id = $1 and topic = $2', permit.mailbox.id, arrivedTopic);
const inboxOf = async (permit: MailboxPermit): Promise<number> => (await ground.mail.status(permit, 'INBOX')).messages;
const named = (name: string): Promise<MailboxPermit> => ground.mailbox(`${name}-${++boxes}`);
const arrival = (bytes: Buffer, recipients: { address: string }[], envelopeFrom = elsewhere) => ({
  ...{ from: { domain: 'autre.mssante.fr' }, envelopeFrom, recipients, bytes },
});

describe('RFC 5321, issue 7: the walk of a message', () => {
  it('§6.1: what is accepted is committed in the recipient’s INBOX, and its bytes come back identical', async () => {
    const { post, mail, permits, lines } = ground;
    const bytes = written({ Subject: '=?utf-8?Q?R=C3=A9sultat?=', 'X-MSS-NIL': 'logiciel-1' });
    const sent = await post.send(permits.amelie, { recipients: to('basile'), bytes });
    assert.deepEqual(sent, { content: 0, delivered: [`basile@${domain}`], queued: [] });
    const status = await mail.status(permits.basile, 'inbox');
    assert.deepEqual([status.messages, status.unseen, status.firstUnseen, status.uidNext], [1, 1, 1, 2]);
    const [message] = await mail.thread(permits.basile, 1);
    assert.deepEqual(await mail.raw(permits.basile, message?.content ?? 0), bytes);
    assert.deepEqual(
      [message?.size, message?.summary.subject, message?.summary.marks.envelopeFrom, message?.summary.marks.mss?.nil],
      [bytes.length, 'Résultat', `amelie@${domain}`, 'logiciel-1'],
    );
    assert.equal(await toDo(permits.basile), 0, 'of a plain message nothing is left to do');
    await post.send(permits.amelie, { recipients: to('basile'), bytes: written({ 'Content-Type': 'text/plain; name=a.txt' }) });
    assert.equal(await toDo(permits.basile), 1);
    const [, received] = await lines(permits.basile.mailbox.id);
    assert.deepEqual(
      [received?.action, received?.who.name, received?.object],
      ['receive', amelie.name, { kind: 'Message', id: '1' }],
    );
    const [, left] = await lines(permits.amelie.mailbox.id);
    assert.deepEqual([left?.action, left?.detail?.recipients], ['send', '1']);
    assert.doesNotMatch(JSON.stringify([received, left]), /sultat|@/);
  });

  it('several here and elsewhere: one transaction, each mailbox once, the sender’s copy in Sent', async () => {
    const { post, mail } = ground;
    const [sender, one, other] = [await named('a'), await named('b'), await named('c')];
    const bytes = written({ From: sender.mailbox.address });
    const recipients = [
      ...to(one.mailbox.address, other.mailbox.address.toUpperCase(), one.mailbox.address, sender.mailbox.address),
      { address: elsewhere, notify: ['failure'] as const },
    ];
    const sent = await post.send(sender, { recipients, bytes, keepIn: 'sent', ret: 'hdrs', envelopeId: 'env-1' });
    assert.deepEqual([sent.content, sent.delivered.length, sent.queued], [1, 3, [elsewhere]]);
    assert.deepEqual(await Promise.all([sender, one, other].map(inboxOf)), [1, 1, 1]);
    const kept = await mail.status(sender, 'Sent');
    assert.deepEqual([kept.messages, kept.unseen, (await mail.quota(sender)).usedBytes], [1, 0, bytes.length]);
    const { rows } = await ground.store.pool.query(
      'select recipient, content::int, state, domain, envelope::jsonb as envelope from messaging.outgoing where record_id = $1',
      [sender.mailbox.id],
    );
    assert.deepEqual(rows, [
      {
        ...{ recipient: elsewhere, content: 1, state: 'waiting', domain: 'autre.mssante.fr' },
        envelope: { from: sender.mailbox.address, ret: 'hdrs', envelopeId: 'env-1', notify: ['failure'] },
      },
    ]);
    const actions = (await ground.lines(sender.mailbox.id))
      .slice(1)
      .map(({ action }) => action)
      .sort();
    assert.deepEqual(actions, ['receive', 'send']);
  });

  it('what waits to leave is held: its folder may be emptied', async () => {
    const { post, mail } = ground;
    const sender = await named('part');
    const { content } = await post.send(sender, {
      recipients: to(elsewhere),
      bytes: written({ From: sender.mailbox.address }),
      keepIn: 'sent',
    });
    const sentFolder = (await mail.status(sender, 'Sent')).id;
    await mail.flag(sender, sentFolder, [[1, 1]], { how: 'add', flags: 8, keywords: [] });
    await mail.expunge(sender, sentFolder);
    assert.ok((await mail.raw(sender, content)).length > 0);
  });

  it('ADR 6: the same message sent again after a COMMIT of unknown outcome is kept once; another that looks like it is kept', async () => {
    const { post, lines } = ground;
    const [sender, one, other] = [await named('deux'), await named('fois'), await named('tard')];
    const bytes = written({ From: sender.mailbox.address });
    const send = (recipients: { address: string }[], more = bytes) => post.send(sender, { recipients, bytes: more });
    const files = (): number =>
      readdirSync(ground.blobs, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).length;
    const before = files();
    const first = await send(to(one.mailbox.address, elsewhere));
    assert.deepEqual(await send(to(one.mailbox.address, elsewhere)), first);
    await send(
      to(one.mailbox.address, other.mailbox.address),
      Buffer.concat([Buffer.from('Received: from a by b;\r\n\tlater\r\n'), bytes]),
    );
    assert.deepEqual(await Promise.all([one, other].map(inboxOf)), [1, 1]);
    assert.equal(await count('messaging.outgoing where record_id = $1', sender.mailbox.id), 1);
    assert.deepEqual(
      (await lines(sender.mailbox.id)).map(({ action }) => action),
      ['rights', 'send', 'send'],
    );
    const large = written({ From: sender.mailbox.address }, 'z'.repeat(400_000));
    for (let n = 0; n < 2; n++) await send(to(one.mailbox.address), large);
    assert.equal(files(), before + 1, 'nothing is left of the second');
    const plain = written({ From: sender.mailbox.address, 'Message-ID': '', Date: '' })
      .toString()
      .replace(/^(Message-ID|Date):.*\r\n/gm, '');
    await send(to(one.mailbox.address), Buffer.from(plain));
    await send(to(one.mailbox.address), Buffer.from(plain));
    assert.equal(await inboxOf(one), 4, 'without identifier and date nothing tells a copy from another message');
    const tomorrow = sender.at(new Date(at.getTime() + 25 * 3_600_000));
    await post.send(tomorrow, { recipients: to(one.mailbox.address), bytes });
    assert.equal(await inboxOf(one), 5);
  });

  it('two messages at once to each other’s mailboxes end, with distinct uids', async () => {
    const [one, other] = [await named('x'), await named('y')];
    const send = (from: MailboxPermit, into: MailboxPermit) =>
      ground.post.send(from, {
        recipients: to(into.mailbox.address),
        bytes: written({ From: from.mailbox.address }),
        keepIn: 'sent',
      });
    await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? send(one, other) : send(other, one))));
    for (const box of [one, other]) {
      const { id, messages, uidNext } = await ground.mail.status(box, 'INBOX');
      assert.deepEqual([messages, uidNext, [...(await ground.mail.uids(box, id))].at(-1)], [20, 21, 20]);
    }
  });

  it('an arrival: traced with the operator’s domain, delivered to all or to none', async () => {
    const one = await named('recoit');
    const call = ground.call(operator);
    const { delivered } = await ground.post.receive(call, arrival(written({ From: elsewhere }), to(one.mailbox.address)));
    assert.deepEqual(delivered, [one.mailbox.address]);
    const line = (await ground.lines(one.mailbox.id)).at(-1);
    assert.deepEqual([line?.action, line?.detail?.operator], ['receive', 'autre.mssante.fr']);
    const before = await count('messaging.content');
    await assert.rejects(
      ground.post.receive(call, arrival(written({ From: elsewhere }), to(one.mailbox.address, 'personne'))),
      refuses('unknown-recipient'),
    );
    await assert.rejects(
      ground.post.receive(call, arrival(written({ From: elsewhere }), to('x@tiers.mssante.fr'))),
      refuses('untrusted-domain'),
    );
    assert.equal(await count('messaging.content'), before);
  });

  it('MSSanté #1, trust space: an operator names nobody but its own domains as the writer; a report may come from its host', async () => {
    const one = await named('abuse');
    const call = ground.call(operator);
    const receive = (bytes: Buffer, envelopeFrom = elsewhere, from: Arrival['from'] = { domain: 'autre.mssante.fr' }) =>
      ground.post.receive(call, { ...arrival(bytes, to(one.mailbox.address), envelopeFrom), from });
    const report = { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' };
    const host = 'MAILER-DAEMON@mx1.ailleurs.fr';
    for (const headers of [
      { From: `amelie@${domain}` },
      { From: `patient@${citizens}` },
      { From: 'dr@tiers.mssante.fr' },
      { From: `${elsewhere}, amelie@${domain}` },
      { From: elsewhere, Sender: `amelie@${domain}` },
    ])
      await assert.rejects(receive(written(headers)), refuses('wrong-sender'), JSON.stringify(headers));
    await assert.rejects(receive(written({ From: host }), ''), refuses('wrong-sender'), 'no report');
    await assert.rejects(receive(written({ From: `postmaster@${domain}`, ...report }), ''), refuses('wrong-sender'));
    assert.equal(await inboxOf(one), 0);
    const speaksFor = (name: string): boolean => name === 'tiers.mssante.fr';
    await receive(written({ From: 'dr@tiers.mssante.fr' }), elsewhere, { domain: 'autre.mssante.fr', speaksFor });
    await receive(written({ From: host, ...report }), '');
    assert.equal(await inboxOf(one), 2);
  });
});

describe('issue 7: citizens', () => {
  const citizen = {
    kind: 'citizen',
    record: '3f0c2a4e-1111-4222-8333-444455556666' as RecordId,
    name: 'Ondine Fictive',
  } as const;
  const asked: unknown[] = [];
  let home: MailGround;
  let permit: MailboxPermit;
  before(async () => {
    home = await openMailGround({
      citizens: async (_call, address, sender) => {
        asked.push([address, sender?.mailbox.kind]);
        return { where: 'here', mailbox: citizen.record, address };
      },
    });
    await home.store.transaction((tx) => home.store.records.create(tx, at, citizen.record));
    await home.mailboxes.ofCitizen(home.call(operator), citizen.record);
    permit = await home.mailboxes.enter(home.call(citizen), citizen.record, 'write');
  });
  after(() => home.close());

  it('is told in their own log who wrote, by name; what is for them alone is told to nobody who represents them', async () => {
    const letter = { recipients: to(`260109912345682@${citizens}`) };
    await home.post.send(home.permits.amelie, { ...letter, bytes: written() });
    await home.post.send(home.permits.amelie, { ...letter, bytes: written({ Sensitivity: 'Private' }) });
    assert.deepEqual(asked[0], [`260109912345682@${citizens}`, 'PER']);
    const received = (await home.lines(citizen.record)).filter(({ action }) => action === 'receive');
    assert.deepEqual(
      received.map(({ detail, secret }) => [detail?.name, secret]),
      [
        [amelie.name, undefined],
        [amelie.name, true],
      ],
    );
    assert.doesNotMatch(JSON.stringify([received, await home.lines(home.permits.amelie.mailbox.id)]), /2601099|résultat/);
    const { rows } = await home.store.pool.query('select count(*)::int as n from store.outbox where topic = $1', [arrivedTopic]);
    assert.deepEqual(rows, [{ n: 2 }], 'their conversation is told of each');
  });

  it('25 MB at most; answers only where a conversation allows it', async () => {
    const bytes = Buffer.concat([written(), Buffer.alloc(25 * 1024 ** 2, 'a')]);
    const recipients = to(`260109912345682@${citizens}`);
    await assert.rejects(home.post.send(home.permits.amelie, { recipients, bytes }), refuses('citizen-too-large'));
    const answer = { recipients: to('amelie'), bytes: written({ From: permit.mailbox.address }), keepIn: 'sent' } as const;
    await assert.rejects(home.post.send(permit, answer), refuses('citizen-not-open'));
    const { content, delivered } = await home.post.send(permit, { ...answer, conversation: 1 });
    assert.deepEqual([content, delivered.length], [3, 1]);
    const line = (await home.lines(citizen.record)).at(-1);
    assert.deepEqual([line?.action, line?.detail?.name, line?.who.name], ['send', amelie.name, citizen.name]);
    type Row = { what: string; n: number };
    const { rows } = await home.store.pool.query<Row>(
      'select what, n::int from messaging.deed where record_id = $1 order by what',
      [home.permits.amelie.mailbox.id],
    );
    assert.deepEqual(
      rows.map(({ what, n }) => [what, n]),
      [
        ['from-citizen', 1],
        ['received', 1],
        ['sent', 2],
        ['to-citizen', 2],
      ],
    );
  });
});

describe('refusals of the walk', () => {
  let files: string[];
  before(() => {
    files = readdirSync(ground.blobs, { recursive: true }).map(String).sort();
  });
  afterEach(async () => {
    assert.deepEqual(
      readdirSync(ground.blobs, { recursive: true }).map(String).sort(),
      files,
      'nothing is left of what is refused',
    );
  });
  const send = (bytes: Buffer, recipients = to('basile'), more = {}) =>
    ground.post.send(ground.permits.amelie, { recipients, bytes, ...more });

  it('recipients: none, too many, unknown, malformed, closed, full', async () => {
    await assert.rejects(send(written(), []), refuses('no-recipient'));
    await assert.rejects(send(written(), to(...Array.from({ length: 101 }, (_, n) => `p${n}`))), refuses('too-many-recipients'));
    await assert.rejects(send(written(), to('personne')), refuses('unknown-recipient'));
    for (const bad of ['a b@x.fr', '@', 'a@', '@x.fr', 'a\r\nRCPT TO:<b@x.fr>@x.fr'])
      await assert.rejects(send(written(), [{ address: bad }]), refuses('malformed-address'), bad);
    const gone = await named('fermee');
    await ground.mailboxes.close(ground.call(operator), gone.mailbox.id);
    await assert.rejects(send(written(), to(gone.mailbox.address)), refuses('recipient-closed'));
    await assert.rejects(ground.post.route(ground.call(operator), gone.mailbox.address), refuses('recipient-closed'));
    const small = await ground.mailbox('petite', 1024 ** 2);
    const large = written({}, 'x'.repeat(600_000));
    await send(large, to('petite'));
    files = readdirSync(ground.blobs, { recursive: true }).map(String).sort();
    await assert.rejects(send(written({}, 'y'.repeat(600_000)), to('petite')), refuses('recipient-full'));
    assert.equal(await inboxOf(small), 1);
    await assert.rejects(ground.post.route(ground.call(basile), `1850199999999${0}@${citizens}`), refuses('untrusted-domain'));
  });

  it('RFC 6409 §8.1: From and Sender are the mailbox’s own; a report may come from the postmaster', async () => {
    for (const From of [
      'basile@exemple.mssante.fr',
      `amelie@${domain}, basile@${domain}`,
      `Dr Basile <basile@${domain}> (amelie@${domain})`,
    ])
      await assert.rejects(send(written({ From })), refuses('wrong-sender'), From);
    await assert.rejects(send(written({ Sender: `basile@${domain}` })), refuses('wrong-sender'));
    await assert.rejects(send(written({ From: `postmaster@${domain}` })), refuses('wrong-sender'));
    await assert.rejects(send(written({ From: '' })), refuses('malformed-message'));
    await assert.rejects(send(Buffer.from('')), refuses('malformed-message'));
    await send(written({ From: `postmaster@${domain}` }), to('basile'), { automatic: true });
    await send(written({ From: `Amélie <AMELIE@${domain}>` }));
  });

  it('hostile messages: too large, ten thousand parts, a thousand levels', async () => {
    await assert.rejects(send(Buffer.alloc(ground.post.mostBytes + 1, 'a')), refuses('too-large'));
    const parts = Array.from({ length: 10_000 }, () => '--b\r\n\r\nx\r\n').join('');
    await assert.rejects(
      send(written({ 'Content-Type': 'multipart/mixed; boundary=b' }, `${parts}--b--`)),
      refuses('malformed-message'),
    );
    const deep = Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(
      '',
    );
    await assert.rejects(
      send(written({ 'Content-Type': 'multipart/mixed; boundary=z' }, `--z\r\n${deep}`)),
      refuses('malformed-message'),
    );
  });

  it('a part that is to read does not send; a closed mailbox sends nothing', async () => {
    const { amelie: permit } = ground.permits;
    const copy = (change: object): MailboxPermit =>
      Object.assign(Object.create(Object.getPrototypeOf(permit)), permit, change) as MailboxPermit;
    const letter = { recipients: to('basile'), bytes: written() };
    await assert.rejects(ground.post.send(copy({ may: 'read' }), letter), refuses('not-allowed'));
    await assert.rejects(ground.post.send(copy({ mailbox: { ...permit.mailbox, state: 'closed' } }), letter), refuses('closed'));
    await assert.rejects(
      ground.post.send(copy({ mailbox: { ...permit.mailbox, kind: 'CIT' } }), letter),
      refuses('citizen-not-open'),
    );
  });
});
