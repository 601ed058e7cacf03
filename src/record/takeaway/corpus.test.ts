import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withoutWitness, witness } from '../../../test/witnesses.ts';
import type { ProfileLine } from '../profile/index.ts';
import { type CarnetPaper, carnetPaper } from './paper.ts';

const skip = withoutWitness('qpdf', 'pdftotext');
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-takeaway-'));
});
after(() => rmSync(folder, { recursive: true }));

function ask(name: 'qpdf' | 'pdftotext', pdf: Buffer, before: string[], behind: string[] = []): string {
  const file = join(folder, 'a.pdf');
  writeFileSync(file, pdf);
  return execFileSync(witness(name) ?? name, [...before, file, ...behind], { encoding: 'utf8', stdio: 'pipe' });
}

const line = (given: Partial<ProfileLine> & Pick<ProfileLine, 'section' | 'label'>): ProfileLine => ({
  key: given.label,
  ended: false,
  severe: false,
  sources: [{ kind: 'person', resource: 'Condition/1' }],
  ...given,
});
const paper: CarnetPaper = {
  traits: {
    birthFamily: 'DE LA BRUMAILLE',
    birthGivens: 'AMBRE ZOÉ',
    firstBirthGiven: 'AMBRE',
    sex: 'F',
    birthDate: '1958-04-17',
    birthPlace: '35238',
  },
  profile: {
    cut: false,
    lines: [
      line({ section: 'allergies', label: 'Arachide', severe: true, detail: 'urticaire', from: '2001' }),
      line({ section: 'problems', label: 'Asthme', from: '1990-05-02' }),
      line({ section: 'problems', label: 'Fracture du poignet', ended: true, until: '1999-08' }),
      line({ section: 'treatments', label: 'Sirop de brume', dose: '1 cuillère le soir', reason: 'toux' }),
      line({
        section: 'vaccinations',
        label: 'Vaccin contre la rougeole',
        from: '1960-03-01',
        sources: [{ kind: 'document', resource: 'Immunization/1', label: 'Note de vaccination, Dr Fictif' }],
      }),
    ],
  },
  results: [
    {
      key: 'k',
      label: 'Hémoglobine',
      category: 'laboratory',
      codes: [],
      words: [],
      series: [
        {
          unit: 'g/dL',
          points: [
            { at: '2025-01-02', value: 12.9, preliminary: false, observation: '1', documents: [] },
            { at: '2026-03-01', value: 13.2, low: 12, high: 16, preliminary: false, observation: '2', documents: [] },
          ],
        },
      ],
    },
  ],
  documents: [{ date: '2026-03-02T10:00:00Z', description: 'Lettre du port', author: [{ display: 'Dr Fictif' }] }],
  cut: false,
  at: new Date('2026-11-22T23:30:00Z'),
  zone: 'America/Martinique',
};
const words = (pdf: Buffer): string => ask('pdftotext', pdf, ['-raw'], ['-']).replace(/\s+/g, ' ');

test('issue 8, the record on paper: qpdf finds no fault, and pdftotext reads each part in its order', { skip }, () => {
  const pdf = carnetPaper(paper);
  assert.match(ask('qpdf', pdf, ['--check']), /No syntax or stream encoding errors/);
  const text = words(pdf);
  let at = -1;
  for (const said of [
    'Carnet de santé : AMBRE DE LA BRUMAILLE',
    'Allergies et intolérances',
    'Arachide',
    'risque élevé ; urticaire ; depuis 2001',
    'la personne',
    'Asthme',
    'depuis le 02/05/1990',
    'Fracture du poignet',
    'jusqu’en 08/1999 ; terminé',
    '1 cuillère le soir ; pour : toux',
    'le 01/03/1960',
    'Derniers résultats',
    'Hémoglobine',
    '13,2 g/dL',
    '12 à 16',
    '1 document',
    'Lettre du port',
  ]) {
    const found = text.indexOf(said, at + 1);
    assert.ok(found > at, `${said} is not behind what comes before it in: ${text}`);
    at = found;
  }
  assert.ok(!text.includes('12,9'), 'an older result is told as the last');
  assert.match(text, /Écrit le 22 novembre 2026/, 'the day is not told on the clock asked for');
});

test('issue 8, the record on paper: what is not told is said to be more', { skip }, () => {
  assert.match(words(carnetPaper({ ...paper, cut: true })), /Le carnet contient davantage/);
  assert.doesNotMatch(words(carnetPaper(paper)), /Le carnet contient davantage/);
});
