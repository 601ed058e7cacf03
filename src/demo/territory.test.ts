import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type DemoDocument, territory } from './index.ts';
import { publicationOf } from './outside.ts';

const corpus = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '../../../shared/data');
const whole = territory();
const all = [...whole.documents()];
const vaccinations = all.filter(({ typeCode }) => typeCode === '87273-9');

function digest(seed: number, options = { people: 30, documents: 120 }): string {
  const hash = createHash('sha256');
  for (const { bytes } of territory(seed, options).documents()) hash.update(bytes);
  return hash.digest('hex');
}

/** Every nth document, so that a sample sees every kind. */
function sample(count: number): DemoDocument[] {
  const step = Math.floor(all.length / count);
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

test('Territory: the same seed gives the same bytes, another seed other ones', () => {
  assert.equal(digest(7), digest(7));
  assert.notEqual(digest(7), digest(8));
});

test('Territory: 200 people, 30 professionals, 12 structures, 2,000 documents', () => {
  assert.equal(whole.people.length, 200);
  assert.equal(whole.professionals.length, 30);
  assert.equal(whole.structures.length, 12);
  assert.equal(all.length, 2_000);
  const star = all.filter(({ person }) => person.login === 'ambre.valcastel');
  assert.ok(star.length >= 50);
  assert.equal(new Set(star.map(({ structure }) => structure.couloir)).size, 6);
  assert.ok(star.some(({ hiddenFromProfessionals }) => hiddenFromProfessionals));
  assert.ok(star.some(({ hiddenFromPatient }) => hiddenFromPatient));
  assert.ok(star.some(({ replaces }) => replaces));
});

test('Territory: a smaller one keeps the star and stops where asked', () => {
  const small = territory(1, { people: 5, documents: 90 });
  assert.equal(small.people.length, 5);
  assert.equal([...small.documents()].length, 90);
  assert.equal(
    [...territory(1, { people: 1, documents: 90 }).documents()].every(({ person }) => person.login === 'ambre.valcastel'),
    true,
  );
});

test('Référentiel INS: every matricule is of the test range, has a right key and agrees with the traits', () => {
  for (const { matricule, oid, sex, birthDate, birthPlace } of whole.people) {
    assert.equal(oid, '1.2.250.1.213.1.4.10');
    assert.match(matricule, /^[12]\d{4}(\d\d|2A|2B)\d{8}$/);
    assert.equal(matricule.slice(0, 10), `${sex === 'M' ? 1 : 2}${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}${birthPlace}`);
    const number = Number(matricule.slice(0, 13).replace('2A', '19').replace('2B', '18'));
    assert.equal(97 - (number % 97), Number(matricule.slice(13)));
  }
});

test('Territory: no id or login twice, and the typographic cases are there', () => {
  const unique = (values: readonly string[]): void => assert.equal(new Set(values).size, values.length);
  unique(whole.people.map(({ matricule }) => matricule));
  unique([...whole.people, ...whole.professionals].map(({ login }) => login));
  unique(whole.structures.map(({ id }) => id));
  unique(whole.professionals.map(({ id }) => id));
  unique(all.map(({ id }) => id.root));
  const places = whole.people.map(({ birthPlace }) => birthPlace);
  for (const start of ['2A', '2B', '974', '972', '99'])
    assert.ok(
      places.some((place) => place.startsWith(start)),
      start,
    );
  const birth = whole.people.map(({ birthFamily }) => birthFamily);
  assert.ok(birth.every((name) => /^[A-Z' -]+$/.test(name)));
  for (const part of ['-', "'", 'DE LA ', 'OE'])
    assert.ok(
      birth.some((name) => name.includes(part)),
      part,
    );
  assert.equal(
    birth.filter((name, index) => name === 'FONTEMIEL' && whole.people[index]?.firstBirthGiven === 'CAMILLE').length,
    2,
  );
  assert.ok(whole.people.some(({ birthFamily, usedFamily }) => birthFamily === 'DE LA BRUMAILLE' && usedFamily === 'Valcastel'));
});

test('RPPS, FINESS: fictitious numbers with their prefix and a right Luhn digit', () => {
  for (const { id } of whole.professionals) assert.match(id, /^8997\d{8}$/);
  for (const { id } of whole.structures) assert.match(id, /^199\d{7}$/);
  for (const { id } of [...whole.professionals, ...whole.structures]) assert.equal(luhn(id.slice(1)), 0, id);
});

function luhn(digits: string): number {
  const sum = [...digits].reverse().map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return sum.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0) % 10;
}

test('Ségur, couloirs: each of the six publishes, only types and formats of its own', () => {
  assert.equal(new Set(all.map(({ structure }) => structure.couloir)).size, 6);
  assert.equal(new Set(all.map(({ structure }) => structure.id)).size, 12);
  for (const { structure, typeCode, format } of all)
    assert.ok(publicationOf(structure.couloir, typeCode)?.formats.includes(format), `${structure.couloir} ${typeCode} ${format}`);
});

test('Territory: documents come oldest first, none before the birth or after the reference date, a replacement after its first version', () => {
  const seen = new Map<string, DemoDocument>();
  let last = 0;
  for (const document of all) {
    assert.ok(document.writtenAt.getTime() >= last && document.writtenAt <= new Date('2026-11-01T12:00:00Z'));
    assert.ok(document.writtenAt.getTime() > Date.parse(document.person.birthDate));
    last = document.writtenAt.getTime();
    if (document.replaces) assert.equal(seen.get(document.replaces.root)?.person, document.person);
    seen.set(document.id.root, document);
  }
  for (const test of ['replaces', 'hiddenFromPatient', 'hiddenFromProfessionals'] as const) {
    const count = all.filter((document) => document[test]).length;
    assert.ok(count > 5 && count < 100, `${test}: ${count}`);
  }
});

test('Territory: who follows whom exists, and everybody has a physician', () => {
  const people = new Set(whole.people);
  const professionals = new Set(whole.professionals);
  for (const { person, professional } of whole.careTeams) assert.ok(people.has(person) && professionals.has(professional));
  for (const person of people)
    assert.ok(whole.careTeams.some((tie) => tie.person === person && tie.professional.profession === '10'));
});

test('Territory: documents stay small', () => {
  for (const { bytes } of all) assert.ok(bytes.length > 5_000 && bytes.length < 60_000);
});

test('Territory: a note of vaccination says the vaccine as data too, where its table names it', () => {
  assert.ok(vaccinations.length > 20);
  for (const { bytes } of vaccinations) {
    const text = bytes.toString();
    assert.match(text, /ID="vac".*<entry><substanceAdministration.*code="J07[A-Z]{2}\d\d".*<\/entry>/s);
    assert.equal([...text.matchAll(/value="#vac"/g)].length, 2);
  }
});

test('PDF: a reader opens the sheet inside an N1 document', async () => {
  const found = all.find(({ format, person }) => format === 'N1' && person.login === 'ambre.valcastel');
  const base64 = /representation="B64">([^<]+)</.exec(found?.bytes.toString() ?? '')?.[1] ?? '';
  const task = getDocument({ data: new Uint8Array(Buffer.from(base64, 'base64')), verbosity: 0 });
  const pdf = await task.promise;
  const { items } = await (await pdf.getPage(1)).getTextContent();
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  await task.destroy();
  assert.match(text, /Ambre Valcastel/);
  assert.match(text, /DE LA BRUMAILLE/);
});

test('CI-SIS JDV_J01, J02, J04: every code of the directory is in its list, with its label', (t) => {
  const file = join(corpus, 'codelists/xds-metadata.json');
  if (!existsSync(file)) return t.skip('outside corpus absent: codelists/xds-metadata.json');
  const lists = JSON.parse(readFileSync(file, 'utf8'));
  const known = (list: string): Set<string> => new Set(lists[list].concepts.map((concept: string[]) => concept.join('|')));
  const line = ({ code, system, display }: { code: string; system: string; display: string }): string =>
    [code, system, display].join('|');
  for (const { specialty } of whole.professionals) assert.ok(known('authorSpecialty').has(line(specialty)), specialty.code);
  for (const { facilityType, practiceSetting } of whole.structures) {
    assert.ok(known('healthcareFacilityTypeCode').has(line(facilityType)), facilityType.code);
    assert.ok(known('practiceSettingCode').has(line(practiceSetting)), practiceSetting.code);
  }
});

test('CDA_extended.xsd: a sample of 60 documents is valid, and notes of vaccination', (t) => {
  const file = join(corpus, 'cda-xsd/CDA_extended.xsd');
  if (!existsSync(file)) return t.skip('outside corpus absent: cda-xsd/CDA_extended.xsd');
  xmlRegisterFsInputProviders();
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  using validator = XsdValidator.fromDoc(schema);
  for (const { bytes } of [...sample(60), ...vaccinations.slice(0, 5)]) {
    using document = XmlDocument.fromBuffer(bytes);
    validator.validate(document);
  }
});
