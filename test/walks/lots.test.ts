import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, hector, irene, nuees, orme } from './cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { n1, n3, provide, provideAll } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

interface Lot {
  readonly id: string;
  readonly subject: object;
  readonly entry: { item: { reference: string } }[];
}

async function lots(token: string, query: string): Promise<Map<string, string[]>> {
  const answer = await ground.fhir(`/List?${query}`, { token });
  assert.equal(answer.status, 200, answer.bytes.toString());
  const found = answer.as<Bundle>();
  const lists = (found.entry ?? []).map(({ resource }) => resource as unknown as Lot);
  assert.equal(found.total, lists.length);
  return new Map(lists.map(({ id, entry }) => [id, entry.map(({ item }) => item.reference.replace('DocumentReference/', ''))]));
}

test('IHE MHD ITI-66: a submission shows the documents that its reader may see, and is not there when they see none', async () => {
  const uid = `urn:uuid:${randomUUID()}`;
  const paper = (hidden: object) => provide(n3(ambre), hidden);
  const mixed = provideAll([paper({}), paper({ hiddenFromProfessionals: true }), paper({ hiddenFromPatient: true })], uid);
  const [open = '', masked = '', announced = ''] = await ground.deposited(mixed);
  await ground.deposited(paper({ hiddenFromPatient: true }));
  const byOther = provide(n3(ambre, { author: { ...irene, id: '899700000999' } }), { hiddenFromProfessionals: true });
  await ground.deposited(byOther);
  const lines = await traceFrom(ground, ground.ambre);
  const ofAmbre = `patient=Patient/${hexOfRecordId(ground.ambre)}`;

  const person = await lots(await ground.token(citizen(ground.ambre, ambre)), ofAmbre);
  assert.deepEqual([...person.values()].map(({ length }) => length).toSorted(), [1, 2]);
  assert.ok([...person.values()].some((ids) => ids.toSorted().join() === [open, masked].toSorted().join()));
  const doctor = await lots(await ground.onGround(hector, ground.ambre), ofAmbre);
  assert.deepEqual([...doctor.values()].map(({ length }) => length).toSorted(), [1, 2]);
  assert.ok([...doctor.values()].some((ids) => ids.toSorted().join() === [open, announced].toSorted().join()));
  assert.equal((await lots(await ground.token(nuees), ofAmbre)).size, 3);
  assert.equal((await lots(await ground.token(orme), ofAmbre)).size, 0);

  const [id = ''] = [...person].find(([, ids]) => ids.length === 2) ?? [];
  const one = await ground.fhir(`/List/${id}`, { token: await ground.token(citizen(ground.ambre, ambre)) });
  assert.deepEqual(
    one
      .as<Lot>()
      .entry.map(({ item }) => item.reference.split('/')[1])
      .toSorted(),
    [open, masked].toSorted(),
  );
  assert.deepEqual(one.as<Lot>().subject, { reference: `Patient/${hexOfRecordId(ground.ambre)}` });
  refused(
    await ground.fhir(`/List/${id}`, { token: await ground.token(citizen(ground.basile, basile)) }),
    403,
    'rights.not-yours',
  );
  refused(await ground.fhir(`/List/${id}`, { token: await ground.token(orme) }), 404, 'id.unknown');
  refused(await ground.fhir(`/List/${open}`, { token: await ground.token(nuees) }), 404, 'id.unknown');

  const byUid = new Map(await lots(await ground.token(nuees), `${ofAmbre}&identifier=${encodeURIComponent(uid)}`));
  assert.deepEqual([...byUid.keys()], [id]);
  const told = (await lines()).map(words);
  assert.equal(told.filter((line) => line === 'refusal refused rights.not-yours BASILE ÉCUMEUR').length, 1);
  assert.equal(told.filter((line) => line === 'list done Orme Logiciel').length, 2);
});

const searches: readonly (readonly [query: string, found: boolean])[] = [
  ['code=submissionset', true],
  [`code=${encodeURIComponent('https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes|submissionset')}`, true],
  ['code=folder', false],
  ['status=current', true],
  ['status=retired', false],
  ['date=ge2020', true],
  ['date=lt2020', false],
  ['identifier=urn:oid:2.25.404', false],
  ['_sort=-date', true],
];
test('IHE MHD ITI-66: code, status, date and identifier narrow the answer; what is not offered is refused', async () => {
  await ground.deposited(provide(n3(basile)));
  const lines = await traceFrom(ground, ground.basile);
  const token = await ground.token(citizen(ground.basile, basile));
  for (const [query, found] of searches) assert.equal((await lots(token, query)).size > 0, found, query);
  refused(await ground.fhir('/List?_sort=title', { token }), 400, 'fhir.bad-sort');
  refused(await ground.fhir('/List?type=11488-4', { token }), 400, 'fhir.unknown-parameter');
  assert.deepEqual(await lines(), []);
});

test('IHE MHD ITI-68: the bytes as they came, or a FHIR Binary for who asks for it; neither runs in a browser', async () => {
  const bytes = n1(ambre);
  const [id = ''] = await ground.deposited(provide(bytes));
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(citizen(ground.ambre, ambre));
  const plain = await ground.fhir(`/Binary/${id}`, { token });
  assert.deepEqual(plain.bytes, bytes);
  assert.equal(plain.headers.get('content-security-policy'), "sandbox; default-src 'none'");
  assert.equal(plain.headers.get('x-content-type-options'), 'nosniff');
  const binary = await ground.fhir(`/Binary/${id}`, { token, headers: { accept: 'application/fhir+json' } });
  assert.match(binary.headers.get('content-type') ?? '', /^application\/fhir\+json/);
  assert.deepEqual(binary.as(), { resourceType: 'Binary', id, contentType: 'text/xml', data: bytes.toString('base64') });
  assert.deepEqual(
    (await lines()).map(words),
    Array.from({ length: 2 }, () => 'read done AMBRE DE LA BRUMAILLE'),
  );
});
