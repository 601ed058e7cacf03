import type { RecordId } from '#kernel';
import type { TraceLine } from '#trace';
import type { Ground } from './ground.ts';
import { addTies, addVisits, lockCounted, moveCounted, startCounting, tiesOf } from './reader.sql.ts';
import { toReview, writeReview } from './reviews.ts';
import { drawVisits, type Visit } from './visits.ts';

const linesAPage = 200;

/**
 * Reads the lines of one record's log that nobody has read yet, and keeps what they say in the transaction that moves how far it was read.
 * Gives the visits that were drawn from them.
 */
export async function readRecord(ground: Ground, zone: string, record: RecordId): Promise<readonly Visit[]> {
  const { store, trace, directory } = ground;
  return store.transaction(async (tx): Promise<readonly Visit[]> => {
    tx.write(startCounting, [record]);
    // Asked together. Lines that come after these are read the next time, also when another server has moved on meanwhile.
    const [[counted], rows, newest] = await Promise.all([
      tx.query<{ seq: number }>(lockCounted, [record]),
      tx.query<{ structure_id: string; since: Date }>(tiesOf, [record]),
      trace.lines(record, undefined, linesAPage),
    ]);
    const lines = await linesAfter(ground, record, counted?.seq ?? 0, newest);
    const last = lines.at(-1);
    if (last === undefined) return [];
    for (const line of lines) if (toReview(line)) await writeReview(tx, record, line);
    const known = new Map(rows.map((row) => [row.structure_id, row.since]));
    const hospitals = await hospitalsAmong(directory, lines);
    const drawn = drawVisits(lines, known, { zone, isHospital: (structure) => hospitals.has(structure) });
    const ties = [...drawn.ties];
    if (ties.length > 0)
      tx.write(addTies, [ties.map(() => record), ties.map(([id]) => id), ties.map(([, since]) => since.toISOString())]);
    if (drawn.visits.length > 0) tx.write(addVisits, visitColumns(record, drawn.visits));
    tx.write(moveCounted, [record, last.seq]);
    return drawn.visits;
  });
}

function visitColumns(record: RecordId, visits: readonly Visit[]): unknown[] {
  return [
    visits.map((visit) => visit.professional),
    visits.map((visit) => visit.day),
    visits.map(() => record),
    visits.map((visit) => visit.acts),
    visits.map((visit) => visit.night),
    visits.map((visit) => visit.untied),
    visits.map((visit) => visit.far),
  ];
}

/** The lines of a record behind `seq`, oldest first; `newest` is the first page of its log. */
async function linesAfter(
  { trace }: Ground,
  record: RecordId,
  seq: number,
  newest: readonly TraceLine[],
): Promise<readonly TraceLine[]> {
  const found: TraceLine[] = [];
  for (let page = newest; ; ) {
    const fresh = page.filter((line) => line.seq > seq);
    found.push(...fresh);
    const before = fresh.at(-1)?.seq;
    if (fresh.length < linesAPage || before === undefined) return found.reverse();
    page = await trace.lines(record, before, linesAPage);
  }
}

/** Those of the structures that never sleep. */
async function hospitalsAmong(directory: Ground['directory'], lines: readonly TraceLine[]): Promise<ReadonlySet<string>> {
  const ids = new Set(
    lines.flatMap(({ who }) => (who.kind === 'professional' && who.structure !== undefined ? [who.structure.id] : [])),
  );
  const found = new Set<string>();
  for (const id of ids) {
    const structure = await directory.structure(id).catch(() => undefined);
    if (structure?.couloir === 'hopital') found.add(id);
  }
  return found;
}
