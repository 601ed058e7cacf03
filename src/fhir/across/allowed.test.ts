import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, itemId } from '#kernel';
import { AcrossGround, nuees, observation, orme } from '../../../test/fhir/acrossGround.ts';

let ground: AcrossGround;
before(async () => {
  ground = await AcrossGround.open(2);
  const [one, two] = ground.records;
  assert.ok(one && two);
  await ground.keepShared('Organization', 'labo', {
    name: 'Laboratoire des Brumes',
    partOf: { reference: 'Organization/groupe' },
  });
  await ground.keepShared('Organization', 'groupe', { name: 'Groupe des Brumes' });
  await ground.keepShared('Organization', 'autre', { name: 'Laboratoire du Large' });
  await ground.keepShared('Practitioner', 'irene', { name: [{ family: 'Stéthance' }] });
  await ground.keepShared('PractitionerRole', 'irene-labo', {
    practitioner: { reference: 'Practitioner/irene' },
    organization: { reference: 'Organization/labo' },
  });
  const by = (...names: string[]) => ({ performer: names.map((reference) => ({ reference })) });
  const encounter = { encounter: { reference: `Encounter/${itemId(two, 1)}` } };
  await ground.keep(
    { record: one, n: 1, json: observation(one, '718-7', '2026-02-01', by('Organization/labo', 'Practitioner/irene')) },
    { record: two, n: 1, json: { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } } },
    { record: two, n: 2, json: observation(two, '718-7', '2026-02-02', { ...by('Organization/autre'), ...encounter }) },
    { record: two, n: 3, json: observation(two, '718-7', '2026-02-03', by('Organization/labo')), depositor: orme.id },
  );
  await ground.feed();
});
after(() => ground.close());

const chains: readonly (readonly [query: string, matches: readonly number[]])[] = [
  ['performer=Organization/labo', [1]],
  ['performer=Organization/none', []],
  ['performer:Organization.name=laboratoire', [2, 1]],
  ['performer:Organization.name=laboratoire du large', [2]],
  ['performer:Organization.partof.name=groupe', [1]],
  ['performer:Practitioner.family=stethance', [1]],
  ['performer:Practitioner._has:PractitionerRole:practitioner:organization=Organization/labo', [1]],
  ['_filter=performer eq Organization/labo', [1]],
];
for (const [query, matches] of chains)
  test(`FHIR R4 §3.1.1.4.13, across records: “${query}” goes by what is shared`, async () => {
    const { ids, total } = await ground.search(nuees, 'Observation', query);
    const all = matches.map((n) => itemId(ground.record(n - 1), n));
    assert.deepEqual([ids, total], [all, all.length]);
  });

const includes: readonly (readonly [query: string, included: readonly string[]])[] = [
  ['_include=Observation:performer:Organization', ['Organization/autre', 'Organization/labo']],
  [
    '_include=Observation:performer:Organization&_include=Observation:performer:Practitioner&_count=1&_sort=date',
    ['Organization/labo', 'Practitioner/irene'],
  ],
  [
    '_include=Observation:performer:Organization&_include:iterate=Organization:partof',
    ['Organization/autre', 'Organization/groupe', 'Organization/labo'],
  ],
  ['_include=Observation:performer:Practitioner&code=none', []],
];
for (const [query, included] of includes)
  test(`FHIR R4 §3.1.1.5.4, across records: “${query}” brings what is shared, each once`, async () => {
    const found = await ground.search(nuees, 'Observation', query);
    assert.deepEqual(found.included.toSorted(), included);
  });

const refused = (): readonly (readonly [query: string, code: string])[] => {
  const two = ground.record(1);
  return [
    ['_has:Provenance:target:agent=Practitioner/irene', 'fhir.not-across'],
    ['_list=42', 'fhir.not-across'],
    ['_text=fievre', 'fhir.not-across'],
    ['_content=fievre', 'fhir.not-across'],
    ['encounter.status=finished', 'fhir.not-across'],
    ['performer.name=labo', 'fhir.not-across'],
    [`encounter=Encounter/${itemId(two, 1)}`, 'fhir.not-across'],
    [`encounter=${itemId(two, 1)}`, 'fhir.not-across'],
    [`encounter=https://socle.example/fhir/Encounter/${itemId(two, 1)}`, 'fhir.not-across'],
    [`_filter=subject eq Patient/${hexOfRecordId(two)}`, 'fhir.not-across'],
    [`_filter=not (encounter eq Encounter/${itemId(two, 1)})`, 'fhir.not-across'],
    ['_include=Observation:subject', 'fhir.not-across'],
    ['_include=Observation:performer', 'fhir.not-across'],
    ['_include=Observation:performer:Patient', 'fhir.not-across'],
    ['_revinclude=Provenance:target', 'fhir.not-across'],
    ['_sort=code', 'fhir.not-across'],
    ['_sort=-date,_lastUpdated', 'fhir.not-across'],
  ];
};

test('FHIR R4 §3.1.1, across records: what would lead from one thing of a record to another is refused, and told how else', async () => {
  for (const [query, code] of refused()) {
    await assert.rejects(
      ground.search(nuees, 'Observation', query),
      (error: { code: string; sentence: { en: string; fr: string } }) => {
        assert.equal(error.code, code, query);
        assert.match(error.sentence.en, /name one person/);
        assert.match(error.sentence.fr, /nommez une personne/);
        return true;
      },
    );
  }
});

test('FHIR R4 §3.1.1.5.3, across records: by the last change too, in both directions', async () => {
  const { store } = ground;
  await store.pool.query("update fhir.resource set updated_at = updated_at + n * interval '1 hour' where type = 'Observation'");
  const [one, two] = [itemId(ground.record(0), 1), itemId(ground.record(1), 2)];
  assert.deepEqual((await ground.search(nuees, 'Observation', '_sort=_lastUpdated')).ids, [one, two]);
  const first = await ground.search(nuees, 'Observation', '_sort=-_lastUpdated&_count=1');
  const second = await ground.search(nuees, 'Observation', '_sort=-_lastUpdated&_count=1', first.next);
  assert.deepEqual([first.ids, second.ids, second.next], [[two], [one], undefined]);
});

test('FHIR R4 §3.1.1.5, across records: a page of another kind of search is refused', async () => {
  await assert.rejects(ground.search(nuees, 'Observation', '', [[5, 1]]), { code: 'fhir.bad-page' });
});
