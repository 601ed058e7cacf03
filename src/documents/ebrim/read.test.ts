import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readXml } from '#xml';
import type { RegistryObjects } from './metadata.ts';
import { readSubmitObjects } from './read.ts';

const slot = (name: string, ...values: string[]): string =>
  `<Slot name="${name}"><ValueList>${values.map((value) => `<Value>${value}</Value>`).join('')}</ValueList></Slot>`;
const named = (value: string): string => `<Name><LocalizedString charset="UTF8" xml:lang="FR" value="${value}"/></Name>`;
const code = (scheme: string, of: string, value: string, system: string): string =>
  `<Classification classificationScheme="${scheme}" classifiedObject="${of}" id="cla-${value}" nodeRepresentation="${value}">${slot('codingScheme', system)}${named(`libellé ${value}`)}</Classification>`;
const external = (scheme: string, of: string, value: string): string =>
  `<ExternalIdentifier id="ei-${scheme.slice(-4)}" registryObject="${of}" identificationScheme="${scheme}" value="${value}">${named('x')}</ExternalIdentifier>`;
const patient = '258043523890167^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';

/** As software of the DMP writes: default namespace, the author as HL7 v2, the classification of the set at the top level. */
const parts = {
  document: `<ExtrinsicObject id="doc01" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">
    ${slot('creationTime', '20260310093000')}${slot('languageCode', 'fr-FR')}${slot('serviceStartTime', '202603')}
    ${slot('hash', 'A9993E364706816ABA3E25717850C26C9CD0D89D')}${slot('size', '3')}${slot('URI', '1|DOC0', '2|0001.XML')}
    ${slot('legalAuthenticator', '899700000111^STETHANCE^Irène^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS')}
    ${slot('sourcePatientInfo', `PID-3|${patient}`, 'PID-5|DE LA BRUMAILLE^AMBRE^^^^^L', 'PID-7|19580417', 'PID-8|F', 'PID-11|^^^^^^H')}
    ${named('Compte rendu')}
    ${code('urn:uuid:f0306f51-975f-434e-a61c-c59651d33983', 'doc01', '11488-4', '2.16.840.1.113883.6.1')}
    ${code('urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f', 'doc01', 'N', '2.16.840.1.113883.5.25')}
    ${code('urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f', 'doc01', 'MASQUE_PS', '1.2.250.1.213.1.1.4.13')}
    ${external('urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427', 'doc01', patient)}
    ${external('urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab', 'doc01', '1.2.250.1.999.1^42')}
  </ExtrinsicObject>`,
  author: `<Classification classificationScheme="urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d" classifiedObject="doc01" id="cla1" nodeRepresentation="">
    ${slot('authorPerson', '899700000111^STETHANCE^Irène^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS')}
    ${slot('authorInstitution', 'Cabinet des Nuées^^^^^&amp;1.2.250.1.71.4.2.2&amp;ISO^IDNST^^^1990000018')}
    ${slot('authorSpecialty', 'G15_10/SM54^Médecine Générale^1.2.250.1.213.1.1.4.5')}${slot('authorRole', 'Médecin traitant')}
  </Classification>`,
  set: `<RegistryPackage id="SubmissionSet01">${slot('submissionTime', '20260310100000')}${named('Lot')}
    ${code('urn:uuid:aa543740-bdda-424e-8c96-df4873be8500', 'SubmissionSet01', '04', '1.2.250.1.213.2.2')}
    ${external('urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446', 'SubmissionSet01', patient)}
    ${external('urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832', 'SubmissionSet01', '1.2.250.1.999.2')}
    ${external('urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8', 'SubmissionSet01', '1.2.250.1.999.1.7')}
  </RegistryPackage>`,
  isSet:
    '<Classification classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd" classifiedObject="SubmissionSet01" id="cla9"/>',
  member: `<Association id="as1" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="SubmissionSet01" targetObject="doc01">${slot('SubmissionSetStatus', 'Original')}</Association>`,
  replaces:
    '<Association id="as2" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="doc01" targetObject="urn:uuid:1d3f7c2e-8c57-4a27-9d64-6c2a52ab1f10"/>',
};

function read(
  changes: Partial<Record<keyof typeof parts, string>> = {},
  lcm = 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
): RegistryObjects {
  const list = Object.values({ ...parts, ...changes }).join('\n');
  const xml = `<lcm:SubmitObjectsRequest xmlns:lcm="${lcm}" xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><RegistryObjectList>${list}</RegistryObjectList></lcm:SubmitObjectsRequest>`;
  return readSubmitObjects(readXml(Buffer.from(xml)).root);
}

test('IHE ITI TF-3 §4.2, CI-SIS: metadata in the manner of the DMP are read whole', () => {
  const { documents, submissionSet, relations } = read();
  const person = { id: { system: '1.2.250.1.71.4.2.1', value: '899700000111' }, family: 'STETHANCE', given: 'Irène' };
  const ins = { system: '1.2.250.1.213.1.4.10', value: '258043523890167' };
  assert.deepEqual(documents, [
    {
      entryId: 'doc01',
      uniqueId: '1.2.250.1.999.1^42',
      mimeType: 'text/xml',
      title: 'Compte rendu',
      creation: new Date('2026-03-10T09:30:00Z'),
      serviceStart: new Date('2026-03-01T00:00:00Z'),
      language: 'fr-FR',
      type: { code: '11488-4', system: '2.16.840.1.113883.6.1', display: 'libellé 11488-4' },
      confidentiality: [
        { code: 'N', system: '2.16.840.1.113883.5.25', display: 'libellé N' },
        { code: 'MASQUE_PS', system: '1.2.250.1.213.1.1.4.13', display: 'libellé MASQUE_PS' },
      ],
      events: [],
      authors: [
        {
          person,
          organizations: [{ name: 'Cabinet des Nuées', id: { system: '1.2.250.1.71.4.2.2', value: '1990000018' } }],
          roles: ['Médecin traitant'],
          specialties: [{ code: 'G15_10/SM54', system: '1.2.250.1.213.1.1.4.5', display: 'Médecine Générale' }],
        },
      ],
      legalAuthenticator: person,
      patient: ins,
      sourcePatient: { ids: [ins], family: 'DE LA BRUMAILLE', given: 'AMBRE', birthDate: '1958-04-17', sex: 'F' },
      hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      size: 3,
      uri: 'DOC00001.XML',
    },
  ]);
  assert.deepEqual(submissionSet.contentType, { code: '04', system: '1.2.250.1.213.2.2', display: 'libellé 04' });
  assert.deepEqual(
    [submissionSet.uniqueId, submissionSet.sourceId, submissionSet.title],
    ['1.2.250.1.999.1.7', '1.2.250.1.999.2', 'Lot'],
  );
  assert.deepEqual(relations, [{ kind: 'replaces', source: 'doc01', target: 'urn:uuid:1d3f7c2e-8c57-4a27-9d64-6c2a52ab1f10' }]);
});

const { document, set } = parts;
const wrong: readonly (readonly [what: string, code: string, () => unknown])[] = [
  ['a request of another version', 'ebrim.not-a-submission', () => read({}, 'urn:oasis:names:tc:ebxml-regrep:registry:xsd:2.1')],
  ['no submission set', 'ebrim.not-a-submission', () => read({ set: '' })],
  ['a package that is a folder', 'ebrim.not-a-submission', () => read({ isSet: '' })],
  [
    'two submission sets',
    'ebrim.not-a-submission',
    () => read({ set: set + set.replaceAll('SubmissionSet01', 'SubmissionSet02') }),
  ],
  ['two documents of one id', 'ebrim.not-a-submission', () => read({ document: document + document })],
  ['a document without an id', 'ebrim.not-a-submission', () => read({ document: document.replace('id="doc01"', '') })],
  [
    'an on-demand document',
    'ebrim.not-a-submission',
    () =>
      read({
        document: document.replace(
          'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1',
          'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248',
        ),
      }),
  ],
  ['a member that is not there', 'ebrim.not-a-submission', () => read({ member: parts.member.replace('"doc01"', '"doc02"') })],
  ['an unknown association', 'ebrim.not-a-submission', () => read({ replaces: parts.replaces.replace(':RPLC', ':XYZ') })],
  [
    'an association from elsewhere',
    'ebrim.not-a-submission',
    () => read({ replaces: parts.replaces.replace('"doc01"', '"doc02"') }),
  ],
  ['no patient', 'ebrim.missing', () => read({ document: document.replace('58a6f841', '58a6f842') })],
  ['no unique id', 'ebrim.missing', () => read({ document: document.replace('1.2.250.1.999.1^42', '') })],
  ['no unique id of the set', 'ebrim.missing', () => read({ set: set.replace('96fdda7c', '96fdda7d') })],
  ['a patient without a domain', 'ebrim.bad-value', () => read({ document: document.replaceAll(patient, '258043523890167') })],
  ['a date that is none', 'ebrim.bad-value', () => read({ document: document.replace('20260310093000', '20261310093000') })],
  ['a hash that is none', 'ebrim.bad-value', () => read({ document: document.replace('A9993E', 'Z9993E') })],
  ['a size that is none', 'ebrim.bad-value', () => read({ document: document.replace('<Value>3</Value>', '<Value>-3</Value>') })],
  [
    'a slot written twice',
    'ebrim.bad-value',
    () => read({ document: document.replace(slot('size', '3'), slot('size', '3') + slot('size', '4')) }),
  ],
  ['a title without end', 'ebrim.bad-value', () => read({ document: document.replace('Compte rendu', 'x'.repeat(5_000)) })],
  [
    'a slot of 101 values',
    'ebrim.too-many',
    () => read({ document: document.replace(slot('size', '3'), slot('x', ...Array(101).fill('1'))) }),
  ],
  [
    '401 documents',
    'ebrim.too-many',
    () => read({ document: Array.from({ length: 401 }, (_, i) => document.replaceAll('doc01', `d${i}`)).join('') }),
  ],
];
for (const [what, refusal, act] of wrong)
  test(`IHE ITI TF-3 §4.2, ebRIM: ${what} is refused as ${refusal}`, () => assert.throws(act, { code: refusal }));
