import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CdaHeader } from '#documents';
import { parseMessage } from '../mime/parse.ts';
import { productReference } from '../product.ts';
import { archivePart } from './attached.ts';
import { distinct, fileNameOf } from './fileName.ts';
import { hasIns, mssHeaders } from './headers.ts';
import { blocksOf } from './paper.ts';
import { plainName, shownSubject, subjectOf } from './subject.ts';
import { automaticNotice, deletionText, textOf } from './words.ts';

const traits = { birthFamily: 'Écumeur-d’Œuvre', firstBirthGiven: 'Basile', birthDate: '1961-09-02' };

for (const [name, given, wanted] of [
  ['one document', { labels: ['Lettre de liaison'], traits }, 'XDM/1.0/DDM+Lettre de liaison ECUMEUR-D’OEUVRE BASILE 02/09/1961'],
  ['several', { labels: ['a', 'b', 'c'], traits }, 'XDM/1.0/DDM+3 documents ECUMEUR-D’OEUVRE BASILE 02/09/1961'],
  [
    'a label of more than 40 characters',
    { labels: ['é'.repeat(60)], traits },
    `XDM/1.0/DDM+${'é'.repeat(40)} ECUMEUR-D’OEUVRE BASILE 02/09/1961`,
  ],
  [
    'one that replaces',
    { labels: ['Lettre de liaison'], traits, replaces: true },
    'XDM/1.0/DDM+Annule et remplace - Lettre de liaison ECUMEUR-D’OEUVRE BASILE 02/09/1961',
  ],
  [
    'a label with line ends',
    { labels: ['CR\r\nBcc: autre@exemple.fr'], traits },
    'XDM/1.0/DDM+CR Bcc: autre@exemple.fr ECUMEUR-D’OEUVRE BASILE 02/09/1961',
  ],
] as const) {
  test(`MSSanté #2, ECO.2.1.3, subject: ${name}`, () => assert.equal(subjectOf(given), wanted));
}

test('MSSanté #2, ECO.2.1.3, subject: a character of two units is not cut in its midst', () => {
  assert.ok(subjectOf({ labels: ['𝒜'.repeat(41)], traits }).isWellFormed());
});

test('MSSanté #2, UX.28: the mark is not shown', () => {
  assert.equal(
    shownSubject('[KO Intégration système !][902] XDM/1.0/DDM+CR DUPONT'),
    '[KO Intégration système !][902] CR DUPONT',
  );
  assert.equal(shownSubject('Bonjour'), 'Bonjour');
});

test('MSSanté #2, names: capitals, no accent, no ligature', () => assert.equal(plainName('Æsir Ÿvon\tçà'), 'AESIR YVON CA'));

for (const [name, given, wanted] of [
  [
    'as the référentiel writes it',
    { label: 'CR d’imagerie médicale' },
    '20220531_CR d’imagerie médicale_ECUMEUR-D’OEUVRE_BASILE.pdf',
  ],
  ['with the file number', { label: 'CR', fileNumber: 'A_1/2' }, '20220531_CR_ECUMEUR-D’OEUVRE_BASILE_A 1 2.pdf'],
  ['a label that would be a path', { label: '../../etc/passwd\0' }, '20220531_etc passwd_ECUMEUR-D’OEUVRE_BASILE.pdf'],
] as const) {
  test(`MSSanté #2, ECO.2.1.6, names of PDF: ${name}`, () => {
    const file = fileNameOf({ date: new Date('2022-05-30T22:30:00Z'), traits, ...given });
    assert.equal(file, wanted);
  });
}

test('MSSanté #2, ECO.2.1.6, names of PDF: two of one name are told apart, and a long one is cut', () => {
  assert.deepEqual(distinct(['a.pdf', 'a.pdf', 'b.pdf']), ['a.pdf', 'a (2).pdf', 'b.pdf']);
  assert.equal(fileNameOf({ date: new Date(0), label: 'x'.repeat(500), traits }).length, 124);
});

const header = (over: Partial<CdaHeader['patient']> = {}, code = '11490-0'): CdaHeader =>
  ({
    type: { code, system: '', display: '' },
    patient: {
      ids: [{ root: '1.2.250.1.213.1.4.10', extension: '258043523890178' }],
      birthFamily: 'X',
      birthGivens: 'Y',
      firstBirthGiven: 'Y',
      sex: 'F',
      birthDate: '1958-04-17',
      ...over,
    },
  }) as Partial<CdaHeader> as CdaHeader;

test('MSSanté #2, ECO.2.4.1–3: codes and INS only with a CDA, the product on every message', () => {
  assert.deepEqual(mssHeaders([], productReference), { 'X-MSS-NIL': productReference });
  assert.deepEqual(mssHeaders([header(), header({}, '18842-5'), header()], 'P-1'), {
    'X-MSS-CODECDA': '11490-0,18842-5',
    'X-MSS-INS': 'O',
    'X-MSS-NIL': 'P-1',
  });
  assert.equal(mssHeaders([header(), header({ ids: [{ root: '1.2.3', extension: '9' }] })], 'P')['X-MSS-INS'], 'N');
  assert.equal(hasIns(header({ birthDate: '1958' })), false);
});

test('MSSanté #2, ECO.2.4: nothing of a document or a setting can end the line of a field', () => {
  const made = mssHeaders([header({}, '1\r\nX: y')], 'P\r\nBcc: x@y.fr');
  assert.deepEqual(
    Object.values(made).filter((value) => /[\r\n ]/.test(value)),
    [],
  );
});

test('MSSanté #2, text: automatic notice, replacement, and no word of a document beside its type', () => {
  const plain = { text: '', labels: ['CR'], from: 'Cabinet', replaces: false, automatic: false };
  assert.doesNotMatch(textOf(plain), /Annule et remplace|automatiquement/);
  assert.match(textOf({ ...plain, replaces: true }), /^Annule et remplace/);
  assert.ok(textOf({ ...plain, automatic: true }).startsWith(automaticNotice));
  assert.match(deletionText('CR', new Date('2026-11-22T10:00:00Z'), 'Cabinet'), /« CR » qui vous a été envoyé le 22\/11\/2026/);
});

test('MSSanté #2, ECO.2.1.5: the page of a document as blocks of paper, nothing lost but the looks', () => {
  const html =
    '<header class="cda-header"><dl><div><dt>Patient</dt><dd>X</dd></div></dl></header><section class="cda-section"><h2>Conclusion</h2>' +
    '<div class="cda-text">Tout &lt;va&gt; bien<br>vraiment<ul><li>un</li><li>deux</li></ul><table><tr><th>A</th><th>B</th></tr>' +
    '<tr><td>1</td></tr></table>fin</div></section>';
  assert.deepEqual(blocksOf(html), [
    { kind: 'heading', text: 'Conclusion' },
    { kind: 'paragraph', text: 'Tout <va> bien\nvraiment' },
    { kind: 'list', items: ['un', 'deux'], ordered: false },
    { kind: 'table', head: ['A', 'B'], rows: [['1', '']] },
    { kind: 'paragraph', text: 'fin' },
  ]);
});

const message = (subject: string, type: string, inner = ''): Buffer =>
  Buffer.from(
    [
      `Subject: ${subject}`,
      `Content-Type: ${type}; boundary=b; report-type=disposition-notification`,
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'x',
      inner,
      '--b--',
      '',
    ].join('\r\n'),
  );
const zip = '--b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename="ihe_xdm.ZIP"\r\n\r\nPK';

test('MSSanté #2, ECO.2.1.1: the archive is found by its name', () => {
  assert.equal(archivePart(parseMessage(message('XDM/1.0/DDM+x', 'multipart/mixed', zip)))?.section, '2');
  assert.equal(archivePart(parseMessage(message('x', 'multipart/mixed'))), undefined);
});
test('MSSanté #2: what an answer gives back is filed nowhere, so that two systems never answer each other', () => {
  assert.equal(archivePart(parseMessage(message('x', 'multipart/report', zip))), undefined);
  assert.equal(
    archivePart(parseMessage(message('=?utf-8?Q?[KO_Int=C3=A9gration_syst=C3=A8me_!][902]_x?=', 'multipart/mixed', zip))),
    undefined,
  );
  const inside = '--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: application/zip; name=IHE_XDM.zip\r\n\r\nPK';
  assert.equal(archivePart(parseMessage(message('x', 'multipart/mixed', inside))), undefined);
});
test('MSSanté #2: two archives in one message are refused', () => {
  assert.throws(() => archivePart(parseMessage(message('x', 'multipart/mixed', `${zip}\r\n${zip}`))), {
    code: 'messaging.several-archives',
  });
});
