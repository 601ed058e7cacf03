import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#kernel';
import { amelie, at, type MailGround, openMailGround, written } from '../../../test/mailGround.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { type Fetched, flagBits, type UidRanges, type Wanted } from './mail.ts';
import { mostExpunged } from './move.ts';
import { openMail } from './open.ts';
import { mostInRow } from './sealed.ts';

const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === `messaging.${code}`;
const everything: UidRanges = [[1, Number.POSITIVE_INFINITY]];

let ground: MailGround;
let boxes = 0;
before(async () => {
  ground = await openMailGround();
});
after(() => ground.close());

const box = (quota?: number): Promise<MailboxPermit> => ground.mailbox(`boite-${++boxes}`, quota);
const inbox = 1;

async function fetched(permit: MailboxPermit, wanted: Wanted = {}, options = {}, ranges = everything): Promise<Fetched[]> {
  const all: Fetched[] = [];
  for await (const page of ground.mail.fetch(permit, inbox, ranges, wanted, options)) all.push(...page);
  return all;
}

const many = (permit: MailboxPermit, count: number, make: (n: number) => Buffer = () => written()): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, n) => ground.mail.append(permit, 'INBOX', make(n))));

describe('RFC 3501: messages', () => {
  it('§6.3.11: what is appended comes back byte for byte, small or large, with its flags and its date', async () => {
    const permit = await box();
    const large = written({}, 'é'.repeat(mostInRow));
    const then = new Date('2020-02-29T23:59:59Z');
    const one = await ground.mail.append(permit, 'inbox', large, { flags: flagBits.seen, keywords: ['$Forwarded'], at: then });
    const nul = Buffer.concat([written(), Buffer.from([0, 255, 10, 13, 0])]);
    const other = await ground.mail.append(permit, 'INBOX', nul);
    assert.deepEqual([one.uid, other.uid, one.content, other.content, one.folder.name], [1, 2, 1, 2, 'INBOX']);
    assert.deepEqual(await ground.mail.raw(permit, one.content), large);
    const [first, second] = await fetched(permit, { bytes: true });
    assert.deepEqual([first?.bytes, second?.bytes], [large, nul]);
    assert.deepEqual([first?.flags, first?.keywords, first?.at], [flagBits.seen, ['$Forwarded'], then]);
    await assert.rejects(ground.mail.raw(permit, 99), refuses('no-message'));
    await assert.rejects(ground.mail.append(permit, 'Nulle part', nul), refuses('no-folder'));
    await assert.rejects(ground.mail.append(permit, 'INBOX', Buffer.alloc(37 * 1024 ** 2)), refuses('too-large'));
  });

  it('issue 7: bytes are sealed in the mailbox’s own key, and nobody finds them in the database', async () => {
    const permit = await box();
    await ground.mail.append(permit, 'INBOX', written({}, 'Glycémie à jeun'));
    const { rows } = await ground.store.pool.query<{ row: string }>(
      `select c::text || s::text as row from messaging.content c join messaging.sought s using (record_id, n) where record_id = $1`,
      [permit.mailbox.id],
    );
    assert.doesNotMatch(rows[0]?.row ?? '', /Glyc|476c79|6a65756e/i);
  });

  it('§6.4.5: pages are bounded in messages and in bytes', async () => {
    const permit = await box();
    await many(permit, 7, () => written({}, 'a'.repeat(1024 ** 2)));
    const pages: number[] = [];
    for await (const page of ground.mail.fetch(permit, inbox, everything, { bytes: true })) pages.push(page.length);
    assert.deepEqual(pages, [3, 3, 1]);
    const ranges = [
      [6, 9],
      [2, 3],
      [3, 4],
    ] as const;
    assert.deepEqual(
      (await fetched(permit, { size: true }, {}, ranges as UidRanges)).map(({ uid }) => uid),
      [2, 3, 4, 6, 7],
    );
    assert.deepEqual(
      await fetched(permit, {}, {}, [
        [9, 4],
        [Number.NaN, 3],
        [40, 50],
      ]),
      [],
    );
  });

  it('§6.4.5, RFC 7162 §3.1.4: reading sets the flag in the same act; CHANGEDSINCE gives what changed', async () => {
    const permit = await box();
    await many(permit, 3);
    const [, middle] = await fetched(permit, { envelope: true, structure: true }, { seen: true }, [[1, 2]]);
    assert.equal(middle?.flags, flagBits.seen);
    const read = await ground.mail.status(permit, 'INBOX');
    await fetched(permit, {}, { seen: true }, [[1, 2]]);
    assert.equal((await ground.mail.status(permit, 'INBOX')).modseq, read.modseq, 'reading it again changes nothing');
    assert.match(middle?.envelope ?? '', /^\("Fri, 20 Nov 2026/);
    assert.match(middle?.structure ?? '', /^\("TEXT" "PLAIN"/i);
    const { modseq, unseen, firstUnseen } = await ground.mail.status(permit, 'INBOX');
    assert.deepEqual([unseen, firstUnseen, middle?.modseq], [1, 3, modseq]);
    const { changed } = await ground.mail.flag(permit, inbox, [[3, 3]], { how: 'add', flags: flagBits.flagged, keywords: [] });
    assert.deepEqual(
      (await fetched(permit, {}, { changedSince: modseq })).map(({ uid }) => uid),
      [3],
    );
    const spared = await ground.mail.flag(permit, inbox, everything, {
      how: 'replace',
      flags: 0,
      keywords: ['x'],
      unchangedSince: modseq,
    });
    assert.deepEqual([spared.modified, spared.changed.map(({ uid }) => uid)], [[3], [1, 2]]);
    assert.ok((changed[0]?.modseq ?? 0) > modseq);
  });

  it('§2.3.2: keywords keep their first spelling; what is no keyword is refused', async () => {
    const permit = await box();
    await many(permit, 1);
    const change = (how: 'add' | 'remove', keywords: string[]) =>
      ground.mail.flag(permit, inbox, everything, { how, flags: 0, keywords });
    await change('add', ['Urgent', 'URGENT', 'relu']);
    assert.deepEqual((await change('add', ['urgent'])).changed[0]?.keywords, ['Urgent', 'relu']);
    assert.deepEqual((await change('remove', ['RELU'])).changed[0]?.keywords, ['Urgent']);
    for (const bad of [[''], ['a b'], ['é'], ['a\r\nb'], ['x'.repeat(101)], Array.from({ length: 51 }, (_, n) => `k${n}`)])
      await assert.rejects(change('add', bad), refuses('malformed-keyword'));
  });

  it('RFC 2087: a full mailbox takes nothing more; what is expunged makes room, and its file goes', async () => {
    const permit = await box(1024 ** 2);
    const large = written({}, 'b'.repeat(700_000));
    const files = (): number =>
      readdirSync(ground.blobs, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
    const before = files();
    const { content } = await ground.mail.append(permit, 'INBOX', large);
    await assert.rejects(ground.mail.append(permit, 'Sent', large), refuses('quota'));
    assert.equal(files(), before + 1, 'what was refused left nothing');
    await ground.mail.copy(permit, inbox, everything, 'Archive');
    assert.equal((await ground.mail.quota(permit)).usedBytes, large.length, 'a copy costs nothing');
    await ground.mail.flag(permit, inbox, everything, { how: 'add', flags: flagBits.deleted, keywords: [] });
    assert.deepEqual(await ground.mail.expunge(permit, inbox), [1]);
    assert.deepEqual(await ground.mail.raw(permit, content), large, 'the copy holds it');
    const archive = (await ground.mail.status(permit, 'Archive')).id;
    await ground.mail.flag(permit, archive, everything, { how: 'add', flags: flagBits.deleted, keywords: [] });
    await ground.mail.expunge(permit, archive);
    await assert.rejects(ground.mail.raw(permit, content), refuses('no-message'));
    for (let n = 0; n < 200 && files() > before; n++) await sleep(10);
    assert.deepEqual([files(), (await ground.mail.quota(permit)).usedBytes], [before, 0]);
    const lines = await ground.lines(permit.mailbox.id);
    assert.deepEqual(
      lines.slice(-2).map(({ action, detail, who }) => [action, detail?.messages, who.name]),
      [
        ['remove', '1', amelie.name],
        ['remove', '1', amelie.name],
      ],
    );
  });

  it('who may only read writes nothing', async () => {
    const permit = await box();
    await many(permit, 1);
    const reader = Object.assign(Object.create(Object.getPrototypeOf(permit)), permit, { may: 'read' }) as MailboxPermit;
    const change = { how: 'add', flags: 1, keywords: [] } as const;
    const acts = [
      () => ground.mail.append(reader, 'INBOX', written()),
      () => ground.mail.flag(reader, inbox, everything, change),
      () => ground.mail.copy(reader, inbox, everything, 'Sent'),
      () => ground.mail.move(reader, inbox, everything, 'Sent'),
      () => ground.mail.expunge(reader, inbox),
      () => ground.mail.createFolder(reader, 'x'),
      () => ground.mail.renameFolder(reader, 'Sent', 'x'),
      () => ground.mail.deleteFolder(reader, 'Sent'),
      () => ground.mail.subscribe(reader, 'Sent', false),
    ];
    for (const act of acts) await assert.rejects(act(), refuses('not-allowed'));
    assert.throws(() => ground.mail.fetch(reader, inbox, everything, {}, { seen: true }), refuses('not-allowed'));
  });
});

describe('RFC 3501: folders', () => {
  it('§6.3.3–6.3.6: made with those above, renamed with those below, deleted with their messages', async () => {
    const permit = await box();
    const { mail } = ground;
    const made = await mail.createFolder(permit, 'Patients/2026/Novembre/');
    assert.deepEqual(
      (await mail.folders(permit)).slice(6).map(({ name }) => name),
      ['Patients', 'Patients/2026', 'Patients/2026/Novembre'],
    );
    await assert.rejects(mail.createFolder(permit, 'Patients/2026'), refuses('folder-exists'));
    await mail.append(permit, 'Patients/2026/Novembre', written());
    await mail.renameFolder(permit, 'Patients/2026', 'Dossiers/An 26');
    assert.deepEqual(
      (await mail.folders(permit)).slice(6).map(({ name }) => name),
      ['Patients', 'Dossiers/An 26', 'Dossiers/An 26/Novembre', 'Dossiers'],
    );
    const moved = await mail.status(permit, 'Dossiers/An 26/Novembre');
    assert.deepEqual([moved.messages, moved.uidValidity], [1, made.uidValidity]);
    await assert.rejects(mail.renameFolder(permit, 'Dossiers', 'Dossiers/x'), refuses('folder-name'));
    await assert.rejects(mail.renameFolder(permit, 'Dossiers', 'Sent'), refuses('folder-exists'));
    await mail.deleteFolder(permit, 'Dossiers/An 26/Novembre');
    assert.deepEqual(await mail.quota(permit).then(({ messages, usedBytes }) => [messages, usedBytes]), [0, 0]);
    const again = await mail.createFolder(permit, 'Dossiers/An 26/Novembre');
    assert.ok(again.uidValidity > made.uidValidity, 'a folder made anew is another');
    for (const name of ['INBOX', 'sent', 'Trash'])
      await assert.rejects(mail.deleteFolder(permit, name), refuses(name === 'sent' ? 'no-folder' : 'folder-kept'));
    await mail.subscribe(permit, 'Dossiers', false);
    assert.equal((await mail.folders(permit)).find(({ name }) => name === 'Dossiers')?.subscribed, false);
  });

  it('§6.3.5: INBOX renamed gives its messages and stays', async () => {
    const permit = await box();
    await many(permit, 3);
    await ground.mail.renameFolder(permit, 'INBOX', 'Ancien');
    const [old, now] = [await ground.mail.status(permit, 'Ancien'), await ground.mail.status(permit, 'INBOX')];
    assert.deepEqual([old.messages, now.messages, now.uidNext], [3, 0, 4]);
    assert.deepEqual(await ground.mail.vanished(permit, inbox, 0), [1, 2, 3]);
  });

  it('hostile names are refused, and no more than 500 folders are made', async () => {
    const permit = await box();
    const bad = [
      '',
      '/',
      'a//b',
      ' a',
      'a ',
      'a\0',
      'a\nb',
      '50 %',
      '*',
      'a\\b',
      'x'.repeat(201),
      Array(11).fill('a').join('/'),
      'a\ud800',
    ];
    for (const name of bad)
      await assert.rejects(ground.mail.createFolder(permit, name), refuses('folder-name'), JSON.stringify(name));
    await assert.rejects(ground.mail.createFolder(permit, 'inbox'), refuses('folder-exists'));
    for (let n = 0; n < 50; n++) await ground.mail.createFolder(permit, `f${n}/a/b/c/d/e/f/g/h/i`).catch(() => undefined);
    assert.ok((await ground.mail.folders(permit)).length <= 500);
    await assert.rejects(ground.mail.createFolder(permit, 'g/a/b/c/d/e/f/g/h/i'), refuses('folders-full'));
  });
});

describe('RFC 7162: what vanished', () => {
  it('§3.2.5: of what is too long ago everything that is not there is told', async () => {
    const permit = await box();
    await many(permit, 6);
    const start = (await ground.mail.status(permit, 'INBOX')).modseq;
    await ground.mail.move(permit, inbox, [[2, 3]], 'Trash');
    const later = (await ground.mail.status(permit, 'INBOX')).modseq;
    await ground.mail.move(permit, inbox, [[5, 5]], 'Trash');
    assert.deepEqual(await ground.mail.vanished(permit, inbox, start), [2, 3, 5]);
    assert.deepEqual(await ground.mail.vanished(permit, inbox, later), [5]);
    assert.deepEqual(await ground.mail.vanished(permit, inbox, start, [[1, 4]]), [2, 3]);
    const { pool } = ground.store;
    await pool.query('delete from messaging.expunged where record_id = $1 and modseq <= $2', [permit.mailbox.id, later]);
    await pool.query('update messaging.folder set forgotten = $2 where record_id = $1 and folder = 1', [
      permit.mailbox.id,
      later,
    ]);
    assert.deepEqual(await ground.mail.vanished(permit, inbox, start), [2, 3, 5]);
    assert.deepEqual(await ground.mail.vanished(permit, inbox, later), [5]);
  });

  it('what is remembered one by one is bounded', async () => {
    const permit = await box();
    await many(permit, 2);
    const { pool } = ground.store;
    const { id } = permit.mailbox;
    await pool.query('insert into messaging.expunged select $1, 1, 100000 + k, k from generate_series(1, $2::int) k', [
      id,
      mostExpunged,
    ]);
    const numbers = 'set modseq = $2::int + 5, expunged = $2::int, uid_next = 200000 where record_id = $1 and folder = 1';
    await pool.query(`update messaging.folder ${numbers}`, [id, mostExpunged]);
    await pool.query('update messaging.mailbox set modseq = $2::int + 5 where record_id = $1', [id, mostExpunged]);
    await ground.mail.move(permit, inbox, [[1, 1]], 'Trash');
    type Row = { expunged: number; forgotten: number; n: number };
    const { rows } = await pool.query<Row>(
      `select expunged::int, forgotten::int, (select count(*)::int from messaging.expunged where record_id = $1) as n
       from messaging.folder where record_id = $1 and folder = 1`,
      [id],
    );
    assert.deepEqual(rows, [{ expunged: mostExpunged / 2, forgotten: mostExpunged / 2 + 1, n: mostExpunged / 2 }]);
    assert.equal((await ground.mail.vanished(permit, inbox, mostExpunged / 2 + 1)).length, mostExpunged / 2);
    assert.equal((await ground.mail.vanished(permit, inbox, 5)).length, 199_998, 'before that: whatever is not there');
  });
});

describe('watching', () => {
  it('issue 7: whoever watches hears of each change, on this server and on another, until they stop', async () => {
    const permit = await box();
    const other = openMail({ store: ground.store, trace: ground.trace, log: () => undefined });
    const heard = { here: 0, there: 0 };
    const stop = ground.mail.watch(permit.mailbox.id, () => {
      heard.here += 1;
      throw new Error('a watcher that fails fails nobody');
    });
    const stops = Array.from({ length: 2000 }, () => other.watch(permit.mailbox.id, () => (heard.there += 1)));
    for (let n = 0; n < 300 && heard.there < 2000; n++) {
      await ground.mail.flag(permit, inbox, everything, { how: 'add', flags: 1, keywords: [] });
      await ground.mail.append(permit, 'INBOX', written());
      await sleep(20);
    }
    assert.ok(heard.here > 0 && heard.there >= 2000);
    const { rows } = await ground.store.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where query = 'listen "socle_mail"'`,
    );
    assert.ok((rows[0]?.n ?? 0) <= 2, 'two thousand watchers are one listener');
    stop();
    for (const end of stops) end();
    const before = { ...heard };
    await ground.mail.append(permit, 'INBOX', written());
    await sleep(150);
    assert.deepEqual(heard, before);
    await other.close();
  });
});

describe('two at once', () => {
  it('RFC 3501 §2.3.1.1: uids of messages that come together are distinct and ascend; no modseq comes twice', async () => {
    const permit = await box();
    await Promise.all([many(permit, 20), many(permit, 20), ground.mail.append(permit, 'Sent', written(), { at })]);
    const all = await fetched(permit);
    assert.deepEqual(
      all.map(({ uid }) => uid),
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    assert.deepEqual(
      all.map(({ content }) => content),
      all.map(({ content }) => content).toSorted((a, b) => a - b),
    );
    assert.equal(new Set(all.map(({ modseq }) => modseq)).size, 40);
  });

  it('§6.3.1: only one of those who open a folder at once is told that a message is recent', async () => {
    const permit = await box();
    await many(permit, 5);
    const all = await Promise.all(Array.from({ length: 6 }, () => ground.mail.status(permit, 'INBOX', true)));
    assert.deepEqual(all.map(({ recentAfter }) => recentAfter).sort(), [0, 5, 5, 5, 5, 5]);
  });
});
