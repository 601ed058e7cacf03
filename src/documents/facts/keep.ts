import { hash } from 'node:crypto';
import { setImmediate as yielded } from 'node:timers/promises';
import type { PlacedRow } from '#fhir';
import { type Call, itemId, type RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Desk } from '../desk.ts';
import { titleOf } from '../entry.ts';
import { type Drawn, factsForm, impliedBy } from './drawn.ts';
import { dropResult, endFacts, factsOfEntry, putFacts, putResult } from './facts.sql.ts';
import { linked } from './linked.ts';
import { drawnFrom } from './mark.ts';
import { type StandingEntry, standingEntry } from './standing.ts';

interface FactRow {
  readonly key: Buffer;
  readonly fact_n: number;
  readonly version: number;
  readonly stands: boolean;
  readonly digest: Buffer;
}

const together = 100;

/** One drawn resource with its place in the record. */
interface Numbered {
  readonly resource: Drawn['resources'][number];
  readonly n: number;
  readonly before: FactRow | undefined;
}

/**
 * Keeps what was drawn from document `n` as resources of its record, in one transaction: each under the number and id that it had before,
 * a new version only of what differs, an end to what the document no longer gives. They have the sight of the document as it is now, under
 * the lock; a document that was superseded or withdrawn meanwhile gives none. Done twice, it changes nothing the second time. What changed
 * is one line of the trace, of the platform's. What goes without saying of a document that gives nothing is not kept (`impliedBy`).
 */
export async function keepFacts(desk: Desk, call: Call, record: RecordId, n: number, drawn: Drawn): Promise<void> {
  await desk.store.transaction(async (tx) => {
    const { items } = await desk.store.records.lock(tx, record);
    const entry = await standingEntry(tx, record, n);
    if (entry === undefined) return;
    const known = await tx.query<FactRow>(factsOfEntry, [record, n]);
    const numbered = numberAll(entry.stands ? drawn.resources : [], known, items);
    const rows = place(numbered, { record, n, entry });
    for (let from = 0; from < rows.length; from += together) {
      const placed = rows.slice(from, from + together).map(({ row }) => row);
      await desk.fhir.place(tx, call, record, placed);
      await yielded(); // the search values of thousands take their time, and others wait for this thread
    }
    const given = new Set(numbered.map(({ n: own }) => own));
    const ended = known.filter(({ stands, fact_n }) => stands && !given.has(fact_n));
    await desk.fhir.end(
      tx,
      call,
      record,
      ended.map(({ fact_n }) => fact_n),
    );
    keepNumbers(tx, record, n, [
      ...rows.map(({ fact }) => fact),
      ...ended.map((fact) => ({ ...fact, version: fact.version + 1, stands: false })),
    ]);
    if (impliedBy(drawn) !== undefined) tx.write(dropResult, [record, n]);
    else tx.write(putResult, [record, n, factsForm, drawn.state, call.at, JSON.stringify(drawn.result)]);
    const said = whatChanged(rows, ended.length, drawn);
    if (said === undefined) return;
    const object = { kind: 'DocumentReference', id: itemId(record, n), title: titleOf(entry) };
    await desk.trace.append(tx, call, record, { action: 'write', outcome: 'done', object, detail: said });
  });
}

/** Ends everything that was drawn from a document of a locked record. */
export async function endFactsOf(desk: Desk, tx: Tx, call: Call, record: RecordId, n: number, numbers: readonly number[]) {
  await desk.fhir.end(tx, call, record, numbers);
  tx.write(endFacts, [record, n]);
}

function numberAll(resources: Drawn['resources'], known: readonly FactRow[], items: number): readonly Numbered[] {
  const byKey = new Map(known.map((row) => [row.key.toString('hex'), row]));
  let next = items + 1;
  return resources.map((resource) => {
    const before = byKey.get(resource.id);
    return { resource, n: before?.fact_n ?? next++, before };
  });
}

interface Ground {
  readonly record: RecordId;
  readonly n: number;
  readonly entry: StandingEntry;
}

/** Only what is new, back, or differs. */
function place(numbered: readonly Numbered[], { record, n, entry }: Ground): { row: PlacedRow; fact: FactRow }[] {
  const ids = new Map(
    numbered.map(({ resource: { resourceType, id }, n: own }) => [
      `${resourceType}/${id}`,
      `${resourceType}/${itemId(record, own)}`,
    ]),
  );
  return numbered.flatMap(({ resource, n: own, before }) => {
    const { id: key, resourceType, ...fields } = linked(resource, ids);
    const json = { resourceType, id: itemId(record, own), meta: drawnFrom(itemId(record, n)), ...fields };
    const text = JSON.stringify(json);
    const digest = hash('sha256', text, 'buffer').subarray(0, 16);
    if (before?.stands === true && before.digest.equals(digest)) return [];
    const version = (before?.version ?? 0) + 1;
    const row: PlacedRow = {
      n: own,
      type: resourceType,
      id: json.id,
      version,
      ...(before?.stands === false ? { moved: true } : {}),
      input: { json, text },
      depositor: entry.depositor,
      authorIds: entry.author_ids,
      hiddenFromProfessionals: entry.hidden_from_professionals,
      hiddenFromPatient: entry.hidden_from_patient,
      hiddenFromRepresentatives: entry.hidden_from_representatives,
      documentType: entry.document_type,
    };
    return [{ row, fact: { key: Buffer.from(key, 'hex'), fact_n: own, version, stands: true, digest } }];
  });
}

function keepNumbers(tx: Tx, record: RecordId, n: number, facts: readonly FactRow[]): void {
  if (facts.length === 0) return;
  tx.write(putFacts, [
    record,
    n,
    facts.map(({ key }) => key),
    facts.map(({ fact_n }) => fact_n),
    facts.map(({ version }) => version),
    facts.map(({ stands }) => stands),
    facts.map(({ digest }) => digest),
  ]);
}

/** `{ change: 'facts', created: 'Observation 12, Specimen 1', kept: 'narrative-only 2' }`; undefined when nothing changed. */
function whatChanged(
  rows: readonly { readonly row: PlacedRow }[],
  ended: number,
  { result }: Drawn,
): Readonly<Record<string, string>> | undefined {
  if (rows.length === 0 && ended === 0) return undefined;
  const types = (of: readonly { readonly row: PlacedRow }[]): string => {
    const by = Map.groupBy(of, ({ row }) => row.type);
    return [...by].map(([type, { length }]) => `${type} ${length}`).join(', ');
  };
  const created = rows.filter(({ row }) => row.version === 1 || row.moved === true);
  const updated = rows.filter((one) => !created.includes(one));
  const kept = Object.entries(result.counts.kept).map(([reason, count]) => `${reason} ${count}`);
  return {
    change: 'facts',
    ...(created.length === 0 ? {} : { created: types(created) }),
    ...(updated.length === 0 ? {} : { updated: types(updated) }),
    ...(ended === 0 ? {} : { deleted: String(ended) }),
    ...(kept.length === 0 ? {} : { kept: kept.join(', ') }),
  };
}
