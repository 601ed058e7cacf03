import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ambre, basile, capucine, citizen, nuees, orme } from './cast.ts';
import { type Bundle, census, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { change, n3, type Provide, provide, provideAll } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const newId = (): string => randomUUID().toUpperCase();

/** A document that says what it replaces, by FHIR's two forms of target. */
const version = (target: object, bytes = n3(ambre, { title: 'Version 2' })): Provide =>
  change(provide(bytes), 'entry.1.resource.relatesTo', [{ code: 'replaces', target }]);

interface Reference {
  readonly status: string;
  readonly meta: { versionId: string };
  readonly relatesTo?: unknown;
}

for (const form of ['identifier', 'reference'] as const) {
  test(`PDSm, relatesTo replaces by ${form}: the old one is superseded, the new one is current, the history is kept`, async () => {
    const id = newId();
    const [old = ''] = await ground.deposited(provide(n3(ambre, { id })));
    const before = await census(ground);
    const lines = await traceFrom(ground, ground.ambre);
    const identifier = { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id.toLowerCase()}` };
    const [made = ''] = await ground.deposited(
      version(form === 'identifier' ? { identifier } : { reference: `DocumentReference/${old}` }),
    );
    const token = await ground.token(nuees);
    const [was, is] = [old, made].map(async (one) => (await ground.fhir(`/DocumentReference/${one}`, { token })).as<Reference>());
    assert.deepEqual([(await was)?.status, (await was)?.meta.versionId], ['superseded', '2']);
    assert.deepEqual([(await is)?.status, (await is)?.meta.versionId], ['current', '1']);
    assert.deepEqual((await is)?.relatesTo, [{ code: 'replaces', target: { reference: `DocumentReference/${old}` } }]);
    assert.equal((await census(ground)).versions, (before.versions ?? 0) + 1);
    const first = (await ground.fhir(`/DocumentReference/${old}/_history/1`, { token })).as<Reference>();
    assert.deepEqual([first.status, first.meta.versionId], ['current', '1']);
    const history = (await ground.fhir(`/DocumentReference/${old}/_history`, { token })).as<Bundle>();
    assert.deepEqual(
      history.entry?.map(({ resource }) => [resource.meta.versionId, resource.status]),
      [
        ['2', 'superseded'],
        ['1', 'current'],
      ],
    );
    // the old bytes can still be read, and the list of current documents holds the new one only
    assert.equal((await ground.fhir(`/Binary/${old}`, { token })).status, 200);
    const asked = `/DocumentReference?patient=Patient/${ground.ambre.replaceAll('-', '')}&status=current&_id=${old},${made}`;
    const found = (await ground.fhir(asked, { token })).as<Bundle>();
    assert.deepEqual(
      found.entry?.map(({ resource }) => resource.id),
      [made],
    );
    assert.deepEqual((await lines()).slice(0, 1).map(words), ['deposit done Nuées Logiciel']);
  });
}

test('PDSm, relatesTo: what cannot be replaced is refused, and nothing changes', async () => {
  const [mine = ''] = await ground.deposited(provide(n3(ambre)));
  const [gone = ''] = await ground.deposited(provide(n3(ambre)));
  await ground.deposited(version({ reference: `DocumentReference/${gone}` }));
  const [ofBasile = ''] = await ground.deposited(provide(n3(basile)));
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const to = (id: string, bytes?: Buffer) => version({ reference: `DocumentReference/${id}` }, bytes);
  const unknown = { identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:2.25.404' } };
  refused(await ground.send(version(unknown)), 422, 'documents.replaces-unknown');
  refused(await ground.send(to(gone)), 409, 'documents.replaces-superseded');
  // an id of another record never stands for the document of that number in this one
  refused(await ground.send(to(ofBasile)), 422, 'documents.replaces-unknown');
  const byAnother = n3(ambre, { author: capucine });
  refused(await ground.send(to(mine, byAnother), await ground.token(orme)), 403, 'documents.replaces-not-yours');
  for (const code of ['transforms', 'signs', 'unknown']) {
    const relation = change(to(mine), 'entry.1.resource.relatesTo.0.code', code);
    assert.match(refused(await ground.send(relation), 400, 'pdsm.not-supported') ?? '', /relatesTo\[0\].code$/);
  }
  refused(await ground.send(version({ reference: 'DocumentReference/none' })), 404, 'id.unknown');
  const both = provideAll([to(mine), version({ reference: `DocumentReference/${mine}` }, n3(ambre, { title: 'Version 3' }))]);
  refused(await ground.send(both), 409, 'documents.replaces-superseded');
  assert.deepEqual(await census(ground), counted);
  assert.deepEqual(
    (await lines()).map(({ code }) => code),
    ['unknown', 'superseded', 'unknown', 'not-yours', 'superseded'].map((code) => `documents.replaces-${code}`),
  );
});

test('PDSm, relatesTo: the author replaces from another software; two replacements at once, one stands', async () => {
  const [mine = ''] = await ground.deposited(provide(n3(ambre)));
  const lines = await traceFrom(ground, ground.ambre);
  const byOrme = await ground.token(orme);
  const race = [1, 2, 3].map((n) =>
    ground.send(version({ reference: `DocumentReference/${mine}` }, n3(ambre, { title: `Version ${n}` })), byOrme),
  );
  const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, 409, 409]);
  const told = (await lines()).map(({ action, outcome }) => `${action} ${outcome}`).sort();
  assert.deepEqual(told, ['deposit done', 'deposit refused', 'deposit refused']);
});

test('MASQUE_PS: what the person hid stays hidden when it is superseded', async () => {
  const [mine = ''] = await ground.deposited(provide(n3(ambre), { hiddenFromProfessionals: true }));
  await ground.deposited(version({ reference: `DocumentReference/${mine}` }));
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(citizen(ground.ambre, ambre));
  const { securityLabel } = (await ground.fhir(`/DocumentReference/${mine}`, { token })).as<{
    securityLabel: { coding: { code: string }[] }[];
  }>();
  assert.deepEqual(
    securityLabel.map(({ coding }) => coding[0]?.code),
    ['N', 'MASQUE_PS'],
  );
  assert.deepEqual((await lines()).map(words), ['read done AMBRE DE LA BRUMAILLE']);
});
