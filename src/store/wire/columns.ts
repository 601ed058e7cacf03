import type pg from 'pg';

export type Row = Record<string, unknown>;
type Reads = (bytes: Buffer, from: number, to: number) => unknown;

/** What the rows of a statement are made of. */
export interface Columns {
  /** For a request: the columns that are better had in binary. */
  readonly formats: readonly number[];
  /** A DataRow, asked for with {@link formats} or, when not `formatted`, as text. */
  row(bytes: Buffer, from: number, formatted: boolean): Row;
}

const [bool, bytea, int8, text, varchar, timestamptz, uuid] = [16, 17, 20, 25, 1043, 1184, 2950];

/** Reads a RowDescription. Values come out as `pg` gives them, with the type parsers that it is configured with. */
export function columnsIn(bytes: Buffer, from: number, types: pg.CustomTypesConfig): Columns {
  const count = bytes.readInt16BE(from);
  const names: string[] = [];
  const oids: number[] = [];
  for (let i = 0, at = from + 2; i < count; i++) {
    const end = bytes.indexOf(0, at);
    names.push(bytes.toString('utf8', at, end));
    oids.push(bytes.readUInt32BE(end + 7));
    at = end + 19;
  }
  const empty: Row = Object.fromEntries(names.map((name) => [name, null]));
  const texts = oids.map((oid) => textReader(oid, types));
  const binaries = oids.map((oid, i) => binaryReader(oid) ?? texts[i]);
  return {
    formats: oids.map((oid) => (binaryReader(oid) === undefined ? 0 : 1)),
    row(bytes, from, formatted) {
      const row = { ...empty };
      const readers = formatted ? binaries : texts;
      for (let i = 0, at = from + 2; i < count; i++) {
        const length = bytes.readInt32BE(at);
        at += 4;
        if (length < 0) continue;
        row[names[i] ?? ''] = readers[i]?.(bytes, at, at + length);
        at += length;
      }
      return row;
    },
  };
}

export const noColumns: Columns = { formats: [], row: () => ({}) };

function textReader(oid: number, types: pg.CustomTypesConfig): Reads {
  if (oid === bool) return (bytes, from) => bytes[from] === 0x74;
  if (oid === uuid) return (bytes, from, to) => bytes.toString('latin1', from, to);
  if (oid === text || oid === varchar) return (bytes, from, to) => bytes.toString('utf8', from, to);
  const parse = types.getTypeParser(oid, 'text') as (value: string) => unknown;
  return (bytes, from, to) => parse(bytes.toString('utf8', from, to));
}

function binaryReader(oid: number): Reads | undefined {
  if (oid === bytea) return bytesAt;
  if (oid === int8) return int8At;
  return oid === timestamptz ? instantAt : undefined;
}

const worthCopying = 1024;

/** Small values are copied: whoever keeps one for long would keep all that came with it. */
const bytesAt: Reads = (bytes, from, to) => {
  const view = bytes.subarray(from, to);
  return view.length < worthCopying ? Buffer.from(view) : view;
};

function int8At(bytes: Buffer, from: number): number {
  return bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4);
}

/** Microseconds from the beginning of 2000. */
function instantAt(bytes: Buffer, from: number): unknown {
  const high = bytes.readInt32BE(from);
  if (high === 0x7fffffff && bytes.readUInt32BE(from + 4) === 0xffffffff) return Number.POSITIVE_INFINITY;
  if (high === -0x80000000 && bytes.readUInt32BE(from + 4) === 0) return Number.NEGATIVE_INFINITY;
  return new Date(946_684_800_000 + Math.floor(int8At(bytes, from) / 1000));
}
