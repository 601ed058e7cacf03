import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Tx } from '#store';
import { replaceReferences } from '../json/index.ts';
import type { Json } from '../json.ts';
import { changed, emit } from './changed.ts';
import { bodyOf, keysOf } from './compose.ts';
import type { FhirDesk } from './desk.ts';
import { methodOf, type Row, type Visibility, write } from './ledger.ts';
import { nameOfPatient } from './patient/called.ts';
import type { Input } from './stored.ts';

/** A version that another module's walk has decided to keep here. */
export interface PlacedRow extends Visibility {
  /** For what is new, a number behind the record's counter, which is brought to the highest of them. */
  readonly n: number;
  readonly type: string;
  readonly id: string;
  /** 1 for what is new; any other replaces the version before it, which goes to the history. */
  readonly version: number;
  /** Was kept elsewhere until now: there is no version before it here. */
  readonly moved?: true;
  /** What orders it among its type; its principal date unless given. */
  readonly at?: Date;
  readonly input: Input;
  readonly depositor: string;
}

/**
 * Keeps rows of a locked record in the caller's transaction, with their search values, the versions before and a message of the feed of
 * changes. Validates nothing, decides nothing and traces nothing: that is the caller's walk.
 */
export async function place(desk: FhirDesk, tx: Tx, call: Call, record: RecordId, rows: readonly PlacedRow[]): Promise<void> {
  const hex = hexOfRecordId(record);
  const name = await nameOfPatient(desk, tx, record);
  const map = name === hex ? undefined : new Map([[`Patient/${hex}`, `Patient/${name}`]]);
  const made = rows.map((row) => rowPlaced(desk, call, record, row, map));
  const isNew = made.map(({ version }, i) => version === 1 || rows[i]?.moved === true);
  const added = made.filter((_, i) => isNew[i]);
  const replaced = made.filter((_, i) => !isNew[i]).map((row) => ({ ...row, before: { ...row, version: row.version - 1 } }));
  write(tx, record, { added, replaced, removed: [] }, call.at);
  const changes = made.map((row) => changed(row, methodOf(row)));
  emit(desk, tx, record, call.at, changes);
}

function rowPlaced(
  desk: FhirDesk,
  call: Call,
  record: RecordId,
  row: PlacedRow,
  patient: ReadonlyMap<string, string> | undefined,
): Row {
  const { input, at: given, moved: _, ...kept } = row;
  const found = patient === undefined ? input.json : (JSON.parse(replaceReferences(input.text, patient)) as Json);
  const { keys, at } = keysOf(desk, found, record);
  const body = bodyOf(input.text, row.id, row.version, call.at);
  return { ...kept, updatedAt: call.at, at: given ?? at ?? call.at, keys, body };
}
