import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, citizen, irene, orme } from './cast.ts';
import { type Answer, type Ground, openGround, patientQuery, traceFrom } from './ground.ts';
import { n3, provide } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
  for (let n = 0; n < 3; n++) await ground.deposited(provide(n3(ambre)));
});
after(() => ground.close());

const { matricule } = ambre;
const spaced = matricule.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
const told = [matricule, matricule.slice(0, 13), `${matricule}0`, spaced].map((one) => encodeURIComponent(one));

/** Every place of a search where somebody may write a matricule, right or wrong. */
const places: readonly ((value: string) => string)[] = [
  (value) => `patient.identifier=${value}`,
  (value) => `patient.identifier=urn:oid:${ambre.oid}|${value}`,
  (value) => `patient:identifier=${value}`,
  (value) => `subject.identifier=${value}`,
  (value) => `subject:Patient.identifier=${value}`,
  (value) => `author.identifier=${value}`,
  (value) => `identifier=${value}`,
  (value) => `patient=${value}`,
  (value) => `patient=Patient/${value}`,
  (value) => `subject=Patient?identifier=${value}`,
  (value) => `${value}=1`,
  (value) => `type:${value}=1`,
  (value) => `relatesto.${value}=1`,
  (value) => `_has:${value}:patient:type=1`,
  (value) => `_has:DocumentReference:${value}:type=1`,
  (value) => `_filter=${value} eq 1`,
  (value) => `_filter=identifier eq ${value}`,
  (value) => `_filter=${value}`,
  ...['type', 'status', 'date', 'period', 'description', 'description:contains', '_text', '_content', '_id', 'event'].map(
    (name) => (value: string) => `${name}=${value}`,
  ),
  ...['_sort', '_count', '_total', '_summary', '_elements', '_include', '_revinclude', '_format', '_type', '_list', 'page'].map(
    (name) => (value: string) => `${name}=${value}`,
  ),
];

/** What an answer says beside the resources that it was asked for: links, issues, headers. */
function beside(answer: Answer): string {
  const { entry = [], ...rest } = answer.as<{ entry?: { resource: { resourceType: string } }[] }>();
  const outcomes = entry.filter(({ resource }) => resource.resourceType === 'OperationOutcome');
  return JSON.stringify([rest, outcomes, [...answer.headers]]);
}

const digits = (text: string): string => decodeURIComponent(text.replaceAll('+', ' ')).replace(/[\s\u00a0]/g, '');

test('Guide INS: wherever a matricule is written in a search, no link, refusal, line of the trace or of the log repeats it', async () => {
  const record = hexOfRecordId(ground.ambre);
  const lines = await traceFrom(ground, ground.ambre);
  const [own, doctor] = [await ground.token(citizen(ground.ambre, ambre)), await ground.onGround(irene, ground.ambre)];
  const asks = places.flatMap((place) => [
    ...told.map((value) => ({ token: own, query: place(value), headers: {} })),
    ...told.slice(0, 2).map((value) => ({
      token: doctor,
      query: `patient=Patient/${record}&_count=1&${place(value)}`,
      headers: { prefer: 'handling=lenient' },
    })),
  ]);
  for (const { query, ...ask } of asks) {
    const answer = await ground.fhir(`/DocumentReference?${query}`, ask);
    assert.ok(answer.status < 500, `${query}: ${answer.bytes}`);
    assert.ok(!digits(beside(answer)).includes(matricule.slice(0, 13)), `${query}: ${beside(answer)}`);
  }
  const history = await ground.fhir(`/DocumentReference/_history?patient=${matricule}`, { token: await ground.token(orme) });
  assert.ok(!beside(history).includes(matricule), beside(history));
  const kept = JSON.stringify(await lines());
  const { rows } = await ground.store.pool.query("select body from trace.line where body like '%' || $1 || '%'", [matricule]);
  assert.deepEqual([rows, kept.includes(matricule), ground.said.join().includes(matricule)], [[], false, false]);
});

test('Guide INS: a search by matricule says in its links nothing of who it is about, and goes on all the same', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(citizen(ground.ambre, ambre));
  const asked = `/DocumentReference?${patientQuery(ambre)}&status=current&_count=1`;
  const { link = [], total } = (await ground.fhir(asked, { token })).as<{
    total: number;
    link: { relation: string; url: string }[];
  }>();
  assert.deepEqual(
    link.map(({ relation, url }) => [relation, [...new URL(url).searchParams.keys()]]),
    [
      ['self', ['status', '_count']],
      ['next', ['page']],
    ],
  );
  const next = await ground.fhir(link[1]?.url.slice(`${ground.url}/fhir`.length) ?? '', { token });
  assert.equal(next.as<{ total: number }>().total, total);
  assert.deepEqual(await lines(), []);
});
