import assert from 'node:assert/strict';
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Mailbox } from '#messaging';
import { message } from '../walks/imap/ground.ts';
import { withoutWitness } from '../witnesses.ts';
import { type ImapHome, openImapHome } from './imapHome.ts';

let home: ImapHome;
before(async () => {
  home = await openImapHome();
});
after(() => home.close());

const subjectOf = (text: string): string => /^Subject: (.*?)\r?$/m.exec(text)?.[1] ?? '';

/** What a program that keeps a Maildir holds: subject → its file. */
function local(folder: string): Map<string, string> {
  const files = ['cur', 'new'].flatMap((part) => readdirSync(join(folder, part)).map((name) => join(folder, part, name)));
  return new Map(files.map((path) => [subjectOf(readFileSync(path, 'latin1')), path]));
}

/** Marks a file as a mail program does: its flags stand at the end of its name. */
function flag(folder: string, subject: string, flags: string): void {
  const path = local(folder).get(subject) ?? '';
  assert.notEqual(path, '', subject);
  renameSync(path, join(folder, 'cur', `${basename(path).replace(/:2,.*$/, '')}:2,${flags}`));
}

/** Messages and folders made on either side, flags, a departure on each: after one more run both sides hold the same. */
async function bothWays(mailbox: Mailbox, folder: string, sync: () => Promise<void>): Promise<void> {
  const client = await home.client(mailbox);
  for (const n of [1, 2, 3, 4]) await client.append('INBOX', message(`Lettre ${n}`, n * 3000));
  await client.ok('CREATE Patients');
  await client.append('Patients', message('Dossier'));
  await sync();
  for (const n of [1, 2, 3, 4]) {
    const bytes = readFileSync(local(join(folder, 'INBOX')).get(`Lettre ${n}`) ?? '', 'latin1');
    assert.equal(unmarked(bytes.replaceAll(/\r?\n/g, '\r\n')), Buffer.from(message(`Lettre ${n}`, n * 3000)).toString('latin1'));
  }
  assert.ok(local(join(folder, 'Patients')).has('Dossier'));

  flag(join(folder, 'INBOX'), 'Lettre 1', 'FS');
  rmSync(local(join(folder, 'INBOX')).get('Lettre 2') ?? '');
  writeFileSync(join(folder, 'INBOX', 'new', '1700000000.1_1.ici'), message('Venue d’ici').replaceAll('\r\n', '\n'));
  await client.ok('SELECT INBOX');
  await client.ok('STORE 3 +FLAGS (\\Answered)');
  await client.ok('MOVE 4 Patients');
  await client.append('INBOX', message('Venue du serveur'));
  await sync();
  await sync();

  const here = await home.listed(mailbox);
  assert.deepEqual(
    here.map((line) => line.split(' \\')[0]).sort(),
    ['Lettre 1', 'Lettre 3', 'Venue du serveur', 'Venue d’ici'].map(latin).sort(),
  );
  assert.ok(
    here.some((line) => line.startsWith('Lettre 1 ') && line.includes('\\Flagged') && line.includes('\\Seen')),
    here.join('|'),
  );
  const kept = (await home.kept(mailbox)).find((text) => subjectOf(text) === latin('Venue d’ici')) ?? '';
  assert.equal(unmarked(kept), latin(message('Venue d’ici')));
  const there = local(join(folder, 'INBOX'));
  assert.deepEqual([...there.keys()].sort(), here.map((line) => line.split(' \\')[0] ?? '').sort());
  assert.match(there.get('Lettre 3') ?? '', /:2,\w*R/);
  assert.deepEqual([...local(join(folder, 'Patients')).keys()].sort(), ['Dossier', 'Lettre 4']);
  client.close();
}
/** Without the line by which these programs find again what they copied. */
const unmarked = (text: string): string => text.replaceAll(/^X-(TUID|OfflineIMAP): .*\r\n/gm, '');
const latin = (text: string): string => Buffer.from(text).toString('latin1');

function mbsyncSettings(folder: string, mailbox: Mailbox, port: number, lines: readonly string[]): string {
  return [
    'IMAPAccount socle',
    'Host localhost',
    `Port ${port}`,
    `User ${mailbox.address}`,
    `CertificateFile ${join(home.folder, 'ca.pem')}`,
    ...lines,
    '',
    'IMAPStore far',
    'Account socle',
    '',
    'MaildirStore near',
    `Path ${folder}/`,
    `Inbox ${folder}/INBOX`,
    'SubFolders Verbatim',
    '',
    'Channel all',
    'Far :far:',
    'Near :near:',
    'Patterns *',
    'Create Both',
    'Expunge Both',
    'SyncState *',
    '',
  ].join('\n');
}

async function byMbsync(name: string, mailbox: Mailbox, port: number, lines: readonly string[]): Promise<void> {
  const folder = join(home.folder, name);
  mkdirSync(folder);
  const settings = home.file(`${name}.mbsyncrc`, mbsyncSettings(folder, mailbox, port, lines));
  await bothWays(mailbox, folder, async () => {
    const { status, said } = await home.run('mbsync', ['-c', settings, '-a', '-V']);
    assert.equal(status, 0, said);
  });
}

test('issue 7 line 2, mbsync: an application’s mailbox by its certificate (EXTERNAL), both ways', {
  skip: withoutWitness('mbsync'),
}, async () => {
  const mailbox = await home.open('logiciel.sync', 'APP');
  const { pem, key } = await home.ofSoftware();
  const [certificate, secret] = [home.file('software.pem', pem), home.file('software.key', key)];
  await byMbsync('mbsync-external', mailbox, home.tls, [
    'Pass unused',
    'SSLType IMAPS',
    `ClientCertificate ${certificate}`,
    `ClientKey ${secret}`,
    'AuthMechs EXTERNAL',
  ]);
});

const plugin = globSync('/usr/lib/*/sasl2/libkdexoauth2.so*').length > 0;
const withoutPlugin = plugin ? false : 'not on this machine: libsasl2-modules-kdexoauth2 (XOAUTH2 for libsasl2)';

test('issue 7 line 2, mbsync: a professional’s mailbox by XOAUTH2 and STARTTLS, both ways', {
  skip: withoutWitness('mbsync') || withoutPlugin,
}, async () => {
  const mailbox = await home.open('essai.mbsync');
  await byMbsync('mbsync-xoauth2', mailbox, home.starttls, [
    `PassCmd "cat ${join(home.folder, 'token')}"`,
    'SSLType STARTTLS',
    'AuthMechs XOAUTH2',
  ]);
});

test('issue 7 line 2, offlineimap3: a professional’s mailbox by XOAUTH2, both ways', {
  skip: withoutWitness('offlineimap'),
}, async () => {
  const mailbox = await home.open('essai.offlineimap');
  const folder = join(home.folder, 'offlineimap');
  const settings = home.file(
    'offlineimaprc',
    `[general]
accounts = socle
metadata = ${home.folder}/offlineimap-meta
ui = basic
socktimeout = 30
[Account socle]
localrepository = near
remoterepository = far
[Repository near]
type = Maildir
localfolders = ${folder}
[Repository far]
type = IMAP
remotehost = localhost
remoteport = ${home.tls}
remoteuser = ${mailbox.address}
ssl = yes
sslcacertfile = ${join(home.folder, 'ca.pem')}
auth_mechanisms = XOAUTH2
oauth2_access_token = ${await home.token()}
maxconnections = 1
`,
  );
  await bothWays(mailbox, folder, async () => {
    const { status, said } = await home.run('offlineimap', ['-o', '-c', settings, '-u', 'basic']);
    assert.equal(status, 0, said);
    assert.doesNotMatch(said, /ERROR|Traceback/, said);
  });
});
