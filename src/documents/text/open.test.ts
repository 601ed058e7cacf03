import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Actor, Call, RecordId } from '#kernel';
import { openRights, type Permit, type Rights, rightsMigrations } from '#rights';
import { type Store, statement } from '#store';
import { openTrace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import { documentsMigrations } from '../documents.schema.ts';
import { pack } from '../packed.ts';
import { writePdf } from '../pdf/index.ts';
import { openTexts, type Texts } from './open.ts';
import { cdaOf, dice, report } from './shelf.check.ts';
import { textMigrations } from './text.schema.ts';

const structure = { id: '1990000903', name: 'Clinique des Nuées' };
const irene: Actor = {
  kind: 'professional',
  id: '899700000111',
  name: 'Dr Irène Stéthance',
  profession: '10',
  structure,
  software: 'nuees',
};
const nuees: Actor = { kind: 'software', id: 'nuees', name: 'Nuées', structure };

let store: Store;
let rights: Rights;
let texts: Texts;
before(async () => {
  store = await testStore([...traceMigrations, ...rightsMigrations, ...documentsMigrations, ...textMigrations]);
  rights = openRights(store, await openTrace(store));
  texts = openTexts({ store });
});
after(async () => {
  await texts.close();
  await store.close();
});

const newRecord = (): Promise<RecordId> => store.transaction((tx) => store.records.create(tx, new Date()));
const call = (actor: Actor): Call => ({
  actor,
  at: new Date('2026-03-02T08:00:00Z'),
  requestId: 'test',
  ground: 'equipe_de_soins',
});
const sight = (actor: Actor, record: RecordId): Promise<Permit> => rights.decide(call(actor), record, 'list');
const themself = (record: RecordId): Actor => ({ kind: 'citizen', record, name: 'Ambre' });

const addEntry = statement(
  'test.textEntry',
  `insert into documents.entry (record_id, n, version, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids,
     hidden_from_professionals, hidden_from_patient, blob, title, media_type, sha256, facts)
   values ($1, $2, 1, 1, '2.25.' || $2::bigint, $3, $3, '10', $4, $5, $6, $7, gen_random_uuid(), $8, 'text/xml', '\\x00', $9)`,
);
interface Kept {
  readonly title?: string;
  readonly text?: string;
  readonly masked?: boolean;
  readonly unannounced?: boolean;
  readonly depositor?: string;
  readonly author?: string;
}

async function keep(
  record: RecordId,
  n: number,
  { title = 'Compte rendu', text, masked = false, unannounced = false, ...by }: Kept,
) {
  const facts = pack(
    JSON.stringify({
      type: { code: '11488-4', system: 'x', display: 'CR de consultation' },
      authors: [{ name: 'Dr Gaël Pouls' }],
    }),
  );
  const date = new Date(Date.UTC(2026, 0, 1) + n * 60_000);
  const authors = by.author === undefined ? [] : [by.author];
  await store.query(addEntry, [record, n, date, by.depositor ?? 'autre', authors, masked, unannounced, title, facts]);
  if (text === undefined) return 'gone';
  return texts.index(record, n, cdaOf(title, [{ title: 'Conclusion', text }]), 'text/xml');
}

const numbers = async (actor: Actor, record: RecordId, typed: string) =>
  (await texts.find(await sight(actor, record), typed))?.numbers;

test('issue 4 §5, find: narrative, PDF and labels of one record; of no other', async () => {
  const [record, other] = [await newRecord(), await newRecord()];
  assert.equal(await keep(record, 1, { title: 'Lettre de liaison', text: 'Suites simples, hyperkaliémie corrigée.' }), 'whole');
  await keep(record, 2, { title: 'Radiographie' });
  const pdf = writePdf({
    title: 'Radio',
    header: { left: [], right: [] },
    blocks: [{ kind: 'paragraph', text: 'Fractures du scaphoïde.' }],
    createdAt: new Date(0),
  });
  assert.equal(await texts.index(record, 2, pdf, 'application/pdf'), 'whole');
  await keep(other, 1, { text: 'hyperkaliémie et fracture ailleurs' });
  const me = themself(record);
  for (const [typed, expected] of [
    ['hyperkaliemie', [1]],
    ['fracture', [2]],
    ['scaphoide fracture', [2]],
    ['lettres', [1]],
    ['conclusion', [1]],
    ['gael pouls', [2, 1]],
    ['radiographies', [2]],
    ['ailleurs', []],
  ] as const)
    assert.deepEqual(await numbers(me, record, typed), expected, typed);
  const found = await texts.find(await sight(me, record), 'hyperkaliémies');
  const [hit] = found?.hits ?? [];
  assert.deepEqual(
    hit?.snippet.highlights.map(([from, to]) => hit.snippet.text.slice(from, to)),
    ['hyperkaliémie'],
  );
});

test('issue 4 §5, index: again is the same; a document that is not there keeps nothing; gone with their document', async () => {
  const record = await newRecord();
  await keep(record, 1, { text: 'première' });
  await keep(record, 2, {});
  const row = async () =>
    (await store.pool.query('select n, form, state, words, places, body from documents.text where record_id = $1', [record]))
      .rows;
  const once = await row();
  await texts.index(record, 1, cdaOf('Compte rendu', [{ title: 'Conclusion', text: 'première' }]), 'text/xml');
  assert.deepEqual(await row(), once);
  assert.equal(await texts.index(record, 9, Buffer.from('<a/>'), 'text/xml'), 'gone');
  const unread = async () => (await texts.find(await sight(themself(record), record), 'premiere'))?.unread;
  assert.deepEqual(await unread(), { waiting: 1, partly: 0, beyond: false });
  assert.equal(await texts.index(record, 2, Buffer.from('<ClinicalDocument'), 'text/xml'), 'unreadable');
  const found = await texts.find(await sight(themself(record), record), 'compte rendu');
  assert.deepEqual([found?.numbers, found?.unread], [[2, 1], { waiting: 0, partly: 1, beyond: false }]);
  await store.pool.query('delete from documents.entry where record_id = $1 and n = 1', [record]);
  assert.deepEqual(
    (await row()).map(({ n }) => n),
    [2],
  );
});

test('issue 4 §5, index: two servers that read the same documents at once keep each of them once', async () => {
  const record = await newRecord();
  const other = openTexts({ store });
  for (let n = 1; n <= 12; n++) await keep(record, n, {});
  const paper = (n: number) => cdaOf('Compte rendu', [{ title: 'Conclusion', text: `numéro ${n}, ${report(n, 2000)}` }]);
  const all = Array.from({ length: 12 }, (_, i) => i + 1);
  const states = await Promise.all(all.flatMap((n) => [texts, other].map((one) => one.index(record, n, paper(n), 'text/xml'))));
  await other.close();
  assert.deepEqual(new Set(states), new Set(['whole']));
  assert.deepEqual(await numbers(themself(record), record, 'numéro'), all.toReversed());
  assert.deepEqual(await numbers(themself(record), record, '"numéro 7"'), [7]);
});

test('issue 4 §5, find: several texts in one look; how many could not be read is told of what may be seen only', async () => {
  const record = await newRecord();
  await keep(record, 1, { text: 'fièvre' });
  await keep(record, 2, { text: 'toux' });
  await keep(record, 3, { masked: true });
  await keep(record, 4, {});
  await texts.index(record, 4, Buffer.from('%PDF-1.7 rien'), 'application/pdf');
  await keep(record, 5, {});
  const found = async (actor: Actor) => texts.numbers(await sight(actor, record), ['fievres', 'toux', '"fièvre toux"']);
  assert.deepEqual(await found(irene), { numbers: [[1], [2], []], unread: { waiting: 1, partly: 1, beyond: false } });
  assert.deepEqual((await found(themself(record)))?.unread, { waiting: 2, partly: 1, beyond: false });
  const permit = await sight(irene, record);
  await assert.rejects(texts.numbers(permit, ['fièvre', 'de la ']), { code: 'documents.search-without-words' });
  await assert.rejects(texts.find(permit, 'mot '.repeat(17)), { code: 'documents.search-too-long' });
  assert.deepEqual((await texts.find(permit, 'de la '))?.asked, false);
});

test('issue 4 §5, rights: what a person may not see is never found, nor counted, nor ranked by', async () => {
  const record = await newRecord();
  await keep(record, 1, { text: 'fièvre visible' });
  await keep(record, 2, { text: 'fièvre masquée', masked: true });
  await keep(record, 3, { text: 'fièvre non annoncée', unannounced: true });
  await keep(record, 4, { text: 'fièvre de la clinique', depositor: 'nuees', masked: true });
  assert.deepEqual(await numbers(themself(record), record, 'fièvre'), [4, 2, 1]);
  assert.deepEqual(await numbers(irene, record, 'fièvre'), [3, 1]);
  assert.deepEqual(await numbers(nuees, record, 'fièvre'), [4]);
  assert.deepEqual(await numbers(irene, record, '"fièvre masquée"'), []);
});

test('issue 4 §5, rights: a permit made before the rights changed shows nothing', async () => {
  const record = await newRecord();
  await keep(record, 1, { text: 'fièvre' });
  const permit = await sight(irene, record);
  assert.deepEqual((await texts.find(permit, 'fièvre'))?.numbers, [1]);
  await store.pool.query('update rights.state set version = version + 1 where record_id = $1', [record]);
  assert.equal(await texts.find(permit, 'fièvre'), undefined);
});

test('issue 4 §5, rights: whatever hidden documents hold, the answer is that of a record without them', async () => {
  const word = fc.constantFrom('fièvre', 'toux', 'hypertension', 'hypertention', 'genoux', 'œdème', 'scanner', '5 mg');
  const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  const documents = fc.array(fc.record({ text, masked: fc.boolean() }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.oneof(
        word,
        text,
        text.map((one) => `"${one}"`),
      ),
      async (all, typed) => {
        const [record, without] = [await newRecord(), await newRecord()];
        for (const [n, one] of all.entries()) {
          await keep(record, n + 1, one);
          if (!one.masked) await keep(without, n + 1, one);
        }
        const [mixed, alone] = [
          await texts.find(await sight(irene, record), typed),
          await texts.find(await sight(irene, without), typed),
        ];
        assert.deepEqual(mixed, alone);
      },
    ),
    { numRuns: 25 },
  );
});

test('issue 4 §5: of many documents, a word of each finds it', async () => {
  const record = await newRecord();
  const written: string[] = [];
  for (let n = 1; n <= 60; n++) {
    written[n] = report(n, 20_000);
    await keep(record, n, {});
    await texts.index(record, n, cdaOf(`Compte rendu ${n}`, [{ title: 'Synthèse', text: written[n] ?? '' }]), 'text/xml');
  }
  const permit = await sight(themself(record), record);
  const roll = dice(11);
  for (let n = 1; n <= 60; n += 3) {
    const words = (written[n] ?? '').split(/[\s.’]+/).filter((one) => one.length > 7 && /^\p{L}+$/u.test(one));
    const typed = words[roll(words.length)] ?? '';
    const found = await texts.find(permit, `${typed} `, 60);
    assert.ok(found?.numbers.includes(n), typed);
  }
});
