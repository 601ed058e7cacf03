import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import spec from '../../../spec/cda/bad-input.json' with { type: 'json' };
import { scanHeader } from './scan.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url), 'utf8');
const scan = (xml: string) => scanHeader(Buffer.from(xml));
const edited = (from: string, to: string) => {
  assert.ok(sample.includes(from), `the sample holds ${from}`);
  return sample.replace(from, () => to);
};

test('CI-SIS, Structuration minimale: the whole header is read', () => {
  const { byteRange, ...header } = scan(sample);
  const bytes = Buffer.from(sample).subarray(byteRange.start, byteRange.end).toString();
  assert.ok(bytes.startsWith('<ClinicalDocument ') && bytes.endsWith('</ClinicalDocument>'));
  assert.deepEqual(header, {
    id: { root: '1.2.250.1.999.1.1.7' },
    setId: { root: '1.2.250.1.999.1.1', extension: 'serie-7' },
    version: 2,
    replaces: [{ root: '1.2.250.1.999.1.1.6' }],
    templateIds: ['2.16.840.1.113883.2.8.2.1', '1.2.250.1.213.1.1.1.1', '1.2.250.1.213.1.1.1.29'],
    type: { code: '11490-0', system: '2.16.840.1.113883.6.1', display: 'Lettre de liaison à la sortie' },
    title: "Lettre de liaison & suites – séjour d'été",
    effectiveTime: new Date('2024-03-05T13:30:00Z'),
    language: 'fr-FR',
    confidentiality: [{ code: 'N', system: '2.16.840.1.113883.5.25', display: 'Normal' }],
    patient: {
      ids: [
        { root: '1.2.250.1.213.1.4.10', extension: '185055121504224' },
        { root: '1.2.250.1.999.2', extension: 'IPP-42' },
      ],
      birthFamily: "D'ARTAGNAN-EXEMPLE",
      birthGivens: 'Anatole Zoé Fictif',
      firstBirthGiven: 'Anatole',
      usedFamily: 'EXEMPLE',
      usedGiven: 'Tolia',
      sex: 'M',
      birthDate: '1985-05-12',
      birthPlace: '51215',
    },
    authors: [
      {
        id: { root: '1.2.250.1.71.4.2.1', extension: '899900000001' },
        name: 'Berthe INVENTÉE',
        specialty: {
          code: 'G15_10/SM26',
          system: '1.2.250.1.213.1.1.4.5',
          display: 'Médecin - Qualifié en Médecine Générale (SM)',
        },
        structure: { id: { root: '1.2.250.1.71.4.2.2', extension: '1999999999' }, name: 'Cabinet des Essais' },
        time: new Date('2024-03-05T13:20:00.500Z'),
      },
      { name: 'Logiciel imaginaire 3' },
    ],
    custodian: { id: { root: '1.2.250.1.71.4.2.2', extension: '1999999998' }, name: 'Hôpital fictif' },
    legalAuthenticator: {
      id: { root: '1.2.250.1.71.4.2.1', extension: '899900000002' },
      name: 'Docteur Nul',
      time: new Date('2024-03-05T00:00:00Z'),
    },
    event: {
      start: new Date('2024-03-02T09:15:00Z'),
      end: new Date('2024-03-05T10:00:00Z'),
      code: { code: 'IMP', system: '2.16.840.1.113883.5.4', display: 'Hospitalisation' },
    },
    facilityType: { code: 'SA01', system: '1.2.250.1.71.4.2.4', display: 'Etablissement public de santé' },
    practiceSetting: { code: 'ETABLISSEMENT', system: '1.2.250.1.213.1.1.4.9', display: 'Etablissement de santé' },
    level: 'N3',
    selfPresenting: false,
  });
});

for (const c of spec.cases)
  test(`CDA header, bad input: ${c.name}`, () => {
    const [from = '', to = ''] = c.replace;
    const xml = edited(from, to);
    if (c.accepts) assert.equal(scan(xml).id.root, '1.2.250.1.999.1.1.7');
    else assert.throws(() => scan(xml), { name: 'Refusal', code: c.refuses, ...(c.at === undefined ? {} : { at: c.at }) });
  });

test('XML 1.0 §4.3.3: a byte-order mark is accepted, UTF-16 and broken UTF-8 are not', () => {
  assert.equal(scan(`\ufeff${sample}`).version, 2);
  assert.throws(() => scanHeader(Buffer.from(sample, 'utf16le')), { code: 'cda.encoding' });
  assert.throws(() => scanHeader(Buffer.from(sample, 'latin1')), { code: 'cda.malformed' });
  assert.throws(() => scanHeader(new Uint8Array()), { code: 'cda.malformed' });
});

test('XML 1.0 §4.3.3: a document declared and written in ISO-8859-1 is read as such', () => {
  const latin = Buffer.from(sample.replace('UTF-8', 'iso-8859-1'), 'latin1');
  assert.equal(scanHeader(latin).type.display, 'Lettre de liaison à la sortie');
  assert.equal(scanHeader(latin).authors[0]?.name, 'Berthe INVENTÉE');
});

test('XML namespaces: a prefixed document says the same', () => {
  const prefixed = sample.replace('xmlns=', 'xmlns:cda=').replace(/<(\/?)(?=[A-Za-z])(?!sdtc:)/g, '<$1cda:');
  const { byteRange: _, ...header } = scan(prefixed);
  const { byteRange: __, ...plain } = scan(sample);
  assert.deepEqual(header, plain);
});

test('CI-SIS, self-presenting document: the inner ClinicalDocument counts', () => {
  const inner = sample.slice(sample.indexOf('<ClinicalDocument'), sample.indexOf('<!-- end -->'));
  const wrapped = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
    <d:data xmlns:d="urn:x">${inner}</d:data><xsl:template match="/">&#160;<!-- </ClinicalDocument> --></xsl:template></xsl:stylesheet>`;
  const header = scan(wrapped);
  assert.equal(header.selfPresenting, true);
  assert.equal(Buffer.from(wrapped).subarray(header.byteRange.start, header.byteRange.end).toString(), inner.trim());
  assert.throws(() => scan(wrapped.replace(inner, '')), { code: 'cda.malformed' });
  assert.throws(() => scan(wrapped.replaceAll('http://www.w3.org/1999/XSL/Transform', 'urn:other')), {
    code: 'cda.malformed',
    at: '/',
  });
});

test('CI-SIS, level: nonXMLBody makes an N1', () => {
  const start = sample.indexOf('<structuredBody>');
  const n1 = `${sample.slice(0, start)}<!-- <structuredBody> --><nonXMLBody><text>x</text></nonXMLBody></component></ClinicalDocument>`;
  assert.equal(scan(n1).level, 'N1');
  assert.throws(() => scan(`${sample.slice(0, sample.indexOf('<component>'))}</ClinicalDocument>`), { code: 'cda.missing' });
});

test('Patient names: the full list is made whole when the first name stands apart', () => {
  const names = (given: string) => {
    const xml = sample.replace(
      /<given>[\s\S]*?<\/given>\s*<given>Fictif<\/given>\s*<given qualifier="BR">Anatole<\/given>/,
      given,
    );
    const { birthGivens, firstBirthGiven } = scan(xml).patient;
    return [birthGivens, firstBirthGiven];
  };
  assert.deepEqual(names('<given qualifier="BR">RUTH</given><given>ISABELLE</given>'), ['RUTH ISABELLE', 'RUTH']);
  assert.deepEqual(names('<given>Marie</given>'), ['Marie', 'Marie']);
  assert.deepEqual(names('<given qualifier="BR">Marie Ange</given><given>Marie Ange Rose</given>'), [
    'Marie Ange Rose',
    'Marie Ange',
  ]);
  assert.throws(() => names(''), { code: 'cda.missing' });
});

test('Limits: deep nesting, many attributes and truncation are refused at once', () => {
  const began = performance.now();
  const deep = edited('<realmCode code="FR"/>', '<a>'.repeat(10_000));
  assert.throws(() => scan(deep), { code: 'cda.too-deep' });
  const many = Array.from({ length: 200_000 }, (_, i) => ` a${i}=""`).join('');
  assert.throws(() => scan(edited('<realmCode', `<realmCode${many}`)), { code: 'cda.too-many-attributes' });
  for (const at of [1, 40, 300, 2_000, 5_000, sample.length - 60])
    assert.throws(() => scan(sample.slice(0, at)), { code: 'cda.malformed' }, `cut at ${at}`);
  assert.ok(performance.now() - began < 2_000);
});

test('A header longer than the first window is read to its end', () => {
  const header = scan(edited('<realmCode', `<!--${'é'.repeat(80_000)}--><realmCode`));
  assert.equal(header.patient.birthGivens, 'Anatole Zoé Fictif');
});
