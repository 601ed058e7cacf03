import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Mailbox } from '#messaging';
import type { TestSocle } from '../../socle.ts';
import { ambre, basile, capucine, corentine, hector, irene, makeKnown, type Person, person } from '../cast.ts';
import { census } from '../ground.ts';
import { n3 } from '../papers.ts';
import { archiveReplacing, zipOf } from './exchangeArchives.ts';
import { archiveFrom, type MailGround, openMailGround } from './exchangeGround.ts';

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
