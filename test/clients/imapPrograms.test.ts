import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ImapFlow } from 'imapflow';
import type { Mailbox } from '#messaging';
import { programPath } from '../debian.ts';
import { message } from '../walks/imap/ground.ts';
import { withoutWitness } from '../witnesses.ts';
import { type ImapHome, openImapHome } from './imapHome.ts';

let home: ImapHome;
before(async () => {
  home = await openImapHome();
});
after(() => home.close());

async function filled(name: string): Promise<Mailbox> {
  const mailbox = await home.open(name);
  const permit = await home.permit(mailbox);
  for (const n of [1, 2, 3]) await home.mail.append(permit, 'INBOX', Buffer.from(message(`Lettre ${n}`, n * 3000)));
  return mailbox;
}
const latin = (text: string): string => Buffer.from(text).toString('latin1');

test('issue 7 line 2, curl: lists, reads exact bytes, searches, hands over; by TLS and STARTTLS, OAUTHBEARER and XOAUTH2', {
  skip: withoutWitness('curl'),
}, async () => {
  const mailbox = await filled('essai.curl');
  const token = await home.token();
  const curl = async (...args: string[]): Promise<string> => {
    const signIn = ['-sS', '--cacert', 'ca.pem', '-u', `${mailbox.address}:`, '--oauth2-bearer', token];
    const { status, said } = await home.run('curl', [...signIn, ...args]);
    assert.equal(status, 0, said);
    return said;
  };
  const at = `imaps://localhost:${home.tls}`;
  assert.match(await curl(`${at}/`), /\* LIST \(.*\\Sent.*\) "\/" "Sent"/);
  assert.equal(await curl(`${at}/INBOX;UID=2`), message('Lettre 2', 6000));
  assert.equal(await curl('--login-options', 'AUTH=XOAUTH2', `${at}/INBOX;UID=3`), message('Lettre 3', 9000));
  const plain = `imap://localhost:${home.starttls}`;
  assert.match(await curl('--ssl-reqd', `${plain}/INBOX?SUBJECT%20%22Lettre%202%22`), /^\* SEARCH 2\r?\n/);
  home.file('up.eml', message('Par curl'));
  await curl('-T', 'up.eml', `${at}/INBOX`);
  assert.equal((await home.kept(mailbox)).at(-1), message('Par curl'));
  await curl('-X', 'STORE 1 +FLAGS (\\Flagged)', `${at}/INBOX`);
  assert.equal((await home.listed(mailbox))[0], 'Lettre 1 \\Flagged');
});

const withoutScript = programPath('script') === undefined ? 'not on this machine: script (a terminal for neomutt)' : false;

test('issue 7 line 2, neomutt: reads, flags, deletes, moves and hands over', {
  skip: withoutWitness('neomutt') || withoutScript,
}, async () => {
  const mailbox = await filled('essai.neomutt');
  const settings = home.file(
    'muttrc',
    `set imap_user="${mailbox.address}"
set folder="imaps://localhost:${home.tls}/"
set spoolfile="+INBOX"
set imap_authenticators="xoauth2"
set imap_oauth_refresh_command="cat ${join(home.folder, 'token')}"
set ssl_ca_certificates_file="${join(home.folder, 'ca.pem')}"
set certificate_file="${join(home.folder, 'certificates')}"
set ssl_force_tls=yes
set quit=yes
set delete=yes
set move=no
set confirmappend=no
set confirmcreate=no
set wait_key=no
`,
  );
  const neomutt = async (keys: string, ...args: string[]): Promise<void> => {
    const command = ['neomutt', '-F', settings, ...args, '-e', `"push '${keys}'"`].join(' ');
    const { status, said } = await home.run('script', ['-qec', command, '/dev/null']);
    assert.equal(status, 0, said);
  };
  const out = join(home.folder, 'out.mbox');
  const keys = [
    `<tag-pattern>~A<enter><tag-prefix><copy-message>${out}<enter>`,
    '<untag-pattern>~A<enter>',
    '<tag-pattern>~sLettre.1<enter><tag-prefix><flag-message><untag-pattern>~A<enter>',
    '<tag-pattern>~sLettre.2<enter><tag-prefix><save-message>=Archive<enter><untag-pattern>~A<enter>',
    '<tag-pattern>~sLettre.3<enter><tag-prefix><delete-message>',
    '<sync-mailbox><quit>',
  ];
  await neomutt(keys.join(''));
  const copied = readFileSync(out, 'utf8');
  assert.equal(copied.match(/^From /gm)?.length, 3);
  for (const n of [1, 2, 3])
    assert.ok(
      copied.includes(
        message(`Lettre ${n}`, n * 3000)
          .split('\r\n\r\n')[1]
          ?.replaceAll('\r\n', '\n') ?? '?',
      ),
    );
  const here = await home.listed(mailbox);
  assert.equal(here.length, 1);
  assert.match(here[0] ?? '', /^Lettre 1 .*\\Flagged/);
  assert.equal((await home.kept(mailbox))[0], message('Lettre 1', 3000));
  assert.equal((await home.kept(mailbox, 'Archive'))[0], message('Lettre 2', 6000));
  const local = home.file(
    'local.mbox',
    `From essai Fri Nov 20 09:30:00 2026\n${message('De neomutt').replaceAll('\r\n', '\n')}\n`,
  );
  await neomutt('<copy-message>=INBOX<enter><quit>', '-f', local);
  assert.match((await home.listed(mailbox))[1] ?? '', /^De neomutt/);
});

test('issue 7 line 2, imapflow: signs in with an access token, reads, flags, moves, deletes and is told of arrivals', async () => {
  const mailbox = await filled('essai.imapflow');
  const client = new ImapFlow({
    ...{ host: 'localhost', port: home.tls, secure: true, tls: { ca: home.ca }, logger: false },
    auth: { user: mailbox.address, accessToken: await home.token() },
    qresync: true,
  });
  await client.connect();
  assert.deepEqual(
    (await client.list())
      .map(({ specialUse }) => specialUse)
      .filter(Boolean)
      .sort(),
    [...['\\Archive', '\\Drafts', '\\Inbox', '\\Junk', '\\Sent', '\\Trash']],
  );
  const lock = await client.getMailboxLock('INBOX');
  try {
    const seen: string[] = [];
    for await (const one of client.fetch('1:*', { uid: true, envelope: true, source: true, bodyStructure: true })) {
      seen.push(one.envelope?.subject ?? '');
      assert.equal(one.source?.toString('latin1'), latin(message(`Lettre ${one.uid}`, one.uid * 3000)));
      assert.equal(one.bodyStructure?.type, 'text/plain');
    }
    assert.deepEqual(seen, ['Lettre 1', 'Lettre 2', 'Lettre 3']);
    await client.messageFlagsAdd('1', ['\\Flagged', 'Suivi']);
    assert.deepEqual(await client.search({ keyword: 'Suivi' }), [1]);
    const moved = await client.messageMove('2', 'Archive', { uid: true });
    assert.equal(moved === false ? undefined : moved.uidMap?.get(2), 1);
    await client.messageDelete('3', { uid: true });
    const kept = await client.append('INBOX', message('Par imapflow'), ['\\Seen']);
    assert.equal(kept === false ? undefined : kept.uid, 4);
    const arrival = new Promise<number>((resolve) => client.once('exists', ({ count }) => resolve(count)));
    const idling = client.idle();
    await home.mail.append(await home.permit(mailbox), 'INBOX', Buffer.from(message('Pendant IDLE')));
    assert.equal(await arrival, 3);
    await client.noop();
    await idling;
  } finally {
    lock.release();
  }
  await client.logout();
  assert.deepEqual(await home.listed(mailbox), ['Lettre 1 \\Flagged Suivi', 'Par imapflow \\Seen', 'Pendant IDLE']);
});
