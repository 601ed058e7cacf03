import type { Typed } from '#fhir';
import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Desk } from './desk.ts';
import { classified, factsOfEntries, recordsToClassify, toClassify } from './documents.sql.ts';
import type { KeptRow } from './entry.ts';
import { labelsIn } from './life/labels.ts';
import { unpack } from './packed.ts';

interface Row extends Pick<KeptRow, 'facts'> {
  readonly n: number;
  /** Of a withdrawn document, what the versions of its FHIR face said: a packed list of texts. */
  readonly faces: Buffer | null;
}

/**
 * Says of each document that was kept before rights looked at it, withdrawn ones too, of what type it is and whether its labels keep it from
 * representatives; of its FHIR face and of what was drawn from it as well. Finds nothing to do ever after. It may be stopped, run again, and
 * run by several servers at once. Gives how many documents it was.
 */
export async function classifyEntries(desk: Desk): Promise<number> {
  let count = 0;
  for (;;) {
    const records = await desk.store.query<{ record_id: RecordId }>(recordsToClassify, [100]);
    if (records.length === 0) return count;
    for (const { record_id } of records) count += await classifyRecord(desk, record_id);
  }
}

/** What there is to do is read under the lock: of two servers that start together, the second finds it done. */
function classifyRecord(desk: Desk, record: RecordId): Promise<number> {
  return desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    const rows = await tx.query<Row>(toClassify, [record]);
    const numbers = rows.map(({ n }) => n);
    const bodies = await desk.fhir.bodies(tx, record, numbers);
    const documents = rows.map((row): Typed => ({ n: row.n, ...classOf(row, bodies.get(row.n)) }));
    const by = new Map(documents.map((one) => [one.n, one]));
    tx.write(classified, [
      record,
      numbers,
      documents.map(({ documentType }) => documentType),
      documents.map((one) => one.hiddenFromRepresentatives),
    ]);
    // The versions of a face say themselves from whom they are kept; of what was withdrawn only its end is left there.
    const withdrawn = new Set(rows.flatMap(({ n, faces }) => (faces === null ? [] : [n])));
    const ofFaces = documents.map((one) => ({
      ...one,
      hiddenFromRepresentatives: one.hiddenFromRepresentatives && withdrawn.has(one.n),
    }));
    desk.fhir.classify(tx, record, [...ofFaces, ...(await drawnFrom(tx, record, by))]);
    return rows.length;
  });
}

function classOf({ facts, faces }: Row, body: string | undefined): Omit<Typed, 'n'> {
  const face = body ?? (faces === null ? undefined : (JSON.parse(unpack(faces)) as string[]).at(-1));
  const { type } = JSON.parse(unpack(facts)) as { readonly type: { readonly code: string } };
  const { hiddenFromRepresentatives } = labelsIn(JSON.parse(face ?? '{}'));
  return { documentType: type.code, hiddenFromRepresentatives };
}

/** What was drawn from documents is as they are. */
async function drawnFrom(tx: Tx, record: RecordId, documents: ReadonlyMap<number, Typed>): Promise<readonly Typed[]> {
  const rows = await tx.query<{ n: number; fact_n: number }>(factsOfEntries, [record, [...documents.keys()]]);
  return rows.flatMap(({ n, fact_n }) => {
    const document = documents.get(n);
    return document === undefined ? [] : [{ ...document, n: fact_n }];
  });
}
