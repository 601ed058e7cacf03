import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId, type RecordId } from '#kernel';
import { compose, type Mailbox, type OpenedMail, openMail, openMailboxes, openPost, parseMessage } from '#messaging';
import { ambre, basile, corentine, hector, irene, makeKnown } from '../cast.ts';
import { type Ground, openGround, traceFrom } from '../ground.ts';
import { n3, provide, smallPdf } from '../papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from '../space.ts';
import { archiveFrom, callOf } from './exchangeGround.ts';

let ground: Ground;
let mail: OpenedMail;
let mailboxes: ReturnType<typeof openMailboxes>;
let post: ReturnType<typeof openPost>;
let [ofIrene, ofHector]: Mailbox[] = [];
let [irenes, hectors]: Space[] = [];
const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };

before(async () => {
  ground = await openGround({ mail: domains });
  const { store, trace, ins, directory } = ground;
  mailboxes = openMailboxes({ store, trace, ins, directory, rights: ground.rights(), domains });
  mail = openMail({ store, trace, log: (line) => assert.fail(line) });
  const nobody = () => assert.fail('no other domain');
  post = openPost({ ground: mail.ground, mailboxes, routes: { citizens: nobody, elsewhere: nobody } });
  const operator = callOf({ kind: 'operator', id: 'operator', name: 'Exploitant' });
  const open = ({ id, structure, name }: typeof irene, address: string) =>
    mailboxes.open(operator, {
      address: `${address}@exemple.mssante.fr`,
      kind: 'PER',
      name,
      professional: id,
      structure: structure.id,
    });
  [ofIrene, ofHector] = [await open(irene, 'irene'), await open(hector, 'hector')];
  [irenes, hectors] = [await enterPro(ground, irene.id), await enterPro(ground, hector.id)];
});
after(async () => {
  await mail.close();
  await ground.close();
});

const hex = (box: Mailbox | undefined): string => hexOfRecordId(box?.id as RecordId);
const ambres = (): string => `/pro/patients/${hexOfRecordId(ground.ambre)}`;
const asIrene: Space = ((path, asked) => irenes?.(path, asked) ?? assert.fail()) as Space;
const asHector: Space = ((path, asked) => hectors?.(path, asked) ?? assert.fail()) as Space;

interface Line {
  readonly content: number;
  readonly state: string;
  readonly record?: string;
  readonly subject?: string;
  readonly refusal?: { readonly ans: { readonly code: string } };
}
const list = async (states: string): Promise<readonly Line[]> => {
  const answer = await asHector(`/pro/mail/${hex(ofHector)}/filing?state=${states}`);
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<{ items: Line[] }>().items;
};

/** Until the jobs brought it. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(20);
  }
  return assert.fail(ground.said.join('\n'));
}

/** The message of a mailbox whose subject is like this. */
async function received(box: Mailbox | undefined, subject: RegExp) {
  const permit = await mailboxes.enterForHouse(box?.id as RecordId, new Date());
  for await (const page of mail.fetch(permit, 1, [[1, Number.POSITIVE_INFINITY]], { bytes: true })) {
    for (const { bytes } of page) {
      const parsed = bytes && parseMessage(bytes);
      if (parsed !== undefined && bytes !== undefined && subject.test(parsed.subject)) return { parsed, bytes };
    }
  }
  return undefined;
}

test('MSSanté #2, the round trip through the spaces: sent from the record, arrives, found in the record, the receipt comes back, the person reads of it', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'CR à envoyer' })));
  await asIrene(`${ambres()}/access`, { method: 'POST', body: JSON.stringify({ ground: 'equipe_de_soins' }) });
  const lines = await traceFrom(ground, ground.ambre);
  const body = JSON.stringify({ mailbox: hex(ofIrene), ids: [id], recipients: ['hector@exemple.mssante.fr'], wantReceipt: true });
  const sent = await asIrene(`${ambres()}/documents/send`, { method: 'POST', body });
  assert.equal(sent.status, 201, sent.bytes.toString());
  assert.doesNotMatch(sent.as<{ subject: string }>().subject, /XDM/);
  const [line] = await until(async () => ((await list('known,filed')).length > 0 ? list('known,filed') : undefined));
  assert.equal(line?.record, hexOfRecordId(ground.ambre));
  assert.doesNotMatch(line.subject ?? '', /XDM/);
  const back = await until(() => received(ofIrene, /XDM/));
  assert.match(back.bytes.toString(), /^Disposition: automatic-action\/MDN-sent-automatically; processed\r$/m);
  const told = (await lines()).filter(({ action }) => action === 'send');
  assert.deepEqual(
    told.map(({ object, detail }) => [object?.id, detail?.to]),
    [[id, hector.name]],
  );
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const log = (await carnet('/carnet/log')).bytes.toString();
  assert.match(log, /envoyé par messagerie sécurisée à Dr Hector Pulsarelle/);
});

test('ANS, courriel MSSanté: a patient who is not known: the sender gets 902 with the message, somebody corrects, files by hand, and it is in the record', async () => {
  const bytes = await compose({
    from: { name: 'Dr Irène', address: 'irene@exemple.mssante.fr' },
    to: [{ name: '', address: 'hector@exemple.mssante.fr' }],
    subject: 'XDM/1.0/DDM+CR SANTONI-FICTIVE CORENTINE 15/01/1990',
    text: 'Bonjour',
    date: new Date(),
    attachments: [
      { filename: 'IHE_XDM.zip', contentType: 'application/zip', content: await archiveFrom(corentine, [n3(corentine)]) },
    ],
    headers: { 'Disposition-Notification-To': 'irene@exemple.mssante.fr' },
  });
  const permit = await mailboxes.enter(callOf(irene), ofIrene?.id ?? '', 'write');
  await post.send(permit, { recipients: [{ address: 'hector@exemple.mssante.fr' }], bytes });
  const refusal = await until(() => received(ofIrene, /^\[KO Intégration système !\]\[902\] XDM\/1\.0\/DDM\+CR SANTONI/));
  assert.match(refusal.bytes.toString(), /^Disposition: .*processed\/error\r$/m);
  assert.match(refusal.bytes.toString(), /^Error: 902\^Identifiant patient inconnu/m);
  assert.match(refusal.bytes.toString(), /IHE_XDM\.zip/, 'what was sent comes back');
  const [line] = await list('refused');
  assert.deepEqual([line?.state, line?.refusal?.ans.code], ['refused', '902']);
  const place = `/pro/mail/${hex(ofHector)}/filing/${line?.content}`;
  const early = await asHector(`${place}/file`, { method: 'POST', body: '{}' });
  assert.equal(early.as<Line>().state, 'refused');
  const record = await makeKnown(ground, corentine);
  const wrong = await asHector(`${place}/file`, {
    method: 'POST',
    body: JSON.stringify({ patient: hexOfRecordId(ground.basile) }),
  });
  toldPlainly(wrong, 422, 'messaging.ins-differs');
  const filed = await asHector(`${place}/file`, { method: 'POST', body: JSON.stringify({ patient: hexOfRecordId(record) }) });
  assert.deepEqual([filed.status, filed.as<Line>().state], [200, 'filed'], filed.bytes.toString());
  const { filing } = (await asHector(place)).as<{ filing: Line }>();
  assert.deepEqual([filing.state, filing.record], ['filed', hexOfRecordId(record)]);
});

test('MSSanté #2: deposited and sent in one form', async () => {
  const form = { typeCode: '11488-4', title: 'Lettre jointe', date: '2026-03-10T09:30:00Z', pdf: smallPdf.toString('base64') };
  const sending = { mailbox: hex(ofIrene), recipients: ['hector@exemple.mssante.fr'] };
  const bad = await asIrene(`${ambres()}/documents`, {
    method: 'POST',
    body: JSON.stringify({ ...form, ...sending, recipients: 'x' }),
  });
  toldPlainly(bad, 400, 'http.malformed');
  const made = await asIrene(`${ambres()}/documents`, { method: 'POST', body: JSON.stringify({ ...form, ...sending }) });
  assert.equal(made.status, 201, made.bytes.toString());
  assert.deepEqual(made.as<{ sent: { delivered: string[] } }>().sent.delivered, ['hector@exemple.mssante.fr']);
  assert.ok(await until(() => received(ofHector, /CR ou fiche de consultation/)));
});

test('MSSanté #2, suppression: withdrawn in the space, and those who got it are warned', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  const place = `${ambres()}/documents/${id}`;
  const warn = () => asIrene(`${place}/withdrawal-notice`, { method: 'POST', body: JSON.stringify({ mailbox: hex(ofIrene) }) });
  toldPlainly(await warn(), 422, 'messaging.not-sent');
  const body = JSON.stringify({ mailbox: hex(ofIrene), ids: [id], recipients: ['hector@exemple.mssante.fr'] });
  assert.equal((await asIrene(`${ambres()}/documents/send`, { method: 'POST', body })).status, 201);
  toldPlainly(await warn(), 409, 'messaging.not-withdrawn');
  const gone = await asIrene(`${place}/withdrawal`, {
    method: 'POST',
    body: JSON.stringify({ reason: 'Document d’une autre personne' }),
  });
  assert.equal(gone.status, 204, gone.bytes.toString());
  const warned = await warn();
  assert.deepEqual([warned.status, warned.as<{ messages: number }>().messages], [201, 1]);
  assert.ok(await received(ofHector, /^Suppression d’un document envoyé$/));
});

test('MSSanté #2, bad input: another’s mailbox, another’s document, forms that are none, nobody signed in', async () => {
  const [id = ''] = await ground.deposited(provide(n3(basile)));
  const send = (body: object, by: Space = asIrene) =>
    by(`${ambres()}/documents/send`, { method: 'POST', body: JSON.stringify(body) });
  const good = { mailbox: hex(ofIrene), ids: [id], recipients: ['hector@exemple.mssante.fr'] };
  toldPlainly(await send(good), 404, 'id.unknown');
  toldPlainly(await send({ ...good, ids: [] }), 400, 'http.malformed');
  toldPlainly(await send({ ...good, ids: Array.from({ length: 49 }, () => id) }), 400, 'http.malformed');
  const [own = ''] = await ground.deposited(provide(n3(ambre)));
  toldPlainly(await send({ ...good, ids: [own], mailbox: hex(ofHector) }), 404, 'messaging.unknown-mailbox');
  toldPlainly(await send({ ...good, ids: [own], recipients: [1] }), 400, 'http.malformed');
  toldPlainly(await asIrene(`/pro/mail/${hex(ofHector)}/filing`), 404, 'messaging.unknown-mailbox');
  toldPlainly(await asHector(`/pro/mail/${hex(ofHector)}/filing?state=autre`), 400, 'http.malformed');
  toldPlainly(await asHector(`/pro/mail/${hex(ofHector)}/filing/-1`), 400, 'http.malformed');
  const dismissed = await asHector(`/pro/mail/${hex(ofHector)}/filing/1/dismiss`, { method: 'POST', body: '{}' });
  toldPlainly(dismissed, 400, 'http.malformed');
  const anybody = await fetch(`${ground.url}/api/pro/mail/${hex(ofHector)}/filing`);
  assert.equal(anybody.status, 401);
});
