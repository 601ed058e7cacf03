import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { datamatrixOf } from '#ins';
import { printedCode } from '../../../test/printedCode.ts';
import { headings, letters } from '../cda/build/drafts.check.ts';
import { kinds } from '../cda/build.ts';
import { writePdf } from './index.ts';
import { paper } from './paper.check.ts';

const text =
  "IS010000000000000000000000S1255069999999934S21.2.250.1.213.1.4.8\u001dS3CLARA-LOU\u001dS4D'OEUVRE\u001dS5FS621-06-1955S799999";

for (const archival of [true, false])
  test(`Guide INS, règle 32: the code on ${archival ? 'an archival' : 'a plain'} paper is read back; a paper without one has none`, async () => {
    const { blocks: _, ...rest } = paper;
    const sheet = { ...rest, blocks: [{ kind: 'paragraph' as const, text: 'Rien.' }], archival };
    assert.equal(await printedCode(writePdf({ ...sheet, code: datamatrixOf(text) })), text);
    assert.equal(await printedCode(writePdf(sheet)), undefined);
  });

test('ISO 19005-1 §6.8: the code is a figure with words for who does not see it', () => {
  const file = writePdf({ ...paper, code: datamatrixOf(text) }).toString('latin1');
  assert.match(file, /\/S \/Figure\b/);
  assert.match(file, /\/Alt \(Code INS \\?\(DataMatrix\\?\) de la personne\)/);
});

test('Guide INS, règle 32: the printed form of a document carries the code of the person it is about', async () => {
  const [sampled] = fc.sample(fc.tuple(headings, letters), { numRuns: 1, seed: 4 });
  assert.ok(sampled !== undefined);
  const [heading, form] = sampled;
  const patient = {
    ...heading.patient,
    birthFamily: 'BRISE',
    birthGivens: 'CLARA LOU',
    firstBirthGiven: 'CLARA',
    sex: 'F',
    birthDate: '1955-06-21',
    birthPlace: '99999',
    matricule: '255069999999934',
    oid: '1.2.250.1.213.1.4.10',
  };
  const pdf = kinds.discharge({ ...heading, patient }, form).pdf();
  assert.match(
    (await printedCode(pdf)) ?? '',
    /^IS010{22}S1255069999999934S21\.2\.250\.1\.213\.1\.4\.10S3CLARA LOU.S4BRISE.S5FS621-06-1955S799999$/s,
  );
});
