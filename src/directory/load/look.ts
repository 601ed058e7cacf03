import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const size = 4 * 1024 * 1024;

/** A file before anything of it is taken. */
export interface Look {
  /** By which a file that was begun is known again. */
  readonly sha256: string;
  readonly bytes: number;
  readonly lines: number;
  readonly charset: 'utf-8' | 'windows-1252';
  /** The first line that is not UTF-8. */
  readonly firstOther?: number;
  /** Whether the last line is ended. */
  readonly ended: boolean;
  /** The first bytes. */
  readonly head: Buffer;
  /** What stands behind the last line end, if anything. */
  readonly tail: string;
}

/**
 * Reads a file once, from end to end: its hash, its lines, its character set. When no line that has accents is UTF-8 the whole file is
 * taken for Windows-1252 (Latin-1); when some are, it is UTF-8 and the others are faulty.
 */
export async function lookAt(path: string): Promise<Look> {
  const file = await open(path);
  try {
    return await look(file);
  } finally {
    await file.close();
  }
}

async function look(file: FileHandle): Promise<Look> {
  const sum = createHash('sha256');
  const buffer = Buffer.allocUnsafe(size);
  let [bytes, lines, accents, firstOther, head, last] = [0, 0, false, 0, Buffer.alloc(0), 10];
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, size, bytes);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    sum.update(chunk);
    if (bytes === 0) head = Buffer.from(chunk.subarray(0, 16 * 1024));
    bytes += bytesRead;
    last = chunk[bytesRead - 1] ?? 10;
    // A character is never cut by the end of a chunk: what follows the last line end waits for the next one.
    const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = whole.length > 2 * size ? whole.length : whole.lastIndexOf(10) + 1;
    const told = charsetOf(whole.subarray(0, end), lines);
    accents ||= told.accents;
    firstOther ||= told.firstOther;
    lines += told.lines;
    rest = Buffer.from(whole.subarray(end));
  }
  const told = charsetOf(rest, lines);
  accents ||= told.accents;
  firstOther ||= told.firstOther;
  return {
    sha256: sum.digest('hex'),
    bytes,
    lines: lines + (rest.length === 0 ? 0 : 1),
    charset: firstOther > 0 && !accents ? 'windows-1252' : 'utf-8',
    ...(firstOther > 0 ? { firstOther } : {}),
    ended: last === 10,
    head,
    tail: rest.toString('utf8', 0, 64 * 1024),
  };
}

interface Charset {
  readonly lines: number;
  /** Whether something beyond ASCII is UTF-8. */
  readonly accents: boolean;
  /** 0 when there is none. */
  readonly firstOther: number;
}

function charsetOf(bytes: Buffer, before: number): Charset {
  const lines = endsIn(bytes);
  if (isUtf8(bytes)) return { lines, accents: !isAscii(bytes), firstOther: 0 };
  let [accents, firstOther, n] = [false, 0, 0];
  for (let from = 0; from < bytes.length; n++) {
    const end = bytes.indexOf(10, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isUtf8(line)) firstOther ||= before + n + 1;
    else if (!isAscii(line)) accents = true;
    from = end < 0 ? bytes.length : end + 1;
  }
  return { lines, accents, firstOther };
}

function endsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
