/** Real peers: curl as a mail program (submission), swaks as another operator (reception). */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hector, irene, nuees } from '../walks/cast.ts';
import { addresses, elsewhere } from '../walks/smtp/ground.ts';
import { openWhole, type Whole } from '../walks/smtp/whole.ts';
import { withoutWitness } from '../witnesses.ts';

let whole: Whole;
let folder: string;
before(async () => {
  whole = await openWhole();
  folder = mkdtempSync(join(tmpdir(), 'socle-smtp-'));
  file('ca.pem', whole.ca.join('\n'));
});
after(async () => {
  await whole.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** While it runs the server answers: both are in this process. */
function run(program: string, args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.on('error', (error) => resolve({ status: -1, said: String(error) }));
    child.on('close', (status) => resolve({ status, said }));
  });
}

const letter = (n: number): string =>
  `From: ${addresses.irene}\r\nTo: ${addresses.hector}\r\nSubject: Lettre ${n}\r\nMessage-ID: <curl${n}@exemple.mssante.fr>\r\n\r\n.Bonjour\r\n${'x'.repeat(500)}\r\n`;

for (const [n, way] of [
  [1, ['smtps', []]],
  [2, ['smtp', ['--ssl-reqd']]],
  [3, ['smtp', ['--ssl-reqd', '--login-options', 'AUTH=OAUTHBEARER']]],
  [4, ['smtps', ['--login-options', 'AUTH=XOAUTH2']]],
] as const)
  test(`curl submits by ${way.flat().join(' ')}`, { skip: withoutWitness('curl') }, async () => {
    const [scheme, more] = way;
    const { status, said } = await run('curl', [
      ...[
        '--silent',
        '--show-error',
        '--verbose',
        '--cacert',
        'ca.pem',
        '--connect-to',
        `localhost:${whole.ports[scheme]}:127.0.0.1:${whole.ports[scheme]}`,
      ],
      ...['--user', addresses.irene, '--oauth2-bearer', await whole.token(irene), ...more],
      ...['--mail-from', addresses.irene, '--mail-rcpt', addresses.hector, '--upload-file', file(`l${n}`, letter(n))],
      `${scheme}://localhost:${whole.ports[scheme]}`,
    ]);
    assert.equal(status, 0, said);
    assert.equal((await whole.inbox(hector, addresses.hector)).at(-1)?.toString(), letter(n), 'byte for byte');
  });

test('curl with a token that is none is told so', { skip: withoutWitness('curl') }, async () => {
  const { status, said } = await run('curl', [
    ...['--silent', '--show-error', '--cacert', 'ca.pem', '--user', addresses.irene, '--oauth2-bearer', 'faux'],
    ...['--mail-from', addresses.irene, '--mail-rcpt', addresses.hector, '--upload-file', file('l9', letter(9))],
    `smtps://localhost:${whole.ports.smtps}`,
  ]);
  assert.equal(status, 67, said);
});

for (const pipelined of [false, true])
  test(`swaks hands over as another operator by STARTTLS${pipelined ? ', pipelined' : ''}`, {
    skip: withoutWitness('swaks'),
  }, async () => {
    const card = await whole.certificates.organisation(hector.structure.id, 'Opérateur Ailleurs');
    await whole.trust([`<Nom>${elsewhere}</Nom><Certificat sujet="${card.subject}"/>`]);
    const subject = `swaks ${pipelined}`;
    const args = [
      ...['--server', '127.0.0.1', '--port', String(whole.ports.smtp), '--ehlo', `mx.${elsewhere}`],
      ...['--tls', '--tls-verify', '--tls-ca-path', file('ca.pem', whole.ca.join('\n'))],
      ...['--tls-cert', file('card.pem', `${card.pem}${card.chain}`), '--tls-key', file('card.key', card.key)],
      ...[
        '--from',
        `dr@${elsewhere}`,
        '--to',
        addresses.irene,
        '--header',
        `Subject: ${subject}`,
        ...(pipelined ? ['--pipeline'] : []),
      ],
    ];
    let last = await run('swaks', args);
    for (let n = 0; n < 50 && last.status !== 0; n++) last = await run('swaks', args);
    assert.equal(last.status, 0, last.said);
    assert.ok((await whole.inbox(irene, addresses.irene)).some((bytes) => bytes.includes(`Subject: ${subject}\r\n`)));
  });

test('swaks without a certificate, or for a recipient elsewhere, is refused', { skip: withoutWitness('swaks') }, async () => {
  const common = ['--server', '127.0.0.1', '--port', String(whole.ports.smtps), '--tls-on-connect', '--ehlo', 'x.fr'];
  const stranger = await run('swaks', [...common, '--from', `dr@${elsewhere}`, '--to', addresses.irene]);
  assert.match(stranger.said, /<~\* 550-5\.7\.1/, stranger.said);
  const software = await whole.certificates.organisation(nuees.structure.id, 'Un autre');
  const shown = ['--tls-cert', file('o.pem', software.pem), '--tls-key', file('o.key', software.key)];
  const other = await run('swaks', [...common, ...shown, '--from', `dr@${elsewhere}`, '--to', addresses.irene]);
  assert.match(other.said, /<~\* 550-5\.7\.1/, other.said);
});
