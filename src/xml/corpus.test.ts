import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { XmlDocument as Peer, XmlElement as PeerElement, XmlText as PeerText, XmlCData } from 'libxml2-wasm';
import { withoutWitness, witness } from '../../test/witnesses.ts';
import { readXml, type XmlElement, xpathOf } from './index.ts';
import { changed, changes } from './mutants.check.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const folder = `${corpus}/cda`;
const absent = existsSync(folder) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';
const names = absent === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

test('CI-SIS corpus: it is there', { skip: absent }, () => assert.ok(names.length > 0));

for (const name of names)
  test(`CI-SIS corpus, the tree is libxml2's, node for node: ${name}`, () => {
    const bytes = readFileSync(`${folder}/${name}`);
    const document = readXml(bytes);
    const peer = Peer.fromBuffer(bytes);
    try {
      assert.ok(compare(document.root, peer.root, bytes.toString('utf8').split(/\r\n?|\n/)) > 100);
    } finally {
      peer.dispose();
    }
  });

/** Compares elements, attributes and texts; returns how many elements there were. */
function compare(ours: XmlElement, theirs: PeerElement, lines: readonly string[]): number {
  const at = () => xpathOf(ours);
  assert.equal(ours.name, theirs.name, at());
  assert.equal(ours.prefix, theirs.prefix, at());
  assert.equal(ours.namespace, theirs.namespaceUri, at());
  // libxml2 gives the line where the tag ends; ours is where it begins.
  assert.ok(ours.line <= theirs.line, at());
  const written = ours.prefix === '' ? ours.name : `${ours.prefix}:${ours.name}`;
  assert.ok(lines[ours.line - 1]?.startsWith(`<${written}`, ours.column - 1), `${at()} at ${ours.line}:${ours.column}`);
  const attribute = (a: { name: string; prefix: string; value: string }) => `${a.prefix}:${a.name}=${a.value}`;
  assert.deepEqual(ours.attributes.map(attribute), theirs.attrs.map(attribute), at());
  let count = 1;
  let text = '';
  let theirText = '';
  const children: XmlElement[] = [];
  for (const child of ours.children) {
    if (child.kind === 'element') children.push(child);
    if (child.kind === 'text') text += `${child.value}|`;
    else if (child.kind !== 'comment' || text !== '') text += '/';
  }
  let index = 0;
  let joined = false;
  for (let child = theirs.firstChild; child !== null; child = child.next) {
    if (child instanceof PeerText || child instanceof XmlCData) {
      // CDATA is one text with what stands around it.
      theirText = joined ? `${theirText.slice(0, -1)}${child.content}|` : `${theirText}${child.content}|`;
      joined = true;
      continue;
    }
    joined = false;
    theirText += '/';
    if (child instanceof PeerElement) {
      const own = children[index++];
      assert.ok(own, at());
      count += compare(own, child, lines);
    }
  }
  assert.equal(index, children.length, at());
  assert.equal(text.replace(/^\/+/, ''), theirText.replace(/^\/+/, ''), at());
  return count;
}

/** The code of the refusal, undefined for a document that is read. */
function refusalOf(bytes: Buffer): string | undefined {
  try {
    readXml(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

/** Which of these files xmllint finds not well formed, namespaces included; many at once. */
function refusedByXmllint(files: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { stderr } = spawnSync(witness('xmllint') ?? '', ['--noout', '--nonet', ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  for (const line of stderr.split('\n')) {
    const [, file, why] = /^(\S+\.xml):\d+: ((?:parser|namespace|encoding|I\/O) error : .*)$/.exec(line) ?? [];
    if (file !== undefined && why !== undefined && !found.has(file)) found.set(file, why);
  }
  return found;
}

test('XML 1.0, Namespaces in XML 1.0: xmllint says of the same mutants that they are well formed', {
  skip: absent || withoutWitness('xmllint'),
}, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'socle-xml-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  // Small ones: what may go wrong is in the signs, not in how many there are.
  const originals = names.map((name) => readFileSync(`${corpus}/cda/${name}`)).filter((bytes) => bytes.length < 50_000);
  const runs = Number(process.env.SOCLE_MUTANTS ?? 1) * 2_000;
  const seed = Number(process.env.SOCLE_SEED ?? 1);
  const samples = fc.sample(fc.tuple(fc.constantFrom(...originals), changes), { numRuns: runs, seed });
  const told: string[] = [];
  let refused = 0;
  for (let from = 0; from < samples.length; from += 250) {
    const batch = samples.slice(from, from + 250).map(([original, list], i) => {
      const bytes = changed(original, list);
      const file = join(folder, `${i}.xml`);
      writeFileSync(file, bytes);
      return {
        file,
        bytes,
        what: list.map(({ at, drop, by, before }) => `${at} ${before} -${drop} +${JSON.stringify(by.toString('latin1'))}`),
      };
    });
    const theirs = refusedByXmllint(batch.map(({ file }) => file));
    for (const { file, bytes, what } of batch) {
      const ours = refusalOf(bytes);
      if (ours !== undefined) refused++;
      // libxml2 takes a NUL for the end of the file: XML 1.0 §2.2 forbids it.
      if (bytes.includes(0) && ours !== undefined) continue;
      if ((ours !== undefined) !== theirs.has(file)) told.push(`${ours} / ${theirs.get(file)}: ${what.join('; ')}`);
    }
  }
  t.diagnostic(`${runs} mutants of ${originals.length} documents, ${refused} not well formed`);
  assert.deepEqual(told, []);
  assert.ok(refused > runs / 4 && refused < runs);
});
