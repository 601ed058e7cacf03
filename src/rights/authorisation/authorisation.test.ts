import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conceptsOf } from '#terminology';
import { ours } from './ours.ts';
import { readAuthorisationCsv } from './readCsv.ts';
import { deniedBy } from './table.ts';

const bytes = (...lines: string[]): Buffer => Buffer.from(lines.join('\n'));
const read = (...lines: string[]) =>
  Object.fromEntries([...readAuthorisationCsv(bytes(...lines))].map(([profession, types]) => [profession, [...types]]));

test('Arrêté of 26 October 2023, what is published: physicians, nurses and dentists do not read these types, and read the others', () => {
  const readable = (profession: string) => conceptsOf('documentType').length - (ours.denied(profession)?.length ?? Number.NaN);
  assert.deepEqual(ours.denied('10'), ['ATTEST-RESID']);
  assert.deepEqual(ours.denied('60')?.toSorted(), ['68599-0', '68817-6', '75496-0', '83901-9', '89601-9']);
  assert.deepEqual(ours.denied('40')?.toSorted(), ['68599-0', '75496-0', '80788-3', '83901-9', '83981-1']);
  assert.deepEqual([readable('10'), readable('60'), readable('40')], [113, 109, 109]);
  assert.equal(ours.denied('99'), undefined);
  assert.equal(ours.official, false);
  assert.match(ours.source.fr, /non officielle/);
});

test('socle rights load: a line for each pair, and a matrix, say the same', () => {
  const pairs = read('profession;type;allowed', '10;11502-2;oui', '10;11488-4;non', '60;11502-2;x', '60;11488-4;');
  const matrix = read('"profession","11502-2","11488-4"', '"10","1","0"', '"60","yes","no"');
  assert.deepEqual(pairs, { '10': ['11502-2'], '60': ['11502-2'] });
  assert.deepEqual(matrix, pairs);
  const table = deniedBy(readAuthorisationCsv(bytes('profession;type;allowed', '60;11502-2;oui')));
  assert.equal(table('60')?.includes('11502-2'), false);
  assert.equal(table('60')?.length, conceptsOf('documentType').length - 1); // what is not told is not allowed
  assert.equal(table('10'), undefined);
});

test('socle rights load, bad input: what cannot be read is refused whole, with its lines', () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[''], /l\. 1/],
    [['profession;type;allowed'], /l\. 1/],
    [['profession;type;allowed', '10;11502-2'], /l\. 2: 2 ≠ 3/],
    [['profession;type;allowed', 'médecin;11502-2;oui'], /l\. 2: profession médecin/],
    [['profession;type;allowed', '10;no-such;oui'], /l\. 2: type no-such/],
    [['profession;type;allowed', '10;11502-2;peut-être'], /l\. 2: « peut-être »/],
    [['profession;type;allowed', '10;11502-2;oui', '10;11502-2;non'], /l\. 3: 10 11502-2 ×2/],
    [['x;11502-2;no-such', '10;oui;oui'], /type no-such/],
  ];
  for (const [lines, at] of cases) {
    assert.throws(
      () => readAuthorisationCsv(bytes(...lines)),
      (error: { code?: string; at?: string }) => error.code === 'rights.bad-table' && at.test(error.at ?? ''),
      lines.join('|'),
    );
  }
  assert.throws(() => readAuthorisationCsv(Buffer.alloc(2 * 1024 * 1024 + 1)), { code: 'rights.bad-table' });
  assert.throws(() => readAuthorisationCsv(Buffer.from([0xff, 0xfe, 0x31])), { code: 'rights.bad-table' });
});
