import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scanHeader } from '#documents';
import { Refusal } from '#kernel';
import { programPath } from '../../test/debian.ts';
import { build } from './build.ts';
import { CommandFailed } from './server.ts';

const example = fileURLToPath(new URL('../../spec/build/vaccination.json', import.meta.url));
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-build-'));
});
after(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const socle = (...args: string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'build', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
const changed = (change: (form: ReturnType<typeof read>) => void): string => {
  const form = read();
  change(form);
  writeFileSync(at('form.json'), JSON.stringify(form));
  return at('form.json');
};
const read = () =>
  JSON.parse(readFileSync(example, 'utf8')) as {
    heading: { patient: { matricule: string }; author: { specialty: string } };
    form: Record<string, unknown>;
  };

test('socle build: a vaccination note from the example, alone on the standard output', () => {
  const { status, stdout, stderr } = socle('vaccination', example);
  assert.deepEqual([status, stderr], [0, '']);
  const header = scanHeader(Buffer.from(stdout));
  assert.equal(header.type?.code, '87273-9');
  assert.equal(header.patient.ids[0]?.extension, '258043523800194');
  assert.ok(stdout.includes('T-4456'));
});

test('socle build: the printed form goes beside it', () => {
  assert.equal(socle('vaccination', example, '--out', at('note.xml'), '--print', at('note.pdf')).status, 0);
  assert.ok(existsSync(at('note.xml')));
  assert.ok(readFileSync(at('note.pdf')).includes('<pdfaid:part>1</pdfaid:part>'));
});

test('socle build: a PDF in its envelope, as it is', () => {
  const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
  writeFileSync(at('letter.pdf'), pdf);
  const form = changed((all) => {
    all.form = { type: '11488-4' };
  });
  const { status, stdout } = socle('pdf', form, '--pdf', at('letter.pdf'));
  assert.equal(status, 0);
  assert.ok(stdout.includes(`representation="B64">${pdf.toString('base64')}<`));
});

test('socle build: what is wrong is said with its place, in one line for the person and without a trace of the program', async () => {
  const { status, stdout, stderr } = socle('certificate', example);
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^socle: No document "certificate"/);
  assert.doesNotMatch(stderr, /\.ts:/);
  for (const [change, words] of [
    [
      (all: ReturnType<typeof read>) => {
        all.form.lot = '';
      },
      'lot is missing',
    ],
    [
      (all: ReturnType<typeof read>) => {
        all.heading.patient.matricule = '258043523800193';
      },
      'key.*heading.patient.matricule',
    ],
    [
      (all: ReturnType<typeof read>) => {
        all.heading.author.specialty = 'G15_99';
      },
      'heading.author.specialty',
    ],
  ] as const) {
    await assert.rejects(
      build(['vaccination', changed(change)]),
      (error) => error instanceof Refusal && new RegExp(words).test(`${error.sentence.en} ${error.at}`),
    );
  }
  for (const [args, words] of [
    [['vaccination'], 'one KIND'],
    [['vaccination', at('none.json')], 'cannot be read'],
    [['pdf', example], '--pdf'],
    [['vaccination', example, '--key', 'k.pem'], 'go together'],
  ] as const)
    await assert.rejects(build([...args]), (error) => error instanceof CommandFailed && new RegExp(words).test(error.message));
});

test('socle build: signed on request, the signature beside the document', {
  skip: programPath('openssl') === undefined && 'not on this machine: openssl',
}, async () => {
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    at('k.pem'),
    '-out',
    at('c.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=Irène',
  ];
  execFileSync('openssl', made, { stdio: 'pipe' });
  const { status, stderr } = socle(
    'vaccination',
    example,
    '--out',
    at('signed.xml'),
    '--key',
    at('k.pem'),
    '--cert',
    at('c.pem'),
  );
  assert.equal(status, 0, stderr);
  const signature = readFileSync(at('signed.xml.sig.xml'), 'utf8');
  const digest = createHash('sha256')
    .update(readFileSync(at('signed.xml')))
    .digest('base64');
  assert.ok(signature.includes('<ds:Reference URI="signed.xml">') && signature.includes(`<ds:DigestValue>${digest}<`));
  await assert.rejects(build(['vaccination', example, '--out', at('x.xml'), '--key', example, '--cert', at('c.pem')]), /not PEM/);
});
