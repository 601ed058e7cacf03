import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type RecordId, Refusal } from '#kernel';
import { type MailGround, openMailGround, written } from '../../../test/mailGround.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';

const inbox = 1;
let ground: MailGround;
let permit: MailboxPermit;
before(async () => {
  ground = await openMailGround();
  permit = await ground.mailbox('fils');
});
after(() => ground.close());

const hour = (n: number): Date => new Date(Date.UTC(2026, 10, 1, n));
const put = (n: number, id: string, answers: string, fields: Record<string, string> = {}, folder = 'INBOX', flags = 0) =>
  ground.mail.append(
    permit,
    folder,
    written(
      { 'Message-ID': `<${id}@x>`, Subject: `Sujet ${id}`, ...(answers === '' ? {} : { References: answers }), ...fields },
      `Texte ${id}`,
    ),
    { at: hour(n), flags },
  );

describe('RFC 5322 §3.6.4: threads', () => {
  before(async () => {
    await put(1, 'a', '');
    await put(2, 'b', '');
    await put(3, 'a1', '<a@x>', { 'Content-Type': 'application/pdf; name=a.pdf' }, 'Sent', 1);
    await put(4, 'a2', '', { 'In-Reply-To': '<a1@x>' });
    await put(5, 'c', '<never-seen@x>');
    await put(6, 'b1', '<gone@x> <b@x>');
  });

  it('answers are with what they answer, over all folders; newest first by what is in the folder', async () => {
    const { items, more } = await ground.mail.threads(permit, { folder: inbox, limit: 10 });
    assert.deepEqual(
      items.map(({ subject, messages, unseen, last, attachments }) => [
        subject,
        messages,
        unseen,
        last.getUTCHours(),
        attachments,
      ]),
      [
        ['Sujet b1', 2, 2, 6, 0],
        ['Sujet c', 1, 1, 5, 0],
        ['Sujet a2', 3, 2, 4, 1],
      ],
    );
    assert.equal(more, false);
    const whole = await ground.mail.thread(permit, items[2]?.thread ?? 0);
    assert.deepEqual(
      whole.map(({ summary, folder }) => [summary.messageId, folder]),
      [
        ['<a@x>', 1],
        ['<a1@x>', 2],
        ['<a2@x>', 1],
      ],
    );
    await assert.rejects(
      ground.mail.thread(permit, 999),
      (error: unknown) => error instanceof Refusal && error.code === 'messaging.no-message',
    );
  });

  it('page after page gives each thread once', async () => {
    const seen: number[] = [];
    for (let before: Date | undefined, more = true; more; ) {
      const page = await ground.mail.threads(permit, { folder: inbox, limit: 1, ...(before === undefined ? {} : { before }) });
      seen.push(...page.items.map(({ thread }) => thread));
      before = page.items.at(-1)?.last;
      more = page.more;
    }
    assert.equal(seen.length, 3);
    assert.equal(new Set(seen).size, 3);
  });

  it('by words, unseen, or patient', async () => {
    const words = await ground.mail.threads(permit, { folder: inbox, limit: 5, words: 'texte  SUJET a2' });
    assert.deepEqual(
      words.items.map(({ subject }) => subject),
      ['Sujet a2'],
    );
    const patient = '3f0c2a4e-1111-4222-8333-444455556666' as RecordId;
    assert.deepEqual((await ground.mail.threads(permit, { folder: inbox, limit: 5, patient })).items, []);
    const [c] = (await ground.mail.threads(permit, { folder: inbox, limit: 5, words: 'never-seen' })).items;
    await ground.mail.mark(permit, c?.newest.content ?? 0, { filing: 'filed' }, patient);
    await ground.mail.mark(permit, c?.newest.content ?? 0, { report: 'receipt' });
    const any = await ground.mail.threads(permit, { folder: inbox, limit: 1, patient: 'any' });
    assert.deepEqual([any.items.map(({ subject }) => subject), any.more], [['Sujet c'], false], 'however far back it is');
    const found = await ground.mail.threads(permit, { folder: inbox, limit: 5, patient });
    assert.deepEqual(
      found.items.map(({ subject, patient: whose }) => [subject, whose]),
      [['Sujet c', patient]],
    );
    const [message] = await ground.mail.thread(permit, found.items[0]?.thread ?? 0);
    assert.deepEqual(message?.summary.marks, { filing: 'filed', report: 'receipt' });
    await ground.mail.flag(permit, inbox, [[1, 2]], { how: 'add', flags: 1, keywords: [] });
    const unseen = await ground.mail.threads(permit, { folder: inbox, limit: 5, unseen: true });
    assert.deepEqual(
      unseen.items.map(({ subject }) => subject),
      ['Sujet b1', 'Sujet c', 'Sujet a2'],
    );
    await ground.mail.flag(permit, inbox, [[3, 3]], { how: 'add', flags: 1, keywords: [] });
    assert.deepEqual(
      (await ground.mail.threads(permit, { folder: inbox, limit: 5, unseen: true })).items.map(({ subject }) => subject),
      ['Sujet b1', 'Sujet c'],
    );
  });

  it('one long thread among few others does not hide these', async () => {
    const box = await ground.mailbox('long');
    const add = (id: string, n: number, answers = '') =>
      ground.mail.append(
        box,
        'INBOX',
        written({ 'Message-ID': `<${id}@y>`, ...(answers === '' ? {} : { References: answers }) }),
        {
          at: new Date(hour(0).getTime() + n * 1000),
        },
      );
    await add('old', 0);
    await add('root', 1);
    for (let n = 0; n < 11; n++) await ground.mail.copy(box, inbox, [[2, Number.POSITIVE_INFINITY]], 'INBOX');
    const { items, more } = await ground.mail.threads(box, { folder: inbox, limit: 5 });
    assert.deepEqual([items.map(({ messages }) => messages), more], [[2048, 1], false]);
    assert.equal((await ground.mail.thread(box, items[0]?.thread ?? 0)).length, 500);
  });
});
