import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { readXdm } from '#documents';
import { writeXdm } from '../../../src/documents/xdm/index.ts';
import type { Person } from '../cast.ts';
import { archiveFrom } from './exchangeGround.ts';

/** A ZIP of these files, written by hand: what no honest software makes. */
export function zipOf(files: readonly (readonly [name: string, bytes: Buffer])[], flags = 0): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    const after = Buffer.alloc(14);
    after.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, after, name]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** An archive of one document that stands in a relation to another. */
export async function archiveReplacing(
  person: Person,
  paper: Buffer,
  kind: 'replaces' | 'appends' = 'replaces',
): Promise<Buffer> {
  const { subsets } = await readXdm(await archiveFrom(person, [paper]));
  const [subset] = subsets;
  assert.ok(subset);
  const { hash: _, size: __, uri: ___, ...metadata } = subset.documents[0]?.metadata ?? assert.fail('a document');
  return writeXdm({
    submissionSet: { ...subset.submissionSet, submissionTime: new Date('2026-03-10T10:00:00Z') },
    documents: [{ metadata, bytes: paper }],
    relations: [{ kind, source: metadata.entryId, target: 'urn:uuid:a1b2c3d4-0000-4000-8000-00000000ffff' }],
    from: 'Dr Ailleurs',
  });
}
