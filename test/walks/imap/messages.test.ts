import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from './client.ts';
import { type ImapGround, message, openImapGround } from './ground.ts';

let ground: ImapGround;
let client: Client;
const letters = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'].map((subject) => message(subject));
before(async () => {
  ground = await openImapGround();
  client = await ground.client();
});
after(async () => {
  client.close();
  await ground.close();
});

let folders = 0;
/** A folder of its own with the five letters, selected. */
async function filled(command = 'SELECT'): Promise<string> {
  const name = `Essai${++folders}`;
  await client.ok(`CREATE ${name}`);
  for (const letter of letters) assert.match((await client.append(name, letter)).tagged, /^OK/);
  await client.ok(`${command} ${name}`);
  return name;
}
const said = async (command: string): Promise<readonly string[]> => (await client.ok(command)).untagged;

test('RFC 3501 §6.3.1: SELECT tells what is needed, in two questions to the mailbox; EXAMINE changes nothing', async () => {
  const name = await filled('EXAMINE');
  await client.ok('UNSELECT');
  const { untagged, tagged } = await client.ok(`SELECT ${name}`);
  const all = untagged.join('\n');
  for (const line of [
    /^\* FLAGS \(/m,
    /^\* 5 EXISTS$/m,
    /^\* 5 RECENT$/m,
    /\[UNSEEN 1\]/,
    /\[UIDVALIDITY [1-9]/,
    /\[UIDNEXT 6\]/,
  ])
    assert.match(all, line);
  assert.match(all, /\[PERMANENTFLAGS \(.*\\\*\)\]/);
  assert.match(all, /\[HIGHESTMODSEQ [1-9]/);
  assert.match(tagged, /^OK \[READ-WRITE\]/);
  const again = await client.ok(`EXAMINE ${name}`);
  assert.match(again.tagged, /^OK \[READ-ONLY\]/);
  assert.match(again.untagged.join('\n'), /^\* 0 RECENT$/m);
  assert.match(again.untagged.join('\n'), /\[PERMANENTFLAGS \(\)\]/);
  await said('FETCH 1 BODY[]');
  assert.match((await said('FETCH 1 FLAGS')).join(), /FLAGS \(\)/);
  for (const command of ['STORE 1 +FLAGS (\\Seen)', 'EXPUNGE', 'MOVE 1 INBOX'])
    assert.match((await client.ask(command)).tagged, /^NO /);
  await client.ok('COPY 1 INBOX');
});

test('RFC 3501 §6.3.1: SELECT of what is not there leaves nothing selected', async () => {
  await filled();
  assert.match((await client.ask('SELECT Nulle-part')).tagged, /^NO \[NONEXISTENT\]/);
  assert.match((await client.ask('FETCH 1 FLAGS')).tagged, /^BAD/);
});

test('RFC 3501 §6.4.5: FETCH gives exactly the bytes that were handed over, whole, by section and in part', async () => {
  await filled();
  const [letter = ''] = letters;
  const [head = '', text = ''] = [letter.slice(0, letter.indexOf('\r\n\r\n') + 4), letter.slice(letter.indexOf('\r\n\r\n') + 4)];
  const literal = (line: string | undefined): string => /\{\d+\}\r\n([\s\S]*)\)$/.exec(line ?? '')?.[1] ?? '';
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[]'))[0]), letter);
  assert.equal(literal((await said('FETCH 1 RFC822.HEADER'))[0]), head);
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[HEADER]'))[0]), head);
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[TEXT]'))[0]), text);
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[1]'))[0]), text);
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[]<5.7>'))[0]), letter.slice(5, 12));
  assert.match((await said('FETCH 1 BODY.PEEK[]<5.7>'))[0] ?? '', /BODY\[\]<5> \{7\}/);
  assert.match((await said('FETCH 1 BODY.PEEK[]<99999.7>'))[0] ?? '', /BODY\[\]<99999> (\{0\}|"")/);
  assert.equal(literal((await said('FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]'))[0]), 'Subject: Alpha\r\n\r\n');
  assert.match((await said('FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]'))[0] ?? '', /BODY\[HEADER\.FIELDS \("?SUBJECT"?\)\] \{/);
  assert.match((await said('FETCH 1 BODY.PEEK[7]'))[0] ?? '', /BODY\[7\] NIL\)$/);
  assert.match((await said('FETCH 1 FLAGS')).join(), /FLAGS \(\\Recent\)/, 'PEEK and RFC822.HEADER leave \\Seen alone');
});

test('RFC 3501 §6.4.5: BODY[] sets \\Seen and says so in the same answer', async () => {
  await filled();
  const [line = ''] = await said('FETCH 2 BODY[TEXT]');
  assert.match(line, /FLAGS \(\\Seen \\Recent\)\)$/);
  assert.match((await said('FETCH 2 FLAGS')).join(), /FLAGS \(\\Seen \\Recent\)/);
  assert.doesNotMatch((await said('FETCH 2 BODY[TEXT]')).join(), /FLAGS/, 'once is enough');
});

test('RFC 3501 §7.4.2: ENVELOPE, BODYSTRUCTURE, BODY, the macros and UID', async () => {
  await filled();
  const [all = ''] = await said('FETCH 1 ALL');
  assert.match(
    all,
    /^\* 1 FETCH \(FLAGS \(\\Recent\) INTERNALDATE "[^"]{26}" RFC822\.SIZE \d+ ENVELOPE \("Fri, 20 Nov 2026 09:30:00 \+0100" "Alpha" /,
  );
  const [structure = ''] = await said('FETCH 1 BODYSTRUCTURE');
  const [body = ''] = await said('FETCH 1 BODY');
  assert.match(structure, /BODYSTRUCTURE \("text" "plain" \("charset" "utf-8"\) NIL NIL "8bit" \d+ \d+ NIL NIL NIL NIL\)\)$/i);
  assert.match(body, /BODY \("text" "plain" \("charset" "utf-8"\) NIL NIL "8bit" \d+ \d+\)\)$/i);
  assert.match((await said('UID FETCH 3 (FLAGS)'))[0] ?? '', /^\* 3 FETCH \(UID 3 FLAGS/);
  assert.equal((await said('UID FETCH 4:* UID')).length, 2);
  assert.equal((await said('UID FETCH 900:* UID')).length, 1, '* names the last message');
  assert.deepEqual(await said('UID FETCH 900 FLAGS'), []);
  assert.match((await client.ask('FETCH 6 FLAGS')).tagged, /^BAD/);
  assert.match((await client.ask('FETCH 0 FLAGS')).tagged, /^BAD/);
});

test('RFC 3501 §6.4.6: STORE adds, removes, replaces and keeps silent; keywords are free', async () => {
  await filled();
  assert.deepEqual(await said('STORE 1:2 +FLAGS (\\Seen Suivi)'), [
    '* 1 FETCH (FLAGS (\\Seen \\Recent Suivi))',
    '* 2 FETCH (FLAGS (\\Seen \\Recent Suivi))',
  ]);
  assert.deepEqual(await said('STORE 1 -FLAGS.SILENT (\\Seen)'), []);
  assert.match((await said('FETCH 1 FLAGS')).join(), /FLAGS \(\\Recent Suivi\)/);
  assert.deepEqual(await said('UID STORE 2 FLAGS (\\Draft)'), ['* 2 FETCH (UID 2 FLAGS (\\Draft \\Recent))']);
  assert.match((await client.ask('STORE 1 +FLAGS (\\Recent)')).tagged, /^BAD/);
});

test('RFC 3501 §6.4.3, RFC 4315 §2.1: EXPUNGE takes what has \\Deleted; UID EXPUNGE only those it names', async () => {
  await filled();
  await client.ok('STORE 2,4:5 +FLAGS.SILENT (\\Deleted)');
  assert.deepEqual(await said('UID EXPUNGE 4:5'), ['* 5 EXPUNGE', '* 4 EXPUNGE']);
  assert.deepEqual(await said('EXPUNGE'), ['* 2 EXPUNGE']);
  assert.match((await said('UID SEARCH ALL')).join(), /^\* SEARCH 1 3$/);
  assert.match((await said('UID FETCH 3 FLAGS'))[0] ?? '', /^\* 2 FETCH \(UID 3/, 'sequence numbers moved up');
});

test('RFC 3501 §6.4.2, RFC 3691: CLOSE expunges without a word, UNSELECT does not', async () => {
  const name = await filled();
  await client.ok('STORE 1 +FLAGS.SILENT (\\Deleted)');
  await client.ok('UNSELECT');
  assert.match((await said(`STATUS ${name} (MESSAGES)`)).join(), /MESSAGES 5/);
  await client.ok(`SELECT ${name}`);
  assert.deepEqual(await said('CLOSE'), []);
  assert.match((await said(`STATUS ${name} (MESSAGES)`)).join(), /MESSAGES 4/);
});

test('RFC 3501 §6.4.7, RFC 4315 §3, RFC 6851: COPY and MOVE say which UIDs became which; flags go along', async () => {
  await filled();
  const to = `Vers${folders}`;
  assert.match((await client.ask(`COPY 1 ${to}`)).tagged, /^NO \[TRYCREATE\]/);
  assert.match((await client.ask(`UID MOVE 1 ${to}`)).tagged, /^NO \[TRYCREATE\]/);
  await client.ok(`CREATE ${to}`);
  await client.ok('STORE 3 +FLAGS.SILENT (\\Flagged)');
  assert.match((await client.ok(`COPY 2:3 ${to}`)).tagged, /^OK \[COPYUID \d+ 2:3 1:2\]/);
  const { untagged } = await client.ok(`UID MOVE 1,5 ${to}`);
  assert.match(untagged[0] ?? '', /^\* OK \[COPYUID \d+ 1,5 3:4\]/);
  assert.deepEqual(untagged.slice(1), ['* 5 EXPUNGE', '* 1 EXPUNGE']);
  await client.ok(`UID COPY 999 ${to}`);
  await client.ok(`SELECT ${to}`);
  assert.match((await said('FETCH 2 FLAGS')).join(), /\\Flagged/);
  assert.equal((await said('FETCH 1:* UID')).length, 4);
});

test('RFC 3501 §6.4.4: SEARCH by flags, words, days, sizes and numbers', async () => {
  await filled();
  await client.ok('STORE 1 +FLAGS.SILENT (\\Seen Suivi)');
  const cases: readonly (readonly [string, string])[] = [
    ['ALL', ' 1 2 3 4 5'],
    ['SEEN', ' 1'],
    ['UNSEEN', ' 2 3 4 5'],
    ['KEYWORD Suivi', ' 1'],
    ['SUBJECT bravo', ' 2'],
    ['NOT SUBJECT bravo', ' 1 3 4 5'],
    ['OR SUBJECT alpha SUBJECT echo', ' 1 5'],
    ['FROM pansemille', ' 1 2 3 4 5'],
    ['TEXT "rendez-vous"', ' 1 2 3 4 5'],
    ['2:3', ' 2 3'],
    ['UID 4:*', ' 4 5'],
    ['LARGER 100000', ''],
    ['SMALLER 100000 2:3', ' 2 3'],
    ['SENTON 20-Nov-2026', ' 1 2 3 4 5'],
    ['SENTBEFORE 20-Nov-2026', ''],
    ['RECENT 1', ' 1'],
    ['HEADER Message-ID Charlie', ' 3'],
  ];
  for (const [program, found] of cases) assert.deepEqual(await said(`SEARCH ${program}`), [`* SEARCH${found}`], program);
  assert.match((await client.ask('SEARCH 1:9')).tagged, /^BAD/);
  assert.match((await client.ask('SEARCH CHARSET X-NONE TEXT a')).tagged, /^NO \[BADCHARSET/);
});

test('RFC 4731 §3.1: SEARCH RETURN answers once, with what was asked', async () => {
  await filled();
  await client.ok('STORE 2 +FLAGS.SILENT (\\Seen)');
  const answer = async (command: string): Promise<string> => (await said(command)).join().replace(/TAG "[^"]*"/, 'TAG "a"');
  assert.equal(await answer('SEARCH RETURN (MIN MAX COUNT) UNSEEN'), '* ESEARCH (TAG "a") MIN 1 MAX 5 COUNT 4');
  assert.equal(await answer('UID SEARCH RETURN (ALL) UNSEEN'), '* ESEARCH (TAG "a") UID ALL 1,3:5');
  assert.equal(await answer('UID SEARCH RETURN () SEEN'), '* ESEARCH (TAG "a") UID ALL 2');
  assert.equal(await answer('SEARCH RETURN (ALL COUNT) SUBJECT nobody'), '* ESEARCH (TAG "a") COUNT 0');
});

test('RFC 3501 §5.5: commands sent at once are done in their order, each with its own answer', async () => {
  const name = await filled();
  client.write(
    `p1 STORE 1 +FLAGS (\\Deleted)\r\np2 EXPUNGE\r\np3 FETCH 1:* (UID)\r\np4 STATUS ${name} (MESSAGES)\r\np5 NOOP\r\n`,
  );
  assert.match((await client.answer('p1')).tagged, /^OK/);
  assert.deepEqual((await client.answer('p2')).untagged, ['* 1 EXPUNGE']);
  assert.deepEqual(
    (await client.answer('p3')).untagged.map((line) => /UID (\d+)/.exec(line)?.[1]),
    ['2', '3', '4', '5'],
  );
  assert.match((await client.answer('p4')).untagged.join(), /MESSAGES 4/);
  assert.match((await client.answer('p5')).tagged, /^OK/);
});
