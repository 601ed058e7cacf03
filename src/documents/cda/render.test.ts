import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../../spec/cda/hostile-narrative.json' with { type: 'json' };
import { type Attributes, type Tag, tag } from './html.ts';
import { assertInert } from './render.check.ts';
import { renderHtml } from './render.ts';
import { scanHeader } from './scan.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url), 'utf8');
const render = (xml: string) => renderHtml(Buffer.from(xml), scanHeader(Buffer.from(xml)));
const withNarrative = (xml: string) => sample.replace(/<text>\s*<paragraph>[\s\S]*?<\/text>/, () => `<text>${xml}</text>`);

test('CDA R2 narrative: each element has its HTML', () => {
  const html = render(sample);
  assertInert(html);
  for (const piece of [
    '<dt>Document</dt><dd>Lettre de liaison &amp; suites – séjour d&#39;été</dd>',
    '<dt>Date</dt><dd>5 mars 2024</dd>',
    '<dt>Patient</dt><dd>EXEMPLE Tolia</dd>',
    '<dt>Date de naissance</dt><dd>12/05/1985</dd>',
    '<h2>Motif</h2>',
    '<p><strong>Chute</strong> sans gravité<br>H<sub>2</sub>O, m<sup>2</sup></p>',
    '<p class="cda-caption">À faire</p><ol><li>Repos</li><li><em>Marche</em></li></ol>',
    '<a href="https://exemple.invalid/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">Conseils</a>',
    '<h3>Mesures</h3>',
    '<div class="table-scroll" tabindex="0" role="region" aria-label="Tableau 1 : Mesures"><table><thead>',
    '<tr><th scope="col">Mesure</th><th scope="col" colspan="2">Valeur</th></tr>',
    '<tr><th scope="row">Poids</th><td>70</td><td>kg</td></tr>',
    'alt="Radio"',
    'src="data:image/png;base64,iVBORw0KGgo',
    '<span class="cda-attachment">Document PDF joint</span>',
    'aria-label="Tableau 2 : section"',
  ])
    assert.ok(html.includes(piece), `${piece}\n${html}`);
});

test('CDA R2 narrative: the rows of a plain table say again what their cells are, those of another do not', () => {
  const table = (head: string, row: string) => `<table><thead><tr>${head}</tr></thead><tbody><tr>${row}</tr></tbody></table>`;
  const three = '<th>Nom</th><th>&lt;b></th><th>Motif</th>';
  const cards = render(withNarrative(table(three, '<td>HTA</td><td>2019</td><td/>')));
  assertInert(cards);
  assert.ok(cards.includes('<table class="cda-cards"><thead><tr><th scope="col">Nom</th>'));
  assert.ok(
    cards.includes(
      '<tr><td><span class="cda-label">Nom : </span>HTA</td><td><span class="cda-label">&lt;b&gt; : </span>2019</td><td></td></tr>',
    ),
    cards,
  );
  for (const [head, row] of [
    ['<th>Nom</th><th>Date</th>', '<td>HTA</td><td>2019</td>'],
    [three, '<td colspan="2">HTA</td><td>2019</td>'],
    [three, '<td>HTA</td><td>2019</td>'],
  ] as const)
    assert.ok(!render(withNarrative(table(head, row))).includes('cda-cards'), row);
});

test('CI-SIS, N1: the header summary alone', () => {
  const start = sample.indexOf('<structuredBody>');
  const html = render(`${sample.slice(0, start)}<nonXMLBody><text>Corps</text></nonXMLBody></component></ClinicalDocument>`);
  assertInert(html);
  assert.ok(html.startsWith('<header') && html.endsWith('</header>') && !html.includes('Corps'));
});

for (const c of spec.cases)
  test(`CDA R2 narrative, hostile: ${c.name}`, () => {
    const page = render(withNarrative(c.xml));
    assertInert(page);
    const html = page.slice(page.indexOf('</h2>'), page.indexOf('<h3>'));
    for (const never of c.never ?? []) assert.ok(!html.toLowerCase().includes(never), `${never} in ${html}`);
    for (const piece of c.holds ?? []) assert.ok(html.includes(piece), `${piece} not in ${html}`);
  });

test('CDA R2 narrative, hostile: titles and names of the header are text', () => {
  const html = render(
    sample
      .replace('Lettre de liaison &amp;', '&lt;script>alert(1)&lt;/script>')
      .replace('INVENTÉE', '&lt;img src=x onerror=alert(1)>')
      .replace('<title>Motif', '<title>&lt;iframe>'),
  );
  assertInert(html);
});

const name = fc.constantFrom(
  'content',
  'paragraph',
  'table',
  'tr',
  'td',
  'th',
  'script',
  'iframe',
  'img',
  'style',
  'svg',
  'a',
  'list',
  'item',
  'linkHtml',
  'br',
  'renderMultiMedia',
  'h:script',
);
const attributeName = fc.constantFrom(
  'onclick',
  'style',
  'href',
  'src',
  'ID',
  'styleCode',
  'colspan',
  'scope',
  'referencedObject',
  'xlink',
);
const value = fc.oneof(
  fc.constantFrom('javascript:alert(1)', 'https://x.invalid/"onclick=', 'data:text/html,x', 'Bold', '9', 'img1', '" onload="x'),
  fc.string(),
);
const escaped = (text: string) => text.replace(/[^\x20-\x7e]/g, '').replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.string().map(escaped),
    fc
      .tuple(
        name,
        fc.uniqueArray(fc.tuple(attributeName, value), { maxLength: 3, selector: ([key]) => key }),
        fc.array(tie('tree'), { maxLength: 4 }),
      )
      .map(
        ([tag, attributes, children]) =>
          `<${tag}${attributes.map(([k, v]) => ` ${k}="${escaped(v)}"`).join('')}>${children.join('')}</${tag}>`,
      ),
  ),
}));

test('CDA R2 narrative, hostile: any tree of elements gives inert HTML', () => {
  fc.assert(
    fc.property(tree, (xml) =>
      assertInert(render(withNarrative(`<content xmlns:h="http://www.w3.org/1999/xhtml">${xml}</content>`))),
    ),
    { numRuns: 500 },
  );
});

test('HTML by construction: what is not on the list cannot be made', () => {
  assert.throws(() => tag('script' as Tag, {}), TypeError);
  assert.throws(() => tag('p', { onclick: 'x' } as Attributes), TypeError);
  assert.throws(() => tag('a', { href: 'javascript:alert(1)' }), TypeError);
  assert.throws(() => tag('img', { src: 'https://x.invalid/a.png' }), TypeError);
  assert.throws(() => tag('img', { src: 'data:image/svg+xml;base64,AAAA' }), TypeError);
});
