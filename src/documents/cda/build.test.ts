import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { buildN1, buildN3, type CdaDraft, type CdaParty, laboratoryChapter, pdfCopy, type Section } from './build.ts';

const author: CdaParty = {
  id: { root: '1.2.250.1.71.4.2.1', extension: '899700000012' },
  family: "L'Œillade & Fils",
  given: 'Irène',
  prefix: 'MME',
  suffix: 'DR',
  specialty: { code: 'G15_10/SM54', system: '1.2.250.1.213.1.1.4.5', display: 'Médecin - Médecine Générale (SM)' },
  structure: {
    id: { root: '1.2.250.1.71.4.2.2', extension: '1990000101' },
    name: 'Cabinet <des> Nuées',
    practiceSetting: { code: 'AMBULATOIRE', system: '1.2.250.1.213.1.1.4.9', display: 'Ambulatoire' },
    facilityType: { code: 'SA08', system: '1.2.250.1.71.4.2.4', display: 'Cabinet de groupe' },
  },
};
const at = new Date('2026-03-29T01:00:00Z');
const draft: CdaDraft = {
  id: { root: '2.25.1002' },
  setId: { root: '2.25.1000' },
  version: 2,
  replaces: { root: '2.25.1001' },
  templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.1.1'],
  type: { code: '11488-4', system: '2.16.840.1.113883.6.1', display: 'CR ou fiche de consultation ou de visite' },
  title: 'Compte rendu <1> & "suite"',
  effectiveTime: at,
  patient: {
    matricule: '258043523800195',
    oid: '1.2.250.1.213.1.4.10',
    birthFamily: 'DE LA BRUMAILLE',
    birthGivens: 'AMBRE MARIE-LOU',
    firstBirthGiven: 'AMBRE',
    usedFamily: 'Valcastel',
    sex: 'F',
    birthDate: '1958-04-17',
    birthPlace: '35238',
  },
  author,
  contacts: [{ role: 'ECON', family: 'Valcastel', given: 'Théodore', telecom: '0639980001' }],
  attendingPhysician: author,
  prescriber: author,
  order: { root: '2.25.77', extension: 'A-1' },
  event: { start: at, end: new Date('2026-03-29T02:00:00Z') },
};
const sections: Section[] = [
  {
    title: 'Tout',
    code: { code: '55112-7', system: '2.16.840.1.113883.6.1', display: 'Commentaire' },
    blocks: [
      { kind: 'paragraph', text: 'a < b & c' },
      { kind: 'list', items: ['un', 'deux'], ordered: true },
      { kind: 'table', head: ['A', 'B'], rows: [['1', { id: 'x1', text: '2' }]] },
    ],
  },
  laboratoryChapter(
    { code: '18719-5', system: '2.16.840.1.113883.6.1', display: 'Biochimie' },
    'Biochimie',
    [
      {
        code: { code: '2345-7', system: '2.16.840.1.113883.6.1', display: 'Glucose' },
        name: 'Glycémie',
        value: '1.31',
        unit: 'g/L',
        low: '0.70',
        high: '1.05',
        at,
      },
    ],
    'r1',
  ),
  pdfCopy(Buffer.from('%PDF-1.7'), [{ root: '2.25.1' }, { root: '2.25.2' }, { root: '2.25.3' }]),
];

function query(bytes: Buffer, path: string): string | undefined {
  const doc = XmlDocument.fromBuffer(bytes);
  try {
    return doc.get(path, { c: 'urn:hl7-org:v3' })?.content;
  } finally {
    doc.dispose();
  }
}

test('CI-SIS header: words come back as they were given', () => {
  const bytes = buildN3(draft, sections);
  assert.equal(query(bytes, '/c:ClinicalDocument/c:title'), draft.title);
  assert.equal(query(bytes, '//c:author//c:assignedPerson/c:name/c:family'), "L'Œillade & Fils");
  assert.equal(query(bytes, '//c:custodian//c:name'), 'Cabinet <des> Nuées');
  assert.equal(query(bytes, '//c:patient/c:name/c:given[not(@qualifier)]'), 'AMBRE MARIE-LOU');
  assert.equal(query(bytes, '//c:patient/c:name/c:family[@qualifier="CL"]'), 'Valcastel');
  assert.equal(query(bytes, '//c:patient/c:birthplace//c:county'), '35238');
});

test('CI-SIS header: effectiveTime has the offset of the zone, version 2 names what it replaces', () => {
  const bytes = buildN1(draft, Buffer.from('%PDF-1.7'));
  assert.equal(query(bytes, '/c:ClinicalDocument/c:effectiveTime/@value'), '20260329030000+0200');
  assert.equal(query(bytes, '//c:relatedDocument[@typeCode="RPLC"]/c:parentDocument/c:id/@root'), '2.25.1001');
  assert.equal(query(bytes, '/c:ClinicalDocument/c:versionNumber/@value'), '2');
});

test('CI-SIS header: MASQUE_PS stays in the metadata, the header keeps its normal level', () => {
  const masked = { code: 'MASQUE_PS', system: '1.2.250.1.213.1.1.4.13', display: 'Masqué aux professionnels de santé' };
  assert.equal(query(buildN3({ ...draft, confidentiality: [masked] }, sections), '//c:confidentialityCode/@code'), 'N');
});

test('CI-SIS N1: declares XDS-SD and gives the PDF back byte for byte', () => {
  const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 255, 10, 13]);
  const bytes = buildN1(draft, pdf);
  assert.equal(query(bytes, '/c:ClinicalDocument/c:templateId[@root="1.3.6.1.4.1.19376.1.2.20"]/@root') !== undefined, true);
  assert.ok(Buffer.from(query(bytes, '//c:nonXMLBody/c:text') ?? '', 'base64').equals(pdf));
});

test('CI-SIS CR-BIO: a value over its interval is flagged for the eye and for programs', () => {
  const bytes = buildN3(draft, sections);
  assert.equal(query(bytes, '//c:observation[c:code/@code="2345-7"]/c:interpretationCode/@code'), 'H');
  assert.ok(query(bytes, '//c:tbody/c:tr[c:td/c:content/@ID="r1-1"]')?.includes('1,31 g/L ↑'));
});

test('CDA_extended.xsd: N1 and N3 are valid, and a header without its custodian is not', (t) => {
  const corpus = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '../../../../shared/data');
  const file = join(corpus, 'cda-xsd/CDA_extended.xsd');
  if (!existsSync(file)) return t.skip('outside corpus absent: cda-xsd/CDA_extended.xsd');
  xmlRegisterFsInputProviders();
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  using validator = XsdValidator.fromDoc(schema);
  const check = (xml: Buffer | string): void => {
    using doc = XmlDocument.fromBuffer(Buffer.from(xml));
    validator.validate(doc);
  };
  const bytes = buildN3(draft, sections);
  check(bytes);
  check(buildN1(draft, Buffer.from('%PDF-1.7')));
  assert.throws(() => check(bytes.toString().replace(/<custodian>.*<\/custodian>/, '')));
});
