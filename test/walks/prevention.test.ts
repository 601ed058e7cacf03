import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { ambre, corentine, makeKnown, nuees, person } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

const year = new Date().getFullYear();
const lou = person(
  { birthFamily: 'SANTONI-FICTIVE', firstBirthGiven: 'LOU', sex: 'F', birthDate: `${year - 12}-01-11`, birthPlace: '2A004' },
  '914',
);

interface Line {
  readonly id: string;
  readonly state: string;
  readonly done: readonly { at: string; source: { kind: string }; own?: string }[];
  readonly refused?: string;
}

let ground: Ground;
let carnet: Space;
let mothers: Space;
let child: RecordId;
let mother: RecordId;
before(async () => {
  ground = await openGround();
  child = await makeKnown(ground, lou);
  mother = await makeKnown(ground, corentine);
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  mothers = await enterCarnet(ground, mother, corentine);
  const desk = {
    actor: { kind: 'operator', id: 'guichet-1', name: 'Guichet' } as const,
    at: new Date(),
    requestId: 'test',
    reason: 'Livret de famille et pièce d’identité vus au guichet',
  };
  const until = new Date(Date.now() + 40 * 366 * 86_400_000);
  await ground.rights().onBehalfAtDesk.representLegally(desk, child, { id: mother, name: 'Corentine' }, until);
});
after(() => ground.close());

const linesOf = async (space: Space): Promise<ReadonlyMap<string, Line>> => {
  const answer = await space('/carnet/prevention');
  assert.equal(answer.status, 200, answer.bytes.toString());
  return new Map(answer.as<{ lines: Line[] }>().lines.map((line) => [line.id, line]));
};
const say = (space: Space, body: object) => space('/carnet/prevention', { method: 'POST', body });
const day = `${year - 1}-06-02`;

test('Issue 8, prevention: what software writes counts, what the person says counts, and what they said they take back', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await linesOf(carnet)).get('zoster')?.state, 'due');
  const written = await ground.fhir('/Immunization', {
    method: 'POST',
    token: await ground.token(nuees),
    body: {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J07AL02' }], text: 'PREVENAR 20' },
      patient: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
      occurrenceDateTime: day,
    },
  });
  assert.equal(written.status, 201, written.bytes.toString());
  const pneumococcus = (await linesOf(carnet)).get('pneumococcus');
  assert.deepEqual(
    [pneumococcus?.state, pneumococcus?.done[0]?.source.kind, pneumococcus?.done[0]?.own],
    ['done', 'data', undefined],
  );

  const said = await say(carnet, { item: 'bowel', did: day });
  assert.equal(said.status, 201, said.bytes.toString());
  const { resource } = said.as<{ resource: string }>();
  const bowel = (await linesOf(carnet)).get('bowel');
  assert.deepEqual(
    [bowel?.state, bowel?.done.map(({ at, source, own }) => [at, source.kind, own])],
    ['done', [[day, 'person', resource]]],
  );
  await carnet('/carnet/prevention/remove', { method: 'POST', body: { resource } });
  assert.equal((await linesOf(carnet)).get('bowel')?.state, 'due');

  await say(carnet, { item: 'breast', notForMe: true });
  const breast = (await linesOf(carnet)).get('breast');
  assert.deepEqual([breast?.state, breast?.refused?.startsWith('Procedure/')], ['notForYou', true]);
  // the year alone is enough
  assert.equal((await say(carnet, { item: 'dtp', did: String(year - 1) })).status, 201);
  assert.equal((await linesOf(carnet)).get('dtp')?.state, 'done');
  // a person looking through their own record is no news to anyone; what is written is
  assert.deepEqual(
    (await lines()).map(({ action, object, detail }) => [action, object?.kind, detail?.change]),
    [
      ['write', 'Immunization', 'created'],
      ['write', 'Procedure', 'created'],
      ['write', 'Procedure', 'deleted'],
      ['write', 'Procedure', 'created'],
      ['write', 'Immunization', 'created'],
    ],
  );
});

test('Issue 8, prevention: what is no day, no rule or nobody’s word is refused in words', async () => {
  toldPlainly(await say(carnet, { item: 'bowel', did: '1950-01-01' }), 422, 'prevention.bad-day');
  toldPlainly(await say(carnet, { item: 'bowel', did: `${year + 1}` }), 422, 'prevention.bad-day');
  toldPlainly(await say(carnet, { item: 'bowel', did: 'hier' }), 422, 'prevention.bad-day');
  toldPlainly(await say(carnet, { item: 'nothing', did: day }), 422, 'prevention.unknown');
  toldPlainly(await say(carnet, { item: 'bowel' }), 400, 'http.malformed');
  toldPlainly(
    await carnet('/carnet/prevention/remove', { method: 'POST', body: { resource: 'Observation/x' } }),
    422,
    'prevention.unknown',
  );
});

test('Issue 8, prevention: a parent sees what is due to their child, says what was done acting for them, and the child’s log tells it', async () => {
  const lines = await traceFrom(ground, child);
  const relatives = (await mothers('/carnet/prevention/relatives')).as<{ items: { record: string; lines: Line[] }[] }>().items;
  assert.deepEqual(
    relatives.map(({ record, lines: due }) => [record, due.some(({ id }) => id === 'hpv')]),
    [[child, true]],
  );
  await mothers(`/carnet/profiles/${child}/act`, { method: 'POST', body: {} });
  const said = await say(mothers, { item: 'men-acwy', did: `${year - 1}-12-02` });
  assert.equal(said.status, 201, said.bytes.toString());
  assert.equal((await linesOf(mothers)).get('men-acwy')?.state, 'done');
  assert.deepEqual((await mothers('/carnet/prevention/relatives')).as<{ items: object[] }>().items, []);
  // theirs to take back, as it is the child's
  const childs = await enterCarnet(ground, child, lou);
  const { resource } = said.as<{ resource: string }>();
  assert.equal((await childs('/carnet/prevention/remove', { method: 'POST', body: { resource } })).status, 204);
  const told = (await lines()).filter(({ action }) => action === 'search' || action === 'write');
  assert.deepEqual(
    told.map(({ who, action, detail }) => [who.kind, action, detail?.operation ?? detail?.change]),
    [
      ['delegate', 'search', 'prevention'],
      ['delegate', 'write', 'created'],
      ['delegate', 'search', 'prevention'],
      ['citizen', 'write', 'deleted'],
    ],
  );
});
