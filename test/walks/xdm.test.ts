import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { readXdm, scanHeader } from '#documents';
import { hexOfRecordId, PLATFORM } from '#kernel';
import { writeXdm } from '../../src/documents/xdm/index.ts';
import { ambre, basile, capucine, citizen, hector, irene, nuees, type Person } from './cast.ts';
import { type Answer, type Bundle, census, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { n1, n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let chosen: string[];
const hidden = 'Résultat à annoncer';
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  const [letter, report] = [n1(ambre, { title: 'Lettre' }), n3(ambre, { title: 'Compte rendu & suite <1>' })];
  chosen = [...(await ground.deposited(provide(letter))), ...(await ground.deposited(provide(report)))];
  await ground.deposited(provide(n3(ambre, { title: hidden }), { hiddenFromPatient: true }));
});
after(() => ground.close());

/** An archive of these people’s documents, made by a Socle that they leave. */
async function archiveOf(person: Person, ...papers: Buffer[]): Promise<Buffer> {
  const other = person === ambre ? ground.ambre : ground.basile;
  const ids: string[] = [];
  for (const bytes of papers) ids.push(...(await ground.deposited(provide(bytes))));
  const token = await ground.onGround(irene, other);
  const answer = await ground.fhir(`/DocumentReference/$xdm?${ids.map((id) => `document=${id}`).join('&')}`, { token });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.bytes;
}

const send = async (body: Buffer, headers: Record<string, string> = {}, token?: string): Promise<Answer> =>
  ground.fhir('/$deposit-xdm', {
    method: 'POST',
    body,
    token: token ?? (await ground.token(nuees)),
    headers: { 'content-type': 'application/zip', ...headers },
  });

test('IHE XDM, carnet: a person takes their documents with them; what they may not see yet is left out; each is traced', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await carnet('/carnet/xdm');
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.equal(answer.headers.get('content-type'), 'application/zip');
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="IHE_XDM.zip"');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const { subsets, warnings } = await readXdm(answer.bytes);
  assert.deepEqual(warnings, []);
  const { documents = [], submissionSet } = subsets[0] ?? {};
  assert.deepEqual(submissionSet?.patient, { system: ambre.oid, value: ambre.matricule });
  assert.equal(submissionSet?.contentType?.code, 'EXP_PATIENT');
  assert.deepEqual(documents.map(({ metadata }) => metadata.title).sort(), ['Compte rendu & suite <1>', 'Lettre']);
  const letter = documents.find(({ metadata }) => metadata.title === 'Lettre');
  assert.deepEqual(letter?.pdf, smallPdf);
  const { authors, type, class: of, format, practiceSetting, confidentiality } = letter.metadata;
  assert.deepEqual(authors[0]?.person, {
    id: { system: '1.2.250.1.71.4.2.1', value: irene.id },
    family: 'Stéthance',
    given: 'Irène',
  });
  assert.deepEqual(
    [type?.code, of?.code, format?.code, practiceSetting?.code, confidentiality.map(({ code }) => code)],
    ['11488-4', '10', 'urn:ihe:iti:xds-sd:pdf:2008', 'AMBULATOIRE', ['N']],
  );
  assert.deepEqual((await lines()).map(words), ['read done AMBRE DE LA BRUMAILLE', 'read done AMBRE DE LA BRUMAILLE']);
  assert.deepEqual(new Set((await lines()).map(({ object }) => object?.id)), new Set(chosen));
});

test('IHE XDM, carnet: chosen documents, a category, and what is not there', async () => {
  const one = await readXdm((await carnet(`/carnet/xdm?document=${chosen[1]}`)).bytes);
  assert.deepEqual(
    one.subsets[0]?.documents.map(({ metadata }) => metadata.title),
    ['Compte rendu & suite <1>'],
  );
  assert.equal((await carnet('/carnet/xdm?category=10')).status, 200);
  toldPlainly(await carnet('/carnet/xdm?category=42'), 404, 'documents.nothing-there');
  toldPlainly(await carnet('/carnet/xdm?category=XX'), 400, 'http.malformed');
  const [others] = await ground.deposited(provide(n3(basile)));
  toldPlainly(await carnet(`/carnet/xdm?document=${others}`), 404, 'id.unknown');
  toldPlainly(await carnet(`/carnet/xdm?document=${chosen[0]}&document=${others}`), 404, 'id.unknown');
});

test('IHE XDM, pro: only on a ground, and never what the person hides', async () => {
  const pro = await enterPro(ground, hector.id);
  const record = hexOfRecordId(ground.ambre);
  toldPlainly(await pro(`/pro/patients/${record}/xdm`), 403, 'rights.no-ground');
  await ground.hide(citizen(ground.ambre, ambre), chosen[0] ?? '', true);
  await pro(`/pro/patients/${record}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  const lines = await traceFrom(ground, ground.ambre);
  const { subsets } = await readXdm((await pro(`/pro/patients/${record}/xdm`)).bytes);
  assert.deepEqual(subsets[0]?.documents.map(({ metadata }) => metadata.title).sort(), ['Compte rendu & suite <1>', hidden]);
  toldPlainly(await pro(`/pro/patients/${record}/xdm?document=${chosen[0]}`), 404, 'id.unknown');
  await ground.hide(citizen(ground.ambre, ambre), chosen[0] ?? '', false);
  const told = (await lines()).map(words).filter((line) => line.endsWith(hector.name));
  assert.deepEqual(told, [`read done ${hector.name}`, `read done ${hector.name}`, `refusal refused id.unknown ${hector.name}`]);
});

test('IHE XDM, FHIR: one document, two persons, and who has no right', async () => {
  const token = await ground.onGround(irene, ground.ambre);
  const one = await ground.fhir(`/DocumentReference/${chosen[0]}/$xdm`, { token, headers: { accept: 'application/zip' } });
  assert.equal(one.headers.get('content-type'), 'application/zip');
  const bytes = await ground.fhir(`/Binary/${chosen[0]}`, { token, headers: { accept: 'application/pdf' } });
  assert.deepEqual([bytes.status, bytes.headers.get('content-type')], [200, 'text/xml']);
  assert.equal((await readXdm(one.bytes)).subsets[0]?.documents.length, 1);
  const all = await ground.fhir(`/DocumentReference/$xdm?patient=Patient/${hexOfRecordId(ground.ambre)}`, { token });
  assert.equal((await readXdm(all.bytes)).subsets[0]?.documents.length, 3);
  const [others] = await ground.deposited(provide(n3(basile)));
  const two = `/DocumentReference/$xdm?document=${chosen[0]}&document=${others}`;
  refused(await ground.fhir(two, { token }), 422, 'documents.several-records');
  refused(await ground.fhir('/DocumentReference/$xdm', { token }), 400, 'fhir.missing-parameter');
  const many = Array.from({ length: 49 }, () => `document=${chosen[0]}`).join('&');
  refused(await ground.fhir(`/DocumentReference/$xdm?${many}`, { token }), 413, 'documents.too-many');
  const stranger = await ground.token(capucine);
  const nobody = await ground.fhir(`/DocumentReference/$xdm?patient=Patient/${hexOfRecordId(ground.ambre)}`, { token: stranger });
  refused(nobody, 403, 'rights.no-ground');
});

test('IHE XDM: what one Socle gives another takes, all or none, and again is a replay', async () => {
  const [first, second] = [n1(basile, { title: 'Un' }), n3(basile, { title: 'Deux' })];
  const archive = await archiveOf(basile, first, second);
  const counted = await census(ground);
  // They are in this record already.
  refused(await send(archive), 409, 'documents.duplicate');
  assert.deepEqual(await census(ground), counted);

  const elsewhere = await openGround();
  try {
    const token = await elsewhere.token(nuees);
    const post = (): Promise<Answer> =>
      elsewhere.fhir('/$deposit-xdm', { method: 'POST', body: archive, token, headers: { 'content-type': 'application/zip' } });
    const lines = await traceFrom(elsewhere, elsewhere.basile);
    const answer = await post();
    assert.equal(answer.status, 200, answer.bytes.toString());
    const places = (one: Answer): string[] => one.as<Bundle>().entry?.map(({ response }) => response.location) ?? [];
    assert.deepEqual(
      places(answer).map((place) => place.replace(/\/.*/, '')),
      ['List', 'DocumentReference', 'DocumentReference'],
    );
    const kept = await Promise.all(
      places(answer)
        .slice(1)
        .map(async (place) =>
          (await elsewhere.fhir(`/${place.replace('DocumentReference', 'Binary')}`, { token })).bytes.toString(),
        ),
    );
    assert.deepEqual(new Set(kept), new Set([first.toString(), second.toString()]));
    assert.deepEqual(places(await post()), places(answer));
    const done = (await lines()).map(words).filter((line) => line.startsWith('deposit'));
    assert.deepEqual(done, [`deposit done ${nuees.name}`, `deposit done ${nuees.name}`]);
  } finally {
    await elsewhere.close();
  }
});

test('IHE XDM, IHE ITI TF-3 §4.2.2: a replacement in an archive takes the place of what its header names; labels are kept', async () => {
  const id = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
  const [first] = await ground.deposited(provide(n3(ambre, { id, title: 'Première version' })));
  const related = `<relatedDocument typeCode="RPLC"><parentDocument><id root="${id}"/></parentDocument></relatedDocument><componentOf>`;
  const next = (to = id): Buffer =>
    Buffer.from(n3(ambre, { title: 'Deuxième version' }).toString().replace('<componentOf>', related.replace(id, to)));
  const archive = (bytes: Buffer): Promise<Buffer> => {
    const { id: own } = scanHeader(bytes);
    const patient = { system: ambre.oid, value: ambre.matricule };
    const label = (code: string, system: string) => ({ code, system, display: code });
    const metadata = {
      entryId: 'Document01',
      uniqueId: own.root.toLowerCase(),
      mimeType: 'text/xml',
      confidentiality: [
        label('N', '2.16.840.1.113883.5.25'),
        ...['MASQUE_PS', 'INVISIBLE_REPRESENTANTS_LEGAUX'].map((code) => label(code, '1.2.250.1.213.1.1.4.13')),
      ],
      events: [],
      authors: [],
      patient,
    };
    const at = new Date('2026-03-11T08:00:00Z');
    const set = { entryId: 'S', uniqueId: `2.25.${Date.now()}`, patient, submissionTime: at, authors: [], recipients: [] };
    const relations = [{ kind: 'replaces', source: 'Document01', target: `urn:uuid:${randomUUID()}` } as const];
    return writeXdm({ submissionSet: set, documents: [{ metadata, bytes }], relations, from: 'Nuées' });
  };
  const counted = await census(ground);
  refused(await send(await archive(next('2.25.404'))), 422, 'documents.replaces-unknown');
  refused(await send(await archive(n3(ambre))), 422, 'xdm.unknown-replaced');
  assert.deepEqual(await census(ground), counted);
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await send(await archive(next()));
  assert.equal(answer.status, 200, answer.bytes.toString());
  const [, place = ''] = answer.as<Bundle>().entry?.map(({ response }) => response.location) ?? [];
  const token = await ground.token(nuees);
  const face = (path: string) =>
    ground.fhir(path, { token }).then((one) => one.as<{ status: string; relatesTo?: object; securityLabel: object }>());
  assert.equal((await face(`/DocumentReference/${first}`)).status, 'superseded');
  const { status, relatesTo, securityLabel } = await face(`/${place}`);
  assert.equal(status, 'current');
  assert.deepEqual(relatesTo, [{ code: 'replaces', target: { reference: `DocumentReference/${first}` } }]);
  assert.match(JSON.stringify(securityLabel), /MASQUE_PS.*INVISIBLE_REPRESENTANTS_LEGAUX/);
  const taken = await ground.fhir(`/DocumentReference/$xdm?document=${place.split('/')[1]}`, { token });
  const [
    {
      documents: [
        {
          metadata: { confidentiality },
        } = { metadata: { confidentiality: [] } },
      ],
    } = { documents: [] },
  ] = (await readXdm(taken.bytes)).subsets;
  assert.deepEqual(
    confidentiality.map(({ code }) => code),
    ['N', 'MASQUE_PS', 'INVISIBLE_REPRESENTANTS_LEGAUX'],
  );
  // Whoever takes all takes what holds now; what was replaced, by name.
  const titles = async (query: string): Promise<(string | undefined)[]> =>
    (await readXdm((await carnet(`/carnet/xdm${query}`)).bytes)).subsets.flatMap(({ documents }) =>
      documents.map(({ metadata }) => metadata.title),
    );
  assert.ok(!(await titles('')).includes('Première version'));
  assert.deepEqual(await titles(`?document=${first}`), ['Première version']);
  assert.equal((await lines()).map(words)[0], `deposit done ${nuees.name}`);
});

test('IHE XDM, socle deposit: an archive goes in by the command line, and once more is there already', async () => {
  const elsewhere = await openGround();
  const folder = mkdtempSync(join(tmpdir(), 'socle-xdm-'));
  try {
    const file = join(folder, 'IHE_XDM.zip');
    writeFileSync(file, await archiveOf(basile, n1(basile, { title: 'Par la ligne de commande' }), n3(basile)));
    const { home, keyFile, port, publicUrl } = elsewhere.settings;
    const env = {
      PATH: process.env.PATH,
      SOCLE_HOME: home,
      SOCLE_KEY_FILE: keyFile,
      SOCLE_PORT: String(port),
      SOCLE_PUBLIC_URL: publicUrl,
    };
    const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
    const run = async (...words: string[]): Promise<string> => {
      const flags = ['--disable-warning=ExperimentalWarning', cli, 'deposit', file, ...words];
      const { stdout } = await promisify(execFile)(process.execPath, flags, { env }).catch((error: { stderr: string }) => ({
        stdout: `failed: ${error.stderr}`,
      }));
      return stdout;
    };
    assert.match(await run('--verify'), /^(deposited: DocumentReference\/\S+\n){2}(read back: the same \d+ bytes\n){2}$/);
    assert.match(await run(), /^(already there, identical: DocumentReference\/\S+\n){2}$/);
    assert.match(await run('--hide-from-patient'), /^failed: .*METADATA\.XML says who may see/);
    writeFileSync(file, 'PK not an archive');
    assert.match(await run(), /^failed: .*archive ZIP est abîmée/s);
  } finally {
    rmSync(folder, { recursive: true });
    await elsewhere.close();
  }
});

test('IHE XDM: a hostile or wrong archive changes nothing and is told why', async () => {
  const archive = await archiveOf(basile, n3(basile, { title: 'Trois', id: randomUUID() }));
  const counted = await census(ground);
  const lines = await traceFrom(ground, PLATFORM);
  refused(await send(Buffer.from('PK')), 422, 'xdm.corrupt');
  const spoilt = Buffer.from(archive);
  const inside = archive.indexOf('IHE_XDM/SUBSET01/DOC00001.XML') + 60;
  spoilt.fill(0xff, inside, inside + 8);
  refused(await send(spoilt), 422, 'xdm.corrupt');
  refused(await send(archive, { 'content-type': 'application/fhir+json' }), 415, 'fhir.content-type');
  refused(await send(archive, {}, await ground.token(irene, { scopes: ['DocumentReference.rs'] })), 403, 'signin.scope');
  assert.equal((await ground.fhir('/$deposit-xdm', { token: await ground.token(nuees) })).status, 405);
  assert.deepEqual(await census(ground), counted);
  const told = (await lines()).map(words).filter((line) => line.startsWith('deposit'));
  assert.deepEqual(
    told,
    Array.from({ length: 2 }, () => `deposit refused xdm.corrupt ${nuees.name}`),
  );
});

test('IHE XDM, Prefer handling=strict: an archive goes in whole when each document passes the whole check, else not at all', async () => {
  const good = await archiveOf(basile, n1(basile, { title: 'Conforme' }));
  const bad = await archiveOf(basile, n1(basile, { title: 'Avec' }), n3(basile, { title: 'Sans gabarit de modèle' }));
  const elsewhere = await openGround();
  try {
    const token = await elsewhere.token(nuees);
    const headers = { 'content-type': 'application/zip', prefer: 'handling=strict' };
    const post = (body: Buffer) => elsewhere.fhir('/$deposit-xdm', { method: 'POST', body, token, headers });
    const counted = await census(elsewhere);
    refused(await post(bad), 422, 'documents.not-conformant');
    assert.deepEqual(await census(elsewhere), counted, 'nothing half done');
    const answer = await post(good);
    assert.equal(answer.status, 200, answer.bytes.toString());
    assert.equal(answer.headers.get('preference-applied'), 'handling=strict');
    assert.ok(JSON.stringify(answer.as<Bundle>().entry?.[1]).includes('rules.not-run'), 'what did not run is told');
  } finally {
    await elsewhere.close();
  }
});
