import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readXdm } from '#documents';
import { type Mailbox, openExchange } from '#messaging';
import { writeXdm } from '../../../src/documents/xdm/index.ts';
import type { TestSocle } from '../../socle.ts';
import { ambre, basile, capucine, corentine, hector, irene, makeKnown, orme, type Person, person } from '../cast.ts';
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

// Each of the ANS’s codes, reached by an archive.

const unknownPerson: Person = corentine;
const unchecked = person(
  { birthFamily: 'NON-VÉRIFIÉE', firstBirthGiven: 'LISE', sex: 'F', birthDate: '1979-05-06', birthPlace: '35238' },
  '905',
);
const changed = (bytes: Buffer, from: string | RegExp, to: string): Buffer => {
  const text = bytes.toString('utf8');
  const made = text.replace(from, to);
  assert.notEqual(made, text, `${from} stands in the document`);
  return Buffer.from(made);
};
const insId = new RegExp(`<id extension="${ambre.matricule}"[^>]*/>|<id root="[^"]*" extension="${ambre.matricule}"[^>]*/>`);

const cases: readonly (readonly [name: string, code: string, make: () => Promise<Buffer>])[] = [
  ['no METADATA.XML', '100', async () => zipOf([['IHE_XDM/SUBSET01/DOC00001.XML', n3(ambre)]])],
  [
    'a CDA without its title',
    '101',
    async () => archiveFrom(ambre, [changed(n3(ambre), /<title>Compte rendu de consultation<\/title>/, '')]),
  ],
  ['a broken archive', '102', async () => Buffer.from('PK nothing of a ZIP')],
  [
    'a code that is in no list',
    '103',
    async () =>
      archiveFrom(ambre, [n3(ambre, { typeCode: '99999-9' })], (one) => ({
        ...one,
        type: { code: '99999-9', system: '2.16.840.1.113883.6.1', display: 'X' },
      })),
  ],
  ['a bomb', '199', async () => zipOf([['IHE_XDM/SUBSET01/METADATA.XML', Buffer.alloc(4 * 1024 * 1024)]])],
  [
    'more than a hundred files',
    '198',
    async () => zipOf(Array.from({ length: 101 }, (_, n) => [`F${n}`, Buffer.from('x')] as const)),
  ],
  ['a picture', '200', async () => archiveFrom(ambre, [{ bytes: Buffer.from('x'), mimeType: 'image/png' }])],
  [
    'an XML that is no CDA',
    '203',
    async () => archiveFrom(ambre, [Buffer.from('<Autre xmlns="urn:x"><id root="1.2.3"/></Autre>')]),
  ],
  ['an addendum', '201', async () => archiveReplacing(ambre, n3(ambre), 'appends')],
  ['a password', '202', async () => zipOf([['IHE_XDM/SUBSET01/METADATA.XML', Buffer.from('x')]], 1)],
  [
    'a patient whose identity is not qualified',
    '906',
    async () => {
      await makeKnown(ground as unknown as TestSocle, unchecked, 'RECUP');
      return archiveFrom(unchecked, [n3(unchecked)]);
    },
  ],
  ['a patient nobody knows', '902', async () => archiveFrom(unknownPerson, [n3(unknownPerson)])],
  [
    'a CDA with a local identifier only',
    '903',
    async () => archiveFrom(ambre, [changed(n3(ambre), insId, '<id root="1.2.3.4" extension="IPP1"/>')]),
  ],
  [
    'METADATA.XML under another domain',
    '903',
    async () => archiveFrom(ambre, [n3(ambre)], (one) => ({ ...one, patient: { system: '1.2.3', value: 'IPP1' } })),
  ],
  ['the document of another in the archive', '904', async () => archiveFrom(ambre, [n3(basile)])],
  ['traits that are not those of the INS', '904', async () => archiveFrom(ambre, [n3({ ...ambre, birthFamily: 'AUTREMENT' })])],
  [
    'traits of METADATA.XML that are not those of the INS',
    '904',
    async () =>
      archiveFrom(ambre, [n3(ambre)], (one) => ({
        ...one,
        sourcePatient: { ids: [one.patient], family: 'AUTREMENT', given: 'AMBRE', birthDate: ambre.birthDate, sex: 'F' },
      })),
  ],
  [
    'a matricule whose key is wrong',
    '904',
    async () => archiveFrom({ ...ambre, matricule: `${ambre.matricule.slice(0, 13)}00` }, [n3(ambre)]),
  ],
  ['a CDA without a birth date', '905', async () => archiveFrom(ambre, [changed(n3(ambre), /<birthTime [^>]*\/>/, '')])],
];
for (const [name, expected, make] of cases) {
  test(`ANS, courriel MSSanté, code ${expected}: ${name}; nothing is filed, and the list says why`, async () => {
    const before = await census(ground);
    const filing = await look(await make());
    assert.equal(filing.state, 'refused');
    assert.equal(code(), expected, filing.code);
    assert.ok((filing.told.refusal?.fr ?? '').length > 20, 'a sentence for a person');
    const { entries, faces } = await census(ground);
    assert.deepEqual([entries, faces], [before.entries, before.faces]);
    const { items } = await ground.exchange.filings(await ground.enter(hector, box), { limit: 10 });
    assert.equal(items[0]?.content, filing.content);
  });
}

test('ANS, courriel MSSanté, codes 900 and 901: a replacement of what is no longer in force, and by who did not send it', async () => {
  const first = n3(ambre, { id: 'A1B2C3D4-0000-4000-8000-000000000001' });
  assert.equal((await look(await archiveFrom(ambre, [first]))).state, 'filed');
  const replacement = async (id: string, author = irene, to = box) => {
    const paper = changed(
      n3(ambre, { id, author }),
      /<component>/,
      '<relatedDocument typeCode="RPLC"><parentDocument><id root="A1B2C3D4-0000-4000-8000-000000000001"/></parentDocument></relatedDocument><component>',
    );
    ground.answered.splice(0);
    const content = await ground.arrives(to, xdm(await archiveReplacing(ambre, paper)));
    return ground.exchange.look(to.id, content);
  };
  const other = await ground.mailboxOf('capucine.pansemille', { professional: capucine.id, structure: capucine.structure.id });
  const byOther = await replacement('A1B2C3D4-0000-4000-8000-000000000002', capucine, other);
  assert.deepEqual([byOther?.code, code()], ['documents.replaces-not-yours', '901']);
  const done = await replacement('A1B2C3D4-0000-4000-8000-000000000003');
  assert.deepEqual([done?.state, code()], ['filed', 'processed'], 'its author replaces it');
  const late = await replacement('A1B2C3D4-0000-4000-8000-000000000004');
  assert.deepEqual([late?.code, code()], ['documents.replaces-superseded', '900']);
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

/** A ZIP of these files, written by hand: what no honest software makes. */
function zipOf(files: readonly (readonly [name: string, bytes: Buffer])[], flags = 0): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    const after = Buffer.alloc(14);
    after.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, after, name]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

async function archiveReplacing(person: Person, paper: Buffer, kind: 'replaces' | 'appends' = 'replaces'): Promise<Buffer> {
  const { subsets } = await readXdm(await archiveFrom(person, [paper]));
  const [subset] = subsets;
  assert.ok(subset);
  const { hash: _, size: __, uri: ___, ...metadata } = subset.documents[0]?.metadata ?? assert.fail('a document');
  return writeXdm({
    submissionSet: { ...subset.submissionSet, submissionTime: new Date('2026-03-10T10:00:00Z') },
    documents: [{ metadata, bytes: paper }],
    relations: [{ kind, source: metadata.entryId, target: 'urn:uuid:a1b2c3d4-0000-4000-8000-00000000ffff' }],
    from: 'Dr Ailleurs',
  });
}
