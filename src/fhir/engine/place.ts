import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Sql, Tx } from '#store';
import type { Json } from '../json.ts';
import { replaceReferences } from '../json/index.ts';
import { changed, emit } from './changed.ts';
import { bodyOf, keysOf } from './compose.ts';
import type { FhirDesk } from './desk.ts';
import { methodOf, type Row, write } from './ledger.ts';
import { readPatientRow } from './patient/ensure.ts';
import type { Input } from './stored.ts';

/** A version that another module's walk has decided to keep here. */
export interface PlacedRow {
  /** Taken by the caller from the record's counter. */
  readonly n: number;
  readonly type: string;
  readonly id: string;
  /** 1 for what is new; any other replaces the version before it, which goes to the history. */
  readonly version: number;
  /** What orders it among its type; its principal date unless given. */
  readonly at?: Date;
  readonly input: Input;
  readonly depositor: string;
  readonly authorIds: readonly string[];
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
}

const recordsKnown = 50_000;

/** Opens the face of other modules: rows kept in their own transactions. */
export function openPlacing(desk: FhirDesk) {
  // How a record's Patient is called is settled when the record begins, and never changes.
  const called = new Map<RecordId, string>();
  const nameOf = async (sql: Sql, record: RecordId): Promise<string> => {
    const known = called.get(record);
    if (known !== undefined) return known;
    const name = (await readPatientRow(sql, record))?.id ?? hexOfRecordId(record);
    if (called.size >= recordsKnown) called.delete(called.keys().next().value as RecordId);
    called.set(record, name);
    return name;
  };
  /**
   * Keeps rows of a locked record in the caller's transaction, with their search values, the versions before and a message of the feed of
   * changes. Validates nothing, decides nothing and traces nothing: that is the caller's walk.
   */
  return async (tx: Tx, call: Call, record: RecordId, rows: readonly PlacedRow[]): Promise<void> => {
    const hex = hexOfRecordId(record);
    const name = await nameOf(tx, record);
    const map = name === hex ? undefined : new Map([[`Patient/${hex}`, `Patient/${name}`]]);
    const made = rows.map((row) => rowPlaced(desk, call, record, row, map));
    const added = made.filter(({ version }) => version === 1);
    const replaced = made
      .filter(({ version }) => version > 1)
      .map((row) => ({ ...row, before: { ...row, version: row.version - 1 } }));
    write(tx, record, { added, replaced, removed: [] }, call.at);
    emit(
      desk,
      tx,
      record,
      call.at,
      made.map((row) => changed(row, methodOf(row))),
    );
  };
}

function rowPlaced(
  desk: FhirDesk,
  call: Call,
  record: RecordId,
  row: PlacedRow,
  patient: ReadonlyMap<string, string> | undefined,
): Row {
  const { input, at: given, ...kept } = row;
  const found = patient === undefined ? input.json : (JSON.parse(replaceReferences(input.text, patient)) as Json);
  const { keys, at } = keysOf(desk, found, record);
  const body = bodyOf(input.text, row.id, row.version, call.at);
  return { ...kept, updatedAt: call.at, at: given ?? at ?? call.at, keys, body };
}
