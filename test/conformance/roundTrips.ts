import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { baseShelf } from '#packages';
import { membersOf, parseExact, withMeta } from '../../src/fhir/json/index.ts';
import { isObject } from '../../src/fhir/json.ts';
import { modelOf } from '../../src/fhir/model/index.ts';
import { fromXml, toXml } from '../../src/fhir/xml/index.ts';
import { type Tally, tally } from './tally.ts';

const model = modelOf(baseShelf());

/** The JSON resources of the corpus: HL7's examples, and those of the French guides. */
export function jsonExamples(corpus: string): readonly (readonly [name: string, text: string])[] {
  return globSync(['fhir-test-cases/examples/*.json', 'fhir/**/*.json'], { cwd: corpus })
    .sort()
    .map((path) => [path, readFileSync(join(corpus, path), 'utf8')] as const)
    .filter(([, text]) => typeof resourceType(text) === 'string');
}

function resourceType(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value.resourceType : undefined;
}

/** JSON → as it is stored (id and meta set) → JSON: every other member is the same bytes, and nothing else was added. */
export function storedRoundTrips(corpus: string): Tally {
  return tally(jsonExamples(corpus).map(([name, text]) => [name, storedAlike(text)] as const));
}

const stamp = { id: 'a-1', versionId: '7', lastUpdated: '2026-03-29T01:00:00.000Z' };

function storedAlike(text: string): true | string {
  const { meta = {}, ...sent } = JSON.parse(text);
  const { id, ...version } = stamp;
  const stored = withMeta(text, stamp);
  if (!isDeepStrictEqual(others(stored), others(text))) return 'the bytes differ';
  return isDeepStrictEqual(JSON.parse(stored), { ...sent, id, meta: { ...meta, ...version } })
    ? true
    : 'more than id and meta changed';
}

const others = (text: string): string[] =>
  membersOf(text)
    .filter(({ name }) => name !== 'id' && name !== 'meta')
    .map(({ keyFrom, to }) => text.slice(keyFrom, to));

/** JSON → XML → JSON: equal, digits of numbers included; and the XML that is made of it again is the same. */
export function xmlRoundTrips(corpus: string): Tally {
  return tally(jsonExamples(corpus).map(([name, text]) => [name, xmlAlike(text)] as const));
}

function xmlAlike(text: string): true | string {
  const xml = toXml(model, text);
  const back = fromXml(model, xml);
  if (!isDeepStrictEqual(parseExact(back), parseExact(text))) return 'not equal after XML';
  if (fromXml(model, toXml(model, text, true)) !== back) return 'not equal after indented XML';
  return toXml(model, back) === xml ? true : 'another XML the second time';
}

/** HL7's examples in XML: XML → JSON → XML is canonically equal, and JSON equal to the JSON that HL7 publishes beside it. */
export function xmlExamples(corpus: string): Tally {
  const folder = join(corpus, 'fhir-test-cases', 'examples');
  const files = globSync('*.xml', { cwd: folder }).sort();
  const jsons = new Set(globSync('*.json', { cwd: folder }));
  return tally(
    files.map((name) => {
      const xml = readFileSync(join(folder, name), 'utf8');
      const json = fromXml(model, xml);
      if (canonical(toXml(model, json)) !== canonical(xml)) return [name, 'another XML after JSON'] as const;
      const pair = `${basename(name, '.xml')}.json`;
      if (!jsons.has(pair)) return [name, true] as const;
      const published = toXml(model, readFileSync(join(folder, pair), 'utf8'));
      return [name, canonical(published) === canonical(xml) ? true : 'not the JSON that is published beside it'] as const;
    }),
  );
}

/** Without the comments and white space between elements, which JSON does not carry, and with decimals by their value. */
function canonical(xml: string): string {
  const document = XmlDocument.fromString(xml);
  try {
    for (const node of document.find('//comment() | //text()[normalize-space() = ""]')) node.remove();
    for (const attribute of document.find('//@*[local-name(..) = "value" and local-name() = "value"]')) {
      const { content } = attribute;
      if ('value' in attribute && /^-?\d/.test(content) && !Number.isNaN(Number(content)))
        attribute.value = String(Number(content));
    }
    return document.root.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  } finally {
    document.dispose();
  }
}
