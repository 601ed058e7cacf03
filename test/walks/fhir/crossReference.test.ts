import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DemoPerson, territory } from '#demo';
import { hexOfRecordId, type RecordId, recordIdOfHex } from '#kernel';
import { basile, capucine, citizen, irene, makeKnown, nuees, orme, type Person, person } from '../cast.ts';
import { type Answer, type Bundle, type Ground, openGround, refused, traceFrom } from '../ground.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const [ippNuees, ippOrme] = ['urn:oid:1.2.250.1.999.1', 'urn:oid:1.2.250.1.999.2'];
const ins = ({ oid, matricule }: Person) => `urn:oid:${oid}|${matricule}`;
let order = 700;
const someone = (birthFamily: string, firstBirthGiven = 'MAËLLE'): Person =>
  person({ birthFamily, firstBirthGiven, sex: 'F', birthDate: '1992-08-09', birthPlace: '35238' }, String(++order));

interface Out {
  readonly parameter: {
    name: string;
    valueReference?: { reference: string };
    valueIdentifier?: { system: string; value: string };
  }[];
}
const pix = async (query: Record<string, string>, by = nuees): Promise<Answer> =>
  ground.fhir(`/Patient/$ihe-pix?${new URLSearchParams(query)}`, { token: await ground.token(by) });
const identifiers = (answer: Answer): string[] => {
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer
    .as<Out>()
    .parameter.flatMap(({ valueIdentifier: one }) => (one === undefined ? [] : `${one.system}|${one.value}`));
};

/** Both software tell what they call the person; the first makes the Patient, the second finds it. */
async function calledByTwo(one: Person, n: string): Promise<RecordId> {
  const record = await makeKnown(ground, one);
  for (const [software, system] of [
    [nuees, ippNuees],
    [orme, ippOrme],
  ] as const) {
    const identifier = [
      { system: `urn:oid:${one.oid}`, value: one.matricule },
      { system, value: n },
    ];
    const told = await ground.fhir('/Patient', {
      method: 'POST',
      token: await ground.token(software),
      body: { resourceType: 'Patient', identifier, name: [{ family: one.birthFamily }] },
      headers: { 'if-none-exist': `identifier=${ins(one)}` },
    });
    assert.equal(told.status, 200, told.bytes.toString());
  }
  return record;
}

test('IHE PIXm, ITI-83: by one software’s identifier the others’ are found, the matricule and the Patient too; the look is in the log', async () => {
  const one = someone('CROISÉE');
  const record = await calledByTwo(one, 'N-1');
  const lines = await traceFrom(ground, record);
  const all = await pix({ sourceIdentifier: `${ippNuees}|N-1` });
  assert.deepEqual(identifiers(all).sort(), [ins(one), `${ippOrme}|N-1`].sort());
  assert.equal(all.as<Out>().parameter[0]?.valueReference?.reference, `Patient/${hexOfRecordId(record)}`);
  assert.deepEqual(identifiers(await pix({ sourceIdentifier: ins(one), targetSystem: ippOrme }, orme)), [`${ippOrme}|N-1`]);
  const posted = await ground.fhir('/Patient/$ihe-pix', {
    method: 'POST',
    token: await ground.token(nuees),
    body: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'sourceIdentifier', valueString: `${ippOrme}|N-1` },
        { name: 'targetSystem', valueUri: `urn:oid:${one.oid}` },
        { name: 'targetSystem', valueUri: ippNuees },
      ],
    },
  });
  assert.deepEqual(identifiers(posted).sort(), [ins(one), `${ippNuees}|N-1`].sort());
  const log = (await lines()).map(({ action, detail }) => `${action} ${detail?.by}`);
  assert.deepEqual(log, ['search identifier', 'search identifier', 'search identifier']);
});

test('IHE PIXm, ITI-83 §3.83.4.2.2: the errors of the profile, and a target that has no identifier of the person', async () => {
  const one = someone('SEULE');
  await calledByTwo(one, 'N-2');
  await calledByTwo(someone('AUTRE'), 'N-3');
  assert.deepEqual(identifiers(await pix({ sourceIdentifier: ins(one), targetSystem: 'urn:oid:1.2.250.1.213.1.4.8' })), []);
  refused(await pix({ sourceIdentifier: `${ippNuees}|personne` }), 404, 'fhir.pix-unknown-identifier');
  refused(await pix({ sourceIdentifier: 'urn:oid:1.2.3|x' }), 400, 'fhir.pix-unknown-source');
  refused(await pix({ sourceIdentifier: ins(one), targetSystem: 'urn:oid:1.2.3' }), 403, 'fhir.pix-unknown-target');
  for (const code of ['code-invalid'])
    assert.ok((await pix({ sourceIdentifier: 'urn:oid:1.2.3|x' })).bytes.includes(`"code":"${code}"`));
  for (const bad of ['N-2', '|N-2', `${ippNuees}|`, `${ippNuees}|N-2,N-3`])
    refused(await pix({ sourceIdentifier: bad }), 400, 'fhir.bad-parameter');
  refused(await pix({}), 400, 'fhir.missing-parameter');
  refused(await pix({ sourceIdentifier: ins(one).slice(0, -1) }), 422, 'ins.malformed');
  const twice = await ground.fhir(`/Patient/$ihe-pix?sourceIdentifier=a|b&sourceIdentifier=a|c`, {
    token: await ground.token(nuees),
  });
  refused(twice, 400, 'fhir.repeated-parameter');
});

test('IHE PIXm: who may not know a person does not learn what they are called, and nobody without a token asks', async () => {
  const one = someone('CACHÉE');
  const record = await calledByTwo(one, 'N-4');
  await ground.rights().block({ actor: citizen(record, one), at: new Date(), requestId: 't' }, record, {
    id: capucine.id,
    name: capucine.name,
    profession: '60',
    structure: capucine.structure,
  });
  const asked = `/Patient/$ihe-pix?sourceIdentifier=${encodeURIComponent(`${ippNuees}|N-4`)}`;
  for (const actor of [capucine, citizen(ground.basile, basile)])
    refused(await ground.fhir(asked, { token: await ground.token(actor) }), 404, 'fhir.pix-unknown-identifier');
  assert.equal((await ground.fhir(asked, { token: await ground.token(irene) })).status, 200);
  assert.equal((await ground.fhir(asked)).status, 401);
});

test('Issue 6, collision: one local identifier told of two people stays with the first, and both are on the work list', async () => {
  const [one, two] = [someone('PREMIÈRE'), someone('SECONDE')];
  const first = await calledByTwo(one, 'N-5');
  const second = await calledByTwo(two, 'N-5');
  assert.equal(await ground.ins.localIdentifiers.recordOf(ippNuees, 'N-5'), first);
  const work = await ground.ins.vigilance.workOf(second);
  assert.deepEqual(
    work.map(({ kind, other }) => [kind, other]),
    [['collision', first]],
  );
});

test('Référentiel INS, NIA then NIR: by the old matricule the person is found, the same Patient with the new one; no second is made', async () => {
  const [one, moved] = [someone('DEVENUE'), someone('DEVENUE')];
  const record = await makeKnown(ground, one);
  const { oid, matricule, ...traits } = one;
  ground.insi.register({ oid, matricule: moved.matricule, traits, formerly: [{ oid, matricule }] });
  const operator = { kind: 'operator', id: 'o', name: 'O' } as const;
  await ground.ins.vigilance.verify({ actor: operator, at: new Date(), requestId: 't' }, record);
  const found = await pdq(`identifier=${encodeURIComponent(ins(one))}`);
  const [entry] = found.as<Bundle>().entry ?? [];
  assert.equal(entry?.resource.id, hexOfRecordId(record), found.bytes.toString());
  assert.ok(JSON.stringify(entry).includes(moved.matricule));
  const again = await ground.fhir('/Patient', {
    method: 'POST',
    token: await ground.token(nuees),
    body: {
      resourceType: 'Patient',
      identifier: [{ system: `urn:oid:${oid}`, value: matricule }],
      name: [{ family: 'DEVENUE' }],
    },
    headers: { 'if-none-exist': `identifier=${ins(one)}` },
  });
  assert.equal(again.status, 200, again.bytes.toString());
  assert.equal(again.as<{ id: string }>().id, hexOfRecordId(record));
  const pixed = await pix({ sourceIdentifier: ins(one) });
  assert.deepEqual(identifiers(pixed), [ins(moved)]);
});

const pdq = async (query: string, by: Parameters<Ground['token']>[0] = irene): Promise<Answer> =>
  ground.fhir(`/Patient?${query}`, { token: await ground.token(by) });

test('IHE PDQm, ITI-78: people are found by their names and birth date, narrowed by all that is asked besides', async () => {
  const [one, twin] = [someone('D’ÉTÉ-LUMIÈRE'), someone('D’ÉTÉ-LUMIÈRE', 'GWENN')];
  const records = [await makeKnown(ground, one), await makeKnown(ground, twin)].map(hexOfRecordId);
  const found = async (query: string): Promise<string[] | undefined> => {
    const answer = await pdq(query);
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<Bundle>().entry?.map(({ resource }) => resource.id);
  };
  const family = encodeURIComponent('D’ÉTÉ');
  assert.deepEqual((await found(`family=${family}&birthdate=1992-08-09`))?.sort(), [...records].sort());
  assert.deepEqual(await found(`family=${family}&birthdate=eq1992-08-09&given=mael`), [records[0]]);
  assert.deepEqual(await found(`family=${family}&birthdate=1992-08-09&given=GWENN&gender=female`), [records[1]]);
  assert.equal(await found(`family=${family}&birthdate=1992-08-09&gender=male`), undefined);
  assert.equal(await found(`family=${family}&birthdate=1992-08-10`), undefined);
  const within = (domain: string) => `family=${family}&birthdate=1992-08-09&identifier=${encodeURIComponent(`${domain}|`)}`;
  assert.equal((await found(within(`urn:oid:${one.oid}`)))?.length, 2);
  assert.equal(await found(within('urn:oid:1.2.250.1.213.1.4.9')), undefined);
  refused(await pdq(within('urn:oid:1.2.3.4.5.6')), 404, 'fhir.pdq-unknown-domain');
  for (const broad of [
    `family=${family}`,
    'birthdate=1992-08-09',
    'given=GWENN',
    `family=${family}&birthdate=1992-08`,
    'gender=female',
  ])
    refused(await pdq(broad), 400, 'fhir.patient-required');
  assert.equal((await pdq(`family=${family}&birthdate=1992-08-09`, citizen(ground.basile, basile))).as<Bundle>().total, 0);
});

test('IHE PDQm, ITI-119: $match tells how surely a person is meant; only a matricule is certain', async () => {
  const one = someone('SÛREMENT');
  const record = hexOfRecordId(await makeKnown(ground, one));
  const place = {
    url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
    valueAddress: {
      extension: [
        {
          url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code',
          valueCoding: { code: one.birthPlace },
        },
      ],
    },
  };
  const name = [{ use: 'official', family: 'Surement', given: ['Maelle'] }];
  const whole = { resourceType: 'Patient', extension: [place], name, gender: 'female', birthDate: one.birthDate };
  const matched = async (resource: object, ...more: object[]): Promise<[string, string | undefined, number][]> => {
    const body =
      more.length === 0 ? resource : { resourceType: 'Parameters', parameter: [{ name: 'resource', resource }, ...more] };
    const answer = await ground.fhir('/Patient/$match', { method: 'POST', token: await ground.token(irene), body });
    assert.equal(answer.status, 200, answer.bytes.toString());
    type Entry = { resource: { id: string }; search: { score: number; extension: { valueCode: string }[] } };
    const entries = answer.as<{ entry?: Entry[] }>().entry ?? [];
    return entries.map(({ resource: { id }, search }) => [id, search.extension[0]?.valueCode, search.score]);
  };
  const identifier = [{ system: `urn:oid:${one.oid}`, value: one.matricule }];
  assert.deepEqual(await matched({ ...whole, identifier }), [[record, 'certain', 1]]);
  assert.deepEqual(await matched(whole), [[record, 'probable', 0.9]]);
  assert.deepEqual(await matched({ ...whole, name: [{ ...name[0], family: 'SURMANT' }] }), [[record, 'possible', 0.6]]);
  assert.deepEqual(await matched({ ...whole, identifier, birthDate: '1992-08-10' }), [[record, 'possible', 0.6]]);
  assert.deepEqual(await matched({ ...whole, birthDate: '1992-08-10' }), []);
  assert.deepEqual(await matched(whole, { name: 'onlyCertainMatches', valueBoolean: true }), []);
  assert.equal((await matched({ ...whole, identifier }, { name: 'count', valueInteger: 1 })).length, 1);
  const bad = async (body: object) => ground.fhir('/Patient/$match', { method: 'POST', token: await ground.token(irene), body });
  refused(await bad({ resourceType: 'Patient', gender: 'female' }), 400, 'fhir.patient-required');
  refused(await bad({ resourceType: 'Observation' }), 400, 'fhir.missing-parameter');
  refused(await bad({ ...whole, identifier: [{ ...identifier[0], value: 'x' }] }), 422, 'ins.malformed');
});

test('Guide INS, règle 55: a Patient whose matricule INSi denies is integrated without it, and is on the work list', async () => {
  const one = someone('DÉMENTIE');
  const core = 'https://hl7.fr/ig/fhir/core/StructureDefinition';
  const place = {
    url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
    valueAddress: { extension: [{ url: `${core}/fr-core-address-insee-code`, valueCoding: { code: one.birthPlace } }] },
  };
  const patient = {
    resourceType: 'Patient',
    extension: [place],
    name: [{ use: 'official', family: one.birthFamily, given: [one.firstBirthGiven] }],
    gender: 'female',
    birthDate: one.birthDate,
  };
  const token = await ground.token(nuees);
  const identifier = [{ system: `urn:oid:${one.oid}`, value: one.matricule }];
  const denied = await ground.fhir('/Patient', { method: 'POST', token, body: { ...patient, identifier } });
  assert.equal(denied.status, 201, denied.bytes.toString());
  assert.ok(!denied.bytes.includes(one.matricule));
  const kinds = async (answer: Answer): Promise<string[]> => {
    const record = answer.as<{ id: string }>().id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as RecordId;
    assert.equal((await ground.ins.byRecord(record))?.status, 'PROV');
    const work = (await ground.ins.vigilance.workOf(record)).map(({ kind }) => kind);
    return work.filter((kind) => kind !== 'duplicate'); // both have the same traits, which is noticed after the answer
  };
  assert.deepEqual(await kinds(denied), ['insi-ko']);
  const without = await ground.fhir('/Patient', { method: 'POST', token, body: patient });
  assert.equal(without.status, 201, without.bytes.toString());
  assert.deepEqual(await kinds(without), ['to-qualify'], 'a person without an INS is an identity too');
});

test('Guide INS, règle 55: a Patient rewritten with traits that INSi denies is refused, and the identity is on the work list', async () => {
  // INSi of the demonstration knows the people of its territory, also when nobody else does yet.
  const { oid, matricule, birthFamily, firstBirthGiven, birthGivens, sex, birthDate, birthPlace } = territory()
    .people[3] as DemoPerson;
  const core = 'https://hl7.fr/ig/fhir/core/StructureDefinition';
  const patient = (on: string) => ({
    resourceType: 'Patient',
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
        valueAddress: { extension: [{ url: `${core}/fr-core-address-insee-code`, valueCoding: { code: birthPlace } }] },
      },
      { url: `${core}/fr-core-identity-reliability`, extension: [{ url: 'validationMode', valueCoding: { code: 'CN' } }] },
    ],
    identifier: [{ system: `urn:oid:${oid}`, value: matricule }],
    name: [
      {
        use: 'official',
        family: birthFamily,
        given: [firstBirthGiven],
        extension: [{ url: `${core}/fr-core-patient-birth-list-given-name`, valueString: birthGivens }],
      },
    ],
    gender: sex === 'F' ? 'female' : 'male',
    birthDate: on,
  });
  const token = await ground.token(nuees);
  const made = await ground.fhir('/Patient', { method: 'POST', token, body: patient(birthDate) });
  assert.equal(made.status, 201, made.bytes.toString());
  const { id } = made.as<{ id: string }>();
  const record = recordIdOfHex(id);
  assert.equal((await ground.ins.byRecord(record))?.status, 'QUAL');
  const other = birthDate.endsWith('01') ? `${birthDate.slice(0, -2)}02` : `${birthDate.slice(0, -2)}01`;
  const put = await ground.fhir(`/Patient/${id}`, { method: 'PUT', token, body: { ...patient(other), id } });
  refused(put, 422, 'ins.not-confirmed');
  const work = await ground.ins.vigilance.workOf(record);
  assert.deepEqual(
    work.map(({ kind, detail }) => [kind, detail]),
    [['insi-ko', 'received birthDate']],
  );
  assert.equal((await ground.ins.byRecord(record))?.traits.birthDate, birthDate);
});
