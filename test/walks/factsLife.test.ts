import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId } from '#kernel';
import { ambre, nuees } from './cast.ts';
import { ask, type Bundle, everyLineFrom, type Ground, openGround, words } from './ground.ts';
import { biology, type Loose, n3, provide, type Result } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const glucose: Result = ['2345-7', 'Glucose', '0.95', 'g/L', '0.70', '1.10'];
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

interface Told {
  readonly state: string;
  readonly facts: readonly { readonly id: string; readonly meta: { readonly versionId: string } }[];
  readonly left: Readonly<Record<string, number>>;
}

/** What `$facts` says once it is no longer `waiting`. */
async function factsOf(id: string): Promise<Told> {
  const token = await ground.token(nuees);
  for (let i = 0; i < 3000; i++) {
    const answer = await ground.fhir(`/DocumentReference/${id}/$facts`, { token });
    const { parameter = [] } = answer.as<{ parameter?: Loose[] }>();
    const state = String(parameter.find(({ name }) => name === 'state')?.valueCode ?? answer.status);
    if (state !== 'waiting') {
      const left = parameter.flatMap(({ name, part }) => {
        const [reason, number] = name === 'left' ? (part as Loose[]) : [];
        return reason === undefined ? [] : [[String(reason.valueCode), Number(number?.valueInteger)] as const];
      });
      const facts = parameter.flatMap(({ name, resource }) => (name === 'fact' ? [resource as Told['facts'][number]] : []));
      return { state, facts, left: Object.fromEntries(left) };
    }
    await sleep(20);
  }
  return assert.fail(`${id} is not understood: ${ground.said.join('\n')}`);
}

const observations = async (id: string): Promise<number | undefined> => {
  const query = `patient=Patient/${hexOfRecordId(ground.ambre)}&_source=DocumentReference/${id}`;
  return (await ground.fhir(`/Observation?${query}`, { token: await ground.token(nuees) })).as<Bundle>().total;
};

test('Issue 4, 3 and 7: withdrawn, a document takes its results with it at once; restored, the same come back under their ids', async () => {
  const [id = ''] = await ground.deposited(provide(biology(ambre, [glucose])));
  const before = await factsOf(id);
  assert.equal(before.facts.length, 3);
  const lines = await everyLineFrom(ground, ground.ambre);
  const token = await ground.token(nuees);
  const gone = await ground.fhir(`/DocumentReference/${id}`, { method: 'DELETE', token });
  assert.ok(gone.status < 300, gone.bytes.toString());
  assert.equal(await observations(id), 0);
  const { rows } = await ground.store.pool.query<{ n: number }>(
    'select count(*) as n from fhir.history where record_id = $1 and body like $2',
    [ground.ambre, `%"source":"DocumentReference/${id}"%`],
  );
  assert.equal(Number(rows[0]?.n), 0, 'what they said is in no version any more');
  const back = await ask(`${ground.url}/api/operator/documents/${id}/restore`, {
    method: 'POST',
    token: await ground.token(operator),
    body: { why: 'Retiré par erreur, demande de l’auteur.' },
    headers: { 'content-type': 'application/json' },
  });
  assert.ok(back.status < 300, back.bytes.toString());
  for (let i = 0; i < 3000 && (await observations(id)) === 0; i++) await sleep(20);
  const after = await factsOf(id);
  assert.deepEqual(
    after.facts.map((one) => one.id),
    before.facts.map((one) => one.id),
  );
  assert.deepEqual(new Set(after.facts.map(({ meta }) => meta.versionId)), new Set(['3'])); // made, ended, back
  assert.ok((await lines()).map(words).includes('write done Socle'));
});

/** An N3 whose body is this. */
const withBody = (inner: string): Buffer => {
  const text = n3(ambre).toString();
  const [from, to] = [text.indexOf('<structuredBody'), text.indexOf('</structuredBody>')];
  assert.ok(from > 0 && to > from);
  return Buffer.from(`${text.slice(0, text.indexOf('>', from) + 1)}${inner}${text.slice(to)}`);
};
const section = (inner: string) =>
  `<component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><title>Résultats</title><text>x</text>${inner}</section></component>`;
const result = (inner: string) =>
  `<observation classCode="OBS" moodCode="EVN"><code code="1" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>${inner}</observation>`;

for (const [name, body, state, left] of [
  ['100,001 tags', section('<br/>'.repeat(100_001)), 'too-large', {}],
  ['60,000 tags', section('<br/>'.repeat(60_000)), 'nothing', { 'narrative-only': 1 }],
  [
    '450,000 attributes',
    section(`<br ${Array.from({ length: 250 }, (_, i) => `a${i}=""`).join(' ')}/>`.repeat(1800)),
    'too-large',
    {},
  ],
  [
    '7,000 results',
    section(`<entry>${result('<value xsi:type="INT" value="1"/>')}</entry>`.repeat(7000)),
    'drawn',
    { 'too-many': 2000 },
  ],
  [
    '80 results one in the other',
    section(
      `<entry>${`${result('<value xsi:type="INT" value="1"/>').slice(0, -14)}<entryRelationship typeCode="COMP">`.repeat(80)}${result('')}${'</entryRelationship></observation>'.repeat(80)}</entry>`,
    ),
    'drawn',
    { 'no-fact': 1 },
  ],
  [
    'a value that is no number, a unit that is none, a date that is none',
    section(`<entry>${result('<effectiveTime value="20269999"/><value xsi:type="PQ" value="1e999" unit="{{"/>')}</entry>`),
    'nothing',
    { 'no-fact': 1 },
  ],
] as const)
  test(`Issue 4, bad input: an N3 with ${name} is understood as far as it can be, and no job runs for ever`, async () => {
    const [id = ''] = await ground.deposited(provide(withBody(body)));
    const told = await factsOf(id);
    assert.equal(told.state, state);
    assert.deepEqual(told.left, left);
    const { rows } = await ground.store.pool.query<{ attempts: number }>(
      "select max(attempts) as attempts from graphile_worker._private_jobs where key like 'documents.deposited%' and last_error is not null",
    );
    assert.equal(rows[0]?.attempts ?? 0, 0, 'no job failed');
  });
