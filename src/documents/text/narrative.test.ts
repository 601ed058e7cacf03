import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readXml } from '#xml';
import { indexOf } from './form.ts';
import { labelsOf } from './labels.ts';
import { narrativeText } from './narrative.ts';
import { cdaOf } from './shelf.check.ts';

const body = (section: string): Buffer =>
  Buffer.from(
    `<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section>${section}</section></component></structuredBody></component></ClinicalDocument>`,
  );

test('CDA R2 §4.3.5, narrative: sections in reading order, tables cell by cell, no markup', () => {
  const found = narrativeText(
    readXml(
      body(`<title>Biologie <!-- rien --></title><text>Avant
        <table><thead><tr><th>Analyse</th><th>Valeur</th></tr></thead>
          <tbody><tr><td>Kaliémie</td><td ID="x"><content styleCode="Bold">4,1</content> mmol/L</td></tr>
          <tr><td>Na<sup>+</sup></td><td>140<content revised="delete">142</content></td></tr></tbody></table>
        <list><item>un</item><item><paragraph>deux</paragraph></item></list>ligne<br/>suivante</text>
        <component><section><title>Détail</title><text>Sous-section</text></section></component>`),
    ),
  );
  assert.deepEqual(found, [
    {
      title: 'Biologie',
      text: 'Avant\nAnalyse\tValeur\nKaliémie\t4,1 mmol/L\nNa+\t140\nun\ndeux\nligne\nsuivante',
      depth: 0,
    },
    { title: 'Détail', text: 'Sous-section', depth: 1 },
  ]);
});

test('issue 4 §5, labels: title, type, authors and their structures, each once', () => {
  const document = readXml(cdaOf('Lettre de liaison', []));
  assert.deepEqual(labelsOf(document), ['Lettre de liaison', 'CR de consultation', 'Irène Stéthance', 'Clinique des Nuées']);
});

test('CDA R2, auto-présentable: the document inside a stylesheet is the one that is read', () => {
  const inner = cdaOf('Dedans', [{ title: 'Motif', text: 'toux' }])
    .toString()
    .replace(/<\?xml.*?\?>/, '');
  const outer = `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">${inner}</xsl:stylesheet>`;
  const document = readXml(Buffer.from(outer));
  assert.deepEqual([narrativeText(document).map(({ text }) => text), labelsOf(document)[0]], [['toux'], 'Dedans']);
});

test('issue 4 §5, narrative: an N1, another vocabulary, or sections without title or text say nothing and break nothing', () => {
  assert.deepEqual(narrativeText(readXml(Buffer.from('<a><structuredBody/></a>'))), []);
  assert.deepEqual(narrativeText(readXml(body(''))), [{ title: '', text: '', depth: 0 }]);
});

/** A step that grows with the square of its input would take minutes. */
const hangs = { timeout: 60_000 };

test(
  'issue 4, bad input: a million blanks, deep lists or a text without end take no time of note; what is beyond the limit is cut',
  hangs,
  () => {
    const blanks = `a${' '.repeat(1_000_000)}b${'\t'.repeat(500_000)}c${'\u00a0'.repeat(500_000)}d${'\n '.repeat(200_000)}e`;
    const [section] = narrativeText(readXml(body(`<text>${blanks}</text>`)));
    assert.match(section?.text ?? '', /^a b c\u00a0+d e$/);
    const deep = `<text>${'<list><item>'.repeat(110)}fond${'</item></list>'.repeat(110)}</text>`;
    assert.equal(narrativeText(readXml(body(deep)))[0]?.text, 'fond');
    assert.equal(indexOf([{ kind: 'text', text: blanks }]).cut, true);
    const long = indexOf([
      { kind: 'text', text: 'mot '.repeat(200_000) },
      { kind: 'text', text: 'suite '.repeat(600_000) },
    ]);
    assert.deepEqual([long.cut, long.characters], [true, 1_000_001]);
  },
);
