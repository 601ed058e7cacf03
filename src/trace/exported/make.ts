import { type RecordId, Refusal } from '#kernel';
import type { Sql } from '#store';
import { type Head, noHash } from '../chain.ts';
import { proofOf } from '../checkpoint/prove.ts';
import { parseLine, type TraceLine } from '../line.ts';
import type { LogKey } from '../signing.ts';
import { linesFrom } from '../trace.sql.ts';
import { type ExportedLine, type ExportWords, exportType } from './words.ts';

/** Whose log, for whom, and what of it. */
export interface ExportOf {
  readonly record: RecordId;
  readonly name: string;
  readonly at: Date;
  /** What was asked for, in words; undefined for the whole log. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Of these lines, the numbers of those that are shown; of the others an export has the hash alone. */
  shown(lines: readonly TraceLine[]): Promise<ReadonlySet<number>>;
}

export interface Exported {
  /** A flattened JSON JWS (RFC 7515 §7.2.2). */
  readonly file: string;
  readonly lines: number;
}

const linesAPage = 2000;
const mostLines = 50_000;

interface Row {
  readonly seq: number;
  readonly body: string;
  readonly hash: Buffer;
}

/**
 * A record's log as a file that a stranger can verify without us: the lines with their chain, the proof of the last checkpoint, signed. A part
 * begins and ends with a line that was asked for. Refuses `trace.export-too-large` beyond 50,000 lines.
 */
export async function exportLog(sql: Sql, key: LogKey, of: ExportOf): Promise<Exported> {
  const { record, name, at, asked } = of;
  const proof = await proofOf(sql, record);
  const { start, lines, end } = await linesOf(sql, of);
  const held = proof !== undefined && proof.seq > start.seq && proof.seq <= end.seq;
  const words: ExportWords = {
    socle: 'log-export/1',
    record,
    name,
    madeAt: at.toISOString(),
    whole: asked === undefined,
    ...(asked === undefined ? {} : { asked }),
    start: told(start),
    end: told(end),
    lines,
    ...(held ? { checkpoint: proof } : {}),
    keys: key.published,
  };
  const file = JSON.stringify(await key.signFlattened(exportType, JSON.stringify(words)));
  return { file, lines: lines.filter(({ body }) => body !== undefined).length };
}

const told = ({ seq, hash }: Head) => ({ seq, hash: hash.toString('base64url') });

async function linesOf(sql: Sql, { record, asked, shown }: ExportOf): Promise<{ start: Head; lines: ExportedLine[]; end: Head }> {
  const lines: ExportedLine[] = [];
  let start: Head = { seq: 0, hash: noHash };
  let last: Head = start;
  let end: Head = start;
  let keep = 0;
  for (;;) {
    const rows = await sql.query<Row>(linesFrom, [record, last.seq, linesAPage]);
    const seen = await shown(rows.map(({ seq, body }) => parseLine(seq, record, body)));
    for (const { seq, body, hash } of rows) {
      const told = seen.has(seq);
      if (asked !== undefined && !told && keep === 0) {
        start = { seq, hash };
        end = start;
      } else {
        lines.push({ seq, hash: hash.toString('base64url'), ...(told ? { body } : {}) });
        if (told || asked === undefined) {
          keep = lines.length;
          end = { seq, hash };
        }
      }
      last = { seq, hash };
    }
    if (lines.length > mostLines) throw tooLarge();
    if (rows.length < linesAPage) break;
  }
  return { start, lines: lines.slice(0, keep), end };
}

function tooLarge(): Refusal {
  return new Refusal('trace.export-too-large', {
    fr: `Ce journal a plus de ${mostLines} lignes : choisissez des dates.`,
    en: `This log has more than ${mostLines} lines: choose dates.`,
  });
}
