import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from './client.ts';
import { type ImapGround, message, openImapGround } from './ground.ts';

let ground: ImapGround;
let one: Client;
let other: Client;
before(async () => {
  ground = await openImapGround();
  [one, other] = [await ground.client(), await ground.client()];
});
after(async () => {
  one.close();
  other.close();
  await ground.close();
});

let folders = 0;
async function filled(messages = 5): Promise<string> {
  const name = `Suite${++folders}`;
  await one.ok(`CREATE ${name}`);
  for (let n = 1; n <= messages; n++) await one.append(name, message(`Lettre ${n}`));
  return name;
}
const modseqOf = (lines: readonly string[]): number => Number(/MODSEQ \(?(\d+)/.exec(lines.join('\n'))?.[1]);
const highest = async (name: string): Promise<number> =>
  Number(/HIGHESTMODSEQ (\d+)/.exec((await one.ok(`STATUS ${name} (HIGHESTMODSEQ)`)).untagged.join())?.[1]);

test('RFC 7162 §3.1.1, §3.1.2: nothing is told of modseqs until a client asks; then they go with every change', async () => {
  const client = await ground.client(await ground.open('essai.modseq'));
  await client.append('INBOX', message('Un'));
  await client.ok('SELECT INBOX');
  assert.deepEqual((await client.ok('STORE 1 +FLAGS (\\Seen)')).untagged, ['* 1 FETCH (FLAGS (\\Seen \\Recent))']);
  assert.match((await client.ok('FETCH 1 (MODSEQ)')).untagged.join(), /^\* 1 FETCH \(MODSEQ \(\d+\)\)$/);
  assert.match((await client.ok('STORE 1 -FLAGS (\\Seen)')).untagged.join(), /FLAGS \(\\Recent\) MODSEQ \(\d+\)/);
  assert.match((await client.ok('STORE 1 +FLAGS.SILENT (\\Seen)')).untagged.join(), /^\* 1 FETCH \(MODSEQ \(\d+\)\)$/);
  client.close();
});

test('RFC 7162 §3.1.3: STORE UNCHANGEDSINCE spares what another client changed meanwhile and names it', async () => {
  const name = await filled();
  await one.ok(`SELECT ${name}`);
  await other.ok(`SELECT ${name}`);
  const since = await highest(name);
  await other.ok('STORE 2 +FLAGS (\\Flagged)');
  const { untagged, tagged } = await one.ok(`UID STORE 1:3 (UNCHANGEDSINCE ${since}) +FLAGS.SILENT (\\Seen)`);
  assert.match(tagged, /^OK \[MODIFIED 2\]/);
  assert.deepEqual(
    untagged.filter((line) => /MODSEQ/.test(line) && !/FLAGS/.test(line)).map((line) => line.replace(/\d+\)\)$/, 'm))')),
    ['* 1 FETCH (UID 1 MODSEQ (m))', '* 3 FETCH (UID 3 MODSEQ (m))'],
  );
  assert.match((await one.ok('FETCH 2 FLAGS')).untagged.join(), /FLAGS \(\\Flagged/);
});

test('RFC 7162 §3.1.4, §3.1.5: FETCH CHANGEDSINCE and SEARCH MODSEQ find what changed, and say how far they looked', async () => {
  const name = await filled();
  await one.ok(`SELECT ${name}`);
  const since = await highest(name);
  await one.ok('STORE 4 +FLAGS (\\Flagged)');
  const { untagged } = await one.ok(`FETCH 1:* (FLAGS) (CHANGEDSINCE ${since})`);
  assert.equal(untagged.length, 1);
  assert.match(untagged[0] ?? '', /^\* 4 FETCH \(FLAGS \(\\Flagged \\Recent\) MODSEQ \(\d+\)\)$/);
  const now = modseqOf(untagged);
  assert.deepEqual((await one.ok(`SEARCH MODSEQ ${now}`)).untagged, [`* SEARCH 4 (MODSEQ ${now})`]);
  assert.match((await one.ok(`SEARCH RETURN (ALL) MODSEQ ${now}`)).untagged.join(), new RegExp(`ALL 4 MODSEQ ${now}$`));
  assert.deepEqual((await one.ok(`SEARCH MODSEQ ${now + 1}`)).untagged, ['* SEARCH']);
});

test('RFC 7162 §3.2.3, §3.2.5: QRESYNC is enabled first; then SELECT tells departures and changes since', async () => {
  const name = await filled(6);
  const before = await ground.client();
  assert.match((await before.ask(`SELECT ${name} (QRESYNC (1 1))`)).tagged, /^BAD/);
  before.close();
  const { untagged: described } = await one.ok(`SELECT ${name}`);
  const validity = /UIDVALIDITY (\d+)/.exec(described.join())?.[1];
  const since = Number(/HIGHESTMODSEQ (\d+)/.exec(described.join())?.[1]);
  await one.ok('STORE 2,5 +FLAGS.SILENT (\\Deleted)');
  await one.ok('EXPUNGE');
  await one.ok('STORE 3 +FLAGS (\\Answered)');
  const client = await ground.client();
  assert.deepEqual((await client.ok('ENABLE QRESYNC X-NONE')).untagged, ['* ENABLED QRESYNC']);
  const { untagged } = await client.ok(`SELECT ${name} (QRESYNC (${validity} ${since}))`);
  const rest = untagged.filter((line) => /VANISHED|FETCH/.test(line));
  assert.equal(rest[0], '* VANISHED (EARLIER) 2,5');
  assert.match(rest[1] ?? '', /^\* 3 FETCH \(UID 4 FLAGS \(\\Answered\) MODSEQ \(\d+\)\)$/);
  assert.equal(rest.length, 2);
  const known = await client.ok(`SELECT ${name} (QRESYNC (${validity} ${since} 1:3))`);
  assert.ok(known.untagged.some((line) => line.includes('[CLOSED]')));
  assert.ok(known.untagged.includes('* VANISHED (EARLIER) 2'));
  const wrong = await client.ok(`SELECT ${name} (QRESYNC (1 ${since}))`);
  assert.ok(!wrong.untagged.some((line) => /VANISHED|FETCH/.test(line)), 'another UIDVALIDITY: nothing is known');
  client.close();
});

test('RFC 7162 §3.2.7, §3.2.10: with QRESYNC departures are VANISHED, with the new modseq in EXPUNGE’s answer', async () => {
  const name = await filled();
  const client = await ground.client();
  await client.ok('ENABLE QRESYNC');
  await client.ok(`SELECT ${name}`);
  await client.ok('STORE 1,3 +FLAGS.SILENT (\\Deleted)');
  const { untagged, tagged } = await client.ok('EXPUNGE');
  assert.deepEqual(untagged, ['* VANISHED 1,3']);
  assert.match(tagged, /^OK \[HIGHESTMODSEQ \d+\]/);
  await one.ok(`SELECT ${name}`);
  await one.ok('STORE 1 +FLAGS (\\Flagged)');
  await one.ok('UID MOVE 5 INBOX');
  const news = (await client.ok('NOOP')).untagged;
  assert.match(news.join('\n'), /^\* 1 FETCH \(UID 2 FLAGS \([^)]*\\Flagged[^)]*\) MODSEQ \(\d+\)\)$/m);
  assert.ok(news.includes('* VANISHED 5'));
  client.close();
});

test('RFC 7162 §3.2.6: UID FETCH … (CHANGEDSINCE m VANISHED) says what is gone among the uids named', async () => {
  const name = await filled();
  const since = await highest(name);
  await one.ok(`SELECT ${name}`);
  await one.ok('STORE 2 +FLAGS.SILENT (\\Deleted)');
  await one.ok('EXPUNGE');
  const client = await ground.client();
  await client.ok('ENABLE QRESYNC');
  await client.ok(`SELECT ${name}`);
  const { untagged } = await client.ok(`UID FETCH 1:* (FLAGS) (CHANGEDSINCE ${since} VANISHED)`);
  assert.deepEqual(untagged, ['* VANISHED (EARLIER) 2']);
  assert.match((await client.ask(`FETCH 1:* (FLAGS) (CHANGEDSINCE ${since} VANISHED)`)).tagged, /^BAD/);
  client.close();
});

test('RFC 5161 §3.1: ENABLE answers what it enabled, and nothing of what it does not know', async () => {
  const client = await ground.client();
  assert.deepEqual((await client.ok('ENABLE X-RIEN')).untagged, ['* ENABLED']);
  assert.deepEqual((await client.ok('ENABLE CONDSTORE')).untagged, ['* ENABLED CONDSTORE']);
  client.close();
});
