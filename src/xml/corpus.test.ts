import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { XmlDocument as Peer, XmlElement as PeerElement, XmlText as PeerText, XmlCData } from 'libxml2-wasm';
import { readXml, type XmlElement, xpathOf } from './index.ts';

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
