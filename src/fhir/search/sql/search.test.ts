import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, newRecordId, type RecordId } from '#kernel';
import { baseShelf, type Json, shelfWith } from '#packages';
import { rightsMigrations } from '#rights';
import { type Store, statement } from '#store';
import { testStore } from '../../../../test/store.ts';
import { fhirMigrations } from '../../fhir.schema.ts';
import {
  askedFrom,
  type Cursor,
  explainSql,
  type Found,
  includeSql,
  matchSql,
  type Parameters,
  type Place,
  pageOf,
  parametersOf,
  parseSearch,
  type Query,
  renewKeys,
  type SearchPage,
  type SearchRow,
  type SqlText,
  searchSql,
  understood,
} from '../index.ts';

const base = 'https://socle.example/fhir';
const now = new Date('2026-06-01T00:00:00Z');
const record = newRecordId();
const other = newRecordId();
const hex = hexOfRecordId(record);
const codes = {
  codesOf: (set: string) =>
    set.endsWith('many') ? Array.from({ length: 3000 }, (_, i) => ({ system: 'http://c', code: `c${i}` })) : undefined,
  below: () => undefined,
  above: () => undefined,
};
const parameters = parametersOf(baseShelf(), codes);

const columns = `n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient, keys, body`;
const putOwn = statement(
  'test.search.putOwn',
  `insert into fhir.resource (record_id, ${columns}) values ($1, $2, $3, $4, 1, $5, $6, 'soft', '{}', $7, false, $8, $9)`,
);
const putShared = statement(
  'test.search.putShared',
  `insert into fhir.shared (${columns}) values ($1, $2, $3, 1, $4, $5, 'soft', '{}', false, false, $6, $7)`,
);
const manyShared = statement(
  'test.search.manyShared',
  `insert into fhir.shared (${columns})
   select m.n, k.type, 'many' || m.n, version, updated_at, at, depositor, author_ids, false, false, keys, body
   from fhir.shared, generate_series(1000, 3000) as m(n), unnest('{Practitioner,PractitionerRole}'::text[]) as k(type) where id = 'q'`,
);
const change = statement(
  'test.search.change',
  'update fhir.resource set version = version + 1 where record_id = $1 and n = any($2)',
);

const staleOf = statement(
  'test.search.staleOf',
  `select n, version, body from fhir.resource where record_id = $1 and keys->>'#' <> $2`,
);

let store: Store;
before(async () => {
  store = await testStore([...rightsMigrations, ...fhirMigrations]);
  await fill();
});
after(() => store.close());

let n = 0;
async function put(resource: Json, to: RecordId | undefined, hidden = false, of: Parameters = parameters): Promise<string> {
  n += 1;
  const digits = to === undefined ? '' : hexOfRecordId(to);
  const [number, id] = resource.resourceType === 'Patient' ? [0, digits] : [n, resource.id ?? `${digits}-${n.toString(36)}`];
  const json = { ...resource, id };
  const { keys, at } = of.extract(json, { base, record: to });
  const written = new Date(now.getTime() - 1e9 + n * 1000);
  const row = [number, resource.resourceType, id, written, at ?? written];
  if (to === undefined) await store.query(putShared, [...row, keys, JSON.stringify(json)]);
  else await store.query(putOwn, [to, ...row, hidden, keys, JSON.stringify(json)]);
  return `${resource.resourceType}/${id}`;
}

const named: Record<string, string> = {};

async function fill(): Promise<void> {
  const doctor = await put(
    {
      resourceType: 'Practitioner',
      id: 'doctor',
      name: [{ family: 'Étienne' }],
      identifier: [{ system: 'urn:rpps', value: '899' }],
    },
    undefined,
  );
  await put(
    {
      resourceType: 'PractitionerRole',
      id: 'role',
      practitioner: { reference: doctor },
      specialty: [{ coding: [{ code: 'SM26' }] }],
    },
    undefined,
  );
  await put({ resourceType: 'Questionnaire', id: 'q', url: 'http://a.example/q', title: 'Sommeil', status: 'active' }, undefined);
  for (const to of [record, other]) {
    const patient = await put({ resourceType: 'Patient', name: [{ family: 'Dupont' }] }, to);
    const encounter = await put(
      { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, subject: { reference: patient } },
      to,
      true,
    );
    for (let i = 0; i < 12; i++) {
      const observation = {
        resourceType: 'Observation',
        status: i % 2 === 0 ? 'final' : 'preliminary',
        code: { coding: [{ system: 'http://c', code: `c${i % 3}` }] },
        subject: { reference: patient },
        performer: [{ reference: doctor }],
        effectiveDateTime: `2026-01-${String(20 - i).padStart(2, '0')}`,
        valueQuantity: { value: i % 4 },
        ...(i < 6 ? { encounter: { reference: encounter } } : {}),
        text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><b>Glycé</b>mie à jeun</div>' },
      };
      await put(observation, to, i === 11);
    }
    await put(
      {
        resourceType: 'QuestionnaireResponse',
        status: 'completed',
        questionnaire: 'http://a.example/q|3',
        subject: { reference: patient },
      },
      to,
    );
    await put(
      {
        resourceType: 'List',
        id: `list-${hexOfRecordId(to).slice(0, 6)}`,
        status: 'current',
        mode: 'working',
        entry: [{ item: { reference: encounter } }],
      },
      to,
      true,
    );
    if (to === record) named.encounter = encounter;
  }
}

function query(type: string | undefined, text: string, from?: Cursor, of: Parameters = parameters): Query {
  const asked = askedFrom(new URLSearchParams(text));
  return parseSearch(of, type, asked, { base, now, ...(from === undefined ? {} : { after: from }) });
}

/** As a Permit narrows: what is hidden from professionals is left out. */
const narrow: NonNullable<Place['narrow']> = (alias, first) => ({
  text: `not (${alias}.hidden_from_professionals and $${first}::boolean)`,
  values: [true],
});
const everything: Place = { record };
const narrowed: Place = { record, narrow };
const shared: Place = { record: undefined };

async function run<Row = SearchRow>(sql: SqlText): Promise<Row[]> {
  return store.query<Row>(sql, sql.values);
}

async function find(type: string | undefined, text: string, place: Place = everything, from?: Cursor): Promise<SearchPage> {
  const asked = query(type, text, from);
  return pageOf(asked, place.record, await run(searchSql(asked, place, parameters)));
}

const ids = ({ matches }: SearchPage): readonly string[] => matches.map(({ id }) => id);

test('design §4.1: a search of a record never leaves it', async () => {
  assert.equal((await find('Observation', '')).total, 12);
  assert.equal(
    (await find(undefined, '_count=100')).matches.every(({ id, type }) => id.startsWith(hex) || type === 'List'),
    true,
  );
  const elsewhere = named.encounter?.replace(hex, hexOfRecordId(other));
  assert.equal((await find('Observation', `encounter=${elsewhere}`)).total, 0);
  assert.equal((await find('Observation', `subject:Patient.name=dupont&subject=Patient/${hex}`)).total, 12);
  const listed = `list-${hexOfRecordId(other).slice(0, 6)}`;
  assert.equal((await find('Encounter', `_list=${listed}`)).total, 0);
});

test('Rights: what a Permit hides is in no match, no total, no chain, no _has, no list, no include', async () => {
  assert.deepEqual(
    [(await find('Observation', '', narrowed)).total, (await find('Observation', '_count=0', narrowed)).total],
    [11, 11],
  );
  const pairs: readonly (readonly [type: string, text: string, all: number, seen: number])[] = [
    ['Observation', 'encounter.class=AMB', 6, 0],
    ['Observation', 'encounter.status:not=planned', 6, 0],
    ['Patient', '_has:Observation:subject:date=2026-01-09', 1, 0],
    ['Patient', '_has:Encounter:subject:_has:Observation:encounter:status=final', 1, 0],
    ['Observation', '_filter=encounter.class eq AMB', 6, 0],
    ['Encounter', `_list=list-${hex.slice(0, 6)}`, 1, 0],
  ];
  for (const [type, text, all, seen] of pairs)
    assert.deepEqual([(await find(type, text)).total, (await find(type, text, narrowed)).total], [all, seen], `${type}?${text}`);
  const included = async (place: Place) => {
    const asked = query('Observation', '_include=Observation:encounter&_include=Observation:patient&_revinclude=List:item');
    const { matches } = pageOf(asked, record, await run(searchSql(asked, place, parameters)));
    const sql = includeSql(
      asked,
      0,
      matches.map((row) => ({ ...row, shared: false })),
      place,
      parameters,
    );
    return sql === undefined ? [] : (await run<Found>(sql)).map(({ type }) => type).sort();
  };
  assert.deepEqual([await included(everything), await included(narrowed)], [['Encounter', 'Patient'], ['Patient']]);
  assert.equal((await run(matchSql(query('Encounter', 'status=finished'), narrowed, parameters))).length, 0);
});

test('FHIR R4 §3.1.1.4.13 and .14: from a record to what is shared and back', async () => {
  for (const text of [
    'performer:Practitioner.name=etienne',
    'performer.identifier=urn:rpps|899',
    'performer:Practitioner._has:PractitionerRole:practitioner:specialty=SM26',
    '_filter=performer:Practitioner.name sw "éti"',
  ])
    assert.equal((await find('Observation', text)).total, 12, text);
  assert.equal((await find('QuestionnaireResponse', 'questionnaire.title=sommeil')).total, 1);
  assert.equal((await find('QuestionnaireResponse', 'questionnaire=http://a.example/q')).total, 1);
  assert.equal((await find('QuestionnaireResponse', 'questionnaire=http://a.example/q|2')).total, 0);
  for (const [type, text] of [
    ['Practitioner', 'identifier=899'],
    ['Practitioner', 'identifier=urn:rpps|899'],
    ['Practitioner', '_has:PractitionerRole:practitioner:specialty=SM26'],
    ['PractitionerRole', 'practitioner.name=ETIENNE'],
    ['PractitionerRole', 'practitioner=doctor'],
  ] as const)
    assert.equal((await find(type, text, shared)).total, 1, text);
});

test('FHIR R4 §3.1.1.5.4: steps of :iterate, a canonical reference', async () => {
  const asked = query(
    'QuestionnaireResponse',
    '_include=QuestionnaireResponse:questionnaire&_revinclude:iterate=Observation:subject&_include:iterate=*',
  );
  const all: string[] = [];
  let from: readonly Found[] = pageOf(asked, record, await run(searchSql(asked, everything, parameters))).matches.map((row) => ({
    ...row,
    shared: false,
  }));
  for (let step = 0; from.length > 0 && step < 5; step++) {
    const sql = includeSql(asked, step, from, everything, parameters);
    const rows = sql === undefined ? [] : await run<Found>(sql);
    from = [...new Map(rows.map((row) => [row.id, row])).values()].filter(({ id }) => !all.includes(id));
    all.push(...from.map(({ id }) => id));
  }
  assert.deepEqual([all.includes('q'), all.includes(hex), all.length], [true, true, 14]);
  assert.equal(includeSql(query('Observation', ''), 0, from, everything, parameters), undefined);
});

test('FHIR R4 §3.1.1.5, _sort and pages: each match once, in order, whatever is written or changed meanwhile', async () => {
  for (const sort of ['', '-date', 'value-quantity,-date', '-status,code', 'encounter,_id', '-_lastUpdated']) {
    const whole = ids(await find('Observation', `_count=100&_sort=${sort}`));
    const seen: string[] = [];
    for (let from: Cursor | undefined, first = true; first || from !== undefined; first = false) {
      const page = await find('Observation', `_count=5&_sort=${sort}`, everything, from);
      assert.equal(page.total, 12);
      seen.push(...ids(page));
      from = page.next;
    }
    assert.deepEqual(seen, whole, sort);
  }
  const around = await find(undefined, '_count=2', shared);
  const rest = await find(undefined, '_count=2', shared, around.next);
  assert.deepEqual([...ids(around), ...ids(rest)].sort(), ['doctor', 'q', 'role']);
  const first = await find('Observation', '_count=4&_sort=value-quantity');
  const numbers = first.matches.map((match) => match.n);
  await store.query(change, [record, numbers.slice(-2)]);
  const second = await find('Observation', '_count=20&_sort=value-quantity', everything, first.next);
  assert.deepEqual([ids(second).slice(0, 2), ids(second).length], [ids(first).slice(-2), 10]);
  await store.query(change, [record, numbers]);
  await assert.rejects(find('Observation', '_sort=value-quantity', everything, first.next), { code: 'fhir.page-expired' });
  assert.deepEqual(JSON.parse(JSON.stringify(first.next)), first.next);
});

test('design §4.2: a search is one text for one shape, every value a parameter that the text uses', async () => {
  const hostile = `x'); drop table fhir.resource; --%_\\ "$1`;
  for (const type of ['Observation', 'Patient', 'DocumentReference', 'ValueSet', 'RiskAssessment']) {
    for (const parameter of parameters.of(type).values()) {
      if (parameter.type === 'composite' || parameter.type === 'special') continue;
      const [one, two] = {
        date: ['2026', 'ge2020'],
        number: ['1', 'lt5'],
        quantity: ['1', '2'],
        reference: ['http://a/1', 'http://b/2'],
      }[parameter.type as 'date'] ?? [hostile, 'y'];
      const text = (value: string | undefined, place: Place) =>
        searchSql(query(type, new URLSearchParams([[parameter.code, value ?? '']]).toString()), place, parameters);
      for (const place of [everything, narrowed, shared]) {
        const [a, b] = [text(one, place), text(two, place)];
        if (parameter.type !== 'date') assert.equal(a.text, b.text, parameter.code);
        assert.ok(!a.text.includes('drop table'), parameter.code);
        const used = new Set([...a.text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
        assert.deepEqual(
          [...used].sort((x, y) => x - y),
          a.values.map((_, i) => i + 1),
          a.text,
        );
        await run(a);
      }
    }
  }
});

test('FHIR R4 §3.1.1.4.10, :in: a value set of thousands of codes', async () => {
  assert.equal((await find('Observation', 'code:in=http://c/many')).total, 12);
  assert.equal((await find('Observation', 'code:not-in=http://c/many')).total, 0);
  assert.equal((await find('PractitionerRole', 'specialty:in=http://c/many', shared)).total, 0);
});

test('FHIR R4 §3.1.1.5.2, _text and _content: words by their beginning', async () => {
  assert.equal((await find('Observation', '_text=jeun glycé')).total, 12);
  assert.equal((await find('Observation', '_text=lycemie')).total, 0);
  assert.equal((await find('Observation', '_text=nothing,JEUN')).total, 12);
  assert.equal((await find('Observation', '_content=c1')).total, 4);
  assert.equal((await find('Practitioner', '_content=etienne 899', shared)).total, 1);
});

test('design §4.1, the plan: in a record the record’s index, among the shared the index on keys', async () => {
  const plan = async (type: string, text: string, place: Place): Promise<string> => {
    const sql = explainSql(searchSql(query(type, text), place, parameters));
    return store.transaction(async (tx) => {
      await tx.query({ name: '', text: 'set local enable_seqscan = off', acrossRecords: 'a setting' });
      const [row] = await tx.query<Record<string, unknown>>(sql, sql.values);
      return JSON.stringify(row?.['QUERY PLAN']);
    });
  };
  await store.query(manyShared);
  await store.query({ name: '', text: 'analyze fhir.shared', acrossRecords: 'statistics' });
  const own = await plan(
    'Observation',
    'encounter.class=AMB&performer:Practitioner.name=x&_has:Observation:has-member:code=c',
    everything,
  );
  assert.ok(own.includes('resource_newest') && !own.includes('Seq Scan'), own);
  assert.match(await plan('Practitioner', 'identifier=899', shared), /shared_keys/);
  const said = JSON.stringify(understood(query('Observation', 'encounter.class=AMB&_sort=-date&status:not=final')));
  assert.ok(said.includes('"chain":"encounter"') && said.includes('"-date"') && said.includes('"not"'), said);
});

test('FHIR R4 §3.1.1.4: a body that PostgreSQL cannot take for JSON is not found by its text, and breaks nothing', async () => {
  const far = newRecordId();
  await put({ resourceType: 'Patient', name: [{ text: 'Zoé' }] }, far);
  const spoil = statement('test.search.spoil', `update fhir.resource set body = '{"a":1e999999}' where record_id = $1`);
  await store.query(spoil, [far]);
  assert.equal((await find('Patient', '_content=zoe', { record: far })).total, 0);
  assert.equal((await find('Patient', 'name:exact=Zoé', { record: far })).total, 0);
  assert.equal((await find('Patient', 'name=zoe', { record: far })).total, 1);
});

test('FHIR R4 §5.6: what is stored is found by an added parameter once its keys are made anew', async () => {
  const added = {
    resourceType: 'SearchParameter',
    url: 'http://a.example/sp',
    code: 'my-note',
    base: ['Observation'],
    type: 'string',
    expression: 'Observation.note.text',
  };
  const grown = parametersOf(shelfWith([added]), codes);
  const place = { record: newRecordId() };
  await put({ resourceType: 'Observation', note: [{ text: 'À revoir' }] }, place.record);
  const total = async () => {
    const asked = query('Observation', 'my-note=a rev', undefined, grown);
    return pageOf(asked, place.record, await run(searchSql(asked, place, grown))).total;
  };
  const stale = () =>
    store.query<{ n: number; version: number; body: string }>(staleOf, [place.record, grown.stamp('Observation')]);
  assert.equal(await total(), 0);
  const [row, ...more] = await stale();
  assert.ok(row !== undefined && more.length === 0);
  const { keys, at } = grown.extract(JSON.parse(row.body), { base, record: place.record });
  await store.query(renewKeys, [place.record, [row.n], [row.version], [keys], [at ?? null]]);
  assert.deepEqual([await total(), (await stale()).length], [1, 0]);
});
