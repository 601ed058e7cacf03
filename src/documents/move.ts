import { isObject, objects, type PlacedRow, text } from '#fhir';
import { type Call, itemId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { entriesToMove, forgetVersions, moved, recordsToMove, versionsToMove } from './documents.sql.ts';
import { labelsIn } from './life/labels.ts';
import { placedRow } from './place.ts';

interface Version {
  readonly n: number;
  readonly version: number;
  readonly body: string;
}

interface Entry extends Version {
  readonly depositor: string;
  readonly author_ids: readonly string[];
}

const operator = { kind: 'operator', id: 'socle', name: 'Socle' } as const;

/**
 * Brings the FHIR faces of entries, and their earlier versions, that were written before they were kept with all other resources; finds
 * nothing to do ever after. It may be stopped, run again, and run by several servers at once. Gives how many entries it brought.
 */
export async function moveBodies(desk: Desk): Promise<number> {
  let count = 0;
  for (;;) {
    const records = await desk.store.query<{ record_id: RecordId }>(recordsToMove, [100]);
    if (records.length === 0) return count;
    for (const { record_id } of records) count += await moveRecord(desk, record_id);
  }
}

/** What there is to bring is read under the lock: of two servers that start together, the second finds it done. */
function moveRecord(desk: Desk, record: RecordId): Promise<number> {
  return desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    const entries = await tx.query<Entry>(entriesToMove, [record]);
    const numbers = entries.map(({ n }) => n);
    const before = Map.groupBy(await tx.query<Version>(versionsToMove, [record, numbers]), ({ n }) => n);
    for (const entry of entries) {
      for (const [index, version] of [...(before.get(entry.n) ?? []), entry].entries()) {
        const { at, face } = asItWas(record, entry, version);
        await desk.fhir.place(tx, callAt(at), record, [index === 0 ? { ...face, moved: true } : face]);
      }
    }
    tx.write(moved, [record, numbers]);
    tx.write(forgetVersions, [record, numbers]);
    return entries.length;
  });
}

/** Only the body was kept of a version: it says itself when it began and from whom it was hidden. */
function asItWas(record: RecordId, entry: Entry, { n, version, body }: Version): { readonly at: Date; readonly face: PlacedRow } {
  const json = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const { meta } = json;
  const face = placedRow(
    { json, text: body },
    {
      id: itemId(record, n),
      n,
      version,
      depositor: entry.depositor,
      authorIds: entry.author_ids,
      ...hiddenBy(json),
      documentType: codesOf([json.type])[0] ?? null,
    },
  );
  return { at: new Date(String(isObject(meta) ? meta.lastUpdated : '')), face };
}

function hiddenBy(face: Readonly<Record<string, unknown>>) {
  const { base: _, ...hidden } = labelsIn(face);
  return hidden;
}

const codesOf = (concepts: unknown): readonly string[] =>
  objects(concepts).flatMap(({ coding }) => objects(coding).flatMap(({ code }) => text(code) ?? []));

function callAt(at: Date): Call {
  return { actor: operator, at, requestId: 'move' };
}
