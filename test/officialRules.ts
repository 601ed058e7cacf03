import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The official specifications of the CI-SIS, where they are on this machine: schematrons, value sets, XSD. Nothing of them is ours. */
export const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
const archive = `${corpus}/cda-schematron/ci-sis-schematron-3.0.tar.gz`;
export const cdaXsd = `${corpus}/cda-xsd/CDA_extended.xsd`;
export const withoutRules: false | string =
  existsSync(archive) && existsSync(cdaXsd) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';

/** The schematrons that judge every document, whatever its model. */
export const commonRules = [
  'profils/IHE.sch',
  'profils/CI-SIS_ModelesDeContenusCDA.sch',
  'profils/CI-SIS_Modeles_ANS.sch',
  'profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch',
] as const;

type Lists = Readonly<Record<string, { readonly concepts: readonly (readonly string[])[] }>>;
let files: ReadonlyMap<string, Buffer> | undefined;
let lists: Lists = {};

/** A file of the package of rules, and beside it the value sets, which the source keeps in another folder. */
export function readRules(path: string): Uint8Array | undefined {
  if (files === undefined) {
    files = untar(gunzipSync(readFileSync(archive)));
    lists = JSON.parse(readFileSync(`${corpus}/codelists/jdv-cisis.json`, 'utf8')) as Lists;
  }
  const list = lists[/jeuxDeValeurs\/([^/]+)\.xml$/.exec(path)?.[1] ?? ''];
  if (list !== undefined) return Buffer.from(`<v xmlns="urn:ihe:iti:svs:2008">${concepts('Concept', list)}</v>`);
  // The value set of typeCode is missing at the source: made again from the list it is a copy of.
  if (path.endsWith('voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml'))
    return Buffer.from(
      `<valueSets><valueSet><conceptList>${concepts('concept', lists.JDV_J07_XdsTypeCode_CISIS)}</conceptList></valueSet></valueSets>`,
    );
  return files.get(path.replace(/^\.\.\/schematrons\//, '').toLowerCase());
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const concepts = (name: string, of: Lists[string] | undefined): string =>
  (of?.concepts ?? [])
    .map(([code = '', system = '']) => `<${name} code="${escaped(code)}" codeSystem="${escaped(system)}"/>`)
    .join('');

/** By path in lower case: the package was written on a system that does not tell cases apart. */
function untar(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const field = (at: number, length: number) => bytes.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  let long: string | undefined;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    const content = bytes.subarray(at + 512, at + 512 + size);
    const type = field(at + 156, 1);
    const path = (long ?? `${field(at + 345, 155)}/${field(at, 100)}`).replace(/^\/?(\.\/)?/, '');
    long = type === 'L' ? content.toString('utf8').replace(/\0.*$/s, '') : undefined;
    if (type === '0') found.set(path.toLowerCase(), content);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}
