import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from './client.ts';
import { type ImapGround, message, openImapGround } from './ground.ts';

let ground: ImapGround;
let client: Client;
before(async () => {
  ground = await openImapGround();
  client = await ground.client();
});
after(async () => {
  client.close();
  await ground.close();
});

const untagged = async (command: string): Promise<readonly string[]> => (await client.ok(command)).untagged;
const names = async (command: string): Promise<string[]> =>
  (await untagged(command)).map((line) => /"\/" "?([^"]*)"?/.exec(line)?.[1] ?? line);
const line = async (command: string, name: string): Promise<string | undefined> =>
  (await untagged(command)).find((one) => one.includes(`"${name}"`));

test('RFC 3501 §6.3.8, RFC 6154 §2: LIST shows the folders every mailbox has, with their use', async () => {
  const all = (await untagged('LIST "" "*"')).join('\n');
  assert.match(all, /^\* LIST \([^)]*\) "\/" "INBOX"/);
  for (const use of ['\\Sent', '\\Drafts', '\\Trash', '\\Archive', '\\Junk']) assert.ok(all.includes(use), use);
  assert.deepEqual(await untagged('LIST "" ""'), ['* LIST (\\Noselect) "/" ""']);
  assert.deepEqual(await names('LIST "" "inbox"'), ['INBOX']);
});

test('RFC 3501 §5.1.3, §6.3.3: folders are made, names in modified UTF-7 both ways, % stops at a level', async () => {
  await client.ok('CREATE "Patients/&AMk-t&AOk-/Juin"');
  await client.ok('CREATE "Vide/"');
  assert.deepEqual(await names('LIST "" "Patients/*"'), ['Patients/&AMk-t&AOk-', 'Patients/&AMk-t&AOk-/Juin']);
  assert.deepEqual(await names('LIST "Patients/" "%"'), ['Patients/&AMk-t&AOk-']);
  assert.match((await line('LIST "" "%"', 'Patients')) ?? '', /\\HasChildren/);
  assert.match((await line('LIST "" "*"', 'Patients/&AMk-t&AOk-/Juin')) ?? '', /\\HasNoChildren/);
  assert.match((await client.ask('CREATE Vide')).tagged, /^NO \[ALREADYEXISTS\]/);
  assert.match((await client.ask('CREATE INBOX')).tagged, /^NO /);
  assert.match((await client.ask('CREATE "a%b"')).tagged, /^NO \[CANNOT\]/);
});

test('RFC 3501 §6.3.4, §6.3.5: folders are renamed with those below, and deleted; special ones stay', async () => {
  await client.ok('CREATE Ancien');
  await client.ok('CREATE Ancien/Sous');
  await client.ok('RENAME Ancien Nouveau');
  assert.deepEqual(await names('LIST "" "*ouveau*"'), ['Nouveau', 'Nouveau/Sous']);
  assert.match((await client.ask('RENAME Ancien Autre')).tagged, /^NO \[NONEXISTENT\]/);
  await client.ok('DELETE Nouveau/Sous');
  await client.ok('DELETE Nouveau');
  assert.deepEqual(await names('LIST "" "Nouveau*"'), []);
  assert.match((await client.ask('DELETE INBOX')).tagged, /^NO \[CANNOT\]/);
  assert.match((await client.ask('DELETE Nulle-part')).tagged, /^NO \[NONEXISTENT\]/);
});

test('RFC 3501 §6.3.5: renaming INBOX moves its messages and leaves it empty', async () => {
  const own = await ground.client(await ground.open('essai.renommer'));
  await own.append('INBOX', message('Un'));
  await own.ok('RENAME INBOX Reçus'.replace('ç', 'c'));
  assert.match((await own.ok('STATUS INBOX (MESSAGES)')).untagged.join(), /MESSAGES 0/);
  assert.match((await own.ok('STATUS Recus (MESSAGES)')).untagged.join(), /MESSAGES 1/);
  own.close();
});

test('RFC 3501 §6.3.6, §6.3.7, §6.3.9: subscriptions, and LSUB of a level above', async () => {
  await client.ok('CREATE Projets/Essai');
  await client.ok('UNSUBSCRIBE Projets/Essai');
  assert.ok(!(await names('LSUB "" "*"')).includes('Projets/Essai'));
  await client.ok('SUBSCRIBE Projets/Essai');
  assert.ok((await names('LSUB "" "*"')).includes('Projets/Essai'));
  await client.ask('UNSUBSCRIBE Projets');
  assert.match((await line('LSUB "" "%"', 'Projets')) ?? '', /\\Noselect/);
  assert.match((await client.ask('SUBSCRIBE Nulle-part')).tagged, /^NO /);
});

test('RFC 5258 §3, RFC 5819: LIST-EXTENDED by subscription and use, with the status of each folder', async () => {
  const subscribed = await untagged('LIST (SUBSCRIBED) "" "*" RETURN (CHILDREN)');
  assert.ok(subscribed.length > 0 && subscribed.every((one) => one.includes('\\Subscribed')));
  const special = await untagged('LIST (SPECIAL-USE) "" "*" RETURN (SPECIAL-USE)');
  assert.equal(special.length, 5);
  const recursive = (await untagged('LIST (SUBSCRIBED RECURSIVEMATCH) "" "%"')).find((one) => one.includes('"Projets"'));
  assert.match(recursive ?? '', /\("CHILDINFO" \("SUBSCRIBED"\)\)$/);
  const both = await untagged('LIST "" (INBOX "Vide") RETURN (STATUS (MESSAGES UIDNEXT))');
  assert.deepEqual(
    both.map((one) => one.split(' ')[1]),
    ['LIST', 'STATUS', 'LIST', 'STATUS'],
  );
  assert.match(both[1] ?? '', /^\* STATUS "INBOX" \(MESSAGES 0 UIDNEXT 1\)$/);
});

test('RFC 3501 §6.3.10, RFC 8438, RFC 7889: STATUS counts, also in the selected folder', async () => {
  await client.ok('CREATE Compte');
  await client.append('Compte', message('Un'), '(\\Seen) ');
  await client.append('Compte', message('Deux'));
  const [said = ''] = await untagged('STATUS Compte (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN SIZE HIGHESTMODSEQ APPENDLIMIT)');
  const size = message('Un').length + message('Deux').length;
  assert.match(
    said,
    new RegExp(
      `MESSAGES 2 RECENT 2 UIDNEXT 3 UIDVALIDITY [1-9]\\d* UNSEEN 1 SIZE ${size} HIGHESTMODSEQ \\d+ APPENDLIMIT \\d+\\)$`,
    ),
  );
  await client.ok('SELECT Compte');
  assert.match((await untagged('STATUS Compte (MESSAGES RECENT)')).join(), /MESSAGES 2 RECENT 0/);
  assert.match((await client.ask('STATUS Nulle-part (MESSAGES)')).tagged, /^NO \[NONEXISTENT\]/);
  await client.ok('CLOSE');
});

test('RFC 3501 §6.3.11, RFC 4315 §3: APPEND keeps bytes, flags and date, and says under which UID', async () => {
  await client.ok('CREATE Gardes');
  const { tagged } = await client.append('Gardes', message('Gardé'), '(\\Flagged Suivi) "02-Jan-2020 03:04:05 +0200" ');
  assert.match(tagged, /^OK \[APPENDUID \d+ 1\]/);
  await client.ok('EXAMINE Gardes');
  const [said = ''] = await untagged('FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])');
  assert.match(
    said,
    /FLAGS \(\\Flagged (\\Recent )?Suivi\) INTERNALDATE " 2-Jan-2020 01:04:05 \+0000" RFC822\.SIZE \d+ BODY\[\]/,
  );
  assert.ok(said.endsWith(`\r\n${message('Gardé')})`));
  assert.match((await client.append('Nulle-part', message('x'))).tagged, /^NO \[TRYCREATE\]/);
  await client.ok('CLOSE');
});

test('RFC 9208: QUOTA of the whole mailbox in units of 1,024; only the operator sets it', async () => {
  assert.match((await untagged('GETQUOTAROOT INBOX')).join('|'), /^\* QUOTAROOT "INBOX" ""\|\* QUOTA "" \(STORAGE \d+ \d+\)$/);
  assert.equal((await untagged('GETQUOTA ""')).length, 1);
  assert.match((await client.ask('GETQUOTA "other"')).tagged, /^NO \[NONEXISTENT\]/);
  assert.match((await client.ask('SETQUOTA "" (STORAGE 512)')).tagged, /^NO \[NOPERM\]/);
});

test('RFC 2342: one namespace, one’s own', async () => {
  assert.deepEqual(await untagged('NAMESPACE'), ['* NAMESPACE (("" "/")) NIL NIL']);
});
