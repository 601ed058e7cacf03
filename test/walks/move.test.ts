import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Documents, openDocuments, openTexts } from '#documents';
import { hexOfRecordId, parseItemId } from '#kernel';
import { ambre, citizen, irene } from './cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { change, n3, provide } from './papers.ts';

let ground: Ground;
let documents: Documents;
before(async () => {
  ground = await openGround();
  documents = openDocuments({ ...ground, fhir: ground.engine, rights: ground.rights(), texts: openTexts(ground) });
});
after(() => ground.close());

/** As an earlier version of Socle kept them: the face in the entry, its earlier versions in a table beside. */
async function asBefore(id: string): Promise<void> {
  const { record, n } = parseItemId(id);
  const sql = (text: string) => ground.store.pool.query(text, [record, n]);
  const which = 'where record_id = $1 and n = $2';
  await sql(`update documents.entry set body = (select body from fhir.resource ${which}) ${which}`);
  await sql(`insert into documents.entry_history (record_id, n, version, ended_at, body)
    select record_id, n, version, now(), body from fhir.history ${which}`);
  for (const table of ['fhir.resource', 'fhir.history']) await sql(`delete from ${table} ${which}`);
}

test('issue 3: documents of an earlier version are moved once, found and read afterwards, each version as it was', async () => {
  const [plain = ''] = await ground.deposited(provide(n3(ambre, { title: 'Simple' })));
  const [old = ''] = await ground.deposited(provide(n3(ambre, { title: 'Remplacé' })));
  const relation = [{ code: 'replaces', target: { reference: `DocumentReference/${old}` } }];
  const [next = ''] = await ground.deposited(
    change(provide(n3(ambre, { title: 'Remplaçant' })), 'entry.1.resource.relatesTo', relation),
  );
  const [hidden = ''] = await ground.deposited(provide(n3(ambre, { title: 'Caché depuis' })));
  await ground.hide(citizen(ground.ambre, ambre), hidden, true);
  const ids = [plain, old, next, hidden];
  const paths = [
    ...ids.flatMap((id) => [`/DocumentReference/${id}`, `/DocumentReference/${id}/_history`, `/Binary/${id}`]),
    ...[old, hidden].flatMap((id) => [1, 2].map((version) => `/DocumentReference/${id}/_history/${version}`)),
    ...['', 'status=superseded', 'relation=replaces', 'security-label=MASQUE_PS', `_id=${plain}`, '_sort=_lastUpdated'].map(
      (query) => `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}&${query}`,
    ),
  ];
  const tokens = [await ground.token(citizen(ground.ambre, ambre)), await ground.onGround(irene, ground.ambre)];
  const told = async () => {
    const answers = tokens.flatMap((token) => paths.map((path) => ground.fhir(path, { token })));
    return (await Promise.all(answers)).map(({ status, bytes }) => [status, bytes.toString()]);
  };
  const expected = await told();
  const counted = async () => {
    const { rows } = await ground.store.pool.query(
      `select (select count(*) from fhir.resource) as resources, (select count(*) from fhir.history) as versions,
         (select count(*) from documents.entry where body is not null) as kept, (select count(*) from documents.entry_history) as past`,
    );
    return rows[0];
  };
  const rows = await counted();
  for (const id of ids) await asBefore(id);
  const lines = await traceFrom(ground, ground.ambre);
  refused(await ground.fhir(`/DocumentReference/${plain}`, { token: tokens[0] ?? '' }), 404, 'id.unknown');
  // several servers of one database may start at the same time
  const counts = await Promise.all([documents.move(), documents.move()]);
  assert.equal(counts[0] + counts[1], ids.length);
  assert.deepEqual([await documents.move(), await counted()], [0, rows]);
  assert.deepEqual(await told(), expected);
  const { action, outcome } = (await lines())[0] ?? {};
  assert.deepEqual([action, outcome], ['refusal', 'refused'], 'moving is no act on the record');
});

test('issue 3: a document that was moved goes on as any other', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'À suivre' })));
  await asBefore(id);
  assert.equal(await documents.move(), 1);
  const lines = await traceFrom(ground, ground.ambre);
  await ground.hide(citizen(ground.ambre, ambre), id, true);
  const token = await ground.token(citizen(ground.ambre, ambre));
  const history = (await ground.fhir(`/DocumentReference/${id}/_history`, { token })).as<Bundle>();
  assert.deepEqual(
    history.entry?.map(({ resource }) => resource.meta.versionId),
    ['2', '1'],
  );
  assert.deepEqual(
    (await lines()).map(({ action }) => action),
    ['rights', 'read'],
  );
});
