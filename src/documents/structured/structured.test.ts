import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertInert } from '../cda/render.check.ts';
import { sectionsIn, structuredHtml } from './structured.ts';
import { bandWords, dayWords, detailWords, quantityWords, timeWords, valueWords } from './words.ts';

const unit = (value: number, of = 'g/L') => ({ value, unit: of });

test('Socle, show: quantities, bands and days in the words of a French reader', () => {
  assert.equal(quantityWords({ comparator: '<', value: 0.5, unit: 'mmol/L' }), '< 0,5 mmol/L');
  assert.equal(quantityWords({ value: 5, code: '1' }), '5');
  assert.equal(quantityWords({ unit: 'g/L' }), undefined);
  assert.deepEqual(
    ['umol/L', 'mm[Hg]', 'Cel', 'unit'].map((code) => quantityWords({ value: 1, code })),
    ['1 µmol/L', '1 mmHg', '1 °C', '1 unit'],
  );
  assert.equal(bandWords([{ low: unit(63), high: unit(83) }]), '63 – 83 g/L');
  assert.equal(bandWords([{ low: unit(1, 'g'), high: unit(2, 'kg') }]), '1 g – 2 kg');
  assert.equal(bandWords([{ high: unit(5, 'mg/L') }, { text: 'selon l’âge' }]), '≤ 5 mg/L ; selon l’âge');
  assert.equal(bandWords([]), undefined);
  assert.deepEqual(['2024', '2024-02', '2024-02-03T23:59:00-10:00', 'hier'].map(dayWords), [
    '2024',
    '02/2024',
    '03/02/2024',
    undefined,
  ]);
});

test('Socle, show: values of each type, times and details', () => {
  assert.equal(valueWords({ valueBoolean: false }), 'non');
  assert.equal(valueWords({ valueCodeableConcept: { coding: [{ code: 'A', display: 'Groupe A' }] } }), 'Groupe A');
  assert.equal(valueWords({ valueRange: { low: unit(1), high: unit(2) } }), '1 – 2 g/L');
  assert.equal(valueWords({ valueRatio: { numerator: { value: 1 }, denominator: { value: 32 } } }), '1 / 32');
  assert.equal(valueWords({ code: { text: 'rien' } }), undefined);
  assert.equal(timeWords({ onsetDateTime: '2018-01-14', abatementDateTime: '2018-01-25' }), 'du 14/01/2018 au 25/01/2018');
  assert.equal(timeWords({ effectivePeriod: { start: '2020-05' } }), 'depuis le 05/2020');
  assert.equal(timeWords({ performedPeriod: { end: '2020-05-02' } }), 'jusqu’au 02/05/2020');
  assert.deepEqual(
    detailWords({ clinicalStatus: { coding: [{ code: 'resolved' }] }, lotNumber: 'L-1', note: [{ text: ' vu ' }] }),
    ['état : guéri', 'lot : L-1', 'note : vu'],
  );
});

const document = (section: string) =>
  Buffer.from(`<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><effectiveTime value="20240105"/>
    <component><structuredBody><component><section><title>Biochimie &lt;b></title>${section}</section></component></structuredBody></component></ClinicalDocument>`);
const observation = (name: string, value: string) => `<entry><observation classCode="OBS" moodCode="EVN">
  <templateId root="1.3.6.1.4.1.19376.1.3.1.6"/><code code="2885-2" codeSystem="2.16.840.1.113883.6.1" displayName="${name}"/>
  <statusCode code="completed"/><effectiveTime value="20240104"/><value xsi:type="PQ" value="${value}" unit="g/L"/></observation></entry>`;

test('Socle, show: what a section tells only in entries becomes a table under its title, with nothing that runs', () => {
  const html = structuredHtml(sectionsIn(document(observation('Protéines &lt;script>alert(1)&lt;/script>', '75.5'))));
  assert.ok(html !== undefined);
  assertInert(html);
  for (const piece of [
    '<summary>Données structurées de ce document (1)</summary>',
    '<h3>Biochimie &lt;b&gt;</h3>',
    '<th scope="col" role="columnheader">Résultat</th>',
    '<td role="cell" data-label="Résultat">75,5 g/L</td>',
    '<td role="cell" data-label="Date">04/01/2024</td>',
  ])
    assert.ok(html.includes(piece), `${piece}\n${html}`);
  assert.ok(!html.includes('Valeurs de référence'), 'a column without a word is left out');
});

test('Socle, show: words alone make no structured part, and more facts than are shown are counted', () => {
  assert.equal(structuredHtml(sectionsIn(document('<text>Rien d’autre.</text>'))), undefined);
  const html = structuredHtml(sectionsIn(document(observation('Protéines', '1').repeat(2001)))) ?? '';
  assert.equal(html.match(/<tr role="row">/g)?.length, 2001); // the heads, and 2,000 rows
  assert.ok(html.includes('Et 1 autres, qui ne sont pas montrées ici.'));
});
