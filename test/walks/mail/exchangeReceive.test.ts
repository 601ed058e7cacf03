import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Mailbox, openExchange } from '#messaging';
import { ambre, basile, capucine, hector, irene, orme } from '../cast.ts';
import { census, traceFrom, words } from '../ground.ts';
import { n1, n3, smallPdf } from '../papers.ts';
import { archiveFrom, callOf, type MailGround, openMailGround } from './exchangeGround.ts';

let ground: MailGround;
let box: Mailbox;
before(async () => {
  ground = await openMailGround();
  box = await ground.mailboxOf('hector.pulsarelle', {
    professional: hector.id,
    structure: hector.structure.id,
    name: 'Dr Pulsarelle',
  });
});
beforeEach(() => void ground.answered.splice(0));
after(() => ground.close());

const xdm = (content: Buffer) => [{ filename: 'IHE_XDM.zip', content }];
const arrived = async (archive: Buffer, more = {}) => ground.arrives(box, xdm(archive), more);
const look = async (archive: Buffer) => {
  const content = await arrived(archive);
  const filing = await ground.exchange.look(box.id, content);
  assert.ok(filing);
  return filing;
};
/** The ANS’s code of the one answer that went out. */
const code = () => {
  assert.equal(ground.answered.length, 1);
  return ground.answered[0]?.result.code ?? ground.answered[0]?.result.is;
};
const deposits = async () => (await census(ground)).entries;

test('MSSanté #2, ECO.2.1.2: an archive is filed by the INS of METADATA.XML, as whose mailbox it is; the sender is told', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const report = n3(ambre);
  const content = await arrived(await archiveFrom(ambre, [report, n1(ambre)]), {
    subject: 'XDM/1.0/DDM+CR ECUMEUR BASILE 02/09/1961',
  });
  const filing = await ground.exchange.look(box.id, content);
  assert.equal(filing?.state, 'filed', JSON.stringify(filing));
  assert.equal(filing.patient, ground.ambre, 'the mail names somebody else: it does not count');
  assert.equal(filing.documents.length, 2);
  const verdict = await ground.documents.check(report);
  assert.equal(filing.told.documents[0]?.check?.outcome, verdict.outcome, 'the verdict of the check is kept for the list');
  assert.equal(filing.told.patient?.name, 'DE LA BRUMAILLE AMBRE');
  assert.deepEqual(
    ground.answered.map(({ result }) => result),
    [{ is: 'processed' }],
  );
  assert.deepEqual((await lines()).map(words), ['deposit done Dr Hector Pulsarelle', 'deposit done Dr Hector Pulsarelle']);
  const permit = await ground.enter(hector, box);
  const { items } = await ground.mail.threads(permit, { folder: 1, limit: 5 });
  assert.equal(items[0]?.patient, ground.ambre);
});

test('MSSanté #2: a bare PDF of the archive is filed too', async () => {
  const filing = await look(await archiveFrom(ambre, [{ bytes: smallPdf, mimeType: 'application/pdf' }]));
  assert.equal(filing.state, 'filed', JSON.stringify(filing));
});

test('MSSanté #2: looked at again, an archive is neither filed nor told twice', async () => {
  const archive = await archiveFrom(ambre, [n3(ambre)]);
  const { content } = await look(archive);
  const before = await deposits();
  const again = await ground.exchange.look(box.id, content);
  assert.equal(again?.state, 'filed');
  assert.equal(await deposits(), before);
  const second = await look(archive);
  assert.deepEqual([second.state, second.documents], ['known', again.documents], 'the same archive in another message');
  assert.equal(await deposits(), before);
});

test('MSSanté #2: of an archive that was in part filed before, the rest is filed', async () => {
  const [one, two] = [n3(ambre), n3(ambre)];
  await look(await archiveFrom(ambre, [one]));
  const filing = await look(await archiveFrom(ambre, [one, two]));
  assert.deepEqual([filing.state, filing.documents.length], ['filed', 2], JSON.stringify(filing));
});

for (const when of ['the deposit and what is kept of it', 'what is kept and its mark', 'the mark and the answer'] as const) {
  test(`MSSanté #2: killed between ${when}, the next look ends the same filing`, async () => {
    const content = await arrived(await archiveFrom(ambre, [n3(ambre)]));
    const killed = () => Promise.reject(new Error('killed'));
    const { documents, mail, reports } = ground.parts;
    const dying = openExchange({
      ...ground.parts,
      ...(when.startsWith('the deposit')
        ? { documents: { ...documents, deposit: (call, submission) => documents.deposit(call, submission).then(killed) } }
        : when.startsWith('what')
          ? { mail: { ...mail, mark: killed } }
          : { reports: { ...reports, receipt: killed } }),
    });
    await assert.rejects(dying.look(box.id, content), /killed/);
    const before = await deposits();
    const filing = await ground.exchange.look(box.id, content);
    assert.deepEqual([filing?.state, filing?.documents.length], ['filed', 1]);
    assert.equal(await deposits(), before, 'filed once');
    assert.equal(code(), 'processed');
  });
}

test('MSSanté #2: looked at by two servers at once, an archive is filed once and told once', async () => {
  const content = await arrived(await archiveFrom(ambre, [n3(ambre)]));
  const before = await deposits();
  const lines = await traceFrom(ground, box.id);
  const both = await Promise.all([1, 2].map(() => ground.exchange.look(box.id, content)));
  assert.deepEqual(
    both.map((one) => one?.documents.length),
    [1, 1],
  );
  assert.equal(await deposits(), (before ?? 0) + 1);
  assert.equal((await lines()).filter(({ detail }) => detail?.change === 'filing').length, 1);
});

test('MSSanté #2: a message that was expunged before it was looked at is no defect', async () => {
  const content = await arrived(await archiveFrom(ambre, [n3(ambre)]));
  const permit = await ground.enter(hector, box);
  const { id } = await ground.mail.status(permit, 'INBOX');
  const last = (await ground.mail.uids(permit, id)).at(-1) ?? 0;
  await ground.mail.flag(permit, id, [[last, last]], { how: 'add', flags: 8, keywords: [] });
  await ground.mail.expunge(permit, id);
  assert.equal(await ground.exchange.look(box.id, content), undefined);
  await assert.rejects(ground.exchange.file(permit, content), { code: 'messaging.no-message' });
});

test('MSSanté #2: a message without the archive is an ordinary one', async () => {
  const content = await ground.arrives(box, [{ filename: 'photo.zip', content: Buffer.from('PK') }]);
  assert.equal(await ground.exchange.look(box.id, content), undefined);
  assert.deepEqual(ground.answered, []);
});

test('ANS, courriel MSSanté, code 207: what the person decided is not told to the sender, and is told to who files', async () => {
  const { rights } = ground;
  const ambreHerself = callOf({ kind: 'citizen', record: ground.ambre, name: 'AMBRE' });
  await rights.oppose(ambreHerself, ground.ambre, { deposit: true });
  const filing = await look(await archiveFrom(ambre, [n3(ambre)]));
  await rights.oppose(ambreHerself, ground.ambre, { deposit: false });
  assert.deepEqual([filing.state, filing.code], ['refused', 'rights.opposed-deposit']);
  assert.deepEqual(ground.answered[0]?.result, { is: 'error', code: '207', label: 'Application error' });
});

for (const [name, of, depositor] of [
  [
    'an organisation',
    { kind: 'ORG', structure: hector.structure.id, name: 'Secrétariat de Saint-Orme' },
    'Secrétariat de Saint-Orme',
  ],
  ['a software', { kind: 'APP', structure: orme.structure.id, software: orme.id, name: 'Intégration' }, orme.name],
] as const) {
  test(`MSSanté #2: in the mailbox of ${name}, what arrives is filed in its name, and its authors stay its authors`, async () => {
    const to = await ground.mailboxOf(`boite.${of.kind.toLowerCase()}`, of);
    const lines = await traceFrom(ground, ground.ambre);
    const filing = await ground.exchange.look(to.id, await ground.arrives(to, xdm(await archiveFrom(ambre, [n3(ambre)]))));
    assert.equal(filing?.state, 'filed', filing?.code);
    assert.deepEqual((await lines()).map(words), [`deposit done ${depositor}`]);
    await ground.rights.declare(callOf(irene), ground.ambre, 'equipe_de_soins');
    const [entry] = await ground.documents.chosen(
      await ground.rights.decide(callOf(irene), ground.ambre, 'list'),
      filing.documents,
    );
    assert.deepEqual(
      entry?.facts().authors.map(({ id }) => id),
      [irene.id],
    );
  });
}

test('MSSanté #2: what arrives for a citizen stays theirs to file', async () => {
  const mailbox = await ground.mailboxes.ofCitizen(callOf(hector), ground.basile);
  const content = await ground.arrives(mailbox, xdm(await archiveFrom(basile, [n3(basile)])));
  assert.equal(await ground.exchange.look(mailbox.id, content), undefined);
});

test('MSSanté #2, ECO.2.1.1: two patients in one archive: nothing is filed', async () => {
  const both = await archiveFrom(ambre, [n3(ambre), n3(basile)], (one, index) =>
    index === 0 ? one : { ...one, patient: { system: basile.oid, value: basile.matricule } },
  );
  assert.equal((await look(both)).code, 'xdm.several-persons');
  ground.answered.splice(0);
  const hiddenInside = await archiveFrom(ambre, [n3(ambre), n3(basile)]);
  assert.equal((await look(hiddenInside)).code, 'messaging.several-patients');
  assert.equal(code(), '198');
});

test('MSSanté #2, UX.09: a person files after correcting, dismisses with a reason; the patient is who the INS says, or nothing', async () => {
  const waiting = await ground.mailboxOf('irene.stethance', { professional: irene.id, structure: irene.structure.id });
  const permit = await ground.enter(irene, waiting);
  await ground.mailboxes.change(permit, { settings: { filing: false } });
  const content = await ground.arrives(waiting, xdm(await archiveFrom(ambre, [n3(ambre)])));
  assert.equal((await ground.exchange.look(waiting.id, content))?.state, 'waiting');
  assert.deepEqual(ground.answered, [], 'somebody still has to decide');
  await assert.rejects(ground.exchange.file(permit, content, ground.basile), { code: 'messaging.ins-differs' });
  const lines = await traceFrom(ground, ground.ambre);
  const filed = await ground.exchange.file(permit, content, ground.ambre);
  assert.deepEqual([filed.state, filed.byWhom], ['filed', irene.id]);
  assert.deepEqual((await lines()).map(words), ['deposit done Dr Irène Stéthance']);
  assert.equal(code(), 'processed');
  await assert.rejects(ground.exchange.dismiss(permit, content, 'Pas pour nous'), { code: 'messaging.filed-already' });
  const other = await ground.arrives(waiting, xdm(await archiveFrom(ambre, [n3(ambre)])));
  await ground.exchange.look(waiting.id, other);
  await assert.rejects(ground.exchange.dismiss(permit, other, 'x'), { code: 'messaging.reason-needed' });
  ground.answered.splice(0);
  const gone = await ground.exchange.dismiss(permit, other, 'Envoyé par erreur');
  assert.deepEqual([gone.state, gone.reason, code()], ['dismissed', 'Envoyé par erreur', '906']);
  await assert.rejects(ground.exchange.file(permit, 999_999), (error: Error) => /messaging\./.test(error.message));
  const { counts } = await ground.exchange.filings(permit, { limit: 10 });
  assert.deepEqual(counts, { filed: 1, dismissed: 1 });
});

test('MSSanté #2: who may read a mailbox and no more neither files nor dismisses; who has no part sees nothing', async () => {
  const owner = await ground.enter(hector, box);
  await ground.mailboxes.give(owner, { id: capucine.id }, 'read');
  const reader = await ground.enter(capucine, box, 'read');
  await assert.rejects(ground.exchange.file(reader, 1), { code: 'messaging.not-allowed' });
  await assert.rejects(ground.exchange.dismiss(reader, 1, 'Parce que'), { code: 'messaging.not-allowed' });
  await assert.rejects(ground.enter(irene, box), { code: 'messaging.unknown-mailbox' });
});

test('MSSanté #2: the mailbox’s log tells each filing, with no content', async () => {
  const lines = await traceFrom(ground, box.id);
  await look(await archiveFrom(ambre, [n3(ambre)]));
  await look(Buffer.from('PK'));
  const told = (await lines()).filter(({ detail }) => detail?.change === 'filing');
  assert.deepEqual(
    told.map(({ outcome, code: why, object }) => [outcome, why, object?.kind, object?.title]),
    [
      ['done', undefined, 'Message', undefined],
      ['refused', 'xdm.corrupt', 'Message', undefined],
    ],
  );
});

test('MSSanté #2: what is deposited by its own way and then received is known', async () => {
  const paper = n3(basile);
  const id = await ground.deposited(basile, paper);
  const filing = await look(await archiveFrom(basile, [paper]));
  assert.deepEqual([filing.state, filing.documents], ['known', [id]]);
});
