import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readXml } from '#xml';
import { extract } from './extract.ts';
import type { Fields } from './extraction.ts';
import { ucumOf } from './ucum.ts';

const context = { documentId: 'd1', patient: 'Patient/p1', at: '2024-05-01T10:00:00Z' };
const pcc = '1.3.6.1.4.1.19376.1.5.3.1.4';
const template = (oid: string) => `<templateId root="${oid}"/>`;

/** A document with one section of this code, narrative and entries. */
function drawn(section: string, entries: string, narrative = '<paragraph ID="t">Texte</paragraph>') {
  const xml = `<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <id root="1.2.3.4"/><effectiveTime value="20240401"/>
    <component><structuredBody><component><section><code code="${section}"/><title>Titre</title><text>${narrative}</text>${entries}</section>
    </component></structuredBody></component></ClinicalDocument>`;
  return extract(readXml(new TextEncoder().encode(xml)), context);
}
const first = (section: string, entry: string, narrative?: string) =>
  drawn(section, `<entry>${entry}</entry>`, narrative).resources[0]?.resource;

const observation = (inner: string, more = '') =>
  `<observation classCode="OBS" moodCode="EVN" ${more}><code code="1" codeSystem="2.16.840.1.113883.6.1"/>${inner}</observation>`;

for (const [name, value, expected] of [
  [
    'a quantity with a comma',
    '<value xsi:type="PQ" value="1,5" unit="g/L"/>',
    { value: 1.5, unit: 'g/L', system: 'http://unitsofmeasure.org', code: 'g/L' },
  ],
  ['a quantity without unit', '<value xsi:type="PQ" value="2"/>', { value: 2, system: 'http://unitsofmeasure.org', code: '1' }],
  ['a unit that is not UCUM', '<value xsi:type="PQ" value="2" unit="gouttes épaisses"/>', { value: 2, unit: 'gouttes épaisses' }],
  [
    'a French unit that has a code',
    '<value xsi:type="PQ" value="12" unit="UI/L"/>',
    { value: 12, unit: 'UI/L', system: 'http://unitsofmeasure.org', code: '[IU]/L' },
  ],
] as const)
  test(`CI-SIS FR-Simple-Observation, value: ${name}`, () => {
    assert.deepEqual(first('30954-2', observation(value))?.valueQuantity, expected);
  });

test('HL7 v3 nullFlavor: a value that is masked, not asked or unknown says why it is absent', () => {
  for (const [flavour, reason] of [
    ['MSK', 'masked'],
    ['NASK', 'not-asked'],
    ['UNK', 'unknown'],
  ]) {
    const fields: Fields = first('30954-2', observation(`<value xsi:type="PQ" nullFlavor="${flavour}"/>`)) ?? {};
    assert.deepEqual(fields.dataAbsentReason, {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: reason }],
    });
    assert.equal(fields.valueQuantity, undefined);
  }
});

test('HL7 v3 negationInd: a denied result is never an affirmed one', () => {
  const denied = drawn(
    '30954-2',
    `<entry>${observation('<value xsi:type="PQ" value="3" unit="d"/>', 'negationInd="true"')}</entry>`,
  );
  assert.deepEqual(denied.counts, { resources: {}, kept: { negated: 1 } });
  assert.equal(first('30954-2', observation('<value xsi:type="BL" value="true"/>', 'negationInd="true"'))?.valueBoolean, false);
});

test('HL7 v3 negationInd: a denied problem is refuted, a denied vaccine not done, a denied act not done', () => {
  const problem = `<act classCode="ACT" moodCode="EVN">${template(`${pcc}.5.2`)}<statusCode code="active"/><entryRelationship typeCode="SUBJ">
    <observation classCode="OBS" moodCode="EVN" negationInd="true"><value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.3"/></observation></entryRelationship></act>`;
  assert.match(JSON.stringify(first('11450-4', problem)?.verificationStatus), /refuted/);
  const vaccine =
    '<substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="true"><code code="IMMUNIZ"/><text><reference value="#t"/></text></substanceAdministration>';
  assert.equal(first('11369-6', vaccine)?.status, 'not-done');
  const act =
    '<procedure classCode="PROC" moodCode="EVN" negationInd="true"><code code="HHFA001" codeSystem="1.2.250.1.215.300.1"/></procedure>';
  assert.equal(first('47519-4', act)?.status, 'not-done');
});

test('CI-SIS FR-Liste-des-allergies: a concern that is completed without a day hides no allergy', () => {
  const allergy = (end: string) => `<act classCode="ACT" moodCode="EVN">${template(`${pcc}.5.3`)}<statusCode code="completed"/>
    <effectiveTime><low value="2010"/>${end}</effectiveTime><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
    <value xsi:type="CD" code="Z88.0" codeSystem="2.16.840.1.113883.6.3"/></observation></entryRelationship></act>`;
  const status = (end: string) => JSON.stringify(first('48765-2', allergy(end))?.clinicalStatus);
  assert.match(status('<high nullFlavor="UNK"/>'), /"active"/);
  assert.match(status('<high value="2015"/>'), /"resolved"/);
});

test('FHIR R4 con-4: a problem that has an end is not active', () => {
  const ended = `<act classCode="ACT" moodCode="EVN">${template(`${pcc}.5.2`)}<statusCode code="active"/><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
    <effectiveTime><low value="2010"/><high value="201203"/></effectiveTime><value xsi:type="CD" code="J45" codeSystem="2.16.840.1.113883.6.3"/></observation></entryRelationship></act>`;
  const { clinicalStatus, onsetDateTime, abatementDateTime }: Fields = first('11450-4', ended) ?? {};
  assert.match(JSON.stringify(clinicalStatus), /resolved/);
  assert.deepEqual([onsetDateTime, abatementDateTime], ['2010', '2012-03']);
});

test('CI-SIS FR-Antecedents: a problem told of a relative is not a Condition of the patient', () => {
  const problem = `<observation classCode="OBS" moodCode="EVN">${template(`${pcc}.5`)}<subject><relatedSubject><code code="MTH"/></relatedSubject></subject>
    <value xsi:type="CD" code="E11" codeSystem="2.16.840.1.113883.6.3"/></observation>`;
  assert.deepEqual(drawn('11450-4', `<entry>${problem}</entry>`).counts, { resources: {}, kept: { 'other-subject': 1 } });
});

test('CI-SIS FR-Traitement, dosage: an event with an offset, and a period', () => {
  const treatment = `<substanceAdministration classCode="SBADM" moodCode="INT"><effectiveTime xsi:type="IVL_TS"><low value="20240101"/></effectiveTime>
    <effectiveTime xsi:type="EIVL_TS" operator="A"><event code="ACM"/><offset><low value="30" unit="min"/></offset></effectiveTime>
    <doseQuantity value="1" unit="{tablet}"/><consumable><manufacturedProduct><manufacturedMaterial><name>Exemple 10 mg</name></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>`;
  const request = first('57828-6', treatment);
  assert.deepEqual(request?.dosageInstruction, [
    {
      timing: { repeat: { boundsPeriod: { start: '2024-01-01' }, when: ['ACM'], offset: 30 } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: '{tablet}', system: 'http://unitsofmeasure.org', code: '{tablet}' } }],
    },
  ]);
  assert.equal(request?.resourceType, 'MedicationRequest');
});

test('CI-SIS: what has no mapping, no entry or no fact stays in the narrative and is counted', () => {
  assert.deepEqual(drawn('42349-1', '').counts, { resources: {}, kept: { 'narrative-only': 1 } });
  assert.deepEqual(drawn('1', '<entry><act classCode="ACT" moodCode="EVN"><code code="X"/></act></entry>').counts.kept, {
    'not-mapped': 1,
  });
  assert.deepEqual(drawn('1', `<entry>${observation('')}</entry>`).counts.kept, { 'no-fact': 1 });
  const supply = '<entry><supply classCode="SPLY" moodCode="EVN"/></entry>';
  assert.deepEqual(
    drawn('46264-8', supply).kept.map(({ at, reason }) => [at, reason]),
    [['/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]/entry[1]/supply[1]', 'no-fact']],
  );
});

test('Limit: 5,000 facts of a document, what follows is counted', () => {
  const { counts } = drawn('30954-2', `<entry>${observation('<value xsi:type="INT" value="1"/>')}</entry>`.repeat(5003));
  assert.deepEqual(counts, { resources: { Observation: 5000, Provenance: 1 }, kept: { 'too-many': 3 } });
});

test('Limit: 1,000 facts of an entry, what follows in it is counted, and the next entry is read', () => {
  const component = `<component>${observation('<value xsi:type="INT" value="1"/>')}</component>`;
  const panel = (times: number) =>
    `<entry><organizer classCode="BATTERY" moodCode="EVN"><code code="1" codeSystem="2.16.840.1.113883.6.1"/>${component.repeat(times)}</organizer></entry>`;
  const { counts } = drawn('30954-2', panel(1002) + panel(2));
  // The group of each stands beside its members.
  assert.deepEqual(counts, { resources: { Observation: 1000 + 1 + 2 + 1, Provenance: 1 }, kept: { 'too-many': 2 } });
});

test('Limit: entries that all point to one long narrative are given its beginning', () => {
  const words = `<content ID="a">${' '.repeat(30_000)}x</content><content ID="b">${'mot '.repeat(30_000)}</content>`;
  const said = (id: string) => `<entry>${observation(`<value xsi:type="ST"><reference value="#${id}"/></value>`)}</entry>`;
  const { resources } = drawn('30954-2', said('a') + said('b').repeat(3), words);
  const values = resources.flatMap(({ resource: { valueString } }) => (typeof valueString === 'string' ? [valueString] : []));
  assert.equal(values.length, 3);
  for (const value of values) assert.match(value, /^(?:mot ){1000}…$/);
});

test('CDA narrative: a reference to itself, to nothing, or to markup gives text or none', () => {
  const said = (reference: string, narrative: string) =>
    first('30954-2', observation(`<value xsi:type="ST"><reference value="${reference}"/></value>`), narrative)?.valueString;
  assert.equal(said('#a', '<table><tbody><tr ID="a"><td>un</td><td>deux<br/>trois</td></tr></tbody></table>'), 'un deux trois');
  assert.equal(said('a', '<paragraph ID="a">sans dièse</paragraph>'), 'sans dièse');
  assert.equal(said('#b', '<paragraph ID="a">ailleurs</paragraph>'), undefined);
  assert.equal(said('#a', `<paragraph ID="a">${'x'.repeat(5000)}</paragraph>`)?.toString().length, 4001);
});

test('FHIR R4 narrative: markup in a text is escaped', () => {
  const { text }: Fields =
    first(
      '30954-2',
      observation('<text><reference value="#a"/></text><value xsi:type="INT" value="1"/>'),
      '<paragraph ID="a">&lt;script&gt;"&amp;</paragraph>',
    ) ?? {};
  assert.deepEqual(text, {
    status: 'additional',
    div: '<div xmlns="http://www.w3.org/1999/xhtml">&#60;script&#62;&#34;&#38;</div>',
  });
});

for (const unit of [
  'mg/dL',
  '10*9/L',
  'm[IU]/L',
  '[pH]',
  '/min',
  'mm[Hg]',
  '{score}',
  'kg/m2',
  'mL/min/{1.73_m2}',
  'mGy.cm',
  '%',
  'umol/L',
  'Cel',
])
  test(`UCUM: ${unit} is a unit`, () => assert.equal(ucumOf(unit), unit));
for (const unit of ['30009000', 'comprimés', 'g par L', 'Mmol/l/', '..', 'x'.repeat(100)])
  test(`UCUM: ${unit.slice(0, 20)} is none`, () => assert.equal(ucumOf(unit), undefined));

const insideOf = (entry: string, inner: string) =>
  entry.replace('<inside/>', `<entryRelationship typeCode="REFR">${inner}</entryRelationship>`);
const valued = (value: string) => observation(`<value xsi:type="INT" value="${value}"/>`);

test('CI-SIS: a statement inside an entry whose resource has no place for it is counted, those inside it with it; a remark is not', () => {
  const inner = valued('1').replace(
    '</observation>',
    `<entryRelationship typeCode="COMP">${valued('2')}</entryRelationship></observation>`,
  );
  const encounter = `<encounter classCode="ENC" moodCode="EVN"><code code="IMP" codeSystem="2.16.840.1.113883.5.4"/><inside/>
    <entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN"><code code="48767-8"/><text>Remarque</text></act></entryRelationship></encounter>`;
  const { counts, kept } = drawn('47519-4', `<entry>${insideOf(encounter, inner)}</entry>`);
  assert.deepEqual(counts, { resources: { Encounter: 1, Provenance: 1 }, kept: { 'no-place': 1 } });
  assert.match(kept[0]?.at ?? '', /\/entry\[1\]\/encounter\[1\]\/entryRelationship\[1\]\/observation\[1\]$/);
});

const problem = (more = '') =>
  `<observation classCode="OBS" moodCode="EVN" ${more}>${template(`${pcc}.5`)}<value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.3"/><inside/></observation>`;

test('IHE PCC, problem: what else is told inside it, as a stage or a gene, is an Observation that the Condition leads to, every time', () => {
  const severity =
    '<observation classCode="OBS" moodCode="EVN"><code code="SEV"/><value xsi:type="CD" code="6736007" codeSystem="2.16.840.1.113883.6.96"/></observation>';
  const entry = `<entry>${insideOf(problem(), `${severity}</entryRelationship><entryRelationship typeCode="REFR">${valued('3')}`)}</entry>`;
  const { resources, counts } = drawn('11450-4', entry);
  assert.deepEqual(counts, { resources: { Condition: 1, Observation: 1, Provenance: 1 }, kept: {} });
  const of = (type: string) => resources.find(({ resource }) => resource.resourceType === type)?.resource;
  assert.deepEqual(of('Observation')?.valueQuantity, { value: 3, system: 'http://unitsofmeasure.org', code: '1' });
  assert.deepEqual(of('Condition')?.evidence, [{ detail: [{ reference: `Observation/${of('Observation')?.id}` }] }]);
  assert.notEqual(of('Condition')?.severity, undefined);
});

test('IHE PCC, problem: of a denied problem, or of someone else, nothing inside becomes the patient’s', () => {
  const denied = drawn('11450-4', `<entry>${insideOf(problem('negationInd="true"'), valued('3'))}</entry>`);
  assert.deepEqual(denied.counts, { resources: { Condition: 1, Provenance: 1 }, kept: { 'no-place': 1 } });
  const mother = '<subject><relatedSubject><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>';
  const hers = drawn(
    '11450-4',
    `<entry>${insideOf(problem(), observation(`${mother}<value xsi:type="INT" value="3"/>`))}</entry>`,
  );
  assert.deepEqual(hers.counts, { resources: { Condition: 1, Provenance: 1 }, kept: { 'no-place': 1 } });
});

test('IHE PCC, allergy: the severity of the allergy itself is told in its note', () => {
  const severity =
    '<observation classCode="OBS" moodCode="EVN"><code code="SEV"/><value xsi:type="CD" code="24484000" codeSystem="2.16.840.1.113883.6.96" displayName="sévère"/></observation>';
  const allergy = `<act classCode="ACT" moodCode="EVN">${template(`${pcc}.5.3`)}<statusCode code="active"/><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
    <code code="416098002" codeSystem="2.16.840.1.113883.6.96"/><value xsi:type="CD" code="Z88" codeSystem="2.16.840.1.113883.6.3" displayName="Pénicilline"/><inside/></observation></entryRelationship></act>`;
  const { resources, counts } = drawn('48765-2', `<entry>${insideOf(allergy, severity)}</entry>`);
  assert.deepEqual(counts, { resources: { AllergyIntolerance: 1, Provenance: 1 }, kept: {} });
  assert.deepEqual(resources[0]?.resource.note, [{ text: 'Sévérité : sévère' }]);
});

test('SMT, CCAM: the code system of an act is the one of the terminology server of the ANS; a medicine keeps the OID of the CIS', () => {
  const act = '<procedure classCode="PROC" moodCode="EVN"><code code="HHFA001" codeSystem="1.2.250.1.215.300.1"/></procedure>';
  assert.match(JSON.stringify(first('47519-4', act)?.code), /"system":"https:\/\/smt\.esante\.gouv\.fr\/terminologie-ccam"/);
  const vaccine = `<substanceAdministration classCode="SBADM" moodCode="EVN"><code code="IMMUNIZ"/><consumable><manufacturedProduct><manufacturedMaterial>
    <code code="60000001" codeSystem="1.2.250.1.213.2.3.1"/></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>`;
  assert.match(JSON.stringify(first('11369-6', vaccine)?.vaccineCode), /"system":"urn:oid:1\.2\.250\.1\.213\.2\.3\.1"/);
});

test('CI-SIS, performer: a result tells who did it and for which laboratory', () => {
  const performer = `<performer><assignedEntity><id root="1.2.250.1.71.4.2.1" extension="899700000111"/><assignedPerson><name><given>Irène</given><family>Stéthance</family></name></assignedPerson>
    <representedOrganization><id root="1.2.250.1.71.4.2.2" extension="1990000018"/><name>Laboratoire des Nuées</name></representedOrganization></assignedEntity></performer>`;
  const { performer: told }: Fields = first('30954-2', observation(`<value xsi:type="INT" value="1"/>${performer}`)) ?? {};
  assert.deepEqual(
    (told as Fields[]).map(({ type, display }) => [type, display]),
    [
      ['Practitioner', 'Irène Stéthance'],
      ['Organization', 'Laboratoire des Nuées'],
    ],
  );
});

test('Issue 4, 3: each section with facts has a Provenance of its own, which names it', () => {
  const xml = ['30954-2', '11369-6'].map(
    (code) =>
      `<component><section><code code="${code}"/><title>Titre ${code}</title><text>x</text><entry>${observation('<value xsi:type="INT" value="1"/>')}</entry></section></component>`,
  );
  const document = `<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="1.2.3.4"/>
    <component><structuredBody>${xml.join('')}</structuredBody></component></ClinicalDocument>`;
  const { resources } = extract(readXml(new TextEncoder().encode(document)), context);
  const said = resources.flatMap(({ resource }) =>
    resource.resourceType === 'Provenance' ? [(resource.entity as Fields[])[0]?.extension as Fields[]] : [],
  );
  assert.equal(said.length, 2);
  assert.match(JSON.stringify(said[0]), /Titre 30954-2/);
  assert.match(JSON.stringify(said[1]), /Titre 11369-6/);
});

test('Issue 4, bad input: tens of thousands of translations, ids or performers of one entry end in a few', {
  timeout: 60_000,
}, () => {
  const many = (one: (n: number) => string) => Array.from({ length: 30_000 }, (_, n) => one(n)).join('');
  const entry = `<observation classCode="OBS" moodCode="EVN">${many((n) => `<id root="1.2.3" extension="${n}"/>`)}
    <code code="1">${many((n) => `<translation code="c${n}"/>`)}</code><value xsi:type="INT" value="1"/></observation>`;
  const { code, identifier }: Fields = first('30954-2', entry) ?? {};
  assert.deepEqual([(code as { coding: unknown[] }).coding.length, (identifier as unknown[]).length], [30, 20]);
});
