import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, hector, irene, nuees } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

interface Line {
  readonly id: string;
  readonly at: string;
  readonly with?: string;
  readonly professional?: string;
  readonly place?: string;
  readonly own: boolean;
  readonly cancelled: boolean;
}

let ground: Ground;
let carnet: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

const inDays = (days: number): string => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000).toISOString();
const wish = { at: inDays(3), minutes: 20, with: 'Dentiste du marché', place: '3 rue des Lilas', reason: 'Contrôle', note: '' };
const list = async (): Promise<Line[]> => (await carnet('/carnet/appointments')).as<{ items: Line[] }>().items;
const keep = (body: object, id?: string) =>
  carnet(`/carnet/appointments${id === undefined ? '' : `/${id}`}`, { method: id === undefined ? 'POST' : 'PUT', body });
/** Whose day follows what is kept a moment later. */
const agenda = async (professional: string, count: number) => {
  const read = async () =>
    (
      await ground.store.pool.query<{ record_id: string; cancelled: boolean }>(
        'select record_id, cancelled from record.agenda where professional_id = $1 order by at',
        [professional],
      )
    ).rows;
  for (let i = 0; i < 500 && (await read()).length !== count; i++) await sleep(20);
  return read();
};

test('Issue 8, appointments: the person adds, changes and removes their own; what software wrote is not theirs to change', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const added = await keep(wish);
  assert.equal(added.status, 201, added.bytes.toString());
  const { id } = added.as<{ id: string }>();
  assert.deepEqual(
    (await list()).map((one) => [one.id, one.at, one.with, one.place, one.own]),
    [[id, wish.at, wish.with, wish.place, true]],
  );
  const changed = await keep({ ...wish, at: inDays(4), with: 'Dentiste, autre cabinet' }, id);
  assert.equal(changed.status, 200, changed.bytes.toString());
  assert.deepEqual(
    (await list()).map((one) => [one.at, one.with]),
    [[inDays(4), 'Dentiste, autre cabinet']],
  );
  const ics = await carnet(`/carnet/appointments/${id}/ics`);
  assert.match(ics.headers.get('content-type') ?? '', /^text\/calendar/);
  assert.match(ics.bytes.toString(), /BEGIN:VEVENT\r\n(.|\r\n)*SUMMARY:Rendez-vous : Dentiste\\, autre cabinet\r\n/);
  assert.doesNotMatch(ics.bytes.toString(), /Contrôle/);

  const written = await ground.fhir('/Appointment', {
    method: 'POST',
    token: await ground.token(nuees),
    body: {
      resourceType: 'Appointment',
      status: 'booked',
      start: inDays(2),
      end: inDays(2.01),
      participant: [
        { actor: { reference: `Patient/${hexOfRecordId(ground.ambre)}` }, status: 'accepted' },
        {
          actor: {
            type: 'Practitioner',
            identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: hector.id },
            display: hector.name,
          },
          status: 'accepted',
        },
      ],
    },
  });
  assert.equal(written.status, 201, written.bytes.toString());
  const [theirs] = await list();
  assert.deepEqual([theirs?.with, theirs?.professional, theirs?.own], [hector.name, hector.id, false]);
  toldPlainly(await carnet(`/carnet/appointments/${theirs?.id}`, { method: 'DELETE' }), 403, 'fhir.not-yours');
  assert.equal((await carnet(`/carnet/appointments/${id}`, { method: 'DELETE' })).status, 204);
  assert.deepEqual(
    (await list()).map((one) => one.id),
    [theirs?.id],
  );
  assert.deepEqual(
    (await lines())
      .filter(({ action, outcome }) => action === 'write' && outcome === 'done')
      .map(({ detail, object }) => [object?.kind, detail?.change]),
    [
      ['Appointment', 'created'],
      ['Appointment', 'updated'],
      ['Appointment', 'created'],
      ['Appointment', 'deleted'],
    ],
  );
});

test('Issue 8, my day: an appointment is in the day of the professional it names, follows changes, and leaves with it', async () => {
  assert.deepEqual((await agenda(irene.id, 0)).length, 0);
  const { id } = (await keep({ ...wish, professional: irene.id })).as<{ id: string }>();
  const [line] = (await list()).filter((one) => one.id === id);
  assert.deepEqual([line?.professional, line?.with], [irene.id, 'Dr Irène Stéthance']);
  assert.deepEqual(await agenda(irene.id, 1), [{ record_id: ground.ambre, cancelled: false }]);
  await keep({ ...wish, professional: irene.id, cancelled: true }, id);
  for (let i = 0; i < 500 && (await agenda(irene.id, 1))[0]?.cancelled !== true; i++) await sleep(20);
  assert.deepEqual(await agenda(irene.id, 1), [{ record_id: ground.ambre, cancelled: true }]);
  await carnet(`/carnet/appointments/${id}`, { method: 'DELETE' });
  assert.deepEqual(await agenda(irene.id, 0), []);
});

test('Issue 8, appointments: what cannot be is refused in words, and nobody touches another’s', async () => {
  toldPlainly(await keep({ ...wish, at: '1980-01-01T10:00:00Z' }), 422, 'appointments.bad-moment');
  toldPlainly(await keep({ ...wish, minutes: 0 }), 422, 'appointments.bad-length');
  toldPlainly(await keep({ ...wish, with: ' ', reason: '' }), 422, 'appointments.empty');
  toldPlainly(await keep({ ...wish, reason: 'x'.repeat(201) }), 422, 'appointments.too-long');
  toldPlainly(await keep({ ...wish, professional: '899700009999' }), 400, 'http.malformed');
  toldPlainly(await keep({ ...wish, at: 'demain' }), 400, 'http.malformed');
  const { id } = (await keep(wish)).as<{ id: string }>();
  const other = await enterCarnet(ground, ground.basile, basile);
  const answer = await other(`/carnet/appointments/${id}`, { method: 'DELETE' });
  assert.ok([403, 404].includes(answer.status), String(answer.status));
  assert.ok((await list()).some((one) => one.id === id));
});

test('Issue 8, home: what there is to do, the soonest appointment first, then what is due', async () => {
  const items = (await carnet('/carnet/todo')).as<{
    items: { kind: string; to: string; sentence: { fr: string; en: string } }[];
  }>().items;
  assert.ok(items.length <= 10);
  assert.deepEqual([...new Set(items.map(({ kind }) => kind))], ['appointment', 'prevention']);
  assert.equal(items[0]?.sentence.fr, `Rendez-vous : ${hector.name}`);
  assert.ok(items.every(({ to, sentence }) => to.startsWith('/') && sentence.en.length > 3));
});
