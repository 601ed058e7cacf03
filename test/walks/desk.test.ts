import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, hector } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { eventually, operators } from './operators.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let [odile, tanguy]: Space[] = [];
before(async () => {
  ground = await openGround();
  ({ odile, tanguy } = await operators(ground));
});
after(() => ground.close());

interface Act {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly mine: boolean;
  readonly fault?: string;
}
const traits = ['birthFamily', 'firstBirthGiven', 'birthDate'];
const by = (who: Space | undefined): Space => who ?? assert.fail('nobody is signed in');
const post = (who: Space | undefined, path: string, body: object = {}) =>
  by(who)(`/exploitation/desk${path}`, { method: 'POST', body });
const check = async (who = odile): Promise<string> => {
  const made = await post(who, '/checks', { record: hexOfRecordId(ground.ambre), document: 'CN', traits });
  assert.equal(made.status, 201, made.bytes.toString());
  return made.as<{ id: string }>().id;
};
const reason = 'La personne n’a pas de téléphone.';
const ask = async (id: string, body: object) => post(odile, `/checks/${id}/acts`, { reason, ...body });

test('Issue 5, 6: at the desk a person without a telephone is found, checked, and blocks, opposes and ends an access', async () => {
  const pro = await enterPro(ground, hector.id);
  const documents = `/pro/patients/${hexOfRecordId(ground.ambre)}/documents`;
  await ground.deposited(provide(n3(ambre, { title: 'Titre que l’exploitant ne lit pas' })));
  await pro(`/pro/patients/${hexOfRecordId(ground.ambre)}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  assert.equal((await pro(documents)).status, 200);
  const lines = await traceFrom(ground, ground.ambre);

  const { birthFamily, firstBirthGiven, birthDate, matricule } = ambre;
  toldPlainly(await post(odile, '/search', { birthFamily }), 400, 'oversight.find-more');
  for (const who of [{ birthFamily, firstBirthGiven, birthDate }, { matricule }]) {
    const found = await post(odile, '/search', who);
    assert.deepEqual(
      found.as<{ items: { record: string }[] }>().items.map(({ record }) => record),
      [hexOfRecordId(ground.ambre)],
    );
    assert.ok(!found.bytes.toString().includes(matricule), 'the matricule does not leave');
  }
  const record = hexOfRecordId(ground.ambre);
  toldPlainly(await post(odile, '/checks', { record, document: 'PC', traits }), 422, 'oversight.not-proving');
  toldPlainly(await post(odile, '/checks', { record, document: 'CN', traits: ['sex'] }), 400, 'oversight.malformed');
  const id = await check();
  const standing = (await by(odile)(`/exploitation/desk/checks/${id}`)).as<{
    professionals: { id: string; blocked: boolean }[];
    closed: boolean;
  }>();
  assert.deepEqual(
    standing.professionals.map((one) => [one.id, one.blocked]),
    [[hector.id, false]],
  );

  for (const wrong of [
    { kind: 'erase' },
    { kind: 'block', professional: '%' },
    { kind: 'shorten', professional: hector.id },
    { kind: 'oppose' },
  ])
    toldPlainly(await ask(id, wrong), 400, 'oversight.malformed');
  toldPlainly(await ask(id, { kind: 'close', reason: 'non' }), 422, 'oversight.words-required');
  assert.equal(
    (await ask(id, { kind: 'shorten', professional: hector.id, until: new Date().toISOString() })).as<Act>().state,
    'done',
  );
  toldPlainly(await pro(documents), 403, 'rights.ended');
  assert.equal((await ask(id, { kind: 'block', professional: hector.id })).as<Act>().state, 'done');
  toldPlainly(await pro(documents), 403, 'rights.blocked');
  assert.equal((await ask(id, { kind: 'oppose', emergency: true })).as<Act>().state, 'done');
  toldPlainly(await ask(id, { kind: 'block', professional: '899700000999' }), 404, 'directory.unknown-professional');

  const printed = await by(odile)(`/exploitation/desk/checks/${id}/log.pdf`);
  assert.equal(printed.headers.get('content-type'), 'application/pdf');
  assert.match(printed.bytes.subarray(0, 8).toString('latin1'), /^%PDF-1\./);
  assert.deepEqual(
    (await lines()).map(({ action, detail, who, reason: why, code }) => [action, detail?.change ?? code, who.name, why ?? '']),
    [
      ['identity', 'desk-found', 'Odile Vigiemarine', ''],
      ['identity', 'desk-found', 'Odile Vigiemarine', ''],
      ['identity', 'desk-check', 'Odile Vigiemarine', ''],
      ['rights', 'shorten', 'Odile Vigiemarine', reason],
      ['refusal', 'rights.ended', hector.name, ''],
      ['rights', 'block', 'Odile Vigiemarine', reason],
      ['refusal', 'rights.blocked', hector.name, ''],
      ['rights', 'oppose', 'Odile Vigiemarine', reason],
      ['export', 'desk-log', 'Odile Vigiemarine', ''],
    ],
  );
});

test('Issue 5, 6: what is risky waits for a second person, never the same, within 24 hours; both are in the log and told to the person', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const id = await check();
  const asked = (await ask(id, { kind: 'close' })).as<Act>();
  assert.deepEqual([asked.state, asked.mine], ['awaiting', true]);
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  assert.equal((await carnet('/carnet/home')).status, 200, 'nothing is closed yet');
  const tasks = async (who: Space | undefined) =>
    (await by(who)('/exploitation/tasks/desk')).as<{ items: { id: string; mine: boolean }[] }>().items;
  const [task] = await eventually(
    () => tasks(tanguy),
    (all) => all.length === 1,
  );
  assert.deepEqual([task?.id, task?.mine, (await tasks(odile))[0]?.mine], [asked.id, false, true]);
  toldPlainly(await post(odile, `/acts/${asked.id}/confirm`), 403, 'oversight.same-person');
  toldPlainly(await post(odile, `/acts/${asked.id}/decline`), 403, 'oversight.same-person');

  // Two confirmations at once: one person, one closing.
  const both = await Promise.all([post(tanguy, `/acts/${asked.id}/confirm`), post(tanguy, `/acts/${asked.id}/confirm`)]);
  assert.ok(
    both.some(({ status }) => status === 200),
    both.map(({ bytes }) => bytes.toString()).join(),
  );
  assert.equal((await by(tanguy)(`/exploitation/desk/acts/${asked.id}`)).as<Act>().state, 'done');
  toldPlainly(await post(tanguy, `/acts/${asked.id}/confirm`), 409, 'oversight.settled');
  const closed = (await by(odile)(`/exploitation/desk/checks/${id}`)).as<{ closed: boolean }>();
  assert.equal(closed.closed, true);

  const reopen = (await ask(id, { kind: 'reopen' })).as<Act>();
  assert.equal((await post(tanguy, `/acts/${reopen.id}/decline`)).as<Act>().state, 'declined');
  toldPlainly(await post(tanguy, `/acts/${reopen.id}/confirm`), 409, 'oversight.settled');
  const late = (await ask(id, { kind: 'reopen' })).as<Act>();
  await ground.store.pool.query(
    "update oversight.desk_act set expires_at = now() - interval '1 second' where state = 'awaiting'",
  );
  toldPlainly(await post(tanguy, `/acts/${late.id}/confirm`), 422, 'oversight.expired');
  const again = (await ask(id, { kind: 'reopen' })).as<Act>();
  assert.equal((await post(tanguy, `/acts/${again.id}/confirm`)).as<Act>().state, 'done');

  const told = (await lines()).filter(({ who, detail }) => who.kind === 'operator' && detail?.change !== 'desk-check');
  const [asks, confirms] = [
    told.filter(({ detail }) => detail?.change === 'desk-asked'),
    told.filter(({ detail }) => detail?.change === 'desk-confirmed'),
  ];
  assert.deepEqual(
    asks.map(({ who, detail, reason: why }) => [who.name, detail?.what, why]),
    [
      ['Odile Vigiemarine', 'close', reason],
      ['Odile Vigiemarine', 'reopen', reason],
      ['Odile Vigiemarine', 'reopen', reason],
      ['Odile Vigiemarine', 'reopen', reason],
    ],
  );
  assert.ok(
    confirms.length >= 2 &&
      confirms.every(({ who, detail }) => who.name === 'Tanguy Amerrive' && detail?.asked === 'Odile Vigiemarine'),
  );
  assert.ok(told.some(({ who, detail }) => who.name === 'Tanguy Amerrive' && detail?.change === 'close'));
  assert.ok(told.some(({ who, detail }) => who.name === 'Tanguy Amerrive' && detail?.change === 'desk-declined'));
  const log = (await carnet('/carnet/log'))
    .as<{ items: { sentence: { fr: string } }[] }>()
    .items.map(({ sentence }) => sentence.fr);
  assert.ok(
    log.some((line) => /demande du guichet confirmée par une seconde personne : fermer le dossier/.test(line)),
    log.join('\n'),
  );
});

test('Issue 5, 6: a check of identity is one operator’s, for one hour and one record', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const id = await check();
  toldPlainly(await by(tanguy)(`/exploitation/desk/checks/${id}`), 403, 'oversight.check-needed');
  toldPlainly(await post(tanguy, `/checks/${id}/acts`, { kind: 'close', reason }), 403, 'oversight.check-needed');
  const other = `${hexOfRecordId(ground.basile)}-${id.split('-')[1]}`;
  toldPlainly(await ask(other, { kind: 'close' }), 403, 'oversight.check-needed');
  await ground.store.pool.query("update oversight.desk_check set at = at - interval '61 minutes'");
  toldPlainly(await ask(id, { kind: 'oppose', deposit: true }), 403, 'oversight.check-needed');
  toldPlainly(await by(odile)(`/exploitation/desk/checks/${id}/log.pdf`), 403, 'oversight.check-needed');
  const carnet = await enterCarnet(ground, ground.basile, basile);
  toldPlainly(await carnet(`/exploitation/desk/checks/${id}`), 403, 'session.wrong-kind');
  assert.deepEqual(
    (await lines()).map(({ detail }) => detail?.change),
    ['desk-check'],
  );
});

test('Issue 5, 3 and 6: a legal representative is named at the desk by two persons; nobody represents themself', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const id = await check();
  const until = new Date(Date.now() + 365 * 86_400_000).toISOString();
  for (const delegate of [hexOfRecordId(ground.ambre), 'nobody', '0'.repeat(32)])
    toldPlainly(await ask(id, { kind: 'represent', delegate, until }), 400, 'oversight.malformed');
  const delegate = hexOfRecordId(ground.basile);
  toldPlainly(await ask(id, { kind: 'represent', delegate, until }), 422, 'oversight.delegate-unchecked');
  assert.equal((await post(odile, '/checks', { record: delegate, document: 'CN', traits })).status, 201);
  const asked = (await ask(id, { kind: 'represent', delegate, until })).as<Act>();
  assert.equal(asked.state, 'awaiting');
  const seen = (await by(tanguy)(`/exploitation/desk/acts/${asked.id}`)).as<
    Record<'person' | 'delegate', { birthFamily: string }>
  >();
  assert.deepEqual([seen.person.birthFamily, seen.delegate.birthFamily], [ambre.birthFamily, basile.birthFamily]);
  const [looked] = await ground.trace.lines(ground.basile, undefined, 1);
  assert.deepEqual([looked?.detail?.change, looked?.who.name], ['desk-found', 'Tanguy Amerrive'], 'who is shown reads it');
  assert.equal((await post(tanguy, `/acts/${asked.id}/confirm`)).as<Act>().state, 'done');
  const over = (await ask(id, { kind: 'unrepresent', delegate })).as<Act>();
  assert.equal(over.state, 'awaiting');
  assert.equal((await post(tanguy, `/acts/${over.id}/confirm`)).as<Act>().state, 'done');
  const confirmed = (await lines()).filter(({ detail }) => detail?.change === 'desk-confirmed');
  assert.deepEqual(
    confirmed.map(({ who, detail }) => [who.name, detail?.what]),
    [
      ['Tanguy Amerrive', 'represent'],
      ['Tanguy Amerrive', 'unrepresent'],
    ],
  );
});
