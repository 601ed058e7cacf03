import { isObject, objects, type PlacedRow } from '#fhir';
import { type Call, itemId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { entriesToMove, forgetVersions, moved, recordsToMove, versionsToMove } from './documents.sql.ts';
import { placedRow } from './place.ts';

interface Version {
  readonly n: number;
  readonly version: number;
  readonly updated_at: Date;
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
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
      const versions = [...(before.get(entry.n) ?? []).map(asItWas), entry];
      for (const [index, version] of versions.entries()) {
        const face = faceOf(record, { ...entry, ...version });
        await desk.fhir.place(tx, callAt(version.updated_at), record, [index === 0 ? { ...face, moved: true } : face]);
      }
    }
    tx.write(moved, [record, numbers]);
    tx.write(forgetVersions, [record, numbers]);
    return entries.length;
  });
}

/** Of an earlier version only the body was kept: it says itself when it began and from whom it was hidden. */
function asItWas({ n, version, body }: Version): Version {
  const { meta, securityLabel } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const codes = objects(securityLabel).flatMap(({ coding }) => objects(coding).map(({ code }) => code));
  return {
    n,
    version,
    updated_at: new Date(String(isObject(meta) ? meta.lastUpdated : '')),
    hidden_from_professionals: codes.includes('MASQUE_PS'),
    hidden_from_patient: codes.includes('INVISIBLE_PATIENT'),
    body,
  };
}

function callAt(at: Date): Call {
  return { actor: operator, at, requestId: 'move' };
}

function faceOf(record: RecordId, entry: Entry): PlacedRow {
  const { n, version, depositor, author_ids: authorIds, body } = entry;
  const seen = { hiddenFromProfessionals: entry.hidden_from_professionals, hiddenFromPatient: entry.hidden_from_patient };
  const described = { json: JSON.parse(body) as Readonly<Record<string, unknown>>, text: body };
  return placedRow(described, { id: itemId(record, n), n, version, depositor, authorIds, ...seen });
}
