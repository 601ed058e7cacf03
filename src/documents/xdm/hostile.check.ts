import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a hand-made ZIP; what a test sets is written even where it is a lie. */
export interface Made {
  readonly name: string | Buffer;
  readonly content?: Buffer;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** The packed bytes themselves, else made from the content. */
  readonly packed?: Buffer;
  readonly size?: number;
  readonly packedSize?: number;
  readonly mode?: number;
  readonly localName?: string;
  /** Lies where that entry lies, by its index. */
  readonly over?: number;
  readonly extra?: Buffer;
}

/** A ZIP archive written byte by byte, for what no honest writer makes. `count` is the number of entries it says it has. */
export function zipOf(entries: readonly Made[], said: { readonly count?: number; readonly comment?: Buffer } = {}): Buffer {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { content = Buffer.alloc(0), stored = false, flags = 0x800, extra = Buffer.alloc(0) } = entry;
    const name = Buffer.from(entry.name as string);
    const packed = entry.packed ?? (stored ? content : deflateRawSync(content));
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(flags, 2);
    shared.writeUInt16LE(entry.method ?? (stored ? 0 : 8), 4);
    shared.writeUInt32LE((entry.crc ?? crc32(content)) >>> 0, 10);
    shared.writeUInt32LE(entry.packedSize ?? packed.length, 14);
    shared.writeUInt32LE(entry.size ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.writeUInt16LE(extra.length, 24);
    const localName = Buffer.from(entry.localName ?? name);
    const local = Buffer.from(shared);
    local.writeUInt16LE(localName.length, 22);
    offsets.push(entry.over === undefined ? at : (offsets[entry.over] ?? 0));
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), local, localName, extra]);
    if (entry.over === undefined) parts.push(header, packed);
    at = parts.reduce((sum, part) => sum + part.length, 0);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offsets.at(-1) ?? 0, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, tail, name, extra]));
  }
  const central = Buffer.concat(directory);
  const comment = said.comment ?? Buffer.alloc(0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(said.count ?? entries.length, 4);
  end.writeUInt16LE(said.count ?? entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06', 'latin1'), end, comment]);
}
