import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId, type Operator } from '#kernel';
import { openMailboxes } from '#messaging';
import { ambre, basile, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { n3, provide, smallPdf } from './papers.ts';
import { enterPro, type Space, toldPlainly } from './space.ts';

const domain = 'exemple.mssante.fr';
const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };

let ground: Ground;
let pro: Space;
let here = '';
let mailbox = '';

interface Line {
  readonly kind: string;
  readonly key: string;
  readonly isNew: boolean;
  readonly title?: string;
  readonly document?: {
    readonly id: string;
    readonly title: string;
    readonly hiddenFromPatient: boolean;
    readonly status: string;
  };
  readonly match?: { readonly snippet: string };
}
interface Answer {
  readonly lines: readonly Line[];
  readonly next?: string;
  readonly total: number;
  readonly since?: string;
  readonly facets: {
    readonly years: readonly object[];
    readonly states: readonly { code: string; count: number }[];
    readonly fresh: number;
  };
}

const ask = (body: object = {}, space = pro) => space(`${here}/chronology`, { method: 'POST', body });
const asked = async (body: object = {}): Promise<Answer> => {
  const answer = await ask(body);
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<Answer>();
};
const titles = ({ lines }: Answer): (string | undefined)[] => lines.map(({ document, title }) => document?.title ?? title);

before(async () => {
  ground = await openGround();
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
  const paper = (title: string, at: string, text: string, hide = {}) =>
    ground.deposited(provide(n3(ambre, { title, at: new Date(at), text }), hide));
  await paper('Visite de 2024', '2024-05-02T09:00:00Z', 'Cheville droite foulée.');
  await paper('Visite de 2025', '2025-05-02T09:00:00Z', 'Toux depuis huit jours.');
  await paper('À annoncer', '2025-09-02T09:00:00Z', 'Résultat grave.', { hiddenFromPatient: true });
  await paper('Masquée', '2025-10-02T09:00:00Z', 'Cheville gauche.', { hiddenFromProfessionals: true });
  const subject = { reference: `Patient/${hexOfRecordId(ground.ambre)}` };
  const made = await ground.fhir('/Immunization', {
    method: 'POST',
    token: await ground.onGround(irene, ground.ambre),
    body: {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: { text: 'Rappel diphtérie tétanos poliomyélite' },
      patient: subject,
      occurrenceDateTime: '2025-06-15',
    },
  });
  assert.equal(made.status, 201, made.bytes.toString());
  await ground.deposited(provide(n3(basile, { title: 'De Basile' })));
  const understood = async (): Promise<number> =>
    Number((await ground.store.pool.query<{ n: string }>('select count(*) as n from documents.text')).rows[0]?.n);
  for (let i = 0; i < 3000 && (await understood()) < 5; i++) await sleep(20);
  assert.equal(await understood(), 5, ground.said.join('\n'));
  const mailboxes = openMailboxes({
    ...ground,
    rights: ground.rights(),
    domains: { professionals: domain, citizens: 'patient.mssante.fr' },
  });
  const call = { actor: operator, at: new Date(), requestId: 'test' };
  const open = (address: string, { id, name }: typeof irene) =>
    mailboxes.open(call, { address, kind: 'PER', name, professional: id });
  mailbox = (await open(`irene@${domain}`, irene)).id.replaceAll('-', '');
  await open(`hector@${domain}`, hector);
  pro = await enterPro(ground, hector.id);
});
after(() => ground?.close());

test('issue 8, chronology: without a ground nothing, told in the log; with one everything that may be seen, newest first, and one line for the look', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await ask(), 403, 'rights.no-ground');
  await pro(`${here}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  const all = await asked();
  assert.deepEqual(titles(all), ['À annoncer', 'Rappel diphtérie tétanos poliomyélite', 'Visite de 2025', 'Visite de 2024']);
  assert.deepEqual(
    all.lines.map(({ kind, isNew, document }) => [kind, isNew, document?.hiddenFromPatient]),
    [
      ['document', false, true],
      ['vaccination', false, undefined],
      ['document', false, false],
      ['document', false, false],
    ],
    'on a first visit nothing is new',
  );
  assert.equal(all.since, undefined);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => [action, outcome, detail]),
    [
      ['refusal', 'refused', undefined],
      ['rights', 'done', { change: 'declare' }],
      ['list', 'done', { what: 'chronology' }],
    ],
  );
});

test('issue 8, chronology: words, years, kinds, authors and states narrow it; which words were looked for stands in no line', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const cheville = await asked({ words: 'cheville' });
  assert.deepEqual(titles(cheville), ['Visite de 2024'], 'the masked one is not found by its words');
  assert.match(cheville.lines[0]?.match?.snippet ?? '', /Cheville droite/);
  assert.deepEqual(titles(await asked({ words: 'tetanos' })), ['Rappel diphtérie tétanos poliomyélite']);
  assert.deepEqual(titles(await asked({ words: 'toux', year: 2024 })), []);
  assert.deepEqual(titles(await asked({ year: 2024 })), ['Visite de 2024']);
  assert.deepEqual(titles(await asked({ kind: 'vaccination' })), ['Rappel diphtérie tétanos poliomyélite']);
  assert.deepEqual(titles(await asked({ state: 'hidden' })), ['À annoncer']);
  assert.deepEqual(titles(await asked({ state: 'masked' })), []);
  assert.deepEqual(titles(await asked({ author: 'Personne de ce nom' })), []);
  for (const bad of [{ kind: 'x' }, { state: 1 }, { year: '2024' }, { after: 'x' }, { words: 'a\0' }, { category: 'zz' }])
    toldPlainly(await ask(bad), 400, 'http.malformed');
  const told = JSON.stringify(await lines());
  assert.equal((await lines()).length, 8, 'one line a look');
  assert.doesNotMatch(told, /cheville|toux|tetanos/i);
});

test('issue 8, document beside its priors: those of its type that are older, and no line of their own', async () => {
  const { lines } = await asked({ state: 'all' });
  const newest = lines.find(({ document }) => document?.title === 'À annoncer')?.document?.id ?? '';
  const seen = await traceFrom(ground, ground.ambre);
  const { priors } = (await pro(`${here}/documents/${newest}`)).as<{ priors: { title: string }[] }>();
  assert.deepEqual(
    priors.map(({ title }) => title),
    ['Visite de 2025', 'Visite de 2024'],
  );
  assert.deepEqual(
    (await seen()).map(({ action }) => action),
    ['read'],
  );
});

const pdf = {
  what: 'pdf',
  typeCode: '11488-4',
  title: 'Consultation du soir',
  date: '2026-03-10T18:00:00Z',
  pdf: smallPdf.toString('base64'),
};
const publish = (space: Space, body: object) => space(`${here}/publications`, { method: 'POST', body });
interface Published {
  readonly document: { readonly id: string; readonly title: string };
  readonly outcomes: readonly { to: string; state: string; delivered?: string[]; queued?: string[]; sentence?: { fr: string } }[];
}

test('issue 8, publish: record, colleague and person in one act, with one answer that tells each', async () => {
  const writer = await enterPro(ground, irene.id);
  const letters = {
    mailbox,
    recipients: [`hector@${domain}`],
    toPatient: true,
    text: 'Voir la conclusion.',
    patientText: 'Bonne lecture.',
  };
  const answer = await publish(writer, { ...pdf, ...letters });
  assert.equal(answer.status, 201, answer.bytes.toString());
  const { document, outcomes } = answer.as<Published>();
  assert.equal(document.title, 'Consultation du soir');
  assert.deepEqual(
    outcomes.map(({ to, state, delivered }) => [to, state, delivered]),
    [
      ['record', 'kept', undefined],
      ['colleagues', 'sent', [`hector@${domain}`]],
      ['patient', 'sent', [`${ambre.matricule.toLowerCase()}@patient.mssante.fr`]],
    ],
  );
  assert.deepEqual(titles(await asked({ onlyNew: true })), [], 'within one visit nothing becomes new');
  assert.equal(titles(await asked())[0], 'Consultation du soir');
});

test('issue 8, publish: what may not go is refused before anything is kept', async () => {
  const writer = await enterPro(ground, irene.id);
  const before = (await asked({ state: 'all' })).total;
  for (const [body, status, code] of [
    [{ ...pdf, toPatient: true, mailbox, hiddenFromPatient: true }, 422, 'messaging.not-for-patient'],
    [{ ...pdf, recipients: ['nobody'], mailbox }, 422, 'messaging.malformed-address'],
    [{ ...pdf, recipients: [`hector@${domain}`] }, 400, 'http.malformed'],
    [{ ...pdf, what: 'fax' }, 400, 'http.malformed'],
    [{ ...pdf, pdf: Buffer.from('no').toString('base64') }, 422, 'documents.not-a-pdf'],
  ] as const) {
    toldPlainly(await publish(writer, body), status, code);
  }
  assert.equal((await asked({ state: 'all' })).total, before);
});
