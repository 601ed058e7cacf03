import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Test support: the published schematrons of the CI-SIS, and the documents to try them on. */
export interface PublishedRules {
  /** Schematrons made for one kind of document; `common` are for all. */
  readonly specific: readonly string[];
  readonly common: readonly string[];
  /** Beside them in the package; looks codes up in terminologies that are not part of it. */
  readonly terminology: string;
  readonly paths: readonly string[];
  read(path: string): Uint8Array | undefined;
}

export interface Example {
  readonly name: string;
  readonly bytes: Buffer;
}

type Lists = Readonly<Record<string, { readonly concepts: readonly (readonly string[])[] }>>;

/** Undefined where the outside corpus is absent. */
export function publishedRules(corpus: string): PublishedRules | undefined {
  const archive = `${corpus}/cda-schematron/ci-sis-schematron-3.0.tar.gz`;
  if (!existsSync(archive)) return undefined;
  const files = untar(gunzipSync(readFileSync(archive)));
  const lists = JSON.parse(readFileSync(`${corpus}/codelists/jdv-cisis.json`, 'utf8')) as Lists;
  const paths = [...files.values()].map(({ path }) => path);
  return {
    specific: paths.filter((path) => /^[^/]+\.sch$/.test(path)).sort(),
    common: [
      'profils/IHE.sch',
      'profils/CI-SIS_ModelesDeContenusCDA.sch',
      'profils/CI-SIS_Modeles_ANS.sch',
      'profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch',
    ],
    terminology: 'profils/terminologies/schematron/terminologie.sch',
    paths,
    read: (path) => listAsFile(path, lists) ?? files.get(path.replace(/^\.\.\/schematrons\//, '').toLowerCase())?.content,
  };
}

export function examples(corpus: string): readonly Example[] {
  const folder = `${corpus}/cda`;
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
  return names.sort().map((name) => ({ name, bytes: readFileSync(`${folder}/${name}`) }));
}

/** The value sets, which the source keeps in another folder than the rules. */
function listAsFile(path: string, lists: Lists): Uint8Array | undefined {
  const list = lists[/jeuxDeValeurs\/([^/]+)\.xml$/.exec(path)?.[1] ?? ''];
  const concepts = (name: string, of: Lists[string] | undefined) =>
    of?.concepts.map(([code = '', system = '']) => `<${name} code="${escaped(code)}" codeSystem="${escaped(system)}"/>`).join('');
  if (list !== undefined) return Buffer.from(`<v xmlns="urn:ihe:iti:svs:2008">${concepts('Concept', list)}</v>`);
  // The value set of typeCode is missing at the source: made again from the list it is a copy of.
  if (!path.endsWith('voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml')) return undefined;
  const types = concepts('concept', lists.JDV_J07_XdsTypeCode_CISIS);
  return Buffer.from(`<valueSets><valueSet><conceptList>${types}</conceptList></valueSet></valueSets>`);
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

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
