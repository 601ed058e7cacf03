import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#fhir';
import { hexOfRecordId } from '#kernel';
import { textOfPdf } from '../../src/documents/text/pdf.ts';
import { ipsFaults } from '../../src/record/summary/ips.check.ts';
import { ambre, basile, irene, nuees } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { former, openFormer } from './linking.ts';
import { n1, n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, type Space } from './space.ts';

let ground: Ground;
let hers: Space;
let his: Space;
before(async () => {
  ground = await openGround();
  hers = await enterCarnet(ground, ground.ambre, ambre);
  his = await enterCarnet(ground, ground.basile, basile);
  const token = await ground.token(nuees);
  const patient = (
    await ground.fhir(`/Patient?identifier=${encodeURIComponent(`urn:oid:${ambre.oid}|${ambre.matricule}`)}`, { token })
  ).as<{ entry?: { resource: { id: string } }[] }>().entry?.[0]?.resource.id;
  const subject = { reference: `Patient/${patient}` };
  for (const resource of [
    { resourceType: 'Condition', subject, code: coded('Asthme'), clinicalStatus: active('condition-clinical') },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      code: coded('Arachide'),
      criticality: 'high',
      clinicalStatus: active('allergyintolerance-clinical'),
    },
    { resourceType: 'MedicationStatement', status: 'active', subject, medicationCodeableConcept: coded('Sirop de brume') },
    { resourceType: 'Procedure', status: 'completed', subject, code: coded('Appendicectomie') },
    {
      resourceType: 'Device',
      patient: subject,
      status: 'active',
      deviceName: [{ name: 'Pompe des embruns', type: 'user-friendly-name' }],
    },
    {
      resourceType: 'Observation',
      status: 'final',
      subject,
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '718-7' }], text: 'Hémoglobine' },
      effectiveDateTime: '2026-03-01',
      valueQuantity: { value: 13.2, unit: 'g/dL', system: 'http://unitsofmeasure.org', code: 'g/dL' },
      referenceRange: [{ low: { value: 12, unit: 'g/dL' }, high: { value: 16, unit: 'g/dL' } }],
    },
    {
      resourceType: 'Observation',
      status: 'final',
      subject,
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Poids' },
      effectiveDateTime: '2026-03-01',
      valueQuantity: { value: 61, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    },
  ]) {
    const answer = await ground.fhir(`/${resource.resourceType}`, { method: 'POST', token, body: resource });
    assert.equal(answer.status, 201, answer.bytes.toString());
  }
  await ground.deposited(provide(n1(ambre, { title: 'Lettre avec PDF' })));
  await ground.deposited(provide(n3(ambre, { title: 'Masqué' }), { hiddenFromProfessionals: true }));
});
after(() => ground.close());

const coded = (words: string) => ({ text: words });
const active = (system: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code: 'active' }],
});
const sectionsOf = (bundle: Json) =>
  (bundle as { entry: { resource: { section: { title: string; text: { div: string } }[] } }[] }).entry[0]?.resource.section ?? [];

test('HL7 IPS, Bundle and Composition: the summary of a full record follows the guide, is valid FHIR, and is told', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await hers('/carnet/summary.json');
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.match(answer.headers.get('content-disposition') ?? '', /filename="resume-ips-\d{4}-\d\d-\d\d\.json"/);
  const bundle = answer.as<Json>();
  assert.deepEqual(ipsFaults(bundle), []);
  const words = sectionsOf(bundle)
    .map(({ title, text }) => `${title} ${text.div}`)
    .join('\n');
  for (const said of [
    'Asthme',
    'Arachide',
    'risque élevé',
    'Sirop de brume',
    'Appendicectomie',
    'Pompe des embruns',
    '13,2',
    '61 kg',
  ])
    assert.ok(words.includes(said), `${said} is not in ${words}`);
  assert.ok(!answer.bytes.toString().includes(ambre.matricule));
  const checked = await ground.fhir('/Bundle/$validate', { method: 'POST', token: await ground.token(nuees), body: bundle });
  const { issue } = checked.as<{ issue: { severity: string; diagnostics?: string }[] }>();
  assert.deepEqual(
    issue.filter(({ severity }) => severity === 'error' || severity === 'fatal'),
    [],
  );
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => `${action} ${outcome} ${detail?.what}`),
    ['export done summary'],
  );
});

test('HL7 IPS, Composition: an empty record has the sections that the guide asks for, each with why it is empty', async () => {
  const bundle = (await his('/carnet/summary.json')).as<Json>();
  assert.deepEqual(ipsFaults(bundle), []);
  assert.deepEqual(
    sectionsOf(bundle).map(({ title }) => title),
    ['Allergies et intolérances', 'Problèmes de santé', 'Traitements', 'Vaccinations', 'Derniers résultats', 'Antécédents'],
  );
});

test('HL7 IPS, operation summary: by the FHIR API to who may look, refused to others and told', async () => {
  const token = await ground.onGround(irene, ground.ambre);
  const lines = await traceFrom(ground, ground.ambre);
  const path = `/Patient/${ground.ambre.replaceAll('-', '')}/$summary`;
  const answer = await ground.fhir(path, { token });
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.deepEqual(ipsFaults(answer.as<Json>()), []);
  assert.equal((await ground.fhir(path, { token: await ground.token({ ...irene, id: '899700000145' }) })).status, 403);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, ground: on }) => `${action} ${outcome} ${on ?? ''}`.trim()),
    ['export done equipe_de_soins', 'refusal refused'],
  );
});

test('issue 8, export of everything: a PDF to read, with profile, results and documents, those hidden from professionals too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await hers('/carnet/export.pdf?zone=Europe/Paris');
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  const file = answer.bytes.toString('latin1');
  assert.match(file, /^%PDF-1\.4/);
  assert.match(file, /\/S \/GTS_PDFA1/);
  assert.equal((await hers('/carnet/export.pdf?zone=Nulle/Part')).status, 400);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => `${action} ${outcome} ${detail?.what}`),
    ['export done paper'],
  );
});

test('issue 8, export of everything: one FHIR Bundle with every resource and the bytes of each document; one line in the log', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await hers('/carnet/export.json');
  const bundle = answer.as<{
    type: string;
    entry: { fullUrl: string; resource: { resourceType: string; id?: string; data?: string } }[];
  }>();
  assert.equal(bundle.type, 'collection');
  const types = Map.groupBy(bundle.entry, ({ resource }) => resource.resourceType);
  for (const [type, count] of [
    ['Patient', 1],
    ['Condition', 1],
    ['AllergyIntolerance', 1],
    ['DocumentReference', 2],
    ['Binary', 2],
  ] as const)
    assert.ok((types.get(type)?.length ?? 0) >= count, `${type}: ${types.get(type)?.length}`);
  const bytes = types.get('Binary')?.map(({ resource }) => Buffer.from(resource.data ?? '', 'base64')) ?? [];
  assert.ok(
    bytes.some((one) => one.includes(smallPdf.toString('base64').slice(0, 60))),
    'the document with its PDF is not there',
  );
  assert.equal(new Set(bundle.entry.map(({ fullUrl }) => fullUrl)).size, bundle.entry.length);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => `${action} ${outcome} ${detail?.what}`),
    ['export done everything'],
  );
});

test('issue 8, exports of linked records: each holds what is in the other too, told in both logs; taken apart, it is gone', async () => {
  const { old, link, unlink } = await openFormer(ground);
  const token = await ground.token(nuees);
  const patient = { reference: `Patient/${hexOfRecordId(old)}` };
  const allergy = {
    resourceType: 'AllergyIntolerance',
    patient,
    code: coded(`Pollen, voir ${former.matricule}`),
    clinicalStatus: active('allergyintolerance-clinical'),
  };
  const made = await ground.fhir('/AllergyIntolerance', { method: 'POST', token, body: allergy });
  assert.equal(made.status, 201, made.bytes.toString());
  const [letter = ''] = await ground.deposited(provide(n3(former, { title: 'Lettre d’avant' })));
  const professional = await ground.onGround(irene, ground.ambre);

  const held = async () => {
    const bundle = (await hers('/carnet/export.json')).as<{ entry: { fullUrl: string; resource: Json }[] }>();
    const paper = await hers('/carnet/export.pdf?zone=Europe/Paris');
    assert.equal(paper.status, 200);
    const printed = (await textOfPdf(paper.bytes)).text.replace(/\s+/g, ' ');
    assert.match(printed, /Arachide/);
    const summaries = [
      await hers('/carnet/summary.json'),
      await ground.fhir(`/Patient/${hexOfRecordId(ground.ambre)}/$summary`, { token: professional }),
    ];
    for (const summary of summaries) {
      const read = summary.as<{ entry: { resource: Json }[] }>();
      assert.deepEqual(ipsFaults(summary.as<Json>()), []);
      assert.equal(read.entry.filter(({ resource }) => resource.resourceType === 'Patient').length, 1, 'one person');
      assert.ok(!summary.bytes.toString().includes(former.matricule), 'no matricule, the former one neither');
    }
    const ids = bundle.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
    assert.equal(new Set(ids).size, ids.length, 'each thing once');
    const people = new Set(ids.filter((id) => id.startsWith('Patient/')));
    const about = bundle.entry.map(
      ({ resource }) => (resource.patient ?? resource.subject) as { reference?: string } | undefined,
    );
    for (const { reference } of about.filter((one) => one !== undefined))
      assert.ok(people.has(reference ?? ''), `${reference} is not in the Bundle`);
    return {
      people: people.size,
      allergy: ids.includes(`AllergyIntolerance/${made.as<{ id: string }>().id}`),
      letter: ids.includes(`DocumentReference/${letter}`) && ids.includes(`Binary/${letter}`),
      summaries: summaries.map((one) => one.bytes.toString().includes('Pollen')),
      paper: ['Pollen', 'Lettre d’avant'].map((word) => printed.includes(word)),
    };
  };
  const all = (is: boolean) => ({
    people: is ? 2 : 1,
    allergy: is,
    letter: is,
    summaries: [is, is],
    paper: [is, is],
  });
  assert.deepEqual(await held(), all(false));
  await link();
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  assert.deepEqual(await held(), all(true));
  const told = (await Promise.all(lines.map((one) => one()))).map((some) =>
    some.map(({ action, detail }) => [action, detail?.what, detail?.through].filter(Boolean).join(' ')),
  );
  const deeds = ['everything', 'paper', 'summary', 'summary'];
  assert.deepEqual(told, [deeds.map((what) => `export ${what}`), deeds.map((what) => `export ${what} link`)]);
  await unlink();
  assert.deepEqual(await held(), all(false));
});
