import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readXdm, scanHeader } from '#documents';
import { decodePart, type Mailbox, type MailboxPermit, productReference } from '#messaging';
import { ambre, basile, capucine, citizen, hector, irene, nuees } from '../cast.ts';
import { traceFrom } from '../ground.ts';
import { n1, n3, smallPdf } from '../papers.ts';
import { archiveIn, callOf, type MailGround, openMailGround } from './exchangeGround.ts';

let ground: MailGround;
let from: Mailbox;
let to: Mailbox;
let permit: MailboxPermit;
before(async () => {
  ground = await openMailGround();
  from = await ground.mailboxOf('irene.stethance', {
    professional: irene.id,
    structure: irene.structure.id,
    name: 'Dr Stéthance',
  });
  to = await ground.mailboxOf('hector.pulsarelle', {
    professional: hector.id,
    structure: hector.structure.id,
    name: 'Dr Pulsarelle',
  });
  permit = await ground.enter(irene, from);
  for (const record of [ground.ambre, ground.basile]) await ground.rights.declare(callOf(irene), record, 'equipe_de_soins');
});
after(() => ground.close());

const inbox = async (box: Mailbox) => ground.newest(await ground.mailboxes.enterForHouse(box.id, new Date()));
const messages = async (box: Mailbox) =>
  (await ground.mail.quota(await ground.mailboxes.enterForHouse(box.id, new Date()))).messages;
const citizensAddress = `${ambre.matricule}@patient.mssante.fr`;

test('MSSanté #2, ECO.2.1: documents leave as IHE_XDM.zip and PDF, under the subject and the fields of the référentiel; both logs tell', async () => {
  const [structured, letter] = [n3(ambre), n1(ambre, { typeCode: '11490-0' })];
  const ids = [await ground.deposited(ambre, structured), await ground.deposited(ambre, letter)];
  const [record, box] = [await traceFrom(ground, ground.ambre), await traceFrom(ground, from.id)];
  const sent = await ground.exchange.send(permit, {
    documents: ids,
    recipients: [to.address, to.address.toUpperCase()],
    text: 'Cher confrère, voici.',
    wantReceipt: true,
  });
  assert.deepEqual([sent.delivered, sent.queued, sent.replaces], [[to.address], [], false]);
  const { bytes, parsed } = await inbox(to);
  assert.equal(parsed.subject, 'XDM/1.0/DDM+2 documents DE LA BRUMAILLE AMBRE 17/04/1958');
  const header = (name: string) => parsed.headers.get(name)?.join();
  assert.equal(header('x-mss-codecda'), '11488-4,11490-0');
  assert.equal(header('x-mss-ins'), 'O');
  assert.equal(header('x-mss-nil'), productReference);
  assert.equal(header('x-mss-mes'), undefined);
  assert.equal(header('disposition-notification-to'), from.address);
  assert.match(parsed.text, /Cher confrère, voici\./);
  assert.equal(parsed.root.parts[0]?.type, 'text/plain');
  const files = parsed.root.parts.slice(1).map(({ fileName }) => fileName);
  assert.equal(files[0], 'IHE_XDM.zip');
  assert.match(files[1] ?? '', /^20260310_CR ou fiche de consultation ou de visite_DE LA BRUMAILLE_AMBRE\.pdf$/);
  assert.equal(files.length, 3);
  const papers = parsed.root.parts.slice(2).map((part) => decodePart(bytes, part));
  assert.ok(papers.every((pdf) => pdf.subarray(0, 5).toString() === '%PDF-'));
  assert.ok(papers[0]?.includes('pdfaid:part') === true, 'what is written here is PDF/A');
  assert.deepEqual(papers[1], smallPdf, 'what the document carries goes as it is');
  const inside = await archiveIn(bytes, parsed);
  assert.deepEqual(inside.map((one) => scanHeader(one.bytes).type.code).sort(), ['11488-4', '11490-0']);
  assert.ok(inside.every(({ metadata }) => metadata.patient.value === ambre.matricule));
  const told = (await record()).filter(({ action }) => action === 'send');
  assert.deepEqual(
    told.map(({ object, detail }) => [object?.id, detail?.to]),
    ids.map((id) => [id, 'Dr Pulsarelle']),
  );
  assert.ok((await record()).filter(({ action }) => action === 'read').length >= 2);
  const line = (await box()).find(({ action }) => action === 'send');
  assert.doesNotMatch(JSON.stringify(line), /BRUMAILLE|consultation|XDM/);
  const { parsed: kept } = await ground.newest(permit, 'Sent');
  assert.equal(kept.subject, parsed.subject);
});

test('MSSanté #2, ECO.2.1.1: documents of two patients in one message are refused', async () => {
  const ids = [await ground.deposited(ambre, n3(ambre)), await ground.deposited(basile, n3(basile))];
  await assert.rejects(ground.exchange.send(permit, { documents: ids, recipients: [to.address] }), {
    code: 'messaging.several-patients',
  });
});

test('MSSanté #2: what the caller may not see does not leave, and nothing is said of it', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  const stranger = await ground.mailboxOf('capucine.pansemille', { professional: capucine.id, structure: capucine.structure.id });
  const own = await ground.enter(capucine, stranger);
  await assert.rejects(ground.exchange.send(own, { documents: [id], recipients: [to.address] }), /rights\.|id\.unknown/);
  await assert.rejects(ground.exchange.send(permit, { documents: ['999-bad'], recipients: [to.address] }), {
    code: 'id.unknown',
  });
  const reader = await ground.enter(irene, from, 'read');
  assert.ok(reader);
});

test('ANS, règles de gestion MSSanté: INVISIBLE_PATIENT never reaches the citizen’s mailbox, MASQUE_PS no professional; the log says refused', async () => {
  const id = await ground.deposited(ambre, n3(ambre, { title: 'À annoncer' }), ['INVISIBLE_PATIENT']);
  const before = await messages(to);
  const lines = await traceFrom(ground, ground.ambre);
  await assert.rejects(ground.exchange.send(permit, { documents: [id], recipients: [], toPatient: true }), {
    code: 'messaging.not-for-patient',
  });
  await assert.rejects(ground.exchange.send(permit, { documents: [id], recipients: [to.address, citizensAddress] }), {
    code: 'messaging.not-for-patient',
  });
  assert.equal(await messages(to), before, 'all may go to all, or nothing goes');
  const refusedLines = (await lines()).filter(({ action }) => action === 'send');
  assert.deepEqual(
    refusedLines.map(({ outcome, code, object }) => [outcome, code, object]),
    [
      ['refused', 'messaging.not-for-patient', undefined],
      ['refused', 'messaging.not-for-patient', undefined],
    ],
  );
  await ground.exchange.send(permit, { documents: [id], recipients: [to.address] });
  assert.equal(await messages(to), before + 1);
  const masked = await ground.deposited(ambre, n3(ambre));
  await ground.documents.setHidden(callOf(citizen(ground.ambre, ambre)), masked, true);
  await assert.rejects(
    ground.exchange.send(permit, { documents: [masked], recipients: [to.address] }),
    (error: { code?: string }) => ['messaging.not-for-professionals', 'id.unknown'].includes(error.code ?? ''),
  );
});

test('MSSanté #2, ECO.2.2.6: to the person at their own address; the documents of one never to another', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  const lines = await traceFrom(ground, ground.ambre);
  await ground.exchange.send(permit, { documents: [id], recipients: [], toPatient: true });
  const mine = await ground.mailboxes.enter(callOf(citizen(ground.ambre, ambre)), ground.ambre, 'read');
  const { parsed } = await ground.newest(mine);
  assert.match(parsed.subject, /^XDM\/1\.0\/DDM\+/);
  const told = JSON.stringify((await lines()).filter(({ action }) => action === 'send'));
  assert.match(told, /"to":"patient"/);
  assert.doesNotMatch(told, new RegExp(ambre.matricule));
  await assert.rejects(
    ground.exchange.send(permit, { documents: [id], recipients: [`${basile.matricule}@patient.mssante.fr`] }),
    { code: 'messaging.other-citizen' },
  );
});

test('ANS, règles de gestion MSSanté: what is kept from representatives goes to the person as long as nobody else reads their messages', async () => {
  const id = await ground.deposited(ambre, n3(ambre), ['INVISIBLE_REPRESENTANTS_LEGAUX']);
  await assert.rejects(ground.exchange.send(permit, { documents: [id], recipients: [to.address] }), {
    code: 'messaging.not-for-professionals',
  });
  const toAmbre = async () =>
    ground.exchange.send(await ground.enter(irene, from), { documents: [id], recipients: [], toPatient: true });
  await toAmbre();
  const herself = callOf(citizen(ground.ambre, ambre));
  const until = new Date(Date.now() + 86_400_000);
  const { code } = await ground.rights.invite(herself, ground.ambre, { purposes: ['read', 'message'], until });
  await ground.rights.accept(callOf(citizen(ground.basile, basile)), code);
  await assert.rejects(toAmbre(), { code: 'messaging.not-for-patient' });
});

test('ANS, règles de gestion MSSanté: connexion secrète: nothing that is seen under it is sent', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  const secret = await ground.mailboxes.enter({ ...callOf(irene), secret: true }, from.id, 'write');
  await assert.rejects(ground.exchange.send(secret, { documents: [id], recipients: [to.address] }), {
    code: 'messaging.not-for-professionals',
  });
});

test('MSSanté #2, remplacement: « annule et remplace » to who got the old one, in its thread; others are told nothing of it', async () => {
  const root = 'B1B2C3D4-0000-4000-8000-000000000001';
  const first = await ground.deposited(ambre, n3(ambre, { id: root }));
  await ground.exchange.send(permit, { documents: [first], recipients: [to.address] });
  const original = await inbox(to);
  const next = n3(ambre)
    .toString()
    .replace(
      '<component>',
      `<relatedDocument typeCode="RPLC"><parentDocument><id root="${root}"/></parentDocument></relatedDocument><component>`,
    );
  const { entries } = await ground.documents.deposit(callOf(nuees), {
    uid: 'urn:oid:2.25.4711',
    documents: [
      {
        at: 'test',
        bytes: Buffer.from(next),
        mediaType: 'text/xml',
        person: ambre,
        claims: { confidentiality: [], authors: [] },
        replaces: { uniqueId: root.toLowerCase() },
      },
    ],
  });
  const [second] = entries;
  assert.ok(second);
  const box = await ground.mailboxOf('secretariat', { kind: 'ORG', structure: hector.structure.id, name: 'Secrétariat' });
  const elsewhere = await ground.exchange.send(permit, { documents: [second.id], recipients: [box.address] });
  assert.equal(elsewhere.replaces, false);
  assert.doesNotMatch((await inbox(box)).parsed.text, /remplace/);
  const again = await ground.exchange.send(permit, { documents: [second.id], recipients: [to.address] });
  assert.equal(again.replaces, true);
  const { parsed } = await inbox(to);
  assert.match(parsed.subject, /^XDM\/1\.0\/DDM\+Annule et remplace - /);
  assert.match(parsed.text, /Annule et remplace/);
  assert.deepEqual(parsed.inReplyTo, [original.parsed.messageId]);
});

test('MSSanté #2, suppression: who was sent a document is warned once it is withdrawn, and not before; no document goes with it', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  await assert.rejects(ground.exchange.warnOfWithdrawal(permit, id), { code: 'messaging.not-sent' });
  await ground.exchange.send(permit, { documents: [id], recipients: [to.address] });
  const original = await inbox(to);
  await assert.rejects(ground.exchange.warnOfWithdrawal(permit, id), { code: 'messaging.not-withdrawn' });
  await ground.documents.withdraw(callOf(nuees), id, { reason: 'Envoyé par erreur' });
  assert.equal((await ground.exchange.warnOfWithdrawal(permit, id)).length, 1);
  const { parsed } = await inbox(to);
  assert.match(parsed.text, /supprimé par son auteur/);
  assert.deepEqual([parsed.inReplyTo, parsed.root.parts.length], [[original.parsed.messageId], 0]);
  assert.doesNotMatch(parsed.subject, /XDM/);
});

test('MSSanté #2, boîtes applicatives: the automatic notice, and the address of somebody to answer', async () => {
  const box = await ground.mailboxOf('labo', {
    kind: 'APP',
    structure: nuees.structure.id,
    software: nuees.id,
    name: 'Nuées automatique',
  });
  const own = await ground.enter(nuees, box);
  const id = await ground.deposited(ambre, n3(ambre));
  const wanted = { documents: [id], recipients: [to.address] };
  await assert.rejects(ground.exchange.send(own, wanted), { code: 'messaging.reply-to-needed' });
  await ground.exchange.send(own, { ...wanted, replyTo: from.address });
  const { parsed } = await inbox(to);
  assert.match(parsed.text, /^Ce message a été généré automatiquement/);
  assert.deepEqual(
    parsed.replyTo.map(({ address }) => address),
    [from.address],
  );
});

test('MSSanté #2: bad input: no recipient, too many, one without form, one that is not there; nothing is told as sent', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  const lines = await traceFrom(ground, ground.ambre);
  const send = (recipients: readonly string[]) => ground.exchange.send(permit, { documents: [id], recipients });
  await assert.rejects(send([]), { code: 'messaging.no-recipient' });
  await assert.rejects(send(Array.from({ length: 51 }, (_, n) => `a${n}@exemple.mssante.fr`)), {
    code: 'messaging.too-many-recipients',
  });
  await assert.rejects(send(['a b@exemple.mssante.fr\r\nBcc: x@y.fr']), { code: 'messaging.malformed-address' });
  await assert.rejects(send(['personne@exemple.mssante.fr']), { code: 'messaging.unknown-recipient' });
  await assert.rejects(ground.exchange.send(permit, { documents: [], recipients: [to.address] }), { code: 'id.unknown' });
  assert.deepEqual(
    (await lines()).filter(({ action, outcome }) => action === 'send' && outcome === 'done'),
    [],
  );
  assert.equal(await ground.exchange.sendAfterDeposit(permit, { documents: [id], recipients: [] }), undefined);
});

test('MSSanté #2: the round trip: what leaves from one Socle is known to the record it came from, and answered', async () => {
  const id = await ground.deposited(ambre, n3(ambre));
  await ground.exchange.send(permit, { documents: [id], recipients: [to.address], wantReceipt: true });
  const { content, bytes, parsed } = await inbox(to);
  ground.answered.splice(0);
  const filing = await ground.exchange.look(to.id, content);
  assert.deepEqual([filing?.state, filing?.documents], ['known', [id]]);
  assert.deepEqual(
    ground.answered.map(({ result }) => result),
    [{ is: 'processed' }],
  );
  assert.equal((await readXdm(decodePart(bytes, parsed.root.parts[1] ?? assert.fail()))).subsets.length, 1);
});
