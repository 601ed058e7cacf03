import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CdaHeader, canonicalId, scanHeader } from '#documents';
import type { Traits } from '#ins';
import { insOf } from '#interop/pdsm';
import { ansCodeOf, decodePart, type Mailbox, type MailboxPermit } from '#messaging';
import { classOfType } from '#terminology';
import { hector, irene, type Person } from '../walks/cast.ts';
import { archiveFrom, archiveIn, callOf, type MailGround, openMailGround } from '../walks/mail/exchangeGround.ts';

const folder = join(process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data'), 'cda');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const skip = files.length > 0 ? false : `no CDA in ${folder}: name the corpus with SOCLE_CORPUS`;
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

let ground: MailGround;
let to: Mailbox;
let permit: MailboxPermit;
before(async () => {
  if (files.length === 0) return;
  ground = await openMailGround();
  to = await ground.mailboxOf('hector', { professional: hector.id, structure: hector.structure.id });
  const from = await ground.mailboxOf('irene', { professional: irene.id, structure: irene.structure.id });
  permit = await ground.enter(irene, from);
});
after(() => ground?.close());

test('MSSanté, real input: the outside corpus is there', { skip }, () => assert.ok(files.length >= 70, `${files.length} files`));

/** The identity is made, or corrected to what this header says. */
async function known(header: CdaHeader): Promise<Person> {
  const { ids: _, birthPlace = '99999', ...seen } = header.patient;
  const traits = { ...seen, birthPlace } as Traits;
  const { oid, matricule } = insOf(header) ?? assert.fail('an INS');
  ground.insi.register({ oid, matricule, traits });
  const call = callOf(operator);
  const evidence = { insi: true, identityDocument: 'CN' } as const;
  const there = await ground.ins.byMatricule(oid, matricule);
  if (there === undefined) await ground.ins.create(call, { traits, matricule, oid, evidence });
  else await ground.ins.correct(call, there.record, traits, evidence);
  return { ...traits, oid, matricule };
}

for (const name of files) {
  test(`MSSanté, real input: ${name} arrives, is filed, is sent on with its PDF, and comes back byte for byte`, async () => {
    const bytes = readFileSync(join(folder, name));
    const header = scanHeader(bytes);
    const person = await known(header);
    const archive = await archiveFrom(person, [bytes], (one) => ({
      ...one,
      uniqueId: canonicalId(header.id),
      type: header.type,
      class: classOfType(header.type.code) ?? header.type,
      confidentiality: header.confidentiality,
      title: header.title,
      creation: header.effectiveTime,
      serviceStart: header.event.start ?? header.effectiveTime,
      language: header.language ?? 'fr-FR',
    }));
    const content = await ground.arrives(to, [{ filename: 'IHE_XDM.zip', content: archive }]);
    const filing = await ground.exchange.look(to.id, content);
    // Two files of the corpus that bear one id: the second is told so.
    if (filing?.code === 'documents.duplicate-different') return assert.equal(ansCodeOf(filing.code), '900');
    assert.equal(filing?.state, 'filed', `${filing?.code} ${filing?.place} ${filing?.told.refusal?.en}`);
    const record = filing.patient ?? assert.fail();
    await ground.rights.declare(callOf(irene), record, 'equipe_de_soins');
    const sent = await ground.exchange.send(permit, { documents: filing.documents, recipients: [to.address] });
    assert.match(sent.subject, /^XDM\/1\.0\/DDM\+.{1,40} [A-Z’' -]+ \d\d\/\d\d\/\d{4}$/u);
    const arrived = await ground.newest(await ground.mailboxes.enterForHouse(to.id, new Date()));
    const [back] = await archiveIn(arrived.bytes, arrived.parsed);
    assert.ok(back?.bytes.equals(bytes), 'the same bytes');
    assert.equal(arrived.parsed.headers.get('x-mss-codecda')?.[0], header.type.code);
    assert.equal(arrived.parsed.headers.get('x-mss-ins')?.[0], 'O');
    const pdf = arrived.parsed.root.parts.find(({ fileName }) => fileName?.endsWith('.pdf'));
    assert.ok(pdf);
    assert.equal(decodePart(arrived.bytes, pdf).subarray(0, 5).toString(), '%PDF-');
    const again = await ground.exchange.look(to.id, arrived.content);
    assert.deepEqual([again?.state, again?.documents], ['known', filing.documents]);
  });
}
