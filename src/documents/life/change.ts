import type { PlacedRow } from '#fhir';
import { type Call, itemId, type RecordId } from '#kernel';
import type { Tx } from '#store';
import { type Described, describedAnew } from '../describe.ts';
import type { Desk } from '../desk.ts';
import { setStates } from '../documents.sql.ts';
import { followDocument } from '../facts/follow.ts';
import { placedRow } from '../place.ts';
import type { Labels } from './labels.ts';

/** An entry as a change finds it, read under the record's lock. */
export interface Standing {
  readonly n: number;
  readonly version: number;
  readonly date: Date;
  readonly depositor: string;
  readonly author_ids: readonly string[];
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly hidden_from_representatives: boolean;
  readonly document_type: string | null;
  readonly replaced_by: number | null;
  readonly superseded_with: number | null;
  readonly archived: boolean;
  readonly told_at: Date | null;
}

/** What changes of it; what is absent stays. */
export interface StateChange {
  readonly hidden_from_professionals?: boolean;
  readonly hidden_from_patient?: boolean;
  readonly hidden_from_representatives?: boolean;
  readonly document_type?: string;
  readonly replaced_by?: number;
  readonly superseded_with?: number | null;
  readonly archived?: boolean;
  readonly told_at?: Date;
}

export interface EntryChange {
  readonly row: Standing;
  readonly to: StateChange;
  /** What of the labels no column holds. As before when absent. */
  readonly labels?: Pick<Labels, 'base'>;
  /** Members of the FHIR face that are said otherwise from now on. */
  readonly said?: Readonly<Record<string, unknown>>;
}

/**
 * The one way by which the state of an entry changes, in the caller's transaction, the record locked: one version more of the entry and of its
 * FHIR face, the version before in the history, a message of the feed of changes (what is found across records, subscriptions, open pages),
 * and what was drawn from the document made to follow at once. `beside`: new faces of the same act, kept together with these.
 *
 * Decides nothing and traces nothing: whoever calls it has the right, and says in its own line what was done. Gives the faces by number.
 */
export async function change(
  desk: Desk,
  tx: Tx,
  call: Call,
  record: RecordId,
  changes: readonly EntryChange[],
  beside: readonly PlacedRow[] = [],
): Promise<ReadonlyMap<number, Described>> {
  const faces = new Map<number, Described>();
  if (changes.length === 0) {
    await desk.fhir.place(tx, call, record, beside);
    return faces;
  }
  const after = changes.map(({ row, to }): Standing => ({ ...row, ...to, version: row.version + 1 }));
  const bodies = await desk.fhir.bodies(
    tx,
    record,
    after.map(({ n }) => n),
  );
  const placed = after.map((row, index): PlacedRow => {
    const { labels, said } = changes[index] ?? {};
    const face = describedAnew(bodies.get(row.n) ?? '', stateOf(call, record, row), labels, said);
    faces.set(row.n, face);
    return placedRow(face, placeOf(record, row));
  });
  tx.write(setStates, [record, ...columnsOf(after)]);
  await desk.fhir.place(tx, call, record, [...beside, ...placed]);
  await Promise.all(after.map((row) => followDocument(desk, tx, call, record, row.n, followedOf(row))));
  return faces;
}

/** Whether it is in force: nothing took its place, and nothing else ended it. */
export function isCurrent({ replaced_by, superseded_with }: Pick<Standing, 'replaced_by' | 'superseded_with'>): boolean {
  return replaced_by === null && superseded_with === null;
}

export function followedOf(row: Standing): Parameters<typeof followDocument>[5] {
  return {
    stands: isCurrent(row),
    authorIds: row.author_ids,
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    hiddenFromRepresentatives: row.hidden_from_representatives,
    documentType: row.document_type,
  };
}

export function placeOf(record: RecordId, row: Standing) {
  return {
    id: itemId(record, row.n),
    n: row.n,
    version: row.version,
    depositor: row.depositor,
    authorIds: row.author_ids,
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    hiddenFromRepresentatives: row.hidden_from_representatives,
    documentType: row.document_type,
  };
}

/** What the FHIR face says of the state of a row. */
export function stateOf(call: Call, record: RecordId, row: Standing) {
  return {
    record,
    n: row.n,
    version: row.version,
    status: isCurrent(row) ? ('current' as const) : ('superseded' as const),
    date: row.date,
    updatedAt: call.at,
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    hiddenFromRepresentatives: row.hidden_from_representatives,
    archived: row.archived,
  };
}

function columnsOf(rows: readonly Standing[]): unknown[] {
  return [
    rows.map(({ n }) => n),
    rows.map(({ version }) => version),
    rows.map((row) => row.hidden_from_professionals),
    rows.map((row) => row.hidden_from_patient),
    rows.map((row) => row.hidden_from_representatives),
    rows.map((row) => row.document_type),
    rows.map((row) => row.replaced_by),
    rows.map((row) => row.superseded_with),
    rows.map(({ archived }) => archived),
    rows.map((row) => row.told_at),
  ];
}
