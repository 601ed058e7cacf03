import { closeSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { canonicalOf, type Entry, entryOf } from './catalogue.ts';
import { isKind, type Json, type Kind } from './shelf.ts';
import { trim } from './trim.ts';

/**
 * The file of the base definitions: a line `socle-shelf 1 <bytes of the index>`, the index as JSON, then every resource as JSON text.
 * A row of the index tells where its resource stands, counted from the end of the index: it is read and parsed only when asked for.
 */
const magic = 'socle-shelf 1 ';

type Row = readonly [kind: Kind, url: string, version: string, name: string, type: string, start: number, bytes: number];

/** Writes trimmed resources, in place of the file in one step: who has the old one open keeps reading it. */
export function writeArtefact(path: string, resources: readonly Json[]): void {
  const rows: Row[] = [];
  const bodies: Buffer[] = [];
  let start = 0;
  for (const resource of resources) {
    const canonical = canonicalOf(resource, '');
    if (canonical === undefined || !isKind(resource.resourceType)) continue;
    const body = Buffer.from(JSON.stringify(trim(resource.resourceType, resource)));
    const { url, version = '', name = '', type = '' } = canonical;
    rows.push([resource.resourceType, url, version, name, type, start, body.length]);
    bodies.push(body);
    start += body.length;
  }
  const index = Buffer.from(JSON.stringify(rows));
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, Buffer.concat([Buffer.from(`${magic}${index.length}\n`), index, ...bodies]));
  renameSync(beside, path);
}

/** Opens the file and gives its entries; the file stays open as long as the process lives. Throws when it is absent or of another form. */
export function readArtefact(path: string, from: string): Entry[] {
  const file = openSync(path, 'r');
  const head = bytesAt(file, 0, 32).toString('latin1');
  const end = head.indexOf('\n');
  if (!head.startsWith(magic) || end < 0) {
    closeSync(file);
    throw new Error(`${path} is not a file of definitions`);
  }
  const indexBytes = Number(head.slice(magic.length, end));
  const rows: readonly Row[] = JSON.parse(bytesAt(file, end + 1, indexBytes).toString('utf8'));
  const base = end + 1 + indexBytes;
  return rows.map(([kind, url, version, name, type, start, bytes]) => {
    const canonical = { url, ...put('version', version), ...put('name', name), ...put('type', type), package: from };
    return entryOf(kind, canonical, () => JSON.parse(bytesAt(file, base + start, bytes).toString('utf8')));
  });
}

function put(key: string, value: string): Readonly<Record<string, string>> {
  return value === '' ? {} : { [key]: value };
}

function bytesAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const n = readSync(file, bytes, read, length - read, position + read);
    if (n === 0) break;
    read += n;
  }
  return bytes.subarray(0, read);
}
