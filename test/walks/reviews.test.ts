import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, capucine, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { eventually, operators, sweeping } from './operators.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let odile: Space;
before(async () => {
  ground = await openGround();
  ({ odile } = await operators(ground));
});
after(() => ground.close());

interface Task {
  readonly id: string;
  readonly state: string;
  readonly who: { name: string };
  readonly ground: { code: string };
}
interface Review {
  readonly state: string;
  readonly words?: string;
  readonly line: { reason?: string; ground: { code: string } };
  readonly acts: Record<string, number>;
}
const tasks = async (closed = false) =>
  (await odile(`/exploitation/tasks/review?closed=${closed}`)).as<{ items: Task[] }>().items;
const settle = (id: string, body: object) => odile(`/exploitation/reviews/${id}/outcome`, { method: 'POST', body });
const declare = (space: Space, ground_: string, reason?: string) =>
  space(`/pro/patients/${hexOfRecordId(ground.ambre)}/access`, { method: 'POST', body: { ground: ground_, reason } });

test('Issue 5, 1 and 6: every break-glass and centre 15 comes before the operator, who reviews it; unjustified, it can be ended; the person reads it', async () => {
  await ground.deposited(provide(n3(ambre, { title: 'Secret de famille' })));
  const [pro, nurse, doctor] = [
    await enterPro(ground, hector.id),
    await enterPro(ground, capucine.id),
    await enterPro(ground, irene.id),
  ];
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await declare(pro, 'bris_de_glace', 'Patiente inconsciente aux urgences')).status, 200);
  assert.equal((await declare(nurse, 'centre_15')).status, 200);
  assert.equal((await declare(doctor, 'equipe_de_soins')).status, 200);
  const documents = `/pro/patients/${hexOfRecordId(ground.ambre)}/documents`;
  assert.equal((await pro(documents)).status, 200);

  const found = await eventually(tasks, (all) => all.length >= 2);
  assert.deepEqual(
    found.map(({ who, ground: on }) => [who.name, on.code]).toSorted(),
    [
      [capucine.name, 'centre_15'],
      [hector.name, 'bris_de_glace'],
    ],
    'and not the ordinary access',
  );
  const glass = found.find(({ who }) => who.name === hector.name)?.id ?? '';
  const call15 = found.find(({ who }) => who.name === capucine.name)?.id ?? '';
  const looked = await odile(`/exploitation/reviews/${glass}`);
  const review = looked.as<Review>();
  assert.deepEqual([review.state, review.line.reason, review.acts], ['open', 'Patiente inconsciente aux urgences', { list: 1 }]);
  assert.ok(!/Secret de famille|BRUMAILLE/.test(looked.bytes.toString()));

  toldPlainly(await settle(glass, { outcome: 'fine', words: 'Une raison suffisante.' }), 400, 'oversight.malformed');
  toldPlainly(await settle(glass, { outcome: 'justified', words: '' }), 422, 'oversight.words-required');
  const words = 'Le service des urgences confirme l’admission.';
  toldPlainly(await settle(call15, { outcome: 'justified', words, endAccess: true }), 400, 'oversight.malformed');
  assert.equal((await settle(call15, { outcome: 'justified', words })).as<Review>().state, 'justified');
  toldPlainly(await settle(call15, { outcome: 'unjustified', words }), 409, 'oversight.settled');
  assert.equal((await settle(glass, { outcome: 'asked', words: 'Merci d’expliquer cet accès.' })).as<Review>().state, 'asked');
  assert.deepEqual(
    (await eventually(tasks, (all) => all.length === 1)).map(({ id, state }) => [id, state]),
    [[glass, 'asked']],
  );
  const ended = await settle(glass, { outcome: 'unjustified', words: 'Aucune prise en charge ce jour-là.', endAccess: true });
  assert.equal(ended.as<Review>().state, 'unjustified');
  toldPlainly(await pro(documents), 403, 'rights.ended');
  await eventually(tasks, (all) => all.length === 0);
  assert.equal((await tasks(true)).length, 2);

  assert.deepEqual(
    (await lines()).map(({ action, detail, who, code }) => [action, detail?.change ?? code ?? '', who.name]),
    [
      ['rights', 'declare', hector.name],
      ['rights', 'declare', capucine.name],
      ['rights', 'declare', irene.name],
      ['list', '', hector.name],
      ['review', 'looked', 'Odile Vigiemarine'],
      ['review', 'justified', 'Odile Vigiemarine'],
      ['review', 'asked', 'Odile Vigiemarine'],
      ['rights', 'shorten', 'Odile Vigiemarine'],
      ['review', 'unjustified', 'Odile Vigiemarine'],
      ['refusal', 'rights.ended', hector.name],
    ],
  );
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const log = (await carnet('/carnet/log'))
    .as<{ items: { sentence: { fr: string } }[] }>()
    .items.map(({ sentence }) => sentence.fr);
  assert.ok(
    log.some((line) => /accès d’urgence relu et jugé non justifié \(Dr Hector Pulsarelle\)/.test(line)),
    log.join('\n'),
  );
});

test('Issue 5, 6: what a server wrote and did not live to read is found by whoever sweeps, and nothing is counted twice', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const call = {
    actor: hector,
    at: new Date(),
    requestId: 'test',
    ground: 'bris_de_glace' as const,
    reason: 'Une raison d’urgence',
  };
  // Another process: the running server does not hear of it.
  await ground.trace.journal(call, ground.basile, { action: 'rights', outcome: 'done', detail: { change: 'declare' } });
  const before = (await tasks()).length;
  const sweep = sweeping(ground);
  await Promise.all([sweep(), sweep()]);
  assert.equal((await tasks()).length, before + 1);
  await sweep();
  assert.equal((await tasks()).length, before + 1);
  assert.deepEqual(
    (await lines()).map(({ action, ground: on }) => [action, on]),
    [['rights', 'bris_de_glace']],
  );
});
