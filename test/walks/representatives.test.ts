import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDocuments, openTexts } from '#documents';
import { fhirMigrations } from '#fhir';
import { type Actor, parseItemId, type RecordId } from '#kernel';
import { openRights, type Rights } from '#rights';
import { citizen, corentine, irene, makeKnown, nuees, person } from './cast.ts';
import { askingAt, placeOf, withStatus } from './fhir/asking.ts';
import { haemoglobin } from './fhir/things.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { codesOf, labels, type Reference } from './lifeOf.ts';
import { biology, n3, provide } from './papers.ts';
import { until } from './server.ts';
import { enterCarnet, type Space } from './space.ts';

const year = new Date().getUTCFullYear() - 15;
const teen = person(
  { birthFamily: 'MARÉE', firstBirthGiven: 'ELOUAN', sex: 'M', birthDate: `${year}-03-04`, birthPlace: '29019' },
  '961',
);
const label = 'INVISIBLE_REPRESENTANTS_LEGAUX';

let ground: Ground;
let rights: Rights;
let record: RecordId;
let own: Space;
let parent: Space;
before(async () => {
  ground = await openGround();
  record = await makeKnown(ground, teen);
  const about = async () => ({ name: 'Elouan', birthDate: teen.birthDate });
  rights = openRights(ground.store, ground.trace, { about });
  const mother = { id: await makeKnown(ground, corentine), name: 'Corentine' };
  const desk = { ...call({ kind: 'operator', id: 'operator', name: 'Exploitant' }), reason: 'Livret de famille présenté' };
  await rights.onBehalfAtDesk.representLegally(desk, record, mother, new Date(Date.now() + 86_400_000));
  own = await enterCarnet(ground, record, teen);
  parent = await enterCarnet(ground, mother.id, corentine);
  withStatus(204, await parent(`/carnet/profiles/${record}/act`, { method: 'POST' }));
});
after(() => ground?.close());

const call = (actor: Actor) => ({ actor, at: new Date(), requestId: 'test' });
const as = (...asked: Parameters<ReturnType<typeof askingAt>>) => askingAt(ground)(...asked);
const face = async (actor: Actor, id: string): Promise<Reference> =>
  withStatus(200, await as(actor, 'GET', `/DocumentReference/${id}`)).as<Reference>();
const asTeen = () => citizen(record, teen);
const shownTo = async (space: Space): Promise<string[]> =>
  withStatus(200, await space('/carnet/documents'))
    .as<{ items: { id: string }[] }>()
    .items.map(({ id }) => id);
const visibility = (space: Space, id: string, hidden: boolean) =>
  space(`/carnet/documents/${id}/visibility`, { method: 'PUT', body: { hiddenFromRepresentatives: hidden } });

interface Kept {
  readonly place: string;
  readonly n: number;
  readonly hidden: boolean;
  readonly type: string | null;
}
/** Everything that the record has, with what rights look at: entries, withdrawn ones, resources and their versions. */
async function kept(): Promise<Kept[]> {
  const columns = 'n::int, hidden_from_representatives as hidden, document_type as type';
  const tables = ['documents.entry', 'documents.withdrawn', 'fhir.resource', 'fhir.history'];
  const text = tables
    .map((table) => `select '${table}' as place, ${columns} from ${table} where record_id = $1`)
    .join(' union all ');
  return (await ground.store.pool.query<Kept>(`${text} order by 1, 2, 3, 4`, [record])).rows;
}
async function understood(id: string): Promise<void> {
  const { n } = parseItemId(id);
  const text = 'select 1 from documents.facts where record_id = $1 and n = $2';
  await until(async () => (await ground.store.pool.query(text, [record, n])).rows.length > 0, 20_000);
}
const ofDocument = async (id: string): Promise<Kept[]> => {
  const { n } = parseItemId(id);
  const facts = await ground.store.pool.query<{ fact_n: number }>(
    'select fact_n::int from documents.fact where record_id = $1 and n = $2',
    [record, n],
  );
  const numbers = new Set([n, ...facts.rows.map(({ fact_n }) => fact_n)]);
  return (await kept()).filter((one) => numbers.has(one.n));
};

const results = [['2345-7', 'Glucose', '1.31', 'g/L', '0.70', '1.10']] as const;

test('JDV_J08, INVISIBLE_REPRESENTANTS_LEGAUX: a teenager hides a document from who acts for them, its results with it; they alone show it again', async () => {
  const [id = ''] = await ground.deposited(provide(biology(teen, results)));
  await understood(id);
  assert.ok((await shownTo(parent)).includes(id));
  const lines = await traceFrom(ground, record);
  assert.equal(
    withStatus(200, await visibility(own, id, true)).as<{ hiddenFromRepresentatives: boolean }>().hiddenFromRepresentatives,
    true,
  );
  assert.deepEqual([(await shownTo(own)).includes(id), (await shownTo(parent)).includes(id)], [true, false]);
  // The version before, which has no such label, is shown to whoever sees it and the document as it is now.
  const now = (await ofDocument(id)).filter(({ place }) => place !== 'fhir.history');
  assert.ok(now.length > 2 && now.every(({ hidden, type }) => hidden && type === '11502-2'));
  assert.deepEqual(codesOf(await face(nuees, id)), ['N', label]);
  const patched = await as(nuees, 'PATCH', `/DocumentReference/${id}`, JSON.stringify(labels('N')), {
    'content-type': 'application/json-patch+json',
  });
  refused(patched, 403, 'documents.release-person-only');
  assert.equal((await visibility(parent, id, false)).status, 404);
  withStatus(200, await visibility(own, id, false));
  assert.ok(
    (await shownTo(parent)).includes(id) &&
      (await ofDocument(id)).every(({ hidden, place }) => !hidden || place === 'fhir.history'),
  );
  assert.equal((await visibility(parent, id, true)).status, 403);
  const deeds = (await lines()).flatMap(({ action, detail }) => (action === 'rights' ? [detail?.change] : []));
  assert.deepEqual(deeds, ['withhold', 'release']);
});

test('issue 5, a teenager’s hidden documents stay hidden: a new version of one, and what completes it, whatever their sender says', async () => {
  const [old = ''] = await ground.deposited(provide(n3(teen), { hiddenFromRepresentatives: true }));
  const related = async (code: string, target: string): Promise<string> => {
    const bundle = provide(n3(teen));
    const [, reference] = bundle.entry;
    if (reference !== undefined) reference.resource.relatesTo = [{ code, target: { reference: `DocumentReference/${target}` } }];
    return (await ground.deposited(bundle))[0] ?? '';
  };
  const addendum = await related('appends', old);
  const next = await related('replaces', old);
  for (const id of [old, addendum, next]) {
    assert.ok(!(await shownTo(parent)).includes(id));
    assert.ok(codesOf(await face(nuees, id)).includes(label));
  }
});

test('issue 5: who hides a document hides the versions before it, and from representatives what completes them', async () => {
  const sent = async (relations: readonly (readonly [string, string])[]): Promise<string> => {
    const bundle = provide(n3(teen));
    const [, reference] = bundle.entry;
    if (reference !== undefined && relations.length > 0)
      reference.resource.relatesTo = relations.map(([code, id]) => ({ code, target: { reference: `DocumentReference/${id}` } }));
    return (await ground.deposited(bundle))[0] ?? '';
  };
  const first = await sent([]);
  const second = await sent([['replaces', first]]);
  const addendum = await sent([['appends', second]]);
  withStatus(200, await visibility(own, second, true));
  for (const id of [first, second, addendum]) {
    assert.ok(!(await shownTo(parent)).includes(id));
    assert.ok(codesOf(await face(nuees, id)).includes(label));
  }
  const path = `/carnet/documents/${second}/visibility`;
  withStatus(200, await own(path, { method: 'PUT', body: { hiddenFromProfessionals: true } }));
  const masked = await Promise.all(
    [first, second, addendum].map(async (id) => codesOf(await face(nuees, id)).includes('MASQUE_PS')),
  );
  assert.deepEqual(masked, [true, true, false]);
});

test('connexion secrète: what is deposited or written under a secret access is kept from representatives, and says so', async () => {
  await rights.declare(call(irene), record, 'equipe_de_soins', undefined, true);
  const token = await ground.token(irene);
  const answer = withStatus(200, await ground.send(provide(n3(teen)), token)).as<Bundle>();
  const id = answer.entry?.flatMap(({ response }) => /^DocumentReference\/(.+)$/.exec(response.location)?.[1] ?? [])[0] ?? '';
  assert.deepEqual(codesOf(await face(irene, id)), ['N', label]);
  const sent = haemoglobin(record, '77.10', { meta: { tag: [{ system: 'urn:x', code: 'y' }] } });
  const place = placeOf(withStatus(201, await as(irene, 'POST', '/Observation', sent)));
  const read = withStatus(200, await as(asTeen(), 'GET', `/${place}`));
  const { meta } = read.as<{ meta: { security: { code: string }[] } }>();
  assert.deepEqual(
    meta.security.map(({ code }) => code),
    [label],
  );
  assert.ok(read.bytes.toString().includes('"valueQuantity" : {"value":77.10,'), 'no other byte was changed');
  assert.ok(!(await shownTo(parent)).includes(id) && (await shownTo(own)).includes(id));
  const texts = withStatus(200, await parent('/carnet/results')).bytes.toString();
  assert.ok(!texts.includes('77.1'));
});

test('issue 5: documents of an earlier version of Socle are told their type and labels once, withdrawn ones and what was drawn from them too', async () => {
  const [gone = ''] = await ground.deposited(provide(biology(teen, results), { hiddenFromRepresentatives: true }));
  await understood(gone);
  withStatus(204, await as(nuees, 'DELETE', `/DocumentReference/${gone}`));
  withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(record)));
  const expected = await kept();
  assert.ok(expected.some(({ hidden }) => hidden) && expected.some(({ type }) => type === null));
  for (const table of ['documents.entry', 'documents.withdrawn', 'fhir.resource', 'fhir.history']) {
    await ground.store.pool.query(
      `update ${table} set document_type = null, hidden_from_representatives = false where record_id = $1`,
      [record],
    );
  }
  const { sql = '' } = fhirMigrations.find(({ id }) => id === 'fhir/0004-representatives-and-types') ?? {};
  await ground.store.pool.query(sql.slice(sql.indexOf('update fhir.resource')));
  assert.notDeepEqual(await kept(), expected);
  const documents = openDocuments({ ...ground, fhir: ground.engine, rights: ground.rights(), texts: openTexts(ground) });
  const lines = await traceFrom(ground, record);
  const counts = await Promise.all([documents.move(), documents.move()]);
  assert.ok(counts[0] + counts[1] > 3);
  assert.deepEqual([await documents.move(), await kept()], [0, expected]);
  assert.deepEqual(await lines(), [], 'it is no act on the record');
});
