import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, capucine, citizen, corentine, irene, nuees, orme } from './cast.ts';
import { type Bundle, type Ground, openGround, patientQuery, refused, traceFrom, words } from './ground.ts';
import { change, n1, n3, provide } from './papers.ts';

let ground: Ground;
/** What each document of the scene is called, by its id. */
const named = new Map<string, string>();
let token = '';

before(async () => {
  ground = await openGround();
  token = await ground.token(citizen(ground.ambre, ambre));
  const put = async (name: string, bundle: ReturnType<typeof provide>): Promise<string> => {
    const [id = ''] = await ground.deposited(bundle);
    named.set(id, name);
    return id;
  };
  const at = (text: string) => ({ at: new Date(text) });
  await put('letter', provide(n1(ambre, { ...at('2025-01-15T10:00:00Z'), typeCode: '11490-0', id: '2.25.1001' })));
  const long = { ...at('2025-06-01T08:00:00Z'), end: new Date('2025-06-05T18:00:00Z') };
  await put('stay', provide(n3(ambre, { ...long, author: capucine })));
  const old = await put('old', provide(n3(ambre, at('2025-06-30T22:30:00Z'))));
  const relation = [{ code: 'replaces', target: { reference: `DocumentReference/${old}` } }];
  await put('new', change(provide(n3(ambre, at('2025-07-01T00:00:00Z'))), 'entry.1.resource.relatesTo', relation));
  await put('recent', provide(n3(ambre, at('2026-02-28T23:59:59Z'))));
  await ground.deposited(provide(n3(basile)));
});
after(() => ground.close());

async function find(query: string, by = token): Promise<Bundle> {
  const answer = await ground.fhir(`/DocumentReference?${query}`, { token: by });
  assert.equal(answer.status, 200, `${query}: ${answer.bytes}`);
  return answer.as<Bundle>();
}
const names = ({ entry = [] }: Bundle): (string | undefined)[] => entry.map(({ resource }) => named.get(resource.id));
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
  [() => `author.identifier=${encodeURIComponent(`urn:oid:1.2.250.1.71.4.2.1|${capucine.id}`)}`, ['stay']],
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
  [() => 'date=ap2025-07-01', ['new', 'old']],
  [() => 'date=ge2025-06&date=lt2025-07', ['old', 'stay']],
  [() => 'date=gt2026&date=lt2025', []],
  [() => 'date=2025-01,2026-02', ['recent', 'letter']],
  [() => 'date=lt9999-12-31', everything],
  [() => 'date=9999', []],
  [() => 'period=ge2025-06-05&period=lt2025-06-06', ['stay']], // the stay goes on that day
  [() => 'period=2025-06', ['old', 'stay']],
  [() => 'period=2025-06-03', []], // the stay is not within one day
  [() => 'period=gt2025', ['recent']],
  [() => 'period=le2025-01-15', ['letter']],
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
  }
  assert.deepEqual(await lines(), [], 'a citizen who looks at their own list is no news');
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
    ...Array.from({ length: 3 }, () => 'list done Dr Irène Stéthance'),
  ]);
});

test('design §5: a search that cannot be answered exactly is refused with its place, never half answered', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const wrong: readonly (readonly [query: string, code: string, at: string | undefined, status?: number])[] = [
    ['typo=1', 'unknown-parameter', 'typo'],
    ['type:not=11490-0', 'unknown-parameter', 'type:not'],
    ['_include=DocumentReference:patient', 'unknown-parameter', '_include'],
    [`${patientQuery(corentine)}&typo=1`, 'unknown-parameter', 'typo'],
    ['date=yesterday', 'bad-date', 'date'],
    ['date=2025-13', 'bad-date', 'date'],
    ['date=2025-06-31T00:00:00', 'bad-date', 'date'],
    ['date=0000', 'bad-date', 'date'],
    ['date=xx2025', 'bad-date', 'date'],
    ['period=ne2025', 'prefix-not-supported', 'period'],
    ['_sort=title', 'bad-sort', '_sort'],
    ['_sort=date,period', 'bad-sort', '_sort'],
    ['_count=-1', 'bad-count', '_count'],
    ['_count=two', 'bad-count', '_count'],
    ['status=preliminary', 'bad-status', 'status'],
    ['type=11490-0&type=11488-4', 'repeated-parameter', 'type'],
    ['page=abc', 'bad-page', 'page'],
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
  refused(await ground.fhir('/DocumentReference', { token: await ground.token(orme) }), 400, 'fhir.patient-required');
  refused(await ground.fhir(`/DocumentReference?patient.identifier=${ambre.matricule}0`, { token }), 422, 'ins.malformed');
  const badKey = `${ambre.matricule.slice(0, 13)}${ambre.matricule.endsWith('01') ? '02' : '01'}`;
  refused(await ground.fhir(`/DocumentReference?patient.identifier=${badKey}`, { token }), 422, 'ins.bad-key');
  refused(
    await ground.fhir(`/DocumentReference?patient.identifier=urn:oid:1.2.3|${ambre.matricule}`, { token }),
    422,
    'ins.unknown-oid',
  );
  assert.deepEqual(await lines(), []);
});

test('design §5: SQL in any parameter finds nothing more and breaks nothing', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const parameters = ['_id', 'identifier', 'patient', 'patient.identifier', 'type', 'category', 'status', 'date', 'period'];
  const more = ['format', 'facility', 'setting', 'author.identifier', '_sort', '_count', 'page', '_total', '_format'];
  const attacks = ["' or 1=1 --", "x'); drop table documents.entry; --", '1 or true', '$1', '\\', "'||pg_sleep(5)||'", '{}', '%'];
  const usual = await ground.token(nuees);
  const counted = async () => (await ground.store.pool.query('select count(*) from documents.entry')).rows[0];
  const before = await counted();
  for (const name of [...parameters, ...more, "' or 1=1 --"]) {
    for (const attack of attacks) {
      for (const resource of ['DocumentReference', 'List']) {
        const query = new URLSearchParams({
          ...(name.startsWith('patient') ? {} : { 'patient.identifier': ambre.matricule }),
          [name]: attack,
        });
        const answer = await ground.fhir(`/${resource}?${query}`, { token: usual });
        const neutral = ['_total', '_format'].includes(name);
        const found = answer.status === 200 ? answer.as<Bundle>().total : 0;
        assert.ok(
          answer.status < 500 && (neutral || found === 0),
          `${resource} ${name}=${attack}: ${answer.status} ${answer.bytes}`,
        );
      }
    }
  }
  assert.deepEqual(await counted(), before);
  assert.ok((await lines()).every(({ action }) => action === 'list'));
});
