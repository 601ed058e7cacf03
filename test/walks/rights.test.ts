import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Actor, hexOfRecordId, type RecordId } from '#kernel';
import { ambre, basile, capucine, citizen, hector, irene, makeKnown, nuees, orme, person } from './cast.ts';
import { type Answer, type Bundle, type Ground, openGround, traceFrom } from './ground.ts';
import { n3, provide, provideAll } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** One row of the table: who looks, and what the person has decided. */
interface Row {
  readonly who: 'self' | 'other' | 'author' | 'stranger' | 'depositor' | 'other-software' | 'operator';
  readonly ground: 'none' | 'equipe_de_soins' | 'bris_de_glace' | 'expired';
  readonly opposed: 'none' | 'consultation' | 'emergency' | 'deposit';
  readonly blocked: boolean;
}

/** Every document of the scene: who wrote it, who does not see it. */
const papers = [
  { name: 'open', author: irene, masked: false, invisible: false },
  { name: 'masked', author: irene, masked: true, invisible: false },
  { name: 'invisible', author: irene, masked: false, invisible: true },
  { name: 'other', author: hector, masked: false, invisible: false },
  { name: 'other-masked', author: hector, masked: true, invisible: true },
] as const;

/** The oracle, written from the rules in words, knowing nothing of the product: may the list be looked at, and which documents exist? */
function allowed({ who, ground: on, opposed, blocked }: Row): { list: boolean; sees: readonly string[] } {
  const names = papers.map(({ name }) => name);
  const own = papers.filter(({ author }) => author === irene).map(({ name }) => name);
  switch (who) {
    case 'self':
      return { list: true, sees: papers.filter(({ invisible }) => !invisible).map(({ name }) => name) };
    case 'depositor':
      return { list: true, sees: names };
    case 'other-software':
      return { list: true, sees: [] };
    case 'other':
    case 'operator':
      return { list: false, sees: [] };
    default: {
      const mine: readonly string[] = who === 'author' ? own : [];
      if (blocked) return { list: false, sees: [] };
      if (on === 'none' || on === 'expired') return { list: false, sees: mine };
      if (opposed === (on === 'bris_de_glace' ? 'emergency' : 'consultation')) return { list: false, sees: [] };
      return { list: true, sees: papers.filter(({ name, masked }) => !masked || mine.includes(name)).map(({ name }) => name) };
    }
  }
}

const rows: readonly Row[] = (['author', 'stranger'] as const)
  .flatMap((who) =>
    (['none', 'equipe_de_soins', 'bris_de_glace', 'expired'] as const).flatMap((on) =>
      (['none', 'consultation', 'emergency', 'deposit'] as const).flatMap((opposed) =>
        [false, true].map((blocked): Row => ({ who, ground: on, opposed, blocked })),
      ),
    ),
  )
  .concat(
    (['self', 'other', 'depositor', 'other-software', 'operator'] as const).flatMap((who) =>
      (['none', 'consultation'] as const).map((opposed): Row => ({ who, ground: 'none', opposed, blocked: false })),
    ),
  );

let order = 200;
/** A person of their own for each row, with the scene's documents; gives the ids by name and the submission. */
async function scene(): Promise<{ record: RecordId; ids: Map<string, string>; lot: string }> {
  const patient = person({ ...ambre, birthFamily: `BRUMAILLE` }, String(++order));
  const record = await makeKnown(ground, patient);
  const documents = papers.map(({ author, masked, invisible }) =>
    provide(n3(patient, { author }), { hiddenFromProfessionals: masked, hiddenFromPatient: invisible }),
  );
  const answer = await ground.send(provideAll(documents));
  const places = answer.as<Bundle>().entry?.map(({ response }) => response.location) ?? [];
  const ids = papers.map(({ name }, index): [string, string] => [name, places[index + 1]?.split('/')[1] ?? '']);
  return { record, ids: new Map(ids), lot: places[0] ?? '' };
}

function actorOf({ who }: Row, record: RecordId): Actor {
  switch (who) {
    case 'self':
      return citizen(record, ambre);
    case 'other':
      return citizen(ground.basile, basile);
    case 'author':
      return irene;
    case 'stranger':
      return capucine;
    case 'depositor':
      return nuees;
    case 'other-software':
      return orme;
    case 'operator':
      return { kind: 'operator', id: 'operator', name: 'Exploitant' };
  }
}

/** What the row says has been decided, through the doors by which people decide. */
async function decide({ ground: on, opposed, blocked }: Row, actor: Actor, record: RecordId): Promise<void> {
  const rights = ground.rights();
  const call = (by: Actor) => ({ actor: by, at: new Date(), requestId: 'test' });
  if (on !== 'none') {
    await rights.declare(call(actor), record, on === 'expired' ? 'equipe_de_soins' : on, 'Personne inconsciente');
    // time passes
    if (on === 'expired')
      await ground.store.pool.query("update rights.access set until = now() - interval '1 s' where record_id = $1", [record]);
  }
  const self = citizen(record, ambre);
  if (opposed !== 'none') await rights.oppose(call(self), record, { [opposed]: true });
  if (blocked && actor.kind === 'professional') await rights.block(call(self), record, actor);
}

for (const row of rows) {
  const { who, ground: on, opposed, blocked } = row;
  const title = `${who}, ground ${on}, opposition ${opposed}${blocked ? ', blocked' : ''}`;
  test(`design §3, no Permit no byte: ${title}: the same answer through list, total, read, Binary and List`, async () => {
    const { record, ids, lot } = await scene();
    const actor = actorOf(row, record);
    await decide(row, actor, record);
    const lines = await traceFrom(ground, record);
    const { list, sees } = allowed(row);
    const token = await ground.token(actor);
    const get = (path: string): Promise<Answer> => ground.fhir(path, { token });

    const found = await get(`/DocumentReference?patient=Patient/${hexOfRecordId(record)}`);
    const bundle = found.as<Bundle>();
    assert.equal(found.status === 200, list, `search: ${found.bytes}`);
    if (list) assert.deepEqual([bundle.total, namesOf(bundle, ids)], [sees.length, sees.toSorted()]);
    const lots = await get(`/List?patient=Patient/${hexOfRecordId(record)}`);
    assert.equal(lots.status === 200, list);
    if (list) assert.equal(lots.as<Bundle>().total, sees.length > 0 ? 1 : 0);
    const one = await get(`/${lot}`);
    assert.equal(one.status === 200, list && sees.length > 0);
    if (one.status === 200) assert.equal(one.as<{ entry: object[] }>().entry.length, sees.length);

    // the refused: search, lots and the lot itself; where only the list may be looked at, the lot without a document in it
    let refusals = list ? (sees.length === 0 ? 1 : 0) : 3;
    if (list && sees.length === 0) assert.equal(one.status, 404);
    for (const [name, id] of ids) {
      for (const resource of ['DocumentReference', 'Binary']) {
        const answer = await get(`/${resource}/${id}`);
        const visible = sees.includes(name);
        assert.equal(answer.status === 200, visible, `${resource} ${name}: ${answer.status}`);
        if (!visible) {
          refusals += 1;
          assert.ok(!answer.bytes.includes('Tension') && answer.bytes.length < 1000, 'no byte');
          assert.equal(answer.status, list ? 404 : 403);
        }
      }
    }
    const told = await lines();
    assert.equal(told.filter(({ outcome }) => outcome === 'refused').length, refusals);
    assert.equal(told.filter(({ action }) => action === 'read').length, sees.length * 2);
    assert.ok(told.every((line) => line.who.id === (actor.kind === 'citizen' ? actor.record : actor.id)));
  });
}

function namesOf({ entry = [] }: Bundle, ids: ReadonlyMap<string, string>): string[] {
  const found = entry.map(({ resource }) => resource.id);
  return [...ids]
    .filter(([, id]) => found.includes(id))
    .map(([name]) => name)
    .toSorted();
}
