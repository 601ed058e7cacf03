import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notices } from '#signin';
import { openInbox } from './inbox.ts';

/** What every adapter of the port holds to; a real one is to be added to this list. */
const adapters: Readonly<Record<string, () => Notices>> = { simulator: () => openInbox() };

for (const [name, open] of Object.entries(adapters))
  test(`Port of notices, ${name}: a message in plain text is taken, with accents and lines, long ones too`, async () => {
    const notices = open();
    await notices.send({ to: 'quelqu.un@exemple.fr', subject: 'Déjà là', text: 'Une ligne.\n\nUne autre, 🙂.' });
    await notices.send({ to: 'quelqu.un@exemple.fr', subject: 'Long', text: 'mot '.repeat(20_000) });
  });

test('Socle, mailbox of the demonstration: the newest first, a hundred at most', async () => {
  const inbox = openInbox(() => new Date('2026-11-22T10:00:00Z'));
  for (let n = 0; n < 130; n++) await inbox.send({ to: 'a@exemple.fr', subject: `n° ${n}`, text: '' });
  assert.equal(inbox.messages().length, 100);
  assert.deepEqual(inbox.messages()[0], {
    to: 'a@exemple.fr',
    subject: 'n° 129',
    text: '',
    at: new Date('2026-11-22T10:00:00Z'),
  });
});
