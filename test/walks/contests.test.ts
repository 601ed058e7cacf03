import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ambre, basile, hector } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { eventually, operators } from './operators.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, listen, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let odile: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  ({ odile } = await operators(ground));
});
after(() => ground.close());

interface Case {
  readonly id: string;
  readonly seq: number;
  readonly state: string;
  readonly dueAt: string;
  readonly openedAt: string;
  readonly words?: string;
  readonly answer?: string;
  readonly answeredBy?: string;
}
interface Tasks {
  readonly items: { id: string; state: string; who: { name: string }; dueAt: string }[];
}
const cases = async (space = carnet) => (await space('/carnet/contests')).as<Case[]>();
const contest = (body: object, space = carnet) => space('/carnet/contests', { method: 'POST', body });
const tasks = async (closed = false) => (await odile(`/exploitation/tasks/contest?closed=${closed}`)).as<Tasks>().items;

/** The number of the line by which Hector read a document of Ambre's. */
async function readByHector(title: string): Promise<number> {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title })));
  await ground.fhir(`/Binary/${id}`, { token: await ground.onGround(hector, ground.ambre) });
  const [line] = await ground.trace.lines(ground.ambre, undefined, 1);
  assert.deepEqual([line?.action, line?.who.id], ['read', hector.id]);
  return line?.seq ?? 0;
}

test('Issue 5, 5: an access that the person does not recognise is a case; the operator answers; the person is told at once; all in the log', async () => {
  const seq = await readByHector('Compte rendu secret de psychiatrie');
  const lines = await traceFrom(ground, ground.ambre);
  const made = await contest({ seq, words: '  Je ne connais pas ce médecin. ' });
  assert.equal(made.status, 201, made.bytes.toString());
  const opened = made.as<Case>();
  assert.deepEqual([opened.seq, opened.state, opened.words], [seq, 'open', 'Je ne connais pas ce médecin.']);
  assert.equal(Date.parse(opened.dueAt) - Date.parse(opened.openedAt), 30 * 86_400_000, 'owed within 30 days');
  assert.equal((await contest({ seq, words: 'Une seconde fois.' })).as<Case>().id, opened.id, 'the same line is the same case');

  const [task] = await eventually(tasks, (found) => found.length === 1);
  assert.deepEqual([task?.id, task?.who.name], [opened.id, hector.name]);
  const looked = await odile(`/exploitation/contests/${opened.id}`);
  const seen = looked.bytes.toString();
  assert.match(seen, /Je ne connais pas ce médecin/);
  assert.ok(!/psychiatrie|BRUMAILLE|AMBRE/i.test(seen), 'neither the title of the document nor whose record it is');
  assert.ok(!seen.includes(ambre.matricule));

  toldPlainly(
    await odile(`/exploitation/contests/${opened.id}/answer`, { method: 'POST', body: { answer: 'court' } }),
    422,
    'oversight.words-required',
  );
  const live = await listen(carnet, `${ground.url}/api/carnet/live`);
  const answer = 'Ce médecin remplaçait le vôtre ce jour-là ; le cabinet le confirme.';
  const answered = await odile(`/exploitation/contests/${opened.id}/answer`, { method: 'POST', body: { answer } });
  assert.equal(answered.status, 200, answered.bytes.toString());
  assert.ok(['access', 'rights'].includes(await live.next()));
  live.stop();
  const [told] = await cases();
  assert.deepEqual([told?.state, told?.answer, told?.answeredBy], ['answered', answer, 'Odile Vigiemarine']);
  toldPlainly(
    await odile(`/exploitation/contests/${opened.id}/answer`, { method: 'POST', body: { answer } }),
    409,
    'oversight.settled',
  );
  await eventually(tasks, (found) => found.length === 0);
  assert.deepEqual(
    (await tasks(true)).map(({ id, state }) => [id, state]),
    [[opened.id, 'answered']],
  );
  assert.deepEqual(
    (await lines()).map(({ action, detail, who }) => [action, detail?.change, detail?.line, who.name]),
    [
      ['contest', 'opened', String(seq), 'AMBRE DE LA BRUMAILLE'],
      ['contest', 'looked', String(seq), 'Odile Vigiemarine'],
      ['contest', 'answered', String(seq), 'Odile Vigiemarine'],
    ],
  );
  const { items } = (await carnet('/carnet/log')).as<{ items: { sentence: { fr: string } }[] }>();
  assert.match(items[0]?.sentence.fr ?? '', /réponse de l’exploitant à votre signalement \(Dr Hector Pulsarelle\)/);
});

test('Issue 5, 5: who is not content with the answer contests it as any other line', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const [answer] = (await ground.trace.lines(ground.ambre, undefined, 50)).filter(({ detail }) => detail?.change === 'answered');
  const again = await contest({ seq: answer?.seq, words: 'Ce remplacement n’a pas eu lieu.' });
  assert.equal(again.status, 201, again.bytes.toString());
  const [task] = await eventually(tasks, (found) => found.length === 1);
  assert.deepEqual([task?.id, task?.who.name], [again.as<Case>().id, 'Odile Vigiemarine']);
  const reply = { answer: 'Le planning de la structure vous est envoyé par courrier.' };
  assert.equal((await odile(`/exploitation/contests/${task?.id}/answer`, { method: 'POST', body: reply })).status, 200);
  await eventually(tasks, (found) => found.length === 0);
  assert.deepEqual(
    (await lines()).map(({ detail }) => detail?.change),
    ['opened', 'answered'],
  );
});

test('Issue 5, 5: what cannot be contested, and who may not answer', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  for (const seq of [0, -1, 1.5, 99_999, Number.MAX_SAFE_INTEGER]) toldPlainly(await contest({ seq }), 404, 'id.unknown');
  for (const body of [{}, { seq: '1' }]) toldPlainly(await contest(body), 400, 'http.malformed');
  toldPlainly(await contest({ seq: 1, words: 'x'.repeat(2001) }), 422, 'oversight.words-too-long');
  const [hidden = ''] = await ground.deposited(provide(n3(ambre, { title: 'À annoncer' }), { hiddenFromPatient: true }));
  const [deposit] = await ground.trace.lines(ground.ambre, undefined, 1);
  assert.equal(deposit?.object?.id, hidden);
  toldPlainly(await contest({ seq: deposit?.seq }), 404, 'id.unknown');

  const [id = ''] = (await cases()).map((one) => one.id);
  const stranger = await enterCarnet(ground, ground.basile, basile);
  assert.deepEqual(await cases(stranger), []);
  const pro = await enterPro(ground, hector.id);
  for (const space of [carnet, stranger, pro]) {
    toldPlainly(await space(`/exploitation/contests/${id}`), 403, 'session.wrong-kind');
    const answer = { answer: 'Une réponse qui ne vient pas de l’exploitant.' };
    toldPlainly(await space(`/exploitation/contests/${id}/answer`, { method: 'POST', body: answer }), 403, 'session.wrong-kind');
  }
  toldPlainly(await odile('/carnet/contests'), 403, 'session.wrong-kind');
  const unsigned = await odile(`/exploitation/contests/${id}/answer`, { method: 'POST', body: {}, headers: { 'x-socle': '' } });
  toldPlainly(unsigned, 403, 'session.forged');
  for (const wrong of ['x', `${id}0`, id.replace(/^./, (c) => (c === 'f' ? '0' : 'f'))]) {
    toldPlainly(await odile(`/exploitation/contests/${wrong}`), 404, 'id.unknown');
  }
  assert.deepEqual(
    (await lines()).map(({ action }) => action),
    ['deposit'],
  );
});

test('Issue 5, 5: fifty cases may wait at once; the next one waits until some are answered', async () => {
  const me = await enterCarnet(ground, ground.basile, basile);
  const lines = await traceFrom(ground, ground.basile);
  for (let n = 0; n < 51; n++) await ground.trace.journal(asHector(), ground.basile, { action: 'list', outcome: 'done' });
  const read = (await lines()).map(({ seq }) => seq);
  const answers = await Promise.all(read.map((seq) => contest({ seq }, me)));
  const refused = answers.filter(({ status }) => status !== 201);
  assert.equal(refused.length, 1);
  toldPlainly(refused[0] ?? assert.fail(), 422, 'oversight.too-many');
  const first = await odile('/exploitation/tasks/contest');
  await eventually(tasks, (found) => found.length === 30);
  const { next } = (await odile('/exploitation/tasks/contest')).as<{ next?: string }>();
  assert.ok(first.status === 200 && next !== undefined);
  const second = (await odile(`/exploitation/tasks/contest?after=${next}`)).as<Tasks>().items;
  assert.equal(second.length, 20);
  assert.equal(new Set([...second, ...(await tasks())].map(({ id }) => id)).size, 50);
  toldPlainly(await odile('/exploitation/tasks/contest?after=nonsense'), 400, 'oversight.malformed');
  assert.equal((await lines()).filter(({ action }) => action === 'contest').length, 50);
});

const asHector = () => ({ actor: hector, at: new Date(), requestId: 'test' });
