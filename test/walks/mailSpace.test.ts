import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Operator, RecordId } from '#kernel';
import { openMailboxes } from '#messaging';
import { capucine, hector, irene } from './cast.ts';
import { type Answer, type Ground, openGround, traceFrom } from './ground.ts';
import { enterPro, type Space } from './space.ts';

const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
const domain = 'exemple.mssante.fr';
const addresses = { irene: `irene@${domain}`, hector: `hector@${domain}`, clinic: `clinique@${domain}` };

let ground: Ground;
let mine: Space;
let his: Space;
let hers: Space;
/** Mailboxes as the pages name them. */
let ids: Record<'irene' | 'hector' | 'clinic', string>;
let homes: Record<'irene' | 'hector' | 'clinic', RecordId>;

before(async () => {
  ground = await openGround();
  const domains = { professionals: domain, citizens: 'patient.mssante.fr' };
  const mailboxes = openMailboxes({ ...ground, rights: ground.rights(), domains });
  const call = { actor: operator, at: new Date(), requestId: 'test' };
  const made = {
    irene: await mailboxes.open(call, { address: addresses.irene, kind: 'PER', name: irene.name, professional: irene.id }),
    hector: await mailboxes.open(call, { address: addresses.hector, kind: 'PER', name: hector.name, professional: hector.id }),
    clinic: await mailboxes.open(call, {
      ...{ address: addresses.clinic, kind: 'ORG', name: 'Clinique de Saint-Orme', structure: hector.structure.id },
    }),
  };
  homes = { irene: made.irene.id, hector: made.hector.id, clinic: made.clinic.id };
  const hex = (id: RecordId) => id.replaceAll('-', '');
  ids = { irene: hex(homes.irene), hector: hex(homes.hector), clinic: hex(homes.clinic) };
  [mine, his, hers] = [await enterPro(ground, irene.id), await enterPro(ground, hector.id), await enterPro(ground, capucine.id)];
});
after(() => ground?.close());

const post = (body: object, method = 'POST') => ({ method, body });
const good = <T>(answer: Answer, status = 200): T => {
  assert.equal(answer.status, status, answer.bytes.toString());
  return answer.bytes.length === 0 ? (undefined as T) : answer.as<T>();
};
const code = (answer: Answer): string => `${answer.status} ${answer.as<{ code: string }>().code}`;

interface Folder {
  id: number;
  special?: string;
  unseen: number;
  messages: number;
}
interface Line {
  content: number;
  uid: number;
  folder: { id: number; special?: string };
  subject: string;
  seen: boolean;
  answered: boolean;
  isDraft: boolean;
  report?: string;
}
const folder = async (space: Space, mailbox: string, special: string): Promise<Folder> => {
  const { items } = good<{ items: Folder[] }>(await space(`/pro/mail/${mailbox}/folders`));
  const found = items.find((one) => one.special === special);
  assert.ok(found, special);
  return found;
};
const threads = async (space: Space, mailbox: string, special: string, asked: object = {}) => {
  const { id } = await folder(space, mailbox, special);
  const answer = await space(`/pro/mail/${mailbox}/threads/search`, post({ folder: id, ...asked }));
  return good<{
    items: { thread: number; subject: string; unseen: number; newest: { folder: number; uid: number; content: number } }[];
  }>(answer).items;
};
const thread = async (space: Space, mailbox: string, n: number) =>
  good<{ items: Line[] }>(await space(`/pro/mail/${mailbox}/threads/${n}`)).items;
const letter = (more: object = {}) => ({
  to: [{ name: 'Dr Hector', address: addresses.hector }],
  subject: 'Avis demandé',
  text: 'Bonjour,\nvoici la lettre.',
  ...more,
});

test('Issue 7, 6, written in the space: it arrives at the colleague’s, is read with its file, and answered in the same thread', async () => {
  const file = { filename: 'résultat.txt', contentType: 'text/plain', content: Buffer.from('1,2 mmol').toString('base64') };
  const sent = await mine(`/pro/mail/${ids.irene}/messages`, post(letter({ files: [file], receipt: true })));
  assert.deepEqual(good<{ delivered: number; queued: number }>(sent, 201).delivered, 1);

  const boxes = good<{ items: { id: string; unseen: number; may: string }[] }>(await his('/pro/mail/mailboxes')).items;
  assert.equal(boxes.find(({ id }) => id === ids.hector)?.unseen, 1);
  const [line] = await threads(his, ids.hector, 'inbox');
  assert.equal(line?.subject, 'Avis demandé');
  assert.equal(line?.unseen, 1);
  const [message] = await thread(his, ids.hector, line?.thread ?? 0);
  assert.ok(message);
  assert.equal(message.seen, false);
  const at = `/pro/mail/${ids.hector}/messages/${message.content}`;
  const body = good<{ text: string; attachments: { section: string; fileName: string; url: string }[] }>(await his(at));
  assert.match(body.text, /voici la lettre\./);
  assert.equal(body.attachments[0]?.fileName, 'résultat.txt');
  const part = await his(`${at}/parts/${body.attachments[0]?.section}`);
  assert.equal(part.bytes.toString(), '1,2 mmol');
  assert.equal(part.headers.get('content-disposition'), 'attachment');
  assert.match(part.headers.get('content-security-policy') ?? '', /sandbox/);
  const source = await his(`${at}/source`);
  assert.match(source.bytes.toString(), /^Disposition-Notification-To: <irene@/m);

  good(await his(`${at}/receipt`, post({})), 204);
  good(await his(`${at}/receipt`, post({})), 204);
  const receipts = (await thread(mine, ids.irene, (await threads(mine, ids.irene, 'inbox'))[0]?.thread ?? 0)).filter(
    ({ report }) => report === 'receipt',
  );
  assert.equal(receipts.length, 1, 'one, however often it is asked');

  const place = { folder: message.folder.id, uid: message.uid, content: message.content };
  const answer = letter({ to: [{ name: '', address: addresses.irene }], subject: 'Re: Avis demandé', answers: place });
  good(await his(`/pro/mail/${ids.hector}/messages`, post(answer)), 201);
  const [again] = await thread(his, ids.hector, line?.thread ?? 0);
  assert.equal(again?.answered, true);
  assert.equal(again?.seen, true);
  const [back] = await threads(mine, ids.irene, 'inbox');
  assert.equal((await thread(mine, ids.irene, back?.thread ?? 0)).length, 3, 'with the one that I sent, and its receipt');
});

test('Issue 7, 6, marks and places: unread, archived, found by words, put in the bin, deleted for good from there alone', async () => {
  const [line] = await threads(his, ids.hector, 'inbox');
  const [message] = (await thread(his, ids.hector, line?.thread ?? 0)).filter((one) => one.folder.special === 'inbox');
  assert.ok(message);
  const messages = [{ folder: message.folder.id, uid: message.uid }];
  good(await his(`/pro/mail/${ids.hector}/flags`, post({ messages, seen: false, flagged: true })), 204);
  assert.equal((await threads(his, ids.hector, 'inbox', { unseen: true })).length, 1);
  assert.equal((await threads(his, ids.hector, 'inbox', { words: 'lettre' })).length, 1, 'words of the text');
  assert.equal((await threads(his, ids.hector, 'inbox', { words: 'introuvable' })).length, 0);
  assert.equal(code(await his(`/pro/mail/${ids.hector}/removal`, post({ messages }))), '400 http.malformed');

  good(await his(`/pro/mail/${ids.hector}/move`, post({ messages, to: 'archive' })), 204);
  assert.equal((await threads(his, ids.hector, 'inbox')).length, 0);
  const [archived] = await threads(his, ids.hector, 'archive');
  const places = [{ folder: archived?.newest.folder, uid: archived?.newest.uid }];
  good(await his(`/pro/mail/${ids.hector}/move`, post({ messages: places, to: 'trash' })), 204);
  const [binned] = await threads(his, ids.hector, 'trash');
  const bin = [{ folder: binned?.newest.folder, uid: binned?.newest.uid }];
  const lines = await traceFrom(ground, homes.hector);
  good(await his(`/pro/mail/${ids.hector}/removal`, post({ messages: bin })), 204);
  assert.equal((await threads(his, ids.hector, 'trash')).length, 0);
  assert.deepEqual(
    (await lines()).filter(({ action }) => action === 'remove').map(({ who }) => who.name),
    [hector.name],
  );
});

test('Issue 7, 6, drafts: kept as messages of their folder, changed, taken up again with their files, gone once sent', async () => {
  const file = { filename: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.4').toString('base64') };
  const at = `/pro/mail/${ids.irene}/drafts`;
  type Kept = { uid: number; content: number; attachments: { section: string }[] };
  const first = good<Kept>(await mine(at, post({ to: [], subject: '', text: 'Je commence', files: [file] })), 201);
  assert.equal(first.attachments.length, 1);
  const kept = first.attachments.map(({ section }) => ({ content: first.content, section }));
  const second = good<Kept>(await mine(`${at}/${first.uid}`, post(letter({ text: 'Je finis', kept }), 'PUT')));
  assert.notEqual(second.uid, first.uid);
  assert.equal((await folder(mine, ids.irene, 'drafts')).messages, 1, 'the old one is gone');
  const again = good<{ text: string; attachments: { section: string }[] }>(await mine(`${at}/${second.uid}`));
  assert.match(again.text, /Je finis/);
  assert.equal(again.attachments.length, 1);
  const files = again.attachments.map(({ section }) => ({ content: second.content, section }));
  good(await mine(`/pro/mail/${ids.irene}/messages`, post(letter({ text: 'Je finis', kept: files, draft: second.uid }))), 201);
  assert.equal((await folder(mine, ids.irene, 'drafts')).messages, 0);
  const [arrived] = await threads(his, ids.hector, 'inbox');
  const [message] = await thread(his, ids.hector, arrived?.thread ?? 0);
  const raw = await his(`/pro/mail/${ids.hector}/messages/${message?.content}/source`);
  assert.match(raw.bytes.toString(), /filename=a\.pdf/);

  const gone = good<Kept>(await mine(at, post(letter())), 201);
  good(await mine(`${at}/${gone.uid}`, { method: 'DELETE' }), 204);
  assert.equal((await folder(mine, ids.irene, 'drafts')).messages, 0);
});

test('Issue 7, 6, templates: one’s own are seen by nobody else, the mailbox’s by who holds it', async () => {
  const at = `/pro/mail/${ids.hector}/templates`;
  const words = { name: 'Compte rendu', subject: 'Compte rendu', text: 'Bonjour, {patient}, le {date}.' };
  const own = good<{ id: string }>(await his(at, post({ ...words, shared: false })), 201);
  good(await his(at, post({ ...words, name: 'Absence', shared: true })), 201);
  good(await his(`/pro/mail/${ids.hector}/holders/${irene.id}`, post({ may: 'write' }, 'PUT')), 204);
  const seen = good<{ items: { name: string; shared: boolean }[] }>(await mine(at)).items;
  assert.deepEqual(
    seen.map(({ name, shared }) => [name, shared]),
    [['Absence', true]],
  );
  assert.equal(code(await mine(`${at}/${own.id}`, { method: 'DELETE' })), '404 messaging.no-template');
  assert.equal(code(await mine(`${at}/not-an-id`, { method: 'DELETE' })), '404 messaging.no-template');
  assert.equal(code(await his(at, post({ ...words, name: ' ', shared: false }))), '422 messaging.malformed-template');
  assert.equal(
    code(await his(at, post({ ...words, subject: 'a\nBcc: x@y.fr', shared: false }))),
    '422 messaging.malformed-template',
  );
  const changed = good<{ text: string }>(await his(`${at}/${own.id}`, post({ ...words, text: 'Autre' }, 'PUT')));
  assert.equal(changed.text, 'Autre');
  good(await his(`${at}/${own.id}`, { method: 'DELETE' }), 204);
});

test('Issue 7, 3, delegation: a part is given, shown, used, and taken; settings are for who manages', async () => {
  assert.equal(code(await hers(`/pro/mail/${ids.hector}/folders`)), '404 messaging.unknown-mailbox');
  good(await his(`/pro/mail/${ids.hector}/holders/${capucine.id}`, post({ may: 'read' }, 'PUT')), 204);
  const holders = good<{ items: { name: string; may: string; isOwner: boolean }[] }>(
    await his(`/pro/mail/${ids.hector}/holders`),
  ).items;
  assert.ok(holders.some(({ isOwner }) => isOwner));
  assert.ok(holders.some(({ name, may }) => name.includes('Pansemille') && may === 'read'));
  await folder(hers, ids.hector, 'inbox');
  for (const [path, asked] of [
    ['messages', post(letter())],
    ['drafts', post(letter())],
    ['flags', post({ messages: [{ folder: 1, uid: 1 }], seen: true })],
    ['move', post({ messages: [{ folder: 1, uid: 1 }], to: 'trash' })],
    ['removal', post({ messages: [{ folder: 1, uid: 1 }] })],
    ['templates', post({ name: 'a', text: 'a', shared: true })],
    ['route', post({ address: addresses.irene })],
    ['settings', post({ listRouge: true }, 'PUT')],
    [`holders/${irene.id}`, post({ may: 'manage' }, 'PUT')],
    [`holders/professional:${irene.id}`, { method: 'DELETE' }],
  ] as const)
    assert.equal(code(await hers(`/pro/mail/${ids.hector}/${path}`, asked)), '403 messaging.not-allowed', path);
  good(await his(`/pro/mail/${ids.hector}/holders/professional:${capucine.id}`, { method: 'DELETE' }), 204);
  assert.equal(code(await hers(`/pro/mail/${ids.hector}/folders`)), '404 messaging.unknown-mailbox');
});

test('Issue 7, 3, settings: signature, absence, list rouge; what is not one is refused', async () => {
  const at = `/pro/mail/${ids.hector}/settings`;
  const absence = { from: '2026-12-20T00:00:00Z', until: '2026-12-27T00:00:00Z', text: 'De retour le 27.' };
  const told = good<{ signature: string; listRouge: boolean; absence: { text: string } }>(
    await his(at, post({ signature: 'Dr H. Pulsarelle', listRouge: true, absence }, 'PUT')),
  );
  assert.equal(told.signature, 'Dr H. Pulsarelle');
  assert.equal(told.listRouge, true);
  assert.equal(told.absence.text, absence.text);
  const none = good<{ signature: string; absence: null }>(await his(at, post({ absence: null, listRouge: false }, 'PUT')));
  assert.equal(none.absence, null);
  assert.equal(none.signature, 'Dr H. Pulsarelle', 'what is not named stays');
  for (const [body, why] of [
    [{ absence: { ...absence, until: absence.from } }, '422 messaging.malformed-absence'],
    [{ absence: { ...absence, text: 'a'.repeat(2001) } }, '422 messaging.malformed-absence'],
    [{ absence: { ...absence, from: 'demain' } }, '400 http.malformed'],
    [{ signature: 'a'.repeat(1001) }, '400 http.malformed'],
    [{ listRouge: 'oui' }, '400 http.malformed'],
  ] as const)
    assert.equal(code(await his(at, post(body, 'PUT'))), why, JSON.stringify(body).slice(0, 60));
});

test('Issue 7, bad input: what is not a letter is refused and nothing is kept', async () => {
  const before = (await folder(mine, ids.irene, 'sent')).messages;
  for (const [body, why] of [
    [letter({ to: [] }), '422 messaging.no-recipient'],
    [letter({ subject: 'a\r\nBcc: x@evil.example' }), '422 messaging.malformed-draft'],
    [letter({ to: [{ name: 'a\nb', address: addresses.hector }] }), '422 messaging.malformed-draft'],
    [letter({ to: [{ name: '', address: 'nobody' }] }), '422 messaging.malformed-draft'],
    [letter({ to: [{ name: '', address: `personne@${domain}` }] }), '422 messaging.unknown-recipient'],
    [letter({ to: 'all' }), '400 http.malformed'],
    [letter({ kept: [{ content: 1, section: '../1' }] }), '400 http.malformed'],
    [letter({ kept: [{ content: 99_999, section: '1' }] }), '404 messaging.no-message'],
    [letter({ answers: { folder: 1, uid: 1, content: 99_999 } }), '404 messaging.no-message'],
    [letter({ final: 'maybe' }), '400 http.malformed'],
    [letter({ files: [{ filename: '../a', contentType: 'text/plain', content: '' }] }), '422 messaging.malformed-draft'],
  ] as const)
    assert.equal(code(await mine(`/pro/mail/${ids.irene}/messages`, post(body))), why, JSON.stringify(body).slice(0, 90));
  assert.equal((await folder(mine, ids.irene, 'sent')).messages, before);
  assert.equal(
    code(await mine(`/pro/mail/${ids.irene}/threads/search`, post({ folder: 1, words: 'a'.repeat(201) }))),
    '400 http.malformed',
  );
  assert.equal(code(await mine(`/pro/mail/${ids.irene}/threads/abc`)), '400 http.malformed');
  assert.equal(code(await mine('/pro/mail/nothing/folders')), '404 id.unknown');
  const forged = await mine(`/pro/mail/${ids.irene}/messages`, {
    ...post(letter()),
    headers: { 'x-socle': '', 'sec-fetch-site': 'cross-site' },
  });
  assert.match(code(forged), /session\.forged/);
  assert.equal((await mine('/pro/mail/mailboxes', { headers: { cookie: '' } })).status, 401);
});

test('Issue 7, 6, a recipient is checked while typed: here, elsewhere or nowhere', async () => {
  const at = `/pro/mail/${ids.irene}/route`;
  const found = good<{ where: string; isCitizen: boolean }>(
    await mine(at, post({ address: ` ${addresses.hector.toUpperCase()}` })),
  );
  assert.deepEqual([found.where, found.isCitizen], ['here', false]);
  assert.equal(code(await mine(at, post({ address: 'nom@ailleurs.example' }))), '422 messaging.untrusted-domain');
  assert.equal(code(await mine(at, post({ address: `personne@${domain}` }))), '422 messaging.unknown-recipient');
});

test('Issue 7, 6, live: a page that follows is told that something changed, in which mailbox, and nothing else', async () => {
  const stop = new AbortController();
  const stream = await fetch(`${ground.url}/api/pro/mail/live`, { headers: { cookie: his.cookie }, signal: stop.signal });
  assert.equal(stream.headers.get('content-type'), 'text/event-stream');
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  let told = '';
  good(await mine(`/pro/mail/${ids.irene}/messages`, post(letter({ subject: 'Objet secret' }))), 201);
  while (!told.includes('event: message')) {
    const { value, done } = await reader.read();
    assert.ok(!done);
    told += value;
  }
  assert.match(told, new RegExp(`event: message\\ndata: \\{"mailbox":"${ids.hector}"\\}`));
  assert.doesNotMatch(told, /secret/);
  stop.abort();
  assert.equal((await fetch(`${ground.url}/api/pro/mail/live`)).status, 401);
});

test('Issue 7, 7, trace: who sent and who received, with no subject, no text and no address of a citizen', async () => {
  const lines = await traceFrom(ground, homes.irene);
  const theirs = await traceFrom(ground, homes.hector);
  good(await mine(`/pro/mail/${ids.irene}/messages`, post(letter({ subject: 'Objet secret', text: 'Texte secret' }))), 201);
  const [sent, received] = [await lines(), await theirs()];
  assert.deepEqual(
    sent.map(({ action, outcome, who }) => [action, outcome, who.name]),
    [['send', 'done', irene.name]],
  );
  assert.deepEqual(
    received.map(({ action }) => action),
    ['receive'],
  );
  assert.doesNotMatch(JSON.stringify([sent, received]), /secret/i);
});
