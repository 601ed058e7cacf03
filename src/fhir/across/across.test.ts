import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemId } from '#kernel';
import { AcrossGround, hector, irene, type Kept, nuees, observation, orme } from '../../../test/fhir/acrossGround.ts';

let ground: AcrossGround;
let all: readonly Kept[] = [];
before(async () => {
  ground = await AcrossGround.open(6);
  all = scene();
  await ground.keep(...all);
  await ground.feed();
});
after(() => ground.close());

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const idOf = ({ record, n }: Kept): string => itemId(record, n);

/** Everything that the searches below can tell apart, in all records: two software, two authors, codes, identifiers, statuses, days. */
function scene(): Kept[] {
  const kept: Kept[] = [];
  for (let i = 0; i < 96; i++) {
    const record = ground.record(i % 6);
    const more = {
      status: i % 4 === 0 ? 'final' : 'preliminary',
      ...(i % 5 === 0 ? { identifier: [{ system: `urn:oid:1.2.250.1.999.${i % 2}`, value: `E-${i % 10}` }] } : {}),
    };
    const authors = [[], [irene.id], [hector.id, irene.id], [hector.id]][Math.floor(i / 6) % 4] ?? [];
    const code = ['718-7', '2345-7', '29463-7'][i % 3] ?? '';
    // Some have no date: they stand where they were written; many have the same.
    const date = i % 7 === 0 ? undefined : day(i % 20);
    kept.push({
      record,
      n: i + 1,
      json: observation(record, code, date, more),
      depositor: i % 8 === 0 ? orme.id : nuees.id,
      authors,
    });
  }
  return kept;
}

type Json = Kept['json'];
const codeOf = ({ code }: Json): string => (code as { coding: [{ code: string }] }).coding[0].code;
const identifierOf = ({ identifier }: Json) => (identifier as { system: string; value: string }[] | undefined)?.[0];
const loinc = (code: string): string => encodeURIComponent(`http://loinc.org|${code}`);
const system = (n: number): string => encodeURIComponent(`urn:oid:1.2.250.1.999.${n}|`);

const filters: readonly (readonly [query: string, holds: (json: Json) => boolean])[] = [
  ['', () => true],
  ['code=718-7', (json) => codeOf(json) === '718-7'],
  [`code=${loinc('718-7')}`, (json) => codeOf(json) === '718-7'],
  ['code=http://snomed.info/sct|718-7', () => false],
  ['code=718-7,2345-7', (json) => codeOf(json) !== '29463-7'],
  ['code:not=718-7', (json) => codeOf(json) !== '718-7'],
  ['code=none-such', () => false],
  ['identifier=E-5', (json) => identifierOf(json)?.value === 'E-5'],
  [
    `identifier=${system(1)}E-5`,
    (json) => identifierOf(json)?.value === 'E-5' && identifierOf(json)?.system.endsWith('.1') === true,
  ],
  [`identifier=${system(0)}E-5`, () => false],
  [`identifier=${system(0)}`, (json) => identifierOf(json)?.system.endsWith('.0') === true],
  ['code=718-7&identifier=E-0,E-5', (json) => codeOf(json) === '718-7' && identifierOf(json) !== undefined],
  ['status=final', (json) => json.status === 'final'],
  ['code=718-7&status=final', (json) => codeOf(json) === '718-7' && json.status === 'final'],
  ['code=718-7&date=ge2026-01-10', (json) => codeOf(json) === '718-7' && String(json.effectiveDateTime ?? '') >= '2026-01-10'],
  ['_filter=code eq 718-7 or status eq final', (json) => codeOf(json) === '718-7' || json.status === 'final'],
  ['date:missing=true', (json) => json.effectiveDateTime === undefined],
];

/** What a maker finds, newest first: a plain filter of all that was kept. */
function expected(all: readonly Kept[], sees: (kept: Kept) => boolean, holds: (json: Json) => boolean): string[] {
  const at = ({ json }: Kept): string => String(json.effectiveDateTime ?? '2026-03-02T08:00:00.000Z');
  return all
    .filter((kept) => sees(kept) && holds(kept.json))
    .sort((a, b) => (at(a) === at(b) ? byPlace(b, a) : at(a) < at(b) ? 1 : -1))
    .map(idOf);
}
const byPlace = (a: Kept, b: Kept): number => (a.record === b.record ? a.n - b.n : a.record < b.record ? -1 : 1);

for (const [query, holds] of filters) {
  test(`FHIR R4 §3.1.1, across records: “${query}” gives what a plain filter gives, with its total, whole and in pages`, async () => {
    const makers = [
      [nuees, ({ depositor }: Kept) => depositor === nuees.id],
      [orme, ({ depositor }: Kept) => depositor === orme.id],
      [irene, ({ authors = [] }: Kept) => authors.includes(irene.id)],
      [hector, ({ authors = [] }: Kept) => authors.includes(hector.id)],
    ] as const;
    let most = 0;
    for (const [actor, sees] of makers) {
      const ids = expected(all, sees, holds);
      most = Math.max(most, ids.length);
      const whole = await ground.search(actor, 'Observation', `${query}&_count=200`);
      assert.deepEqual([whole.ids, whole.total, whole.next], [ids, ids.length, undefined], actor.name);
      const pages = await ground.pages(actor, 'Observation', `${query}&_count=7`);
      assert.deepEqual(
        pages.flatMap((page) => page.ids),
        ids,
      );
      assert.deepEqual([...new Set(pages.map(({ total }) => total))], [ids.length]);
      const upward = await ground.pages(actor, 'Observation', `${query}&_count=9&_sort=date`);
      assert.deepEqual(
        upward.flatMap((page) => page.ids),
        ids.toReversed(),
      );
      assert.deepEqual((await ground.search(actor, 'Observation', `${query}&_summary=count`)).total, ids.length);
      const uncounted = await ground.pages(actor, 'Observation', `${query}&_count=7&_total=none`);
      assert.deepEqual(
        uncounted.flatMap((page) => page.ids),
        ids,
      );
      assert.ok(uncounted.every(({ total }) => total === undefined));
    }
    assert.equal(
      most > 0,
      all.some(({ json }) => holds(json)),
      'somebody finds something when there is something',
    );
  });
}
