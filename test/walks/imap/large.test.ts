import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ImapGround, message, openImapGround } from './ground.ts';

let ground: ImapGround;
before(async () => {
  ground = await openImapGround();
});
after(() => ground.close());

/** Statements that a command costs. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const before = ground.statements();
  await work();
  return ground.statements() - before;
}

test('issue 7, marks: SELECT costs as many statements for 400 messages, some of them gone, as for 4', async () => {
  const costs: number[] = [];
  for (const messages of [4, 400]) {
    const mailbox = await ground.open(`essai.grand${messages}`);
    const permit = await ground.permit(mailbox);
    await ground.mail.append(permit, 'INBOX', Buffer.from(message('Un')));
    for (let n = 1; n < messages; n *= 2) await ground.mail.copy(permit, 1, [[1, Math.min(n, messages - n)]], 'INBOX');
    const client = await ground.client(mailbox);
    await client.ok('SELECT INBOX');
    await client.ok('STORE 2 +FLAGS.SILENT (\\Deleted)');
    await client.ok('EXPUNGE');
    await client.ok('UNSELECT');
    let count = '';
    costs.push(
      await cost(async () => {
        count = (await client.ok('SELECT INBOX')).untagged.find((line) => line.endsWith('EXISTS')) ?? '';
      }),
    );
    assert.equal(count, `* ${messages - 1} EXISTS`);
    client.close();
  }
  assert.equal(costs[0], costs[1]);
  assert.ok((costs[1] ?? 99) <= 5, `${costs[1]} statements`);
});

test('issue 7, marks: a session that waits asks the database nothing while nobody changes its mailbox', async () => {
  const client = await ground.client(await ground.open('essai.attente'));
  await client.ok('SELECT INBOX');
  client.send('IDLE');
  await client.response();
  await sleep(100); // the look that begins IDLE
  assert.equal(await cost(() => sleep(200)), 0);
  client.close();
});
