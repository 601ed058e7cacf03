import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { irene, nuees, orme } from '../cast.ts';
import {
  ambreHerself,
  asked,
  basileHimself,
  type EngineGround,
  input,
  linesFrom,
  openEngineGround,
  operator,
  refusal,
} from './engineGround.ts';
import { identifier, patientOf, practice, visible, weight } from './resources.ts';

let ground: EngineGround;
let practitioner: string;
before(async () => {
  ground = await openEngineGround();
  const { fhir, call, ambre, basile } = ground;
  const made = await fhir.create(
    call(),
    'Practitioner',
    input({ resourceType: 'Practitioner', ...identifier('P'), name: [{ family: 'Stéthance' }] }),
  );
  practitioner = `Practitioner/${made.id}`;
  for (let n = 1; n <= 7; n++) {
    const more = { effectiveDateTime: `2026-01-0${n}`, performer: [{ reference: practitioner }], ...identifier(`s-${n}`) };
    await fhir.create(
      call(),
      'Observation',
      input(weight(patientOf(ambre), n === 7 ? { ...more, ...visible('MASQUE_PS') } : more)),
    );
  }
  await fhir.create(call(orme), 'Observation', input(weight(patientOf(ambre), { effectiveDateTime: '2026-01-09' })));
  await fhir.create(call(), 'Observation', input(weight(patientOf(basile), { effectiveDateTime: '2026-01-01' })));
});
after(() => ground.close());

const of = (record: RecordId, more = ''): ReadonlyMap<string, readonly string[]> =>
  asked(`patient=${hexOfRecordId(record)}${more}`);

test('design §3: matches and totals hold what the caller may see, and nothing else; traced', async () => {
  const { fhir, call, ambre, rights } = ground;
  const told = await linesFrom(ground, ambre);
  const total = async (actor = nuees as Parameters<typeof call>[0], more = '') =>
    (await fhir.search(call(actor), { type: 'Observation' }, of(ambre, more))).total;
  assert.deepEqual([await total(nuees), await total(orme), await total(ambreHerself(ground))], [7, 1, 8]);
  assert.equal(await total(nuees, '&_summary=count'), 7);
  await refusal(total(irene), 'rights.no-ground');
  await rights.declare(call(irene), ambre, 'equipe_de_soins');
  assert.equal(await total(irene), 7);
  await refusal(total(operator), 'rights.operator');
  await refusal(total(basileHimself(ground)), 'rights.not-yours');
  await refusal(fhir.search(call(basileHimself(ground)), { type: 'Observation' }, asked('patient=nobody')), 'rights.not-yours');
  assert.equal((await fhir.search(call(), { type: 'Observation' }, asked('patient=nobody'))).total, 0);
  assert.equal((await fhir.search(call(basileHimself(ground)), { type: 'Observation' }, asked(''))).total, 1);
  await refusal(fhir.search(call(), {}, asked('_type=Observation')), 'fhir.patient-required');
  await refusal(
    fhir.search(call(), { type: 'Observation' }, asked(`patient=${hexOfRecordId(ambre)},${hexOfRecordId(ground.basile)}`)),
    'fhir.several-patients',
  );
  assert.deepEqual(await told(), [
    'search done type=Observation software',
    'search done type=Observation software',
    'search done type=Observation software',
    'refusal refused rights.no-ground professional',
    'rights done change=declare professional',
    'search done type=Observation professional',
    'refusal refused rights.operator operator',
    'refusal refused rights.not-yours citizen',
  ]);
});

test('FHIR R4 §3.1.1: pages, newest first, until the end; a link is its owner’s and of its search alone', async () => {
  const { fhir, call, ambre } = ground;
  const ids: string[] = [];
  let page = '';
  for (let n = 0; n < 5; n++) {
    const query = of(ambre, `&_count=3${page}`);
    const { matches, next, total } = await fhir.search(call(), { type: 'Observation' }, query);
    assert.equal(total, 7);
    ids.push(...matches.map(({ id }) => id));
    if (next === undefined) break;
    page = `&page=${next}`;
    await refusal(fhir.search(call(orme), { type: 'Observation' }, of(ambre, `&_count=3${page}`)), 'fhir.bad-page');
    await refusal(fhir.search(call(), { type: 'Observation' }, of(ambre, `&_count=3&status=final${page}`)), 'fhir.bad-page');
    await refusal(
      fhir.search(call(), { type: 'Observation' }, of(ambre, `&_count=3&page=${next.replace(/^./, 'A')}`)),
      'fhir.bad-page',
    );
  }
  const whole = await fhir.search(call(), { type: 'Observation' }, of(ambre, '&_count=50'));
  assert.deepEqual(
    ids,
    whole.matches.map(({ id }) => id),
  );
  assert.equal(whole.next, undefined);
  const days = whole.matches.map(({ body }) => (JSON.parse(body.toString()) as { effectiveDateTime: string }).effectiveDateTime);
  assert.deepEqual(days, days.toSorted().reverse());
});

test('FHIR R4 §3.1.1.5.4: what is included is seen by the caller: the Patient, what is shared, what refers back', async () => {
  const { fhir, call, ambre } = ground;
  const along = async (actor: Parameters<typeof call>[0], more: string) => {
    const { included } = await fhir.search(call(actor), { type: 'Observation' }, of(ambre, more));
    return included.map(({ type, record }) => `${type}${record === undefined ? ' shared' : ''}`).toSorted();
  };
  assert.deepEqual(await along(nuees, '&_include=Observation:subject&_include=Observation:performer'), [
    'Patient',
    'Practitioner shared',
  ]);
  assert.deepEqual(await along(orme, '&_include=Observation:performer'), []);
  await fhir.create(
    call(),
    'Provenance',
    input({
      resourceType: 'Provenance',
      target: [{ reference: `Observation/${(await fhir.search(call(), { type: 'Observation' }, of(ambre))).matches[0]?.id}` }],
      recorded: '2026-02-01T09:00:00Z',
      agent: [{ who: { display: 'x' } }],
    }),
  );
  assert.deepEqual(await along(nuees, '&_revinclude=Provenance:target'), ['Provenance']);
  assert.deepEqual(await along(orme, '&_revinclude=Provenance:target'), []);
  const chained = await fhir.search(
    call(),
    { type: 'Observation' },
    of(ambre, '&performer:Practitioner.identifier=P&subject.gender=female'),
  );
  assert.equal(chained.total, 7);
});

test('FHIR R4 §3.1.1.5.7 compartments: a person’s, an encounter’s, a practitioner’s in one record', async () => {
  const { fhir, call, ambre } = ground;
  const encounter = await fhir.create(
    call(),
    'Encounter',
    input({
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: patientOf(ambre),
    }),
  );
  await fhir.create(
    call(),
    'Observation',
    input(weight(patientOf(ambre), { encounter: { reference: `Encounter/${encounter.id}` } })),
  );
  const within = async (type: string, id: string, query = '') =>
    (await fhir.search(call(), { type: 'Observation', compartment: { type, id } }, asked(query))).total;
  assert.equal(await within('Patient', hexOfRecordId(ambre)), 8);
  assert.equal(await within('Encounter', encounter.id), 1);
  await refusal(within('Practitioner', practitioner.split('/')[1] ?? ''), 'fhir.not-across');
  assert.equal(await within('Practitioner', practitioner.split('/')[1] ?? '', `patient=${hexOfRecordId(ambre)}`), 7);
  const all = await fhir.search(
    call(),
    { compartment: { type: 'Patient', id: hexOfRecordId(ambre) } },
    asked('_type=Encounter,Observation'),
  );
  assert.equal(all.total, 9);
  await refusal(
    fhir.search(call(), { type: 'Organization', compartment: { type: 'Patient', id: hexOfRecordId(ambre) } }, asked('')),
    'fhir.not-in-compartment',
  );
  await refusal(within('Patient', 'nobody'), 'id.unknown');
});

test('FHIR R4 §3.1.1: among what is shared everybody finds; among their own each', async () => {
  const { fhir, call } = ground;
  await fhir.create(call(), 'Organization', input(practice('Centre de Brumelune', identifier('ORG'))));
  const total = async (actor: Parameters<typeof call>[0], type: string, query: string) =>
    (await fhir.search(call(actor), { type }, asked(query))).total;
  for (const actor of [nuees, irene, operator, ambreHerself(ground)])
    assert.equal(await total(actor, 'Organization', 'identifier=ORG'), 1);
  await fhir.create(call(), 'Group', input({ resourceType: 'Group', type: 'person', actual: true, ...identifier('GR') }));
  assert.deepEqual([await total(nuees, 'Group', 'identifier=GR'), await total(orme, 'Group', 'identifier=GR')], [1, 0]);
  await refusal(total(nuees, 'Organization', 'nom=x'), 'fhir.unknown-parameter');
  const lenient = await fhir.search(call(), { type: 'Organization' }, asked('nom=x&identifier=ORG'), { lenient: true });
  assert.deepEqual([lenient.total, lenient.ignored], [1, ['nom']]);
  const { plan } = await fhir.search(call(), { type: 'Organization' }, asked('identifier=ORG&__explain=true'));
  assert.match(plan?.text ?? '', /fhir\.shared/);
  assert.ok(!plan?.text.includes('ORG'));
});

test('FHIR R4 Observation $lastn: the latest of each code', async () => {
  const { fhir, call, basile } = ground;
  const measure = (code: string, day: string, value: number) =>
    input({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'urn:x', code }] },
      subject: patientOf(basile),
      effectiveDateTime: day,
      valueInteger: value,
    });
  for (const [code, day, value] of [
    ['a', '2026-01-01', 1],
    ['a', '2026-01-03', 2],
    ['a', '2026-01-02', 3],
    ['b', '2026-01-01', 4],
    ['b', '2026-01-01', 5],
  ] as const) {
    await fhir.create(call(), 'Observation', measure(code, day, value));
  }
  const told = await linesFrom(ground, basile);
  const values = async (query: string): Promise<number[]> => {
    const { matches, total } = await fhir.lastn(call(), asked(`patient=${hexOfRecordId(basile)}&code=urn:x|a,urn:x|b${query}`));
    assert.equal(total, matches.length);
    return matches.map(({ body }) => (JSON.parse(body.toString()) as { valueInteger: number }).valueInteger);
  };
  assert.deepEqual(await values(''), [2, 5, 4]);
  assert.deepEqual(await values('&max=2'), [2, 3, 5, 4]);
  await refusal(fhir.lastn(call(), asked(`patient=${hexOfRecordId(basile)}`)), 'fhir.missing-parameter');
  await refusal(values('&max=0'), 'fhir.bad-max');
  await refusal(values('&_count=2'), 'fhir.unknown-parameter');
  await refusal(fhir.lastn(call(irene), asked(`patient=${hexOfRecordId(basile)}&code=x`)), 'rights.no-ground');
  assert.deepEqual(await told(), [
    'search done type=Observation operation=lastn software',
    'search done type=Observation operation=lastn software',
    'refusal refused rights.no-ground professional',
  ]);
});

test('trace: every chain of these walks verifies', async () => {
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
