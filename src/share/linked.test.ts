import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Documents, openDocuments, openTexts } from '#documents';
import { type Call, type Delegate, hexOfRecordId, type RecordId } from '#kernel';
import { openRecord } from '#record';
import { openRights, type Rights } from '#rights';
import type { TraceLine } from '#trace';
import { ambre, citizen, irene, makeKnown, nuees } from '../../test/walks/cast.ts';
import { type Ground, openGround } from '../../test/walks/ground.ts';
import { former } from '../../test/walks/linking.ts';
import { n3, provide } from '../../test/walks/papers.ts';
import { narrative } from '../../test/walks/shareGround.ts';
import { inBundle, opened, payloadOf, type Resource } from '../../test/walks/shareReader.ts';
import type { Made } from './make.ts';
import type { ManifestFile } from './manifest.ts';
import { openShares, type Shares } from './open.ts';

let ground: Ground;
let old: RecordId;
let rights: Rights;
let documents: Documents;
let shares: Shares;
let call: Call;
let ofOld: Call;
const ids = { own: '', old: '', masked: '', untold: '', unrepresented: '' };
before(async () => {
  ground = await openGround();
  old = await makeKnown(ground, former);
  const { store, trace, ins, engine: fhir } = ground;
  const kin = ins.links.kin;
  // Another server links the two: this one hears of it by what it reads alone.
  ins.links.follow(openRights(store, trace, { kin }).kinChanged);
  rights = openRights(store, trace, { kin });
  documents = openDocuments({ ...ground, trace: rights.trace, fhir, rights, texts: openTexts(ground) });
  const publicUrl = 'https://socle.example.org';
  shares = openShares({ store, trace: rights.trace, ins, fhir, rights, documents, publicUrl });
  const of = (record: RecordId, person = ambre): Call => ({ actor: citizen(record, person), at: new Date(), requestId: 'test' });
  [call, ofOld] = [of(ground.ambre), of(old, former)];
  const text = `INS ${former.matricule}, voir ${ambre.matricule}.`;
  const at = new Date('2026-02-10T09:30:00Z');
  const deposit = async (...given: Parameters<typeof provide>): Promise<string> =>
    (await ground.deposited(provide(...given)))[0] ?? '';
  ids.own = await deposit(n3(ambre, { title: 'D’après', text }));
  ids.old = await deposit(n3(former, { title: 'D’avant', text, at }));
  ids.masked = await deposit(n3(former, { title: 'D’avant, masqué', at }), { hiddenFromProfessionals: true });
  ids.untold = await deposit(n3(former, { title: 'À annoncer', at }), { hiddenFromPatient: true });
  ids.unrepresented = await deposit(n3(former, { title: 'À elle seule', at }), { hiddenFromRepresentatives: true });
  const masked = { meta: { security: [{ system: 'urn:oid:1.2.250.1.213.1.1.4.13', code: 'MASQUE_PS' }] } };
  await allergic(ground.ambre, 'Arachide', {});
  await allergic(old, `Pollen ${former.matricule}`, {});
  await allergic(old, 'Latex', masked);
});
after(() => ground.close());

async function allergic(record: RecordId, text: string, more: object): Promise<void> {
  const patient = { reference: `Patient/${hexOfRecordId(record)}` };
  const clinicalStatus = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
  };
  const body = { resourceType: 'AllergyIntolerance', patient, code: { text }, clinicalStatus, ...more };
  const answer = await ground.fhir('/AllergyIntolerance', { method: 'POST', body, token: await ground.token(nuees) });
  assert.equal(answer.status, 201, answer.bytes.toString());
}

const operator = { kind: 'operator', id: 'odile', name: 'Odile Vigiemarine' } as const;
const byOperator = (): Call => ({
  actor: operator,
  at: new Date(),
  requestId: 'test',
  reason: 'Vu au guichet, avec la personne.',
});
const decision = { why: 'Même personne, livret de famille vu.', askedBy: 'Tanguy Amerrive' };
/** Gives how to take them apart again. */
async function linked(): Promise<() => Promise<unknown>> {
  const { id } = await ground.ins.links.merge(byOperator(), ground.ambre, old, decision);
  return () => ground.ins.links.unmerge(byOperator(), id, decision);
}

const make = (summary: boolean, chosen: string[], by = call): Promise<Made> =>
  shares.make(by, (by.actor as { record: RecordId }).record, { label: 'Pour la consultation', summary, documents: chosen });
const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);
const visitor = () => ({ recipient: 'Dr Fictif', at: new Date(), requestId: 'test' });
const idOf = ({ shlink }: Made): string => payloadOf(shlink).url.split('/').at(-1) ?? '';
const manifest = async (made: Made, embeddedLengthMax?: number): Promise<readonly ManifestFile[]> =>
  (await shares.open(idOf(made), { ...visitor(), ...(embeddedLengthMax === undefined ? {} : { embeddedLengthMax }) })).files;
const fileAt = ({ location = '' }: ManifestFile): Promise<string> =>
  shares.file(location.split('/').at(-1) ?? '', new Date(), 'test');

interface Read {
  readonly said: string;
  readonly titles: readonly unknown[];
  readonly resources: readonly Resource[];
}

async function read(made: Made, embeddedLengthMax?: number): Promise<Read> {
  const { key } = payloadOf(made.shlink);
  const resources: Resource[] = [];
  for (const file of await manifest(made, embeddedLengthMax))
    resources.push(await opened(file.embedded ?? (await fileAt(file)), key));
  return {
    said: narrative(resources.find(({ type }) => type === 'document')),
    titles: resources.flatMap((one) => inBundle(one, 'DocumentReference').map(({ description }) => description)),
    resources,
  };
}

/** The lines that were written since in a record's log, in few words. */
async function linesOf(record: RecordId): Promise<() => Promise<readonly string[]>> {
  const begun = (await ground.trace.positions([record])).get(record) ?? 0;
  const words = ({ action, outcome, code, who, object, detail = {} }: TraceLine): string => {
    const { change, summary, documents: count, through } = detail;
    const told = [action, outcome, code, change, summary && 'summary', count, object?.title, through, who.kind];
    return told.filter((word) => word !== undefined).join(' ');
  };
  return async () => {
    const lines = await ground.trace.lines(record, undefined, 50);
    return lines
      .filter(({ seq }) => seq > begun)
      .reverse()
      .map(words);
  };
}

const shown = (bundle: Resource | undefined): string =>
  JSON.stringify(
    bundle?.entry?.map(({ resource }) =>
      resource.data === undefined ? resource : Buffer.from(String(resource.data), 'base64').toString(),
    ),
  );

test('ADR 25, link: what was chosen in the record that goes on and in the linked one is handed over, told in the log of each', async () => {
  assert.equal(await make(false, [ids.old]).catch(codeOf), 'share.document', 'not linked yet');
  const apart = await linked();
  const lines = [await linesOf(ground.ambre), await linesOf(old)] as const;
  const made = await make(true, [ids.old, ids.own, ids.masked]);
  const { said, titles, resources } = await read(made);
  assert.deepEqual(titles, ['D’après', 'D’avant, masqué', 'D’avant']);
  for (const word of ['Arachide', 'Pollen']) assert.ok(said.includes(word), `${word} in ${said}`);
  assert.ok(!said.includes('Latex'), 'what is hidden from professionals is no part of the summary');
  const everything = resources.map(shown).join();
  for (const secret of [ambre.matricule, former.matricule, hexOfRecordId(ground.ambre), hexOfRecordId(old)])
    assert.ok(!everything.includes(secret), 'no matricule and no id of either');
  const people = resources.flatMap((one) => inBundle(one, 'Patient').map(({ name }) => JSON.stringify(name)));
  assert.equal(new Set(people).size, 1, 'one person');
  const reads = (titles as string[]).map((title) => `read done ${title} guest`);
  const [own, ofLinked] = await Promise.all(lines.map((told) => told()));
  assert.deepEqual(own, [
    'share done make summary 3 Pour la consultation citizen',
    'share done open summary 3 Pour la consultation guest',
    ...reads,
  ]);
  assert.deepEqual(ofLinked, ['share done make 2 link citizen', 'share done open summary 2 link guest', ...reads.slice(1)]);
  const [told] = await shares.links(call, ground.ambre);
  assert.equal(told?.documents, 3);
  await apart();
});

test('ADR 25, link: a summary that comes by a place of its own holds both records and is told in both', async () => {
  const apart = await linked();
  const made = await make(true, []);
  const [file = assert.fail('no file')] = await manifest(made, 0);
  const lines = [await linesOf(ground.ambre), await linesOf(old)] as const;
  const said = narrative(await opened(await fileAt(file), payloadOf(made.shlink).key));
  for (const word of ['Arachide', 'Pollen']) assert.ok(said.includes(word), `${word} in ${said}`);
  assert.deepEqual(await lines[0](), ['share done summary Pour la consultation guest']);
  assert.deepEqual(await lines[1](), ['share done summary link guest']);
  await apart();
});

test('ADR 25, link: where nothing of the linked record was chosen, it is not asked and nothing is told there', async () => {
  const apart = await linked();
  const told = await linesOf(old);
  assert.deepEqual((await read(await make(false, [ids.own]))).titles, ['D’après']);
  assert.deepEqual(await told(), []);
  await apart();
});

test('ADR 25, link: what the person is not to know of yet, or what was archived, is kept out in the linked record as in their own', async () => {
  const apart = await linked();
  assert.equal(await make(false, [ids.own, ids.untold]).catch(codeOf), 'share.document');
  const made = await make(false, [ids.own, ids.old]);
  const [, ofOldDocument = assert.fail('no file')] = await manifest(made);
  await documents.setArchived(ofOld, ids.old, true);
  assert.deepEqual((await read(made)).titles, ['D’après']);
  assert.equal(await fileAt(ofOldDocument).catch(codeOf), 'share.unknown');
  assert.equal(await make(false, [ids.old]).catch(codeOf), 'share.document');
  await documents.setArchived(ofOld, ids.old, false);
  assert.deepEqual((await read(made)).titles, ['D’après', 'D’avant']);
  await apart();
});

test('ADR 25, link: a linked record that is closed gives nothing, and says so in its log; the rest is handed over', async () => {
  const apart = await linked();
  const made = await make(true, [ids.own, ids.old]);
  const [, , ofOldDocument = assert.fail('no file')] = await manifest(made);
  await rights.onBehalfAtDesk.setClosed(byOperator(), old, true);
  const told = await linesOf(old);
  const { said, titles } = await read(made);
  assert.deepEqual([titles, said.includes('Arachide'), said.includes('Pollen')], [['D’après'], true, false]);
  const refusal = 'refusal refused rights.closed guest';
  // Its own document is asked of nobody else: one opening, one refusal.
  assert.deepEqual(await told(), [refusal]);
  assert.equal(await fileAt(ofOldDocument).catch(codeOf), 'share.unknown');
  assert.deepEqual(await told(), [refusal, refusal]);
  assert.equal(await make(false, [ids.old]).catch(codeOf), 'share.document');
  assert.equal(await manifest(await make(false, [ids.own])).then(({ length }) => length), 1);
  await rights.onBehalfAtDesk.setClosed(byOperator(), old, false);
  assert.deepEqual((await read(made)).titles, ['D’après', 'D’avant']);
  await apart();
});

test('ADR 25, link: taken apart, it shows its own record alone from then on; the other is neither asked nor told', async () => {
  const apart = await linked();
  const [both, other] = [await make(true, [ids.own, ids.old]), await make(false, [ids.old])];
  const [ofOldDocument = assert.fail('no file')] = await manifest(other);
  assert.deepEqual((await read(both)).titles, ['D’après', 'D’avant']);
  await apart();
  const told = await linesOf(old);
  const { said, titles } = await read(both);
  assert.deepEqual([titles, said.includes('Arachide'), said.includes('Pollen')], [['D’après'], true, false]);
  assert.equal(await read(other).catch(codeOf), 'share.unknown', 'nothing is left of it');
  assert.equal(await fileAt(ofOldDocument).catch(codeOf), 'share.unknown', 'a place that was given out before leads nowhere');
  assert.deepEqual(await told(), []);
  const again = await linked();
  assert.deepEqual((await read(other)).titles, ['D’avant']);
  await again();
});

test('ADR 25, link: one that was made in a record before it was linked shows that record alone, and ends when the other is closed', async () => {
  const made = await make(true, [ids.old], ofOld);
  const shows = async (): Promise<unknown> => {
    const { said, titles } = await read(made);
    return [titles, said.includes('Arachide'), said.includes('Pollen')];
  };
  const itself = [['D’avant'], false, true];
  assert.deepEqual(await shows(), itself);
  const apart = await linked();
  const told = await linesOf(ground.ambre);
  assert.deepEqual(await shows(), itself);
  assert.deepEqual(await told(), ['read done D’avant guest'], 'a document of the linked record, read: told to its person');
  await rights.setClosed(call, ground.ambre, true);
  assert.equal(await read(made).catch(codeOf), 'share.unknown');
  await rights.setClosed(call, ground.ambre, false);
  await apart();
  assert.deepEqual(await shows(), itself);
});

test('ADR 25, link: who acts for the person hands over what they may see of the linked record, and their log tells no more of it', async () => {
  await ground.store.pool.query(
    `insert into rights.mandate (record_id, delegate_id, kind, name, purposes, since, until)
     values ($1, $2, 'chosen', 'Basile', '{read,rights}', now() - interval '1 day', now() + interval '1 day')`,
    [ground.ambre, ground.basile],
  );
  const apart = await linked();
  const actor: Delegate = { kind: 'delegate', id: ground.basile, name: 'Basile', record: ground.ambre };
  const asDelegate: Call = { ...call, actor };
  assert.equal(await make(false, [ids.unrepresented], asDelegate).catch(codeOf), 'share.document');
  assert.deepEqual((await read(await make(false, [ids.old], asDelegate))).titles, ['D’avant']);
  assert.deepEqual((await read(await make(false, [ids.unrepresented]))).titles, ['À elle seule']);
  await documents.read({ ...call, actor: irene }, ids.untold);
  const { store, ins, engine: fhir } = ground;
  const { log } = openRecord({ store, ins, fhir, rights, documents, trace: rights.trace });
  const told = async (by: Call): Promise<readonly unknown[]> => {
    const { lines } = await log.page(by, ground.ambre, {}, 200);
    const titles = lines.filter(({ action }) => action === 'read').map(({ object }) => object?.title);
    return ['D’avant', 'À elle seule', 'À annoncer'].filter((title) => titles.includes(title));
  };
  assert.deepEqual(await told(call), ['D’avant', 'À elle seule'], 'the person: all but what waits to be announced');
  assert.deepEqual(await told(asDelegate), ['D’avant'], 'who acts for them: what they may see');
  await apart();
  assert.deepEqual(await told(asDelegate), []);
});
