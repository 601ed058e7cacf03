import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readXml } from '#xml';
import { compileSchematron, type Schematron } from './index.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const archive = `${corpus}/cda-schematron/ci-sis-schematron-3.0.tar.gz`;
const absent = existsSync(archive) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';

/** The files of a tar, by path in lower case: the package was written on a system that does not tell cases apart. */
function untar(bytes: Buffer): ReadonlyMap<string, { path: string; content: Buffer }> {
  const files = new Map<string, { path: string; content: Buffer }>();
  const field = (at: number, length: number) => bytes.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  let long: string | undefined;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    const content = bytes.subarray(at + 512, at + 512 + size);
    const type = field(at + 156, 1);
    const path = (long ?? `${field(at + 345, 155)}/${field(at, 100)}`).replace(/^\/?(\.\/)?/, '');
    long = type === 'L' ? content.toString('utf8').replace(/\0.*$/s, '') : undefined;
    if (type === '0') files.set(path.toLowerCase(), { path, content });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

type Lists = Readonly<Record<string, { readonly concepts: readonly (readonly string[])[] }>>;
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const files = absent === false ? untar(gunzipSync(readFileSync(archive))) : new Map<string, { path: string; content: Buffer }>();
const lists = absent === false ? (JSON.parse(readFileSync(`${corpus}/codelists/jdv-cisis.json`, 'utf8')) as Lists) : {};

/** The package, and beside it the value sets, which the source keeps in another folder. */
function read(path: string): Uint8Array | undefined {
  const list = lists[/jeuxDeValeurs\/([^/]+)\.xml$/.exec(path)?.[1] ?? ''];
  const concepts = (name: string, of: Lists[string] | undefined) =>
    of?.concepts.map(([code = '', system = '']) => `<${name} code="${escaped(code)}" codeSystem="${escaped(system)}"/>`).join('');
  if (list !== undefined) return Buffer.from(`<v xmlns="urn:ihe:iti:svs:2008">${concepts('Concept', list)}</v>`);
  // The value set of typeCode is missing at the source: made again from the list it is a copy of.
  if (path.endsWith('voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml')) {
    const types = concepts('concept', lists.JDV_J07_XdsTypeCode_CISIS);
    return Buffer.from(`<valueSets><valueSet><conceptList>${types}</conceptList></valueSet></valueSets>`);
  }
  return files.get(path.replace(/^\.\.\/schematrons\//, '').toLowerCase())?.content;
}

const common = [
  'profils/IHE.sch',
  'profils/CI-SIS_ModelesDeContenusCDA.sch',
  'profils/CI-SIS_Modeles_ANS.sch',
  'profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch',
];
const entries = [...files.values()].map(({ path }) => path).filter((path) => /^[^/]+\.sch$/.test(path));
/** An include of this one lies in a folder that the archive holds as an empty file. */
const broken = 'CI-SIS_BIO-CR-BIO_2023.01.sch';
const folder = `${corpus}/cda`;
const documents =
  absent === false
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => ({ name, bytes: readFileSync(`${folder}/${name}`) }))
    : [];

/** Which documents must fail, by the first words of their names; all others pass. Agrees with Saxon-HE on those it was run on. */
const failing: Readonly<Record<string, readonly string[]>> = {
  'profils/IHE.sch': ['TDDUI_'],
  'profils/CI-SIS_ModelesDeContenusCDA.sch': [
    'CANCER-FRCP_',
    'TDDUI_',
    'TLM-DA_2022.01_TCG',
    'TLM-DA_2022.01_TE1',
    'v2.41__PPS-PAERPA',
  ],
  'profils/CI-SIS_Modeles_ANS.sch': [],
  'profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch': ['eDISP-MED_', 'v2.41__OBP-SCE', 'v2.41__PPS-PAERPA'],
};

function verdicts(rules: Schematron, expected: readonly string[], of: readonly { name: string; bytes: Buffer }[]): void {
  assert.deepEqual(rules.missing, []);
  for (const { name, bytes } of of) {
    const found = rules.check(readXml(bytes));
    const told = found.slice(0, 3).map(({ role, at, test: asked }) => `${name} ${role} ${at}: ${asked}`);
    assert.deepEqual(found.filter(({ role }) => role === 'unevaluated').length, 0, told.join('\n'));
    assert.equal(
      found.length > 0,
      expected.some((start) => name.startsWith(start)),
      told.join('\n') || `${name} passes`,
    );
  }
}

test('CI-SIS schematron: the package is there', { skip: absent }, () => assert.ok(entries.length > 50 && documents.length > 50));

for (const entry of absent === false ? common : [])
  test(`CI-SIS schematron, ${entry}: verdicts on every document`, () =>
    verdicts(compileSchematron(entry, read), failing[entry] ?? [], documents));

for (const entry of entries)
  test(`CI-SIS schematron, ${entry}: compiles, and the documents that name it pass`, () => {
    if (entry === broken) assert.throws(() => compileSchematron(entry, read), { code: 'schematron.missing-file' });
    else {
      const own = documents.filter(({ bytes }) => bytes.includes(`/${entry}`));
      verdicts(compileSchematron(entry, read), [], own);
    }
  });

test('CI-SIS schematron: a document that is made wrong is found out, where it is wrong', { skip: absent }, () => {
  const rules = compileSchematron('profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch', read);
  const document = documents.find(({ name }) => name.startsWith('VSM_'));
  assert.ok(document);
  const wrong = document.bytes.toString('utf8').replace(/<languageCode code="[^"]*"/, '<languageCode code="xx"');
  assert.notEqual(wrong, document.bytes.toString('utf8'));
  const found = rules.check(readXml(Buffer.from(wrong)));
  assert.ok(found.length > 0 && found.every(({ at, line }) => at.startsWith('/ClinicalDocument') && line > 0));
  assert.ok(
    found.some(({ at }) => at.includes('languageCode')),
    JSON.stringify(found[0]),
  );
});
