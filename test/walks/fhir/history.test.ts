import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { irene, orme } from '../cast.ts';
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
import { patientOf, practice, visible, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

const short = ({ entries }: { entries: readonly { type: string; version: number; method: string }[] }): string[] =>
  entries.map(({ type, version, method }) => `${method} ${type}/${version}`);

test('FHIR R4 §3.1.0.12 history of one resource: every version and the deletion, newest first', async () => {
  const { fhir, call, ambre } = ground;
  const { id, body } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const second = await fhir.update(call(), 'Observation', id, input(weight(patientOf(ambre), { id, status: 'amended' })));
  await fhir.remove(call(), 'Observation', id);
  const told = await linesFrom(ground, ambre);
  const past = await fhir.history(call(), { type: 'Observation', id }, asked(''));
  assert.equal(past.total, 3);
  assert.deepEqual(short(past), ['DELETE Observation/3', 'PUT Observation/2', 'POST Observation/1']);
  assert.deepEqual(
    past.entries.map((entry) => entry.body),
    [undefined, second.body, body],
  );
  assert.deepEqual(
    past.entries.map(({ at }) => at.getTime()).toSorted((a, b) => b - a),
    past.entries.map(({ at }) => at.getTime()),
  );
  await refusal(fhir.history(call(orme), { type: 'Observation', id }, asked('')), 'id.unknown');
  await refusal(fhir.history(call(), { type: 'Observation', id: 'nothing' }, asked('')), 'id.unknown');
  await refusal(fhir.history(call(), { type: 'Observation', id }, asked('_nonsense=1')), 'fhir.unknown-parameter');
  await refusal(fhir.history(call(), { type: 'Observation', id }, asked('_since=soon')), 'fhir.bad-date');
  assert.deepEqual(await told(), ['read done Observation history=Observation software', 'refusal refused id.unknown software']);
});

test('FHIR R4 §3.1.0.12 _since and _at', async () => {
  const { fhir, call, ambre } = ground;
  const { id, at: first } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const { at: second } = await fhir.update(call(), 'Observation', id, input(weight(patientOf(ambre), { id, status: 'amended' })));
  const { at: third } = await fhir.remove(call(), 'Observation', id);
  const versions = async (query: string) =>
    (await fhir.history(call(), { type: 'Observation', id }, asked(query))).entries.map(({ version }) => version);
  assert.deepEqual(await versions(`_since=${second.toISOString()}`), [3, 2]);
  assert.deepEqual(await versions(`_since=${new Date(third.getTime() + 1).toISOString()}`), []);
  const between = new Date(second.getTime() + 500).toISOString();
  assert.deepEqual(await versions(`_at=${between}`), [2]);
  assert.deepEqual(await versions(`_at=${new Date(first.getTime() + 1).toISOString()}`), [1]);
  assert.deepEqual(await versions(`_at=${new Date(third.getTime() + 60_000).toISOString()}`), [3]);
});

test('FHIR R4 §3.1.0.12 history of a type and of everything: of one record, or of what is shared; in pages that hold still', async () => {
  const { fhir, call, basile } = ground;
  const subject = patientOf(basile);
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) ids.push((await fhir.create(call(), 'Observation', input(weight(subject)))).id);
  for (const id of ids) await fhir.update(call(), 'Observation', id, input(weight(subject, { id, status: 'amended' })));
  await fhir.create(call(), 'Condition', input({ resourceType: 'Condition', subject, code: { text: 'Rhume' } }));
  const patient = `patient=${hexOfRecordId(basile)}`;
  const whole = await fhir.history(call(), { type: 'Observation' }, asked(patient));
  assert.equal(whole.total, 8);
  assert.equal((await fhir.history(call(), {}, asked(patient))).total, 9);
  assert.equal((await fhir.history(call(basileHimself(ground)), {}, asked(''))).total, 9);
  const seen: string[] = [];
  let page: string | undefined;
  do {
    const query = new URLSearchParams({ patient: hexOfRecordId(basile), _count: '3', ...(page === undefined ? {} : { page }) });
    const part = await fhir.history(call(), { type: 'Observation' }, asked(query.toString()));
    assert.ok(part.entries.length <= 3);
    seen.push(...part.entries.map(({ id, version }) => `${id}/${version}`));
    if (page === undefined) await fhir.create(call(), 'Observation', input(weight(subject)));
    page = part.next;
    if (page !== undefined) {
      const elsewhere = asked(`patient=${hexOfRecordId(basile)}&_count=3&page=${page}`);
      await refusal(fhir.history(call(orme), { type: 'Observation' }, elsewhere), 'fhir.bad-page');
      await refusal(fhir.history(call(), { type: 'Condition' }, elsewhere), 'fhir.bad-page');
    }
  } while (page !== undefined);
  assert.deepEqual(
    seen,
    whole.entries.map(({ id, version }) => `${id}/${version}`),
  );
});

test('design §3: there is no history across records', async () => {
  const { fhir, call } = ground;
  await refusal(fhir.history(call(), {}, asked('')), 'fhir.patient-required');
  await refusal(fhir.history(call(), { type: 'Observation' }, asked('')), 'fhir.patient-required');
  await refusal(fhir.history(call(irene), { type: 'Patient' }, asked('')), 'fhir.patient-required');
  await refusal(fhir.history(call(operator), {}, asked(`patient=${hexOfRecordId(ground.ambre)}`)), 'rights.operator');
  await refusal(fhir.history(call(irene), {}, asked(`patient=${hexOfRecordId(ground.ambre)}`)), 'rights.no-ground');
  await refusal(
    fhir.history(call(ambreHerself(ground)), {}, asked(`patient=${hexOfRecordId(ground.basile)}`)),
    'rights.not-yours',
  );
  assert.deepEqual(await fhir.history(call(), {}, asked('patient=nobody')), { total: 0, entries: [] });
  const { id } = await fhir.create(call(), 'Organization', input(practice('Cabinet')));
  await fhir.update(call(), 'Organization', id, input(practice('Cabinet des Nuées', { id })));
  assert.deepEqual(short(await fhir.history(call(orme), { type: 'Organization' }, asked(''))), [
    'PUT Organization/2',
    'POST Organization/1',
  ]);
  assert.equal((await fhir.history(call(orme), { type: 'Organization', id }, asked('_count=1'))).total, 2);
  const own = await fhir.create(call(), 'Binary', input({ resourceType: 'Binary', contentType: 'text/plain', data: 'eA==' }));
  assert.equal((await fhir.history(call(), { type: 'Binary', id: own.id }, asked(''))).total, 1);
  assert.equal((await fhir.history(call(), { type: 'Binary' }, asked(''))).total, 1);
  assert.equal((await fhir.history(call(orme), { type: 'Binary' }, asked(''))).total, 0);
  await refusal(fhir.history(call(orme), { type: 'Binary', id: own.id }, asked('')), 'id.unknown');
});

test('design §3: what is hidden now is hidden in its past, deleted or not', async () => {
  const { fhir, call, ambre, rights } = ground;
  const subject = patientOf(ambre);
  await rights.declare(call(irene), ambre, 'equipe_de_soins');
  const { id } = await fhir.create(call(), 'Observation', input(weight(subject)));
  const seen = async (actor = irene): Promise<unknown> =>
    fhir.history(call(actor), { type: 'Observation', id }, asked('')).then(
      ({ total }) => total,
      (error) => error.code,
    );
  const version = (n: number): Promise<unknown> =>
    fhir.vread(call(irene), 'Observation', id, n).then(
      () => 'seen',
      (error) => error.code,
    );
  assert.deepEqual([await seen(), await version(1)], [1, 'seen']);
  await fhir.update(call(), 'Observation', id, input(weight(subject, { id, ...visible('MASQUE_PS') })));
  assert.deepEqual([await seen(), await version(1), await version(2)], ['id.unknown', 'id.unknown', 'id.unknown']);
  assert.equal((await fhir.history(call(ambreHerself(ground)), { type: 'Observation', id }, asked(''))).total, 2);
  await fhir.remove(call(), 'Observation', id);
  assert.deepEqual([await seen(), await version(1)], ['id.unknown', 'id.unknown']);
  await refusal(fhir.read(call(irene), 'Observation', id), 'id.unknown');
  await refusal(fhir.read(call(ambreHerself(ground)), 'Observation', id), 'fhir.gone');
});

test('trace: every chain of these walks verifies', async () => {
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
