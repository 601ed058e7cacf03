import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { ambre, basile, hector, irene, makeKnown, nuees, type Person } from './cast.ts';
import { type Bundle, type Ground, openGround, patientQuery, refused, traceFrom, understood } from './ground.ts';
import { former } from './linking.ts';
import { eventually, operators } from './operators.ts';
import { n3, provide } from './papers.ts';
import { inBundle, readLink } from './shareReader.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let old: RecordId;
let [odile, tanguy, pro, other, carnet]: Space[] = [];
let [oldDocument, newDocument, shared] = ['', '', ''];
before(async () => {
  ground = await openGround();
  ({ odile, tanguy } = await operators(ground));
  old = await makeKnown(ground, former);
  [oldDocument = ''] = await ground.deposited(
    provide(n3(former, { title: 'Compte rendu d’avant', text: 'Mot rare : zéphyrine.' })),
  );
  const at = new Date('2026-03-12T09:30:00Z');
  [newDocument = ''] = await ground.deposited(
    provide(n3(ambre, { title: 'Compte rendu d’après', at, text: 'Aussi zéphyrine.' })),
  );
  await understood(ground);
  pro = await enterPro(ground, irene.id);
  other = await enterPro(ground, hector.id);
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  for (const [who, record] of [
    [pro, ground.ambre],
    [pro, old],
    [other, ground.ambre],
  ] as const)
    await post(who, `/pro/patients/${hexOfRecordId(record)}/access`, { ground: 'equipe_de_soins' });
});
after(() => ground.close());

interface Act {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly mine: boolean;
  readonly fault?: string;
}
interface Item {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly likeness: { level: string; traits: { trait: string; how: string }[] };
  readonly identities: { record: string; traits: { birthFamily: string }; status: string }[];
  readonly seen?: { by: string; traits: string[] };
}
interface Listed {
  readonly items: { id: string; title: string }[];
  readonly next?: string;
  readonly categories: { count: number }[];
}
const by = (who: Space | undefined): Space => who ?? assert.fail('nobody is signed in');
const post = (who: Space | undefined, path: string, body: object = {}) => by(who)(path, { method: 'POST', body });
const reason = 'Même personne : livret de famille vu, ancien numéro provisoire.';
const hex = (record: RecordId): string => hexOfRecordId(record);
const titles = ({ items }: Listed): string[] => items.map(({ title }) => title);
const proList = async (who: Space | undefined, record: RecordId): Promise<Listed> =>
  (await by(who)(`/pro/patients/${hex(record)}/documents`)).as<Listed>();
const items = async (query = ''): Promise<Item[]> =>
  (await by(odile)(`/exploitation/duplicates${query}`)).as<{ items: Item[] }>().items;
const software = async () => ground.token(nuees);
const found = async (who: Person, more = ''): Promise<Bundle> => {
  const answer = await ground.fhir(`/DocumentReference?${patientQuery(who)}${more}`, { token: await software() });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<Bundle>();
};
const idsIn = ({ entry = [] }: Bundle): string[] => entry.map(({ resource }) => resource.id);

/** What somebody reads of both records, as bytes: documents, lists, searches; a search's own link names when it was asked. */
async function everythingRead(): Promise<string[]> {
  const token = await ground.token(irene);
  const paths = [
    `/DocumentReference?patient=Patient/${hex(ground.ambre)}`,
    `/DocumentReference?patient=Patient/${hex(old)}`,
    `/DocumentReference/${oldDocument}`,
    `/Binary/${oldDocument}`,
    `/Binary/${newDocument}`,
  ];
  const read: string[] = [];
  for (const path of paths) {
    const answer = await ground.fhir(path, { token });
    assert.equal(answer.status, 200, answer.bytes.toString());
    read.push(`${path} ${answer.bytes.toString('base64')}`);
  }
  for (const record of [ground.ambre, old])
    read.push((await by(pro)(`/pro/patients/${hex(record)}/documents`)).bytes.toString('base64'));
  return read;
}

/** By two operators; gives the act as it ended. */
async function decided(path: string, body: object): Promise<Act> {
  const asked = await post(odile, path, body);
  assert.equal(asked.status, 201, asked.bytes.toString());
  const { id, state, mine } = asked.as<Act>();
  assert.deepEqual([state, mine], ['awaiting', true]);
  toldPlainly(await post(odile, `/exploitation/desk/acts/${id}/confirm`), 403, 'oversight.same-person');
  return (await post(tanguy, `/exploitation/desk/acts/${id}/confirm`)).as<Act>();
}

let before1: string[] = [];
let item: Item | undefined;

test('RNIV 1, doublons: two records of one person are found by themselves, shown side by side, and nothing is linked by that', async () => {
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  const [open] = await eventually(items, (all) => all.length > 0);
  item = (await by(odile)(`/exploitation/duplicates/${open?.id}`)).as<Item>();
  assert.deepEqual([item.kind, item.state, item.likeness.level], ['duplicate', 'open', 'same']);
  assert.equal(item.likeness.traits.find(({ trait }) => trait === 'family')?.how, 'part');
  assert.deepEqual(item.identities.map(({ record }) => record).sort(), [hex(ground.ambre), hex(old)].sort());
  const listed = (await by(odile)('/exploitation/duplicates')).bytes.toString();
  for (const secret of [ambre.matricule, former.matricule, 'BRUMAILLE', '1958'])
    assert.ok(!listed.includes(secret), 'the list holds no trait');
  const shown = (await by(odile)(`/exploitation/duplicates/${open?.id}`)).bytes.toString();
  for (const secret of [ambre.matricule, former.matricule]) assert.ok(!shown.includes(secret), 'the matricule does not leave');
  for (const told of lines)
    assert.deepEqual(
      (await told()).map(({ action, detail, who }) => [action, detail?.change, who.name]),
      [1, 2].map(() => ['identity', 'compared', 'Odile Vigiemarine']),
    );
  assert.deepEqual((await by(odile)('/exploitation/links')).as<{ items: object[] }>().items, []);
  assert.deepEqual(idsIn(await found(ambre)), [newDocument]);
});

test('RNIV 1, doublons: bad input of the work list and of links is refused in plain words', async () => {
  const path = `/exploitation/duplicates/${item?.id}`;
  const survivor = hex(ground.ambre);
  toldPlainly(await by(odile)('/exploitation/duplicates?kind=%00'), 400, 'http.malformed');
  toldPlainly(await by(odile)('/exploitation/duplicates?after=1.x'), 400, 'ins.bad-page');
  toldPlainly(await by(odile)('/exploitation/links?after=%27%3B'), 400, 'ins.bad-page');
  for (const id of ['x', '0'.repeat(36), crypto.randomUUID()])
    toldPlainly(await by(odile)(`/exploitation/duplicates/${id}`), 404, 'id.unknown');
  toldPlainly(await post(odile, `${path}/merge`, { survivor: 'x', reason }), 404, 'id.unknown');
  toldPlainly(await post(odile, `${path}/merge`, { survivor: hex(ground.basile), reason }), 400, 'http.malformed');
  toldPlainly(await post(odile, `${path}/merge`, { survivor }), 422, 'oversight.words-required');
  toldPlainly(await post(odile, `${path}/merge`, { survivor, reason: 'x'.repeat(501) }), 422, 'oversight.words-required');
  toldPlainly(await post(odile, `${path}/dismiss`, { reason: 'non' }), 422, 'ins.why-required');
  toldPlainly(await post(odile, '/exploitation/links/x/unmerge', { reason }), 404, 'id.unknown');
  toldPlainly(await post(odile, `/exploitation/links/${hex(old)}-9/unmerge`, { reason }), 404, 'id.unknown');
  toldPlainly(await post(carnet, `${path}/merge`, { survivor, reason }), 403, 'session.wrong-kind');
  toldPlainly(await by(pro)('/exploitation/duplicates'), 403, 'session.wrong-kind');
  assert.equal((await items()).length, 1);
});

test('RNIV 1, doublons: two operators link the records; who reads the one that goes on reads both, and both logs say so', async () => {
  before1 = await everythingRead();
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  const act = await decided(`/exploitation/duplicates/${item?.id}/merge`, { survivor: hex(ground.ambre), reason });
  assert.deepEqual([act.kind, act.state, act.fault], ['merge', 'done', undefined]);
  const [ofSurvivor = [], ofLinked = []] = await Promise.all(lines.map((told) => told()));
  assert.deepEqual(
    ofSurvivor.map(({ action, detail, reason: why, who }) => [action, detail?.change, detail?.as, why, who.name]),
    [
      ['rights', 'desk-asked', undefined, reason, 'Odile Vigiemarine'],
      ['rights', 'desk-confirmed', undefined, undefined, 'Tanguy Amerrive'],
      ['identity', 'linked', 'survivor', reason, 'Tanguy Amerrive'],
    ],
  );
  assert.deepEqual(
    ofLinked.map(({ action, detail, reason: why }) => [action, detail?.change, detail?.as, why]),
    [['identity', 'linked', 'linked', reason]],
  );
  const log = (await by(carnet)('/carnet/log')).bytes.toString();
  assert.match(log, /un autre dossier à votre nom a été rapproché de celui-ci/);
  assert.deepEqual(await items(), []);
  assert.deepEqual(
    (await items('?closed=true')).map(({ state }) => state),
    ['done'],
  );

  assert.deepEqual(titles(await proList(pro, ground.ambre)), ['Compte rendu d’après', 'Compte rendu d’avant']);
  assert.deepEqual(titles((await by(carnet)('/carnet/documents')).as<Listed>()), [
    'Compte rendu d’après',
    'Compte rendu d’avant',
  ]);
  assert.equal((await proList(pro, ground.ambre)).categories[0]?.count, 2);
  const words = (await post(carnet, '/carnet/documents/search', { words: 'zéphyrine' })).as<{ items: object[]; total: number }>();
  assert.deepEqual([words.total, words.items.length], [2, 2]);
  assert.equal((await by(carnet)(`/carnet/documents/${oldDocument}`)).status, 200, 'her own');
  for (const who of [ambre, former]) {
    const both = await found(who);
    assert.deepEqual([both.total, idsIn(both)], [2, [newDocument, oldDocument]], 'by either matricule');
  }
});

test('PDSm, ITI-67: a search goes through both records page by page, in one order, and tells how many there are', async () => {
  const first = await found(ambre, '&_count=1');
  assert.deepEqual([first.total, idsIn(first)], [2, [newDocument]]);
  const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? assert.fail('no next page');
  const second = await ground.fhir(next.slice(next.indexOf('/fhir') + 5), { token: await software() });
  assert.deepEqual(idsIn(second.as<Bundle>()), [oldDocument]);
  assert.equal(
    second.as<Bundle>().link?.some(({ relation }) => relation === 'next'),
    false,
  );
  assert.deepEqual(idsIn(await found(ambre, '&_sort=date')), [oldDocument, newDocument]);
  assert.equal((await found(ambre, '&_summary=count')).total, 2);
  const listed = await proList(pro, ground.ambre);
  assert.equal(listed.next, undefined);
});

test('PDSm, ITI-66: the submissions of both records are one list, page by page, each naming the Patient of its record', async () => {
  const token = await software();
  const lists = async (more: string): Promise<Bundle> => {
    const answer = await ground.fhir(`/List?code=submissionset&${patientQuery(former)}${more}`, { token });
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<Bundle>();
  };
  const all = await lists('');
  const subjects = (all.entry ?? []).map(({ resource }) => (resource.subject as { reference: string }).reference);
  assert.deepEqual([all.total, subjects], [2, [`Patient/${hex(ground.ambre)}`, `Patient/${hex(old)}`]]);
  const first = await lists('&_count=1');
  const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? assert.fail('no next page');
  const second = (await ground.fhir(next.slice(next.indexOf('/fhir') + 5), { token })).as<Bundle>();
  assert.deepEqual([...idsIn(first), ...idsIn(second)], idsIn(all));
});

test('FHIR R4, Patient.link: each Patient names the other', async () => {
  const linkOf = async (record: RecordId) => {
    const answer = await ground.fhir(`/Patient/${hex(record)}`, { token: await software() });
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<{ link?: { type: string; other: { reference: string } }[] }>().link;
  };
  assert.deepEqual(await linkOf(ground.ambre), [{ other: { reference: `Patient/${hex(old)}` }, type: 'replaces' }]);
  assert.deepEqual(await linkOf(old), [{ other: { reference: `Patient/${hex(ground.ambre)}` }, type: 'replaced-by' }]);
});

test('DMP, droits: whoever may look at the one that goes on may look at both; who is blocked or opposed there sees neither', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  assert.deepEqual(titles(await proList(other, ground.ambre)), ['Compte rendu d’après', 'Compte rendu d’avant']);
  assert.equal((await by(other)(`/pro/patients/${hex(old)}/documents/${oldDocument}`)).status, 200);
  assert.deepEqual(
    (await lines()).map(({ action, who }) => [action, who.name]),
    [
      ['list', hector.name],
      ['read', hector.name],
    ],
    'the person reads in one log who looked into the other',
  );
  await by(carnet)(`/carnet/blocks/${hector.id}`, { method: 'PUT', body: {} });
  const blocked = (await by(carnet)('/carnet/access')).bytes.toString();
  assert.match(blocked, new RegExp(hector.id));
  toldPlainly(await by(other)(`/pro/patients/${hex(ground.ambre)}/documents`), 403, 'rights.blocked');
  toldPlainly(await by(other)(`/pro/patients/${hex(old)}/documents/${oldDocument}`), 403, 'rights.blocked');
  await by(carnet)('/carnet/opposition', { method: 'PUT', body: { consultation: true } });
  toldPlainly(await by(pro)(`/pro/patients/${hex(old)}/documents`), 403, 'rights.opposed');
  await by(carnet)('/carnet/opposition', { method: 'PUT', body: { consultation: false } });
  assert.equal((await proList(pro, ground.ambre)).items.length, 2);
});

test('ADR 25, link: the person hands over by one link what they see in their list, of both records, until these are taken apart', async () => {
  const made = await post(carnet, '/carnet/shares', { label: 'Les deux', documents: [newDocument, oldDocument] });
  assert.equal(made.status, 200, made.bytes.toString());
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  const link = made.as<{ shlink: string }>().shlink;
  const { resources } = await readLink(link, { recipient: 'Dr Fictif' });
  const given = resources.flatMap((one) => inBundle(one, 'DocumentReference').map(({ description }) => description));
  assert.deepEqual(given, ['Compte rendu d’après', 'Compte rendu d’avant']);
  const [own = [], ofLinked = []] = await Promise.all(lines.map((told) => told()));
  const words = (told: typeof own) => told.map(({ action, detail, object }) => [action, detail?.documents ?? object?.id]);
  assert.deepEqual(words(own), [['share', '2'], ...[newDocument, oldDocument].map((id) => ['read', id])]);
  assert.deepEqual(words(ofLinked), [
    ['share', '1'],
    ['read', oldDocument],
  ]);
  const log = (await by(carnet)('/carnet/log')).bytes.toString();
  assert.match(log, /lien de partage ouvert « Les deux » : 2 documents/);
  shared = link;
});

test('RNIV 1, doublons: taken apart by two operators, each record reads as it did before, byte for byte', async () => {
  const { items: links } = (await by(odile)('/exploitation/links')).as<{
    items: { id: string; askedBy: string; by: string }[];
  }>();
  assert.deepEqual(
    links.map(({ askedBy, by: who }) => [askedBy, who]),
    [['Odile Vigiemarine', 'Tanguy Amerrive']],
  );
  const lines = [await traceFrom(ground, ground.ambre), await traceFrom(ground, old)];
  const act = await decided(`/exploitation/links/${links[0]?.id}/unmerge`, { reason: 'Erreur : ce sont deux personnes.' });
  assert.deepEqual([act.kind, act.state], ['unmerge', 'done']);
  for (const told of lines) assert.equal((await told()).at(-1)?.detail?.change, 'unlinked');
  assert.deepEqual(await everythingRead(), before1);
  assert.equal((await ground.fhir(`/Patient/${hex(old)}`, { token: await software() })).as<{ link?: object }>().link, undefined);
  assert.deepEqual(idsIn(await found(former)), [oldDocument]);
  assert.deepEqual(titles((await by(carnet)('/carnet/documents')).as<Listed>()), ['Compte rendu d’après']);
  const { resources } = await readLink(shared, { recipient: 'Dr Fictif' });
  assert.equal(resources.length, 1, 'the link that was made shows its own record alone');
  assert.deepEqual((await by(odile)('/exploitation/links')).as<{ items: object[] }>().items, []);
  assert.equal((await by(odile)('/exploitation/links?undone=true')).as<{ items: object[] }>().items.length, 1);
});

test('RNIV 1, doublons: linked anew, what is deposited under the former matricule goes to the record that goes on', async () => {
  await ground.ins.links.look(old, new Date());
  assert.deepEqual(await items(), [], 'two people said that they are two: it is not asked again');
  const operator = { kind: 'operator', id: 'odile', name: 'Odile Vigiemarine' } as const;
  const call = { actor: operator, at: new Date(), requestId: 'test' };
  await ground.ins.links.merge(call, ground.ambre, old, { why: reason, askedBy: 'Tanguy Amerrive' });
  await new Promise((done) => setTimeout(done, 1100)); // another server hears of it within a second
  const [late = ''] = await ground.deposited(provide(n3(former, { title: 'Sous l’ancien matricule' })));
  assert.ok(late.startsWith(hex(ground.ambre)), 'in the record that goes on');
  assert.ok(oldDocument.startsWith(hex(old)), 'nothing was moved');
});

test('Guide INS, règle 17: a professional finds the person in spite of a slip, and once, whichever record the name is in', async () => {
  const answer = async (body: object) =>
    (await post(pro, '/pro/patients/search', body)).as<{ items: { record: string }[]; near?: boolean }>();
  const search = async (body: object): Promise<string[]> => (await answer(body)).items.map(({ record }) => record);
  const { firstBirthGiven } = ambre;
  assert.equal((await answer({ birthFamily: 'BRUMAILLE' })).near, undefined);
  assert.equal((await answer({ birthFamily: 'De la Brumail', firstBirthGiven })).near, true, 'said to be spelt otherwise');
  for (const body of [
    { birthFamily: 'BRUMAILLE' },
    { birthFamily: 'De la Brumail', firstBirthGiven },
    { birthFamily: 'BRUMIALLE', firstBirthGiven, birthDate: '1958-04-17' },
    { birthFamily: 'BRUMAILLE', firstBirthGiven: 'Hambre', birthDate: '1958-04-18' },
  ])
    assert.deepEqual(await search(body), [hex(ground.ambre)], JSON.stringify(body));
  for (const body of [
    { birthFamily: 'PERSONNE', firstBirthGiven: 'NUL', birthDate: '1901-01-01' },
    { birthFamily: 'BRUMIALLE', birthDate: 'demain' },
    { birthFamily: 'Œ'.repeat(100), firstBirthGiven: 'É'.repeat(100), birthDate: '1958-04-17' },
  ])
    assert.deepEqual(await search(body), [], JSON.stringify(body));
});

test('RNIV 1, collisions: a document that shows another person’s traits, and a matricule that comes with other traits, are to be looked at', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const stranger = { ...basile, birthFamily: 'TOUT-AUTRE', firstBirthGiven: 'NARCISSE' };
  refused(await ground.send(provide(n3(stranger))), 422, 'documents.traits-differ');
  const [collision] = await eventually(
    () => items('?kind=collision'),
    (all) => all.length === 1,
  );
  assert.deepEqual(collision?.seen, { by: 'document', traits: ['birthFamily', 'firstBirthGiven', 'birthGivens'] });
  refused(await ground.send(provide(n3(stranger))), 422, 'documents.traits-differ');
  assert.equal((await items('?kind=collision')).length, 1, 'one line waits, however often');
  const closed = await post(odile, `/exploitation/duplicates/${collision?.id}/dismiss`, {
    reason: 'Étiquette collée sur le mauvais dossier.',
  });
  assert.equal(closed.as<Item>().state, 'dismissed');
  toldPlainly(await post(odile, `/exploitation/duplicates/${collision?.id}/dismiss`, { reason }), 409, 'ins.item-settled');
  assert.equal((await lines()).at(-1)?.detail?.change, 'kept-apart');
});
