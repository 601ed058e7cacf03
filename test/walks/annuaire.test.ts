import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadExtraction } from '#directory';
import { PLATFORM } from '#kernel';
import {
  finessFirst,
  finessLine,
  mssanteHeader,
  mssanteLine,
  type RppsColumn,
  rppsHeader,
  rppsLine,
} from '../../src/directory/load/made.check.ts';
import { ambre, irene } from './cast.ts';
import { type Answer, ask, type Bundle, type Ground, openGround, refused } from './ground.ts';
import { newPlace, type Place } from './server.ts';
import { enterCarnet, enterPro, toldPlainly } from './space.ts';

const folder = mkdtempSync(join(tmpdir(), 'socle-annuaire-'));
let ground: Ground;
let base: string;

const people = [
  {
    n: 1,
    family: "D'ÆGIR-L’HAŸ",
    given: 'Cœurine',
    profession: '10',
    skill: 'SM04',
    finess: '990000902',
    postcode: '35400',
    town: 'SAINT MALO',
  },
  {
    n: 1,
    family: "D'ÆGIR-L’HAŸ",
    given: 'Cœurine',
    profession: '10',
    skill: 'SM04',
    finess: '990000910',
    postcode: '29200',
    town: 'BREST',
  },
  {
    n: 2,
    family: 'DE LA BRUMAILLE',
    given: 'Noé',
    profession: '60',
    skill: '',
    finess: '990000902',
    postcode: '35400',
    town: 'SAINT MALO',
  },
  {
    n: 3,
    family: 'BRUMAIRE',
    given: 'Ambre',
    profession: '10',
    skill: 'SM54',
    finess: '990000910',
    postcode: '29200',
    town: 'BREST',
  },
] as const;
const rpps = (n: number): string => `9973000000${n}`;
const national = (n: number): string => `8${rpps(n)}`;

const lines = people.map(({ n, family, given, profession, skill, finess, postcode, town }) => {
  const cells: Partial<Record<RppsColumn, string>> = {
    "Type d'identifiant PP": '8',
    'Identifiant PP': rpps(n),
    'Identification nationale PP': national(n),
    'Code civilité': 'MME',
    ...(profession === '10' ? { "Code civilité d'exercice": 'DR' } : {}),
    "Nom d'exercice": family,
    "Prénom d'exercice": given,
    'Code profession': profession,
    'Code catégorie professionnelle': 'C',
    ...(skill === '' ? {} : { 'Code type savoir-faire': 'S', 'Code savoir-faire': skill, 'Libellé savoir-faire': 'Spécialité' }),
    'Code mode exercice': 'S',
    'Numéro FINESS site': finess,
    'Identifiant technique de la structure': `F${finess}`,
    'Raison sociale site': finess === '990000902' ? 'CH DES EMBRUNS' : 'CABINET DU PHARE',
    'Numéro Voie (coord. structure)': '12',
    'Code type de voie (coord. structure)': 'QU',
    'Libellé Voie (coord. structure)': 'DES MOUETTES',
    'Bureau cedex (coord. structure)': `${postcode} ${town}`,
    'Code postal (coord. structure)': postcode,
    "Code secteur d'activité": finess === '990000902' ? 'SA01' : 'SA08',
    "Autorité d'enregistrement": profession === '10' ? 'CNOM/CNOM/CNOM' : 'CNOI/CNOI/CNOI',
    'Code rôle': 'FON-AU',
    'Code genre activité': 'GENR01',
  };
  return rppsLine(cells);
});
const files: Readonly<Record<string, string>> = {
  'rpps.txt': [rppsHeader.join('|'), ...lines, 'une ligne coupée|8', ''].join('\n'),
  'finess.csv': [
    finessFirst,
    finessLine('990000902', '990000001', 'CENTRE HOSPITALIER DES EMBRUNS', '35400 SAINT MALO'),
    '',
  ].join('\n'),
  'mss.txt': [
    mssanteHeader,
    mssanteLine({ type: 'PER', address: 'coeurine@embruns.mssante.fr', rpps: rpps(1), place: ['1', '990000902'] }),
    mssanteLine({ type: 'ORG', address: 'urgences@embruns.mssante.fr', place: ['1', '990000902'], service: 'Urgences' }),
    '',
  ].join('\n'),
};

before(async () => {
  ground = await openGround();
  base = `${ground.url}/annuaire/fhir`;
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    await loadExtraction(ground.store, join(folder, name), () => new Date(), {});
  }
});
after(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> => ask(`${base}${path}`, { headers });
async function found(path: string): Promise<string[]> {
  const answer = await get(path);
  assert.equal(answer.status, 200, answer.bytes.toString());
  return (answer.as<Bundle>().entry ?? []).map(
    ({ resource, search }) => `${search.mode === 'match' ? '' : '+'}${String(resource.resourceType)}/${resource.id}`,
  );
}
const who = (...numbers: readonly number[]): string[] => numbers.map((n) => `Practitioner/${national(n)}`);
const at = (...ids: readonly string[]): string[] => ids.map((id) => `Organization/${id}`);

for (const [path, expected] of [
  [`/Practitioner?identifier=${rpps(1)}`, who(1)],
  [`/Practitioner?identifier=https://rpps.esante.gouv.fr|${rpps(1)},urn:oid:1.2.250.1.71.4.2.1|${national(2)}`, who(1, 2)],
  [`/Practitioner?identifier=http://other.example|${rpps(1)}`, []],
  ['/Practitioner?family=brumai', who(3)],
  ['/Practitioner?family=de la brum', who(2)],
  ['/Practitioner?name=brum&_total=accurate', who(3)],
  ['/Practitioner?name=la noe', who(2)],
  ['/Practitioner?name=umaille', []],
  ['/Practitioner?name=NOÉ de', who(2)],
  ['/Practitioner?name=d aegir', who(1)],
  ['/Practitioner?family:contains=BRUM', who(2, 3)],
  ['/Practitioner?family:exact=BRUMAIRE', who(3)],
  ['/Practitioner?family:exact=Brumaire', []],
  ['/Practitioner?given=ambre&family=brum', who(3)],
  ['/Practitioner?qualification-code=SM04', who(1)],
  [
    '/Practitioner?qualification-code=https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante|10&data-information-system=RPPS',
    who(1, 3),
  ],
  ['/Practitioner?data-registration-authority=CNOI', who(2)],
  ['/Practitioner?mailbox-mss:exact=Coeurine@embruns.mssante.fr', who(1)],
  ['/Practitioner?mailbox-mss:contains=embruns', who(1)],
  ['/Practitioner?mailbox-mss=coeur', who(1)],
  ['/Practitioner?mailbox-mss-type=ORG', []],
  ['/Practitioner?identifier-type=ADELI', []],
  ['/Practitioner?_lastUpdated=lt2020&active=true', []],
  ['/Organization?address-city=saint-malo', at('1990000902')],
  ['/Organization?address-postalcode=29', at('1990000910')],
  ['/Organization?address-line=12 qu des mou', at('1990000910')],
  ['/Organization?address=brest', at('1990000910')],
  ['/Organization?name=cabinet du ph', at('1990000910')],
  ['/Organization?name:contains=HOSPITALIER', at('1990000902')],
  ['/Organization?identifier=https://finess.esante.gouv.fr|990000902', at('1990000902')],
  ['/Organization?identifier=F990000902', at('1990000902')],
  ['/Organization?type=355&data-information-system=FINESS', at('1990000902')],
  ['/Organization?partof=Organization/1990000001', at('1990000902')],
  ['/Organization?mailbox-mss=urgences@embruns.mssante.fr&mailbox-mss-type=ORG', at('1990000902')],
  ['/Organization?identifier-type=FINEG&address-city=brest', at('1990000910')],
  [`/Organization?_id=1990000902&_revinclude=PractitionerRole:organization`, 3],
  [`/PractitionerRole?practitioner=Practitioner/${national(1)}`, 2],
  [`/PractitionerRole?practitioner=${national(1)}&organization=Organization/1990000910&_include=*`, 3],
  ['/PractitionerRole?practitioner.qualification-code=SM04&organization.address-postalcode=35400', 1],
  ['/PractitionerRole?practitioner.family=brumai&organization.address-city=brest', 1],
  ['/PractitionerRole?practitioner.identifier=10000000000', 0],
  ['/PractitionerRole?role=GENR01&data-information-system=RPPS', 4],
  ['/PractitionerRole?mailbox-mss=coeurine@embruns.mssante.fr', 1],
] as const) {
  test(`IG Annuaire Santé 1.2, recherche: ${path.replaceAll(/https?:\/\/[^|]*/g, '…')}`, async () => {
    const all = await found(path.replaceAll(' ', '%20'));
    if (typeof expected === 'number') assert.equal(all.length, expected, String(all));
    else assert.deepEqual(all, expected);
  });
}

test('FHIR R4 §3.1.1.5, paging: pages neither repeat nor leave out; a total only when asked; the key of the national service is taken', async () => {
  const key = { 'esante-api-key': 'une-clé-de-l-annuaire-national'.replace('é', 'e') };
  const seen: string[] = [];
  let next: string | undefined = `${base}/PractitionerRole?_count=2&data-information-system=RPPS`;
  for (let pages = 0; next !== undefined && pages < 9; pages++) {
    const answer: Answer = await ask(next, { headers: key });
    const { entry = [], link = [], total } = answer.as<Bundle>();
    assert.equal(total, undefined);
    seen.push(...entry.map(({ resource }) => resource.id));
    next = link.find(({ relation }) => relation === 'next')?.url;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [4, 4]);
  const counted = await get('/Practitioner?_count=1&_total=accurate&data-information-system=RPPS');
  assert.deepEqual([counted.as<Bundle>().total, counted.as<Bundle>().entry?.length], [3, 1]);
  assert.deepEqual((await get('/Practitioner?_summary=count&family=brumaire')).as<object>(), {
    resourceType: 'Bundle',
    type: 'searchset',
    total: 1,
    link: [{ relation: 'self', url: `${base}/Practitioner?_summary=count&family=brumaire` }],
  });
  assert.ok(!ground.said.join('\n').includes(key['esante-api-key']));
});

test('IG Annuaire Santé 1.2: read by id, POST search, metadata; who was registered by hand is there too', async () => {
  const one = await get(`/Practitioner/${national(1)}`);
  const { name, qualification, telecom } = one.as<{
    name: object[];
    qualification: { code: { coding: { code: string }[] } }[];
    telecom: { value: string }[];
  }>();
  assert.deepEqual(name, [{ use: 'usual', family: "D'ÆGIR-L’HAŸ", given: ['Cœurine'], prefix: ['MME'], suffix: ['DR'] }]);
  assert.deepEqual(
    qualification.map(({ code }) => code.coding.map((coding) => coding.code)),
    [
      ['10', 'C'],
      ['SM04', 'S'],
    ],
  );
  assert.deepEqual(
    telecom.map(({ value }) => value),
    ['coeurine@embruns.mssante.fr'],
  );
  const posted = await ask(`${base}/Practitioner/_search`, {
    method: 'POST',
    body: `identifier=${rpps(2)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(posted.as<Bundle>().entry?.[0]?.resource.id, national(2));
  assert.deepEqual(
    await found(`/Practitioner?identifier=${irene.id}&_revinclude=PractitionerRole:practitioner`).then((all) => all.length),
    2,
  );
  const { rest, kind } = (await get('/metadata')).as<{ kind: string; rest: { resource: { type: string }[] }[] }>();
  assert.deepEqual(
    [kind, rest[0]?.resource.map(({ type }) => type)],
    ['instance', ['Practitioner', 'PractitionerRole', 'Organization']],
  );
});

test('IG Annuaire Santé 1.2: what cannot be done as asked is refused, in two languages', async () => {
  for (const [path, status, code] of [
    ['/Practitioner?nam=x', 400, 'fhir.unknown-parameter'],
    ['/Practitioner?active:contains=x', 400, 'fhir.unknown-parameter'],
    ['/Practitioner?active=peut-être', 400, 'fhir.bad-token'],
    ['/Practitioner?constructor=x', 400, 'fhir.unknown-parameter'],
    ['/Practitioner?_sort=family', 400, 'fhir.unknown-parameter'],
    ['/Practitioner?_lastUpdated=hier', 400, 'fhir.bad-date'],
    ['/Practitioner?_count=beaucoup', 400, 'fhir.bad-search'],
    ['/Practitioner?page=%27;drop', 400, 'fhir.bad-search'],
    ['/Practitioner?_include=Practitioner:x', 400, 'fhir.bad-search'],
    ['/Practitioner?_revinclude=Device:organization', 400, 'fhir.bad-search'],
    [`/Practitioner?identifier=${'1,'.repeat(60)}`, 400, 'fhir.too-many-values'],
    ['/Practitioner?name=%00', 400, 'fhir.bad-character'],
    ['/Practitioner?_format=xml', 406, 'fhir.not-acceptable'],
    ['/Practitioner/899999999999', 404, 'id.unknown'],
    ["/PractitionerRole/1'--", 404, 'id.unknown'],
    ['/Device', 404, 'fhir.not-supported'],
    ['/Patient', 404, 'fhir.not-supported'],
  ] as const)
    refused(await get(path), status, code);
  refused(await ask(`${base}/Practitioner`, { method: 'POST', body: {} }), 405, 'fhir.method');
  const wrong = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  refused(await ask(`${base}/Practitioner/_search`, wrong), 415, 'fhir.content-type');
});

test('Web API, /api/pro/directory/search: by any of its fields, with place and mailboxes; for professionals alone', async () => {
  const pro = await enterPro(ground, irene.id);
  interface Item {
    readonly id: string;
    readonly name: string;
    readonly structure?: { name: string };
    readonly mailboxes: { address: string; type: string }[];
  }
  const search = async (body: object): Promise<Item[]> => {
    const answer = await pro('/pro/directory/search', { method: 'POST', body });
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<{ items: Item[] }>().items;
  };
  const [one, ...more] = await search({ name: 'coeurine aegir', town: 'saint malo' });
  assert.deepEqual(more, []);
  assert.deepEqual(
    [one?.id, one?.name, one?.structure?.name, one?.mailboxes.map(({ type }) => type).sort()],
    [national(1), "Dr Cœurine D'ÆGIR-L’HAŸ", 'CENTRE HOSPITALIER DES EMBRUNS', ['ORG', 'PER']],
  );
  for (const [body, count] of [
    [{ rpps: rpps(1) }, 2],
    [{ organization: 'embruns' }, 2],
    [{ postcode: '29200', profession: '10' }, 2],
    [{ postcode: '29200', specialty: 'SM54' }, 1],
    [{ address: 'coeurine@' }, 2],
    [{ town: 'Brest', name: 'personne' }, 0],
  ] as const)
    assert.equal((await search(body)).length, count, JSON.stringify(body));
  for (const [body, status, code] of [
    [{}, 422, 'directory.search-too-broad'],
    [{ profession: '10' }, 422, 'directory.search-too-broad'],
    [{ name: 'a' }, 422, 'directory.search-too-broad'],
  ] as const)
    toldPlainly(await pro('/pro/directory/search', { method: 'POST', body }), status, code);
  for (const body of [{ name: 7 }, { nom: 'x' }, { name: 'x'.repeat(101) }, { name: 'a\0b' }])
    assert.equal((await pro('/pro/directory/search', { method: 'POST', body })).status, 400, JSON.stringify(body).slice(0, 60));
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  toldPlainly(await carnet('/pro/directory/search', { method: 'POST', body: { name: 'aegir' } }), 403, 'session.wrong-kind');
});

test('socle directory: loaded beside a running server, told, refused in a sentence, and in the log of the platform', async () => {
  const place: Place = await newPlace();
  try {
    await place.start();
    const loaded = await place.run('directory', 'load', ...Object.keys(files).map((name) => join(folder, name)));
    assert.equal(loaded.status, 0, loaded.said);
    assert.match(
      loaded.said,
      /rpps: 5 lines, 4 new, 0 changed, 0 as before, 0 now inactive, 0 not for this directory, 0 repeated, 1 not taken/,
    );
    assert.match(loaded.said, /line 6: the line has not the columns of the header/);
    assert.match(loaded.said, /finess: 1 lines, 0 new, 1 changed/);
    assert.match(loaded.said, /mssante: 2 lines, 2 new/);
    assert.match((await place.run('directory', 'load', join(folder, 'rpps.txt'))).said, /was loaded already/);
    assert.match((await place.run('directory', 'list')).said, /mssante +mss\.txt: 2 lines/);
    const answer = await ask(`${place.url}/annuaire/fhir/Practitioner?identifier=${rpps(3)}`, {});
    assert.equal(answer.as<Bundle>().entry?.length, 1);
    writeFileSync(join(folder, 'short.txt'), [rppsHeader.join('|'), lines[0], ''].join('\n'));
    for (const [words, told] of [
      [['load', join(folder, 'short.txt')], /less than half of the 4 of the last one/],
      [['load', join(folder, 'absent.txt')], /cannot be read/],
      [['load'], /load FILE…, list or faults is expected/],
      [['unload', 'x'], /load FILE…, list or faults is expected/],
    ] as const) {
      const { status, said } = await place.run('directory', ...words);
      assert.equal(status, 1, said);
      assert.match(said, told);
    }
    const verdict = await place.run('log', 'verify');
    assert.equal(verdict.status, 0, verdict.said);
  } finally {
    await place.clear();
  }
});

test('the directory is read without a trace in any record: it holds nothing about patients', async () => {
  const seen = await ground.trace.lines(PLATFORM, undefined, 50);
  assert.ok(!seen.some(({ action }) => action === 'search'));
});
