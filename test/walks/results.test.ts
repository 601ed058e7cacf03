import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, hector, irene, nuees, orme } from './cast.ts';
import { type Ground, openGround, refused, traceFrom } from './ground.ts';
import { biology, provide, type Result } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let ids: string[];
const here = () => hexOfRecordId(ground.ambre);

/** Three reports: two laboratories' units and codes, one that the person hides from professionals. */
before(async () => {
  ground = await openGround();
  const first: Result[] = [
    ['2345-7', 'Glucose', '0.95', 'g/L', '0.70', '1.10'],
    ['2951-2', 'Sodium', '141', 'mmol/L'],
  ];
  ids = [];
  for (const [results, at, hide] of [
    [first, '2026-01-10T08:00:00Z', {}],
    [[['14749-6', 'Glucose', '6.4', 'mmol/L', '3.9', '6.1']], '2026-02-10T08:00:00Z', {}],
    [[['2345-7', 'Glucose', '1.31', 'g/L', '0.70', '1.10']], '2026-03-10T08:00:00Z', { hiddenFromProfessionals: true }],
  ] as const)
    ids.push(...(await ground.deposited(provide(biology(ambre, results as Result[], { at: new Date(at) }), hide))));
  for (let i = 0; i < 3000 && (await understood()) < ids.length; i++) await sleep(20);
  assert.equal(await understood(), ids.length, ground.said.join('\n'));
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

const understood = async (): Promise<number> =>
  Number((await ground.store.pool.query<{ n: string }>('select count(*) as n from documents.text')).rows[0]?.n);

interface Answer {
  readonly analytes: readonly {
    readonly key: string;
    readonly label: string;
    readonly series: readonly {
      readonly unit: string;
      readonly printed: string;
      readonly points: readonly {
        at: string;
        value: number;
        low?: number;
        high?: number;
        flag?: { code: string; label: { fr: string } };
        given?: object;
        documents: string[];
      }[];
    }[];
  }[];
  readonly cut: boolean;
}

test('Issue 4, 6, carnet: one series for glucose across codes and units, each point with its band, its flag and its document', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await carnet('/carnet/results');
  assert.equal(answer.status, 200, answer.bytes.toString());
  const { analytes, cut } = answer.as<Answer>();
  assert.deepEqual(
    [analytes.map(({ key, label }) => [key, label]), cut],
    [
      [
        ['glucose', 'Glycémie'],
        ['loinc:2951-2', 'Sodium'],
      ],
      false,
    ],
  );
  const [glucose] = analytes;
  assert.deepEqual(
    glucose?.series.map(({ unit, printed, points }) => [
      unit,
      printed,
      points.map(({ value, low, high, flag, given, documents }) => [value, low, high, flag?.label.fr, given, documents]),
    ]),
    [
      [
        'g/L',
        'g/L',
        [
          [0.95, 0.7, 1.1, 'dans les valeurs usuelles', undefined, [ids[0]]],
          [
            1.153,
            0.702608,
            1.09895,
            'au-dessus des valeurs usuelles',
            { value: 6.4, unit: 'mmol/L', printed: 'mmol/L' },
            [ids[1]],
          ],
          [1.31, 0.7, 1.1, 'au-dessus des valeurs usuelles', undefined, [ids[2]]],
        ],
      ],
    ],
  );
  const asked = await carnet('/carnet/results', { method: 'POST', body: { analyte: 'glucose', unit: 'mmol/L' } });
  const [only, ...others] = asked.as<Answer>().analytes;
  assert.deepEqual(
    [others, only?.series.map(({ unit, points }) => [unit, points.map(({ value }) => value)])],
    [[], [['mmol/L', [5.27321, 6.4, 7.27148]]]],
  );
  toldPlainly(await carnet('/carnet/results', { method: 'POST', body: { analyte: 1 } }), 400, 'http.malformed');
  // a person looking through their own record is no news to anyone
  assert.deepEqual(await lines(), []);
});

test('Issue 4, 6, pro: who has a ground sees the results of what they may see, traced; who has none is told so, and what is hidden is in no series', async () => {
  const pro = await enterPro(ground, hector.id);
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await pro(`/pro/patients/${here()}/results`), 403, 'rights.no-ground');
  await pro(`/pro/patients/${here()}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  const answer = (await pro(`/pro/patients/${here()}/results`)).as<Answer>();
  const values = answer.analytes.find(({ key }) => key === 'glucose')?.series[0]?.points.map(({ value }) => value);
  assert.deepEqual(values, [0.95, 1.153]);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => [action, outcome, detail]),
    [
      ['refusal', 'refused', undefined],
      ['rights', 'done', { change: 'declare' }],
      ['search', 'done', { type: 'Observation', operation: 'series' }],
    ],
  );
  assert.equal(JSON.stringify(await lines()).includes('glucose'), false, 'no line tells what was looked for');
});

interface Parameter {
  readonly name: string;
  readonly part?: readonly Parameter[];
  readonly valueString?: string;
  readonly valueQuantity?: { readonly value: number; readonly code?: string };
}
const valuesIn = (parameters: readonly Parameter[]): (number | undefined)[] =>
  parameters
    .filter(({ name }) => name === 'analyte')
    .flatMap(({ part = [] }) => part.filter(({ name }) => name === 'series'))
    .flatMap(({ part = [] }) => part.filter(({ name }) => name === 'point'))
    .map(({ part = [] }) => part.find(({ name }) => name === 'value')?.valueQuantity?.value);

test('Issue 4, 6, Patient $series: the same by FHIR, for the person, who treats them, and the software of their documents; for nobody else', async () => {
  const path = `/Patient/${here()}/$series?analyte=glucose`;
  const asked = async (token: string, at = path) => (await ground.fhir(at, { token })).as<{ parameter: Parameter[] }>().parameter;
  const self = await ground.token(citizen(ground.ambre, ambre));
  assert.deepEqual(valuesIn(await asked(self)), [0.95, 1.153, 1.31]);
  assert.deepEqual(valuesIn(await asked(self, '/Patient/$series?analyte=loinc:2951-2')), [141]);
  assert.deepEqual(valuesIn(await asked(self, '/Patient/$series?analyte=nothing')), []);
  assert.deepEqual(valuesIn(await asked(await ground.onGround(irene, ground.ambre))), [0.95, 1.153, 1.31], 'their author');
  assert.deepEqual(valuesIn(await asked(await ground.onGround(hector, ground.ambre))), [0.95, 1.153]);
  assert.deepEqual(valuesIn(await asked(await ground.token(nuees))), [0.95, 1.153, 1.31]);
  assert.deepEqual(valuesIn(await asked(await ground.token(orme))), []);
  refused(await ground.fhir(path, { token: await ground.token(citizen(ground.basile, basile)) }), 403, 'rights.not-yours');
  const lines = await traceFrom(ground, ground.ambre);
  await asked(await ground.token(nuees));
  assert.deepEqual(
    (await lines()).map(({ action, who }) => [action, who.name]),
    [['search', nuees.name]],
  );
});

test('Issue 4, 6: a result hidden by the person leaves the series in the same act, and comes back', async () => {
  const token = await ground.onGround(hector, ground.ambre);
  const values = async () =>
    valuesIn(
      (await ground.fhir(`/Patient/${here()}/$series?analyte=glucose`, { token })).as<{ parameter: Parameter[] }>().parameter,
    );
  await ground.hide(citizen(ground.ambre, ambre), ids[0] ?? '', true);
  assert.deepEqual(await values(), [1.153]);
  await ground.hide(citizen(ground.ambre, ambre), ids[0] ?? '', false);
  assert.deepEqual(await values(), [0.95, 1.153]);
});
