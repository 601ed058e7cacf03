import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { Look } from './look.ts';

/** Bytes of one piece at most: what is kept in memory, and what is committed together. */
const size = 2 * 1024 * 1024;
const longestLine = 64 * 1024;
/** Lines of one person that are kept together at most. */
const together = 200;

export interface Line {
  readonly line: number;
  /** Absent when the line cannot be read. */
  readonly text?: string;
  readonly fault?: 'charset' | 'too-long';
}

/** Whole lines of a file, and where the next piece begins. */
export interface Piece {
  readonly lines: readonly Line[];
  readonly nextByte: number;
  readonly nextLine: number;
}

/**
 * The lines of a file from a place on, piece by piece: the file may be larger than the memory. A piece does not end between two lines that
 * begin with the same `group` (so many first cells): the lines of one person come together.
 */
export async function* piecesOf(
  path: string,
  { bytes, charset }: Pick<Look, 'bytes' | 'charset'>,
  from: { readonly byte: number; readonly line: number },
  { separator, group }: { readonly separator: string; readonly group: number },
): AsyncGenerator<Piece> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafe(size);
  let { byte, line } = from;
  try {
    while (byte < bytes) {
      const { bytesRead } = await file.read(buffer, 0, size, byte);
      if (bytesRead === 0) return;
      const last = byte + bytesRead >= bytes;
      const whole = last ? bytesRead : buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
      if (whole === 0) {
        byte = await lineEnd(file, byte + bytesRead, buffer);
        yield { lines: [{ line, fault: 'too-long' }], nextByte: byte, nextLine: line + 1 };
        line += 1;
        continue;
      }
      const end = last ? whole : groupStart(buffer, whole, separator.charCodeAt(0), group);
      const lines = linesOf(buffer.subarray(0, end), line, charset);
      byte += end;
      line += lines.length;
      yield { lines, nextByte: byte, nextLine: line };
    }
  } finally {
    await file.close();
  }
}

/** Where the line ends that a whole buffer did not hold. */
async function lineEnd(file: FileHandle, from: number, buffer: Buffer): Promise<number> {
  for (let at = from; ; ) {
    const { bytesRead } = await file.read(buffer, 0, size, at);
    const end = buffer.subarray(0, bytesRead).indexOf(10);
    if (end >= 0) return at + end + 1;
    if (bytesRead === 0) return at;
    at += bytesRead;
  }
}

/** Where the last lines begin that share their first cells; the end itself when all or too many do. */
function groupStart(buffer: Buffer, end: number, separator: number, group: number): number {
  if (group === 0) return end;
  let start = end;
  let name: string | undefined;
  for (let n = 0; n < together && start > 0; n++) {
    const before = buffer.lastIndexOf(10, start - 2) + 1;
    const own = groupOf(buffer, before, start, separator, group);
    if (name !== undefined && own !== name) return start;
    name = own;
    start = before;
  }
  return end;
}

function groupOf(buffer: Buffer, from: number, to: number, separator: number, group: number): string {
  let end = from;
  for (let n = 0; n < group && end >= 0 && end < to; n++) end = buffer.indexOf(separator, end) + 1 || to;
  return buffer.toString('latin1', from, Math.min(end, to));
}

function linesOf(bytes: Buffer, first: number, charset: Look['charset']): Line[] {
  const ended = bytes[bytes.length - 1] === 10;
  if (charset === 'windows-1252') return textLines(latin1.decode(bytes), first, ended);
  if (isUtf8(bytes)) return textLines(bytes.toString(), first, ended);
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(10, from);
    const end = found < 0 ? bytes.length : found;
    const one = bytes.subarray(from, end);
    const line = first + lines.length;
    lines.push(isUtf8(one) ? lineOf(one.toString(), line) : { line, fault: 'charset' });
    from = end + 1;
  }
  return lines;
}

const latin1 = new TextDecoder('windows-1252');

function textLines(text: string, first: number, ended: boolean): Line[] {
  const all = text.split('\n');
  if (ended) all.pop();
  return all.map((one, n) => lineOf(one, first + n));
}

function lineOf(text: string, line: number): Line {
  if (text.length > longestLine) return { line, fault: 'too-long' };
  return { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
}
