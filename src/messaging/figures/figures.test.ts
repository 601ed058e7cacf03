import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { amelie, at, domain, type MailGround, openMailGround, operator, written } from '../../../test/mailGround.ts';
import { countDeed } from './count.ts';
import { figuresCsv } from './csv.ts';
import { type Figures, openFigures } from './figures.ts';

let ground: MailGround;
let figures: Figures;
before(async () => {
  ground = await openMailGround();
  figures = openFigures({ store: ground.store });
});
after(() => ground.close());

const call = (when = at) => ground.call(operator, when);
const letter = (bytes: Buffer) =>
  ground.post.send(ground.permits.amelie, { recipients: [{ address: `basile@${domain}` }], bytes });
const deedsOf = async (product: string) => (await figures.of(call())).products.find((one) => one.product === product)?.deeds;

test('MSSanté #1, indicators: what is sent and received is counted with the act, by kind and product, and nothing when the act fails', async () => {
  const bytes = written({ 'X-MSS-NIL': 'LOGICIEL-1' });
  await letter(bytes);
  await letter(written({ 'X-MSS-NIL': 'LOGICIEL-1' }));
  await assert.rejects(
    ground.post.send(ground.permits.amelie, {
      recipients: [{ address: `personne@${domain}` }],
      bytes: written({ 'X-MSS-NIL': 'LOGICIEL-1' }),
    }),
    { code: 'messaging.unknown-recipient' },
  );
  const deeds = await deedsOf('LOGICIEL-1');
  assert.deepEqual([deeds?.sent?.n, deeds?.received?.n, deeds?.failed], [2, 2, undefined]);
  assert.equal(deeds?.sent?.mailboxes, 1);
  assert.ok((deeds?.sent?.bytes ?? 0) >= 2 * bytes.length - 20);
  const [kind] = (await figures.of(call())).mailboxes;
  assert.deepEqual(kind, { kind: 'PER', open: 2, opened: 2, closed: 0, used: 2, senders: 1 });
});

test('MSSanté #1, indicators: a month is its own; before the first mailbox there is none', async () => {
  const december = await figures.of(call(), '2026-12');
  assert.deepEqual(
    [december.products, december.mailboxes.map(({ open, opened, used }) => [open, opened, used])],
    [[], [[2, 0, 0]]],
  );
  assert.deepEqual((await figures.of(call(), '2026-10')).mailboxes, []);
  assert.deepEqual(await figures.months(call()), ['2026-11']);
  for (const month of ['2026-13', '2026', 'x', '2026-11-01', '1999-01'])
    await assert.rejects(figures.of(call(), month), { code: 'messaging.malformed-month' });
});

test('MSSanté #1, indicators: for the operator alone, without an address, a subject or a text', async () => {
  for (const asked of [figures.of(ground.call(amelie)), figures.months(ground.call(amelie))])
    await assert.rejects(asked, { code: 'messaging.operator-only' });
  const shown = JSON.stringify(await figures.of(call()));
  assert.doesNotMatch(shown, /@|résultat|amelie|basile/i);
});

test('store: acts that are undone, at once or many together, leave the right count', async () => {
  const { id } = ground.permits.amelie.mailbox;
  const count = (n: number, fails: boolean) =>
    ground.store.transaction(async (tx) => {
      await ground.store.records.lock(tx, id);
      countDeed(tx, { mailbox: id, at, what: 'deleted', product: 'ESSAI', n, bytes: 10 * n });
      if (fails) throw new Error('undone');
    });
  await Promise.allSettled([count(1, false), count(2, true), count(3, false), count(4, true), count(5, false)]);
  assert.deepEqual((await deedsOf('ESSAI'))?.deleted, { n: 9, bytes: 90, mailboxes: 1 });
});

test('RFC 4180: a product that somebody wrote is no formula and ends no line', async () => {
  const product = '=cmd|x;"\r\n';
  const csv = figuresCsv({
    month: '2026-11',
    mailboxes: [],
    products: [{ kind: 'PER', product, deeds: { sent: { n: 1, bytes: 2, mailboxes: 1 } } }],
  });
  assert.equal(csv, `\ufeffmois;type;produit;indicateur;nombre;octets;boites\r\n2026-11;PER;"'=cmd|x;""\r\n";sent;1;2;1\r\n`);
});
