import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, capucine, citizen, corentine, irene, nuees, orme } from './cast.ts';
import { type Bundle, census, type Ground, openGround, patientQuery, refused, traceFrom, words } from './ground.ts';
import { change, n1, n3, provide } from './papers.ts';

let ground: Ground;
/** What each document of the scene is called, by its id. */
const named = new Map<string, string>();
let token = '';
const rpps = 'urn:oid:1.2.250.1.71.4.2.1';
const acts = 'urn:oid:1.2.250.1.213.2.5';

before(async () => {
  ground = await openGround();
  token = await ground.token(citizen(ground.ambre, ambre));
  const put = async (name: string, bundle: ReturnType<typeof provide>): Promise<string> => {
    const [id = ''] = await ground.deposited(bundle);
    named.set(id, name);
    return id;
  };
  const at = (text: string) => ({ at: new Date(text), end: new Date(text) });
  const letter = n1(ambre, { ...at('2025-01-15T10:00:00Z'), typeCode: '11490-0', id: '2.25.1001', title: 'Lettre de liaison' });
  await put('letter', provide(letter, { hiddenFromProfessionals: true }));
  const long = { at: new Date('2025-06-01T08:00:00Z'), end: new Date('2025-06-05T18:00:00Z') };
  const stay = provide(n3(ambre, { ...long, author: capucine }));
  change(stay, 'entry.1.resource.context.period.end', undefined); // the header tells it
  await put('stay', change(stay, 'entry.1.resource.context.event', [{ coding: [{ system: acts, code: 'HBLD038' }] }]));
  const unnamed = [{ reference: 'Practitioner/elsewhere', display: 'Dr Stéthance' }];
  const oldPaper = provide(n3(ambre, { ...at('2025-06-30T22:30:00Z'), id: '0B5F7B5A-6D3C-4C1E-9A57-3D7C5A1B2C3D' }));
  const old = await put('old', change(oldPaper, 'entry.1.resource.author', unnamed));
  const relation = [{ code: 'replaces', target: { reference: `DocumentReference/${old}` } }];
  await put('new', change(provide(n3(ambre, at('2025-07-01T00:00:00Z'))), 'entry.1.resource.relatesTo', relation));
  const recent = provide(n3(ambre, { at: new Date('2026-02-28T23:59:59Z') }));
  change(recent, 'entry.1.resource.contained', [
    { resourceType: 'PractitionerRole', id: 'author', practitioner: { identifier: { system: rpps, value: irene.id } } },
  ]);
  await put('recent', change(recent, 'entry.1.resource.context.facilityType', undefined));
  await ground.deposited(provide(n3(basile)));
});
after(() => ground.close());

async function find(query: string, by = token): Promise<Bundle> {
  const answer = await ground.fhir(`/DocumentReference?${query}`, { token: by });
  assert.equal(answer.status, 200, `${query}: ${answer.bytes}`);
  return answer.as<Bundle>();
}
const names = ({ entry = [] }: Bundle): (string | undefined)[] => entry.map(({ resource }) => named.get(resource.id));
const selfOf = ({ link = [] }: Bundle): string => link.find(({ relation }) => relation === 'self')?.url ?? '';
const asParameters = (address: string): [string, string][] => [...new URLSearchParams(address.split('?')[1])];
const idOf = (name: string): string => [...named].find(([, is]) => is === name)?.[0] ?? '';
const loinc = encodeURIComponent('http://loinc.org|');

const everything = ['recent', 'new', 'old', 'stay', 'letter'];
const n1Format = 'urn:ihe:iti:xds-sd:pdf:2008';
const cases: readonly (readonly [query: () => string, expected: readonly string[]])[] = [
  [() => '', everything],
  [() => `patient=Patient/${hexOfRecordId(ground.ambre)}`, everything],
  [() => patientQuery(ambre), everything],
  [() => `patient.identifier=${ambre.matricule}`, everything],
  [() => `_id=${idOf('old')}`, ['old']],
  [() => `_id=${idOf('stay')},${idOf('letter')}`, ['stay', 'letter']],
  [() => 'identifier=urn:oid:2.25.1001', ['letter']],
  [() => `identifier=${encodeURIComponent('urn:ietf:rfc:3986|urn:oid:2.25.1001')}`, ['letter']],
  [() => 'identifier=urn:oid:2.25.1002', []],
  [() => 'identifier=2.25.1001', ['letter']],
  [() => `identifier=${encodeURIComponent('http://ids.example|2.25.1001')}`, []],
  [() => 'identifier=urn:uuid:0b5f7b5a-6d3c-4c1e-9a57-3d7c5a1b2c3d', ['old']],
  [() => 'identifier=0B5F7B5A-6D3C-4C1E-9A57-3D7C5A1B2C3D,2.25.1001', ['old', 'letter']],
  [() => 'type=11490-0', ['letter']],
  [() => `type=${loinc}11490-0,${loinc}11488-4`, everything],
  [() => `type=${encodeURIComponent('urn:oid:2.16.840.1.113883.6.1|11490-0')}`, ['letter']],
  [() => `type=${encodeURIComponent('http://snomed.info/sct|11490-0')}`, []], // a code counts in its own system
  [() => 'category=10', everything],
  [() => 'category=11', []],
  [() => 'status=current', ['recent', 'new', 'stay', 'letter']],
  [() => 'status=superseded', ['old']],
  [() => 'status=current,superseded', everything],
  [() => 'status=entered-in-error', []],
  [() => `format=${encodeURIComponent(n1Format)}`, ['letter']],
  [() => 'facility=SA08', everything],
  [() => 'facility=SA01', []],
  [() => 'setting=AMBULATOIRE', everything],
  [() => `author.identifier=${encodeURIComponent(`${rpps}|${capucine.id}`)}`, ['stay']],
  [() => `author.identifier=${encodeURIComponent(`${rpps}|${irene.id}`)}`, ['recent', 'new', 'old', 'letter']],
  [() => `author.identifier=${encodeURIComponent(`urn:oid:1.2.3|${irene.id}`)}`, []],
  [() => `author:identifier=${capucine.id}`, ['stay']],
  [() => `author.identifier=${irene.id},${capucine.id}`, everything],
  [() => 'date=2025', ['new', 'old', 'stay', 'letter']],
  [() => 'date=2025-06', ['old', 'stay']],
  [() => 'date=2025-07-01', ['new']],
  [() => 'date=eq2025-07-01T00:00:00Z', ['new']],
  [() => 'date=2025-07-01T00:30:00%2B02:00', ['old']], // the same instant in another zone
  [() => 'date=ne2025', ['recent']],
  [() => 'date=gt2025-06-30', ['recent', 'new']],
  [() => 'date=sa2025-06-30', ['recent', 'new']],
  [() => 'date=ge2025-06-30', ['recent', 'new', 'old']],
  [() => 'date=lt2025-06-01', ['letter']],
  [() => 'date=eb2025-06-01', ['letter']],
  [() => 'date=le2025-06-01', ['stay', 'letter']],
  [() => 'date=ap2025-01-15&date=le2025-01-15', ['letter']], // within a tenth of the time since then, which grows
  [() => 'date=ap1900', []],
  [() => 'date=ge2025-06&date=lt2025-07', ['old', 'stay']],
  [() => 'date=gt2026&date=lt2025', []],
  [() => 'date=2025-01,2026-02', ['recent', 'letter']],
  [() => 'date=lt9999-12-31', everything],
  [() => 'date=9999', []],
  [() => 'period=ge2025-06-04&period=lt2025-06-05', ['stay']], // the stay goes on before that day and after it
  [() => 'period=ge2025-06-05', ['recent', 'new', 'old']], // the stay is neither beyond that day nor within it
  [() => 'period=2025-06', ['old', 'stay']],
  [() => 'period=2025-06-03', []], // the stay is not within one day
  [() => 'period=gt2025', ['recent']],
  [() => 'period=gt2030', ['recent']], // it has no end: it still goes on
  [() => 'period=le2025-01-15', ['letter']],
  [() => 'period=ne2025', ['recent']],
  [() => 'type:not=11490-0', ['recent', 'new', 'old', 'stay']],
  [() => `type:not=${encodeURIComponent('urn:oid:2.16.840.1.113883.6.1|11490-0')}`, ['recent', 'new', 'old', 'stay']],
  [() => 'type=11490-0&type=11488-4', []], // twice the same parameter: both hold
  [() => 'type:text=CR%20ou%20fiche', ['recent', 'new', 'old', 'stay']],
  [() => 'status:not=current', ['old']],
  [() => 'security-label=MASQUE_PS', ['letter']],
  [() => `security-label=${encodeURIComponent('urn:oid:2.16.840.1.113883.5.25|N')}`, everything],
  [() => 'event=HBLD038', ['stay']],
  [() => `event=${encodeURIComponent(`${acts}|HBLD038`)}`, ['stay']],
  [() => 'event:missing=true', ['recent', 'new', 'old', 'letter']],
  [() => `relatesto=DocumentReference/${idOf('old')}`, ['new']],
  [() => `relatesto=${idOf('new')}`, []],
  [() => 'relation=replaces', ['new']],
  [() => 'relatesto.status=superseded', ['new']],
  [() => 'relatesto.type=11490-0', []],
  [() => '_has:DocumentReference:relatesto:status=current', ['old']],
  [() => '_has:DocumentReference:relatesto:date=2026', []],
  [() => 'patient.birthdate=1958-04-17', everything],
  [() => 'patient.birthdate=1958-04-18', []],
  [() => `patient=Patient/${hexOfRecordId(ground.ambre)}&subject=Device/1`, []],
  [() => 'description=lettre', ['letter']],
  [() => 'description:contains=CONSULT', ['recent', 'new', 'old', 'stay']],
  [() => 'contenttype=text/xml', everything],
  [() => 'contenttype=application/pdf', []],
  [() => 'language=fr-FR', everything],
  [() => '_lastUpdated=ge2020', everything],
  [() => '_lastUpdated=lt2020', []],
  [() => `_filter=${encodeURIComponent('date ge 2025-06 and not(status eq superseded)')}`, ['recent', 'new', 'stay']],
  [() => `_filter=${encodeURIComponent('type eq 11490-0 or date sa 2025-07')}`, ['recent', 'letter']],
  [() => '_sort=status,date', ['letter', 'stay', 'new', 'recent', 'old']],
  [() => '_sort=-status,-date', ['old', 'recent', 'new', 'stay', 'letter']],
  [() => '_sort=-type,status,-date', ['letter', 'recent', 'new', 'stay', 'old']],
  [() => '_sort=date', everything.toReversed()],
  [() => '_sort=-date', everything],
  [() => '_sort=period', everything.toReversed()],
  [() => '_sort=_lastUpdated', ['letter', 'stay', 'old', 'new', 'recent']],
  [() => '_count=2', ['recent', 'new']],
  [() => '_count=0', []],
  [() => 'type=11488-4&status=current&date=ge2025-07&_sort=date&_count=1', ['new']],
];

test('FHIR R4 §3.1.1, IHE MHD ITI-67: every parameter, prefix, order and count gives these documents of the person', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  for (const [query, expected] of cases) {
    const asked = query();
    const found = await find(asked);
    const sorted = asked.includes('_lastUpdated') ? names(found).toSorted() : names(found);
    assert.deepEqual(sorted, asked.includes('_lastUpdated') ? expected.toSorted() : expected, asked);
    if (!asked.includes('_count')) assert.equal(found.total, expected.length, asked);
    assert.ok(!JSON.stringify(found.link).includes(ambre.matricule), 'the links repeat no matricule');
    if (!asked.includes('identifier'))
      assert.deepEqual(asParameters(selfOf(found)), asParameters(`?${asked}`), 'the link to itself');
  }
  assert.deepEqual(await lines(), [], 'a citizen who looks at their own list is no news');
});

test('FHIR R4 §3.1.1.5: what is found brings along what it names or is named by, counts only, or gives a part', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const modes = ({ entry = [] }: Bundle) => entry.map((one) => `${one.search.mode} ${named.get(one.resource.id) ?? 'Ambre'}`);
  const cases: readonly (readonly [query: string, expected: readonly string[]])[] = [
    [`_id=${idOf('new')}&_include=DocumentReference:relatesto`, ['match new', 'include old']],
    [`_id=${idOf('old')}&_revinclude=DocumentReference:relatesto`, ['match old', 'include new']],
    ['type=11490-0&_include=DocumentReference:patient', ['match letter', 'include Ambre']],
    ['status=superseded&_include=DocumentReference:relatesto', ['match old']],
  ];
  for (const [query, expected] of cases) {
    const found = await find(query);
    assert.deepEqual([modes(found), found.total], [expected, 1], query);
  }
  const count = await find('_summary=count');
  assert.deepEqual([count.total, count.entry], [5, undefined]);
  const [part] = (await find('type=11490-0&_elements=status')).entry ?? [];
  assert.deepEqual([part?.resource.status, part?.resource.description], ['current', undefined]);
  assert.equal((await find('_total=none&_count=1')).total, undefined);
  // the same within the compartment of the patient, and as one type of the whole server
  const within = await ground.fhir(`/Patient/${hexOfRecordId(ground.ambre)}/DocumentReference?author.identifier=${capucine.id}`, {
    token,
  });
  assert.deepEqual(names(within.as<Bundle>()), ['stay']);
  assert.deepEqual(await lines(), []);
});

test('IHE MHD ITI-67: POST _search asks the same, and nothing of it stands in an address', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const doctor = await ground.onGround(irene, ground.ambre);
  const search = (body: string, query = '') =>
    ground.fhir(`/DocumentReference/_search${query}`, {
      method: 'POST',
      token: doctor,
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const form = `${patientQuery(ambre)}&type=11490-0`;
  assert.deepEqual(names((await search(form)).as<Bundle>()), ['letter']);
  assert.deepEqual(names((await search(patientQuery(ambre), '?type=11490-0')).as<Bundle>()), ['letter']);
  refused(await search(`${form}&typo=1`), 400, 'fhir.unknown-parameter');
  assert.deepEqual((await lines()).map(words), [
    'rights done Dr Irène Stéthance',
    ...Array.from({ length: 3 }, () => 'search done Dr Irène Stéthance'),
  ]);
});

test('design §5: a search that cannot be answered exactly is refused with its place, never half answered', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const wrong: readonly (readonly [query: string, code: string, at: string | undefined, status?: number])[] = [
    ['typo=1', 'unknown-parameter', 'typo'],
    ['type:typo=11490-0', 'bad-modifier', 'type'],
    ['date:exact=2025', 'bad-modifier', 'date'],
    ['_has:DocumentReference:typo:status=current', 'unknown-parameter', 'typo'],
    ['_has:Typo:relatesto:status=current', 'bad-value', '_has:Typo:relatesto:status'],
    ['relatesto.typo=1', 'unknown-parameter', 'typo'],
    ['_filter=typo eq 1', 'unknown-parameter', '_filter'],
    ['_filter=status eq', 'bad-filter', '_filter'],
    ['_include=DocumentReference:typo', 'bad-include', '_include'],
    ['_elements=typo', 'unknown-element', '_elements'],
    ['_contained=true', 'unknown-parameter', '_contained'],
    ['type:in=http://nowhere.example/codes', 'unusable-parameter', 'type'],
    [`${patientQuery(corentine)}&typo=1`, 'unknown-parameter', 'typo'],
    ['date=yesterday', 'bad-value', 'date'],
    ['date=2025-13', 'bad-value', 'date'],
    ['date=2025-06-31T00:00:00', 'bad-value', 'date'],
    ['date=0000', 'bad-value', 'date'],
    ['date=xx2025', 'bad-value', 'date'],
    ['_sort=title', 'bad-sort', '_sort'],
    ['_sort=date,title', 'bad-sort', '_sort'],
    ['_count=-1', 'bad-count', '_count'],
    ['_count=two', 'bad-count', '_count'],
    ['status=preliminary', 'bad-status', 'status'],
    ['_count=1&_count=2', 'repeated-parameter', '_count'],
    ['page=abc', 'bad-page', 'page'],
    ['page=s~abc', 'bad-page', 'page'],
    [`${patientQuery(ambre)},${basile.matricule}`, 'several-patients', 'patient.identifier'],
    [`${patientQuery(ambre)}&patient=Patient/${hexOfRecordId(ground.basile)}`, 'several-patients', 'patient.identifier'],
    [`type=${'1'.repeat(4001)}`, 'value-too-long', 'type'],
    [Array.from({ length: 61 }, (_, n) => `a${n}=1`).join('&'), 'too-many-parameters', undefined],
    ['identifier=%00', 'bad-character', undefined],
  ];
  for (const [query, code, at] of wrong) {
    const place = refused(await ground.fhir(`/DocumentReference?${query}`, { token }), 400, `fhir.${code}`);
    assert.equal(place, at, query);
  }
  // who names nobody asks for what they deposited themselves: a submission cannot be asked for so, and documents there are none
  const software = await ground.token(orme);
  refused(await ground.fhir('/List', { token: software }), 400, 'fhir.patient-required');
  assert.equal((await find('', software)).total, 0);
  refused(await ground.fhir(`/DocumentReference?${patientQuery(ambre)}0`, { token }), 422, 'ins.malformed');
  const badKey = `${ambre.matricule.slice(0, 13)}${ambre.matricule.endsWith('01') ? '02' : '01'}`;
  for (const wrong of [patientQuery({ ...ambre, matricule: badKey }), `patient.identifier=${badKey}`])
    refused(await ground.fhir(`/DocumentReference?${wrong}`, { token }), 422, 'ins.bad-key');
  // in other domains, or of another length, it may be an identifier of another kind, and be nobody’s
  for (const other of [`${ambre.matricule}0`, `urn:oid:1.2.3|${ambre.matricule}`]) {
    const path = `/DocumentReference?patient.identifier=${other}`;
    assert.equal((await ground.fhir(path, { token: software })).as<Bundle>().total, 0, other);
    refused(await ground.fhir(path, { token }), 403, 'rights.not-yours');
  }
  assert.deepEqual(await lines(), []);
});

const ofDocuments = [
  ...['_id', '_lastUpdated', '_profile', '_security', '_tag', '_source', '_list', '_filter', '_has:a:b:c'],
  ...['_sort', '_count', 'page', '_elements', '_include', '_revinclude', '_include:iterate', '_summary', '_type', '_contained'],
  ...['identifier', 'patient', 'patient.identifier', 'subject', 'subject:identifier', 'patient.name', 'patient.birthdate'],
  ...['type', 'type:in', 'type:text', 'type:below', 'type:of-type', 'type:missing', 'category', 'status', 'date', 'period'],
  ...['format', 'facility', 'setting', 'event', 'security-label', 'author', 'author.identifier', 'author:identifier'],
  ...['author:Practitioner.name', 'custodian', 'authenticator', 'encounter', 'related', 'relatesto', 'relation', 'relationship'],
  ...['relatesto.type', '_has:DocumentReference:relatesto:type', 'location', 'location:below', 'contenttype', 'language'],
  ...['description', 'description:exact', 'description:contains'],
];

test('design §5: SQL in any parameter finds nothing more and breaks nothing', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const ofLists = ['_id', 'identifier', 'patient', 'patient.identifier', 'code', 'status', 'date', '_sort', '_count', 'page'];
  // these leave nothing out, or look for words, some of which stand in every document
  const neutral = ['_total', '_format', '_pretty', '_content', '_text'];
  const attacks = ["' or 1=1 --", "x'); drop table documents.entry; --", '1 or true', '$1', '\\', "'||pg_sleep(5)||'", '{}', '%'];
  const usual = await ground.token(nuees);
  const before = await census(ground);
  for (const [resource, parameters] of [
    ['DocumentReference', [...ofDocuments, ...neutral]],
    ['List', [...ofLists, '_total', '_format']],
  ] as const) {
    for (const name of [...parameters, "' or 1=1 --"]) {
      for (const attack of attacks) {
        const query = new URLSearchParams({
          ...(/^(patient|subject)/.test(name) ? {} : { 'patient.identifier': ambre.matricule }),
          [name]: attack,
        });
        const answer = await ground.fhir(`/${resource}?${query}`, { token: usual });
        const found = answer.status === 200 ? answer.as<Bundle>().total : 0;
        assert.ok(
          answer.status < 500 && (neutral.includes(name) || found === 0),
          `${resource} ${name}=${attack}: ${answer.status} ${answer.bytes}`,
        );
      }
    }
  }
  assert.deepEqual(await census(ground), before);
  assert.ok((await lines()).every(({ action }) => action === 'search' || action === 'list'));
});
