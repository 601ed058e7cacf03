import type { Sql } from '#store';
import { type Fault, onlyTold } from './fault.ts';
import type { Layout, Taken } from './layout.ts';
import type { Piece } from './pieces.ts';
import type { Counts } from './progress.ts';
import { type Changed, changesIn } from './write.ts';

/** What one piece of a file comes to before the database is asked. */
export interface Batch {
  readonly taken: readonly Taken[];
  readonly faults: readonly Fault[];
  readonly skipped: number;
  readonly repeated: number;
  readonly lines: number;
}

/** Names by identifier, of the last ones met: a second name for one person is told as far back as this. */
export type Names = Map<string, string>;
const mostNames = 50_000;

/** Reads the lines of a piece. Pure but for `names`, which remembers them for the next piece. */
export function batchOf({ lines }: Piece, layout: Layout, names: Names): Batch {
  const faults: Fault[] = [];
  const taken = new Map<string, Taken>();
  let [skipped, repeated, count] = [0, 0, 0];
  for (const { line, text, fault } of lines) {
    if (line <= layout.headerLines || text === '') continue;
    count += 1;
    const read = text === undefined ? { line, code: fault ?? 'charset', what: '' } : layout.read(line, text);
    if (read === 'skipped') skipped += 1;
    else if ('code' in read) faults.push(read);
    else if (otherName(read, names)) faults.push({ line, code: 'other-name', what: 'Identifiant PP' });
    else {
      if (taken.has(read.key)) {
        repeated += 1;
        faults.push({ line, code: 'same-again', what: '' });
      }
      taken.set(read.key, read);
    }
  }
  return { taken: [...taken.values()], faults, skipped, repeated, lines: count };
}

function otherName({ who, name }: Taken, names: Names): boolean {
  if (who === undefined || name === undefined) return false;
  const before = names.get(who);
  if (before !== undefined) return before !== name;
  if (names.size >= mostNames) names.delete(names.keys().next().value ?? '');
  names.set(who, name);
  return false;
}

/** What is to be written of a piece, and what that will have done. */
export interface Prepared {
  readonly changed: readonly Changed[];
  readonly counts: Partial<Counts>;
  readonly faults: readonly Fault[];
  /** Of everything that stood there and was taken. */
  readonly keys: readonly string[];
}

/** Asks what is known already, and makes the rows of the rest: only a changed line is read to its end, and may then show a fault. */
export async function prepare(sql: Sql, layout: Layout, batch: Batch): Promise<Prepared> {
  const { taken, skipped, repeated, lines } = batch;
  const changes = taken.length === 0 ? new Map<number, boolean>() : await changesIn(sql, layout.kind, taken);
  const touched = new Set([...changes.keys()].flatMap((n) => taken[n]?.who ?? []));
  const faults = [...batch.faults];
  const [changed, keys]: [Changed[], string[]] = [[], []];
  let [added, altered] = [0, 0];
  for (const [n, one] of taken.entries()) {
    const fresh = changes.get(n);
    // All lines of a person of whom one changed: the first of them says their profession.
    const rows = fresh !== undefined || touched.has(one.who ?? '') ? one.rows() : {};
    if ('code' in rows) {
      faults.push(rows);
      continue;
    }
    keys.push(one.key);
    if (fresh !== undefined) changed.push({ taken: one, rows });
    else if (rows.person !== undefined) changed.push({ taken: one, rows: { person: rows.person } });
    if (fresh === true) added += 1;
    else if (fresh === false) altered += 1;
  }
  const counts = {
    lines,
    added,
    changed: altered,
    unchanged: taken.length - changes.size,
    skipped,
    repeated,
    faults: faults.filter(({ code }) => !onlyTold.has(code)).length,
  };
  return { changed, counts, faults, keys };
}
