import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { ambre, irene, nuees, orme } from '../cast.ts';
import {
  ambreHerself,
  asked,
  basileHimself,
  callBy,
  type EngineGround,
  feed,
  input,
  linesFrom,
  openEngineGround,
  refusal,
} from './engineGround.ts';
import { identifier, patientOf, practice, visible, weight } from './resources.ts';

let ground: EngineGround;
let since: string;
before(async () => {
  ground = await openEngineGround();
  const { fhir, call } = ground;
  await fhir.read(call(), 'Patient', hexOfRecordId(ground.ambre));
  const organization = await fhir.create(call(), 'Organization', input(practice('Cabinet', identifier('E'))));
  const role = await fhir.create(
    call(),
    'PractitionerRole',
    input({ resourceType: 'PractitionerRole', organization: { reference: `Organization/${organization.id}` } }),
  );
  await fhir.create(call(), 'Organization', input(practice('Ailleurs')));
  const performer = [{ reference: `PractitionerRole/${role.id}` }];
  for (let n = 0; n < 4; n++) await fhir.create(call(), 'Observation', input(weight(patientOf(ground.ambre), { performer })));
  await fhir.create(call(orme), 'Observation', input(weight(patientOf(ground.ambre), visible('INVISIBLE_PATIENT'))));
  const { at } = await fhir.create(
    call(),
    'Condition',
    input({ resourceType: 'Condition', subject: patientOf(ground.ambre), code: { text: 'Rhume' } }),
  );
  since = at.toISOString();
  await fhir.create(call(), 'Observation', input(weight(patientOf(ground.basile))));
});
after(() => ground.close());

const everything = (actor: Parameters<typeof callBy>[0], query = '', record: RecordId = ground.ambre) =>
  ground.fhir.everything(ground.call(actor), hexOfRecordId(record), asked(query));
const counted = (stored: readonly { type: string }[]): Record<string, number> =>
  Object.fromEntries(Object.entries(Object.groupBy(stored, ({ type }) => type)).map(([type, list]) => [type, list?.length ?? 0]));

test('FHIR R4 Patient $everything: the person, what is theirs and seen by the caller, and what it refers to', async () => {
  const told = await linesFrom(ground, ground.ambre);
  const all = await everything(nuees);
  assert.equal(all.total, 6);
  assert.equal(all.matches[0]?.type, 'Patient');
  assert.deepEqual(counted(all.matches), { Patient: 1, Observation: 4, Condition: 1 });
  assert.deepEqual(counted(all.included), { PractitionerRole: 1, Organization: 1 });
  assert.deepEqual(counted((await everything(orme)).matches), { Patient: 1, Observation: 1 });
  assert.deepEqual(counted((await everything(ambreHerself(ground))).matches), { Patient: 1, Observation: 4, Condition: 1 });
  await refusal(everything(irene), 'rights.no-ground');
  await ground.rights.declare(callBy(irene), ground.ambre, 'bris_de_glace', 'Personne inconsciente');
  assert.deepEqual(counted((await everything(irene)).matches), { Patient: 1, Observation: 5, Condition: 1 });
  await refusal(everything(basileHimself(ground)), 'rights.not-yours');
  assert.deepEqual(await told(), [
    'search done operation=everything software',
    'search done operation=everything software',
    'refusal refused rights.no-ground professional',
    'rights done change=declare professional',
    'search done operation=everything professional',
    'refusal refused rights.not-yours citizen',
  ]);
});

test('FHIR R4 Patient $everything: _type, _since, pages; the same total on each', async () => {
  assert.deepEqual(counted((await everything(nuees, '_type=Condition,Patient')).matches), { Patient: 1, Condition: 1 });
  const late = await everything(nuees, `_since=${since}`);
  assert.deepEqual([counted(late.matches), late.total], [{ Condition: 1 }, 1]);
  const seen: string[] = [];
  let page = '';
  do {
    const part = await everything(nuees, `_count=2${page}`);
    assert.equal(part.total, 6);
    seen.push(...part.matches.map(({ id }) => id));
    if (part.next !== undefined) {
      await refusal(everything(orme, `_count=2&page=${part.next}`), 'fhir.bad-page');
      await refusal(everything(nuees, `_count=2&page=${part.next}`, ground.basile), 'fhir.bad-page');
    }
    page = part.next === undefined ? '' : `&page=${part.next}`;
  } while (page !== '');
  assert.deepEqual(
    seen,
    (await everything(nuees)).matches.map(({ id }) => id),
  );
  await refusal(everything(nuees, '_type=Nonsense'), 'fhir.unknown-type');
  await refusal(everything(nuees, 'start=2026'), 'fhir.unknown-parameter');
  await refusal(ground.fhir.everything(callBy(nuees), 'nobody', asked('')), 'id.unknown');
});

test('design §4: the rows that another module’s walk keeps here: found, read, followed and told like any other', async () => {
  const { fhir, call, store, ambre: record } = ground;
  const document = (version: number, status: string, n: number) => {
    const json = {
      resourceType: 'DocumentReference',
      status,
      subject: patientOf(record),
      date: '2026-02-01T09:00:00Z',
      content: [{ attachment: { contentType: 'text/xml' } }],
      ...identifier('DOC'),
    };
    const id = `${hexOfRecordId(record)}-${n.toString(36)}`;
    const whose = {
      depositor: orme.id,
      authorIds: [irene.id],
      hiddenFromProfessionals: false,
      hiddenFromPatient: false,
      hiddenFromRepresentatives: false,
      documentType: null,
    };
    return { n, type: 'DocumentReference', id, version, at: new Date('2026-02-01T09:00:00Z'), input: input(json), ...whose };
  };
  await feed(ground);
  let n = 0;
  await store.transaction(async (tx) => {
    const locked = await store.records.lock(tx, record);
    n = locked.items + 1;
    await fhir.place(tx, call(orme), record, [document(1, 'current', n)]);
  });
  await store.transaction(async (tx) => {
    await store.records.lock(tx, record);
    await fhir.place(tx, call(orme), record, [document(2, 'superseded', n)]);
  });
  const { id } = document(1, 'current', n);
  const search = (query: string) =>
    fhir.search(call(orme), { type: 'DocumentReference' }, asked(`${query}&patient.identifier=${ambre.matricule}`));
  assert.deepEqual([(await search('status=superseded')).total, (await search('status=current')).total], [1, 0]);
  assert.equal((await search('identifier=DOC&date=2026-02-01')).matches[0]?.id, id);
  assert.match((await fhir.read(call(irene), 'DocumentReference', id)).body, /"versionId":"2".*superseded/);
  assert.match((await fhir.vread(call(orme), 'DocumentReference', id, 1)).body, /"versionId":"1".*current/);
  const told = await feed(ground);
  assert.deepEqual(
    told.map(({ home, changes }) => [home, ...changes]),
    [
      [record, ['DocumentReference', id, n, 1, 'POST']],
      [record, ['DocumentReference', id, n, 2, 'PUT']],
    ],
  );
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
