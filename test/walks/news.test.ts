import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, hector, irene, nuees } from './cast.ts';
import { type Bundle, type Ground, openGround, traceFrom } from './ground.ts';
import { openFormer } from './linking.ts';
import { afterANight } from './night.ts';
import { eventually } from './operators.ts';
import { biology, n3, provide } from './papers.ts';
import { enterPro, type Space } from './space.ts';

let ground: Ground;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
  await pro(`${here}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
});
after(() => ground.close());

interface Line {
  readonly key: string;
  readonly kind: string;
  readonly isNew: boolean;
}
const chronology = async (body: object = {}) =>
  (await pro(`${here}/chronology`, { method: 'POST', body })).as<{
    lines: readonly Line[];
    total: number;
    facets: { fresh: number };
  }>();

/** How many are new, as each screen says it, in the order in which they are opened; all of them are asked what they count. */
async function news() {
  const { items } = (await pro('/pro/day/people')).as<{ items: readonly { fresh: number }[] }>();
  const { fresh } = (await pro(`${here}/synthesis`)).as<{ fresh: { items: readonly Line[]; total: number } }>();
  const all = await chronology({ state: 'all' });
  const only = await chronology({ onlyNew: true });
  const marked = all.lines.filter(({ isNew }) => isNew).map(({ key }) => key);
  const keys = (lines: readonly Line[]) => lines.map(({ key }) => key).sort();
  assert.deepEqual(keys(only.lines), marked.toSorted(), 'the filter gives what is marked');
  assert.deepEqual(keys(fresh.items), marked.toSorted(), 'the synthesis tells what is marked');
  return {
    kinds: fresh.items.map(({ kind }) => kind).sort(),
    counts: [items[0]?.fresh, fresh.total, all.facets.fresh, only.total, marked.length],
  };
}

const subject = () => ({ reference: `Patient/${hexOfRecordId(ground.ambre)}` });
const observation = (label: string, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  subject: subject(),
  code: { text: label },
  effectiveDateTime: '2026-03-01T08:00:00Z',
  valueQuantity: { value: 1, unit: 'g/L' },
  performer: [{ type: 'Organization', display: 'Laboratoire des Brumes' }],
  ...more,
});
const report = (more: object = {}) => ({
  resourceType: 'DiagnosticReport',
  status: 'final',
  subject: subject(),
  code: { text: 'Anatomopathologie' },
  effectiveDateTime: '2026-03-01',
  ...more,
});
const labelled = (code: string) => ({
  meta: {
    security: [
      { system: 'https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument', code },
    ],
  },
});
async function write(resource: { resourceType: string }, token?: string): Promise<string> {
  const answer = await ground.fhir(`/${resource.resourceType}`, {
    method: 'POST',
    token: token ?? (await ground.token(nuees)),
    body: resource,
  });
  assert.equal(answer.status, 201, answer.bytes.toString());
  return answer.as<{ id: string }>().id;
}

const five = (count: number) => [count, count, count, count, count];
let sodium = '';

test('issue 8, new since my last visit: at a first visit nothing is, whatever is there', async () => {
  sodium = await write(observation('Sodium'));
  await write({
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { text: 'Rougeole' },
    patient: subject(),
    occurrenceDateTime: '2026-02-01',
  } as { resourceType: string });
  const { counts } = await news();
  assert.deepEqual(counts, [undefined, 0, 0, 0, 0]);
});

/** What comes between two visits, and the kinds of the lines that it must make. */
const nights: readonly (readonly [what: string, come: () => Promise<unknown>, kinds: readonly string[]])[] = [
  ['nothing', async () => undefined, []],
  [
    'two results of one day and laboratory',
    async () => [await write(observation('Potassium')), await write(observation('Calcium'))],
    ['results'],
  ],
  [
    'results of two laboratories',
    async () => [await write(observation('Fer')), await write(observation('Fer', { performer: [{ display: 'Autre' }] }))],
    ['results', 'results'],
  ],
  ['a new version of what was seen', () => amended(), ['results']],
  ['a masked result', () => write(observation('Secret', labelled('MASQUE_PS'))), []],
  [
    'a result that the person does not know of yet',
    () => write(observation('À annoncer', labelled('INVISIBLE_PATIENT'))),
    ['results'],
  ],
  ['what I wrote', async () => write(observation('De ma main'), await ground.token(irene)), []],
  ['what was entered in error', () => write(observation('Faux', { status: 'entered-in-error' })), []],
  ['how a person lives', () => write(observation('Tabac', { category: [{ coding: [{ code: 'social-history' }] }] })), []],
  ['a report that concludes', () => write(report({ conclusion: 'Rien de malin.' })), ['results']],
  [
    'a report and the result that it names',
    async () => {
      const id = await write(observation('Zinc'));
      await write(report({ result: [{ reference: `Observation/${id}` }] }));
    },
    ['results'],
  ],
  [
    'a document and what is drawn from it',
    async () => {
      const glucose = ['2345-7', 'Glucose', '0.95', 'g/L'] as const;
      const [id = ''] = await ground.deposited(provide(biology(ambre, [glucose], { author: hector })));
      const drawn = async () => {
        const query = new URLSearchParams({ patient: subject().reference, _source: `DocumentReference/${id}` });
        return (await ground.fhir(`/Observation?${query}`, { token: await ground.token(irene) })).as<Bundle>().total ?? 0;
      };
      await eventually(drawn, (total) => total === 1);
    },
    ['document'],
  ],
  [
    'a document and a result',
    async () => {
      await ground.deposited(provide(n3(ambre, { author: hector, title: 'Encore' })));
      await write(observation('Cuivre'));
    },
    ['document', 'results'],
  ],
];
const amended = async () => {
  const answer = await ground.fhir(`/Observation/${sodium}`, {
    method: 'PUT',
    token: await ground.token(nuees),
    body: { ...observation('Sodium', { status: 'amended' }), id: sodium },
  });
  assert.equal(answer.status, 200, answer.bytes.toString());
};

test('issue 8, new since my last visit: the day, the synthesis and the chronology count the same, documents and data, each line once', async () => {
  for (const [what, come, kinds] of nights) {
    await afterANight(ground);
    await come();
    assert.deepEqual(await news(), { kinds, counts: five(kinds.length) }, what);
  }
});

test('issue 8, new since my last visit: what came into a linked record counts too, told in its log; taken apart it does not', async () => {
  const { old, link, unlink } = await openFormer(ground);
  await afterANight(ground);
  await write(observation('Magnésium', { subject: { reference: `Patient/${hexOfRecordId(old)}` } }));
  await link();
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  const told = async () =>
    (await Promise.all(lines.map((one) => one()))).map((all) =>
      all.map(({ detail }) => `${detail?.what} ${detail?.through ?? ''}`.trim()),
    );
  assert.deepEqual(await news(), { kinds: ['results'], counts: five(1) });
  assert.deepEqual(await told(), [
    ['synthesis', 'chronology', 'chronology'],
    ['news link', 'synthesis link', 'chronology link', 'chronology link'],
  ]);
  await unlink();
  assert.equal((await chronology({ onlyNew: true })).total, 0);
});
