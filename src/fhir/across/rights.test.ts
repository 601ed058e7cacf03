import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { PLATFORM, type RecordId } from '#kernel';
import { AcrossGround, callBy, hector, irene, nuees, observation, orme } from '../../../test/fhir/acrossGround.ts';

let ground: AcrossGround;
before(async () => {
  ground = await AcrossGround.open(4);
});
after(() => ground.close());

const person = (record: RecordId) => ({ kind: 'citizen', record, name: 'Ambre De La Brumaille' }) as const;

/** One observation in each record, deposited by Nuées and written by Irène. */
beforeEach(async () => {
  await ground.clear();
  await ground.keep(
    ...ground.records.map((record) => ({ record, n: 1, json: observation(record, '718-7', '2026-02-01'), authors: [irene.id] })),
  );
  await ground.feed();
});

const found = async (actor: Parameters<AcrossGround['search']>[0], query = ''): Promise<readonly (number | undefined)[]> => {
  const { ids, total } = await ground.search(actor, 'Observation', query);
  return [ids.length, total];
};

test('rights, across records: software finds what it deposited, a professional what they wrote, and nobody anything else', async () => {
  assert.deepEqual(await found(nuees), [4, 4]);
  assert.deepEqual(await found(irene), [4, 4]);
  assert.deepEqual(await found(orme), [0, 0]);
  assert.deepEqual(await found(hector), [0, 0]);
  assert.deepEqual(await found(orme, 'code=718-7'), [0, 0]);
  // What is a professional's by its author is not theirs because their software deposited it, nor the other way round.
  await ground.keep({
    record: ground.record(0),
    n: 2,
    json: observation(ground.record(0), '718-7', '2026-02-02'),
    depositor: irene.id,
  });
  await ground.feed();
  assert.deepEqual(await found(irene), [4, 4]);
});

for (const query of ['', 'code=718-7', 'status=final', '_total=none']) {
  test(`rights, across records: what was written where the professional is blocked now does not show (“${query}”)`, async () => {
    const record = ground.record(1);
    const call = callBy(person(record));
    await ground.rights.block(call, record, irene);
    const counted = query === '_total=none' ? undefined : 3;
    assert.deepEqual(await found(irene, query), [3, counted]);
    await ground.rights.unblock(call, record, irene.id);
    assert.deepEqual(await found(irene, query), [4, counted === undefined ? undefined : 4]);
  });

  test(`rights, across records: a closed record shows nothing to professionals, and to software what it deposited (“${query}”)`, async () => {
    await ground.store.pool.query('insert into rights.state (record_id, version, closed) values ($1, 1, true)', [
      ground.record(2),
    ]);
    assert.equal((await found(irene, query))[0], 3);
    assert.equal((await found(nuees, query))[0], 4);
  });
}

test('rights, across records: what somebody else is named the author of since then is no longer found, told to the lists or not', async () => {
  const [record] = ground.records;
  assert.ok(record);
  await ground.keep({ record, n: 1, json: observation(record, '718-7', '2026-02-01'), authors: [hector.id] });
  assert.deepEqual(await found(irene), [3, 3]);
  await ground.feed();
  assert.deepEqual(await found(irene), [3, 3]);
  assert.deepEqual(await found(hector), [1, 1]);
});

test('rights, across records: a citizen has one record and the operator none; the refusals are traced', async () => {
  for (const [actor, code] of [
    [person(ground.record(0)), 'rights.one-record'],
    [{ kind: 'operator', id: 'operator', name: 'Exploitant' } as const, 'rights.operator'],
  ] as const) {
    await assert.rejects(ground.search(actor, 'Observation', ''), { code });
    const [line] = await ground.trace.lines(PLATFORM, undefined, 1);
    assert.deepEqual([line?.action, line?.outcome, line?.code, line?.who.kind], ['refusal', 'refused', code, actor.kind]);
  }
});

test('trace, across records: one line for the search, and one in the log of each person of whom something was shown', async () => {
  await ground.search(irene, 'Observation', '_count=2');
  const told = await Promise.all([PLATFORM, ...ground.records].map((record) => ground.trace.lines(record, undefined, 10)));
  const [platform = [], ...persons] = told;
  assert.deepEqual(
    platform.map(({ action, outcome, detail, who }) => [action, outcome, detail, who.id]),
    [['search', 'done', { type: 'Observation', scope: 'across' }, irene.id]],
  );
  assert.deepEqual(persons.map(({ length }) => length).toSorted(), [0, 0, 1, 1]);
  const line = persons.flat()[0];
  assert.deepEqual([line?.action, line?.detail, line?.who.id], ['search', { type: 'Observation', scope: 'across' }, irene.id]);
  await ground.search(irene, 'Observation', '_summary=count');
  const after = await Promise.all(ground.records.map((record) => ground.trace.lines(record, undefined, 10)));
  assert.equal(after.flat().length, 2, 'a number alone shows nobody’s things');
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
