import { PLATFORM, type RecordId } from '#kernel';
import type { Tx } from '#store';
import * as sql from '../fhir.sql.ts';
import { spotOf } from './home.ts';
import { textArray } from './textArray.ts';

/** Who sees a version: what a Permit looks at beside the depositor. */
export interface Visibility {
  readonly authorIds: readonly string[];
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly hiddenFromRepresentatives: boolean;
  /** JDV_J07: of the document that this is, or was drawn from; null for what comes from no document. */
  readonly documentType: string | null;
}

/** One version as it is kept. */
export interface Row extends Visibility {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** When this version began. */
  readonly updatedAt: Date;
  /** What orders it among its type. */
  readonly at: Date;
  readonly depositor: string;
  readonly keys: string;
  readonly body: string;
}

/** A current row that will be no more, or no longer current. */
export interface Old {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

/** What one act writes in one home. */
export interface Ledger {
  readonly added: readonly Row[];
  readonly replaced: readonly (Row & { readonly before: Old })[];
  readonly removed: readonly Old[];
}

/** Writes it all, one statement a table and kind, with the next statement or the COMMIT. The caller holds the home's lock. */
export function write(tx: Tx, home: RecordId, ledger: Ledger, at: Date): void {
  if (home === PLATFORM) writeShared(tx, ledger, at);
  else writeRecord(tx, home, ledger, at);
}

function writeRecord(tx: Tx, home: RecordId, { added, replaced, removed }: Ledger, at: Date): void {
  const ended = [...replaced.map(({ before }) => before), ...removed];
  const [old] = ended;
  if (old !== undefined && ended.length === 1) tx.write(sql.keepVersion, [home, old.n, methodOf(old)]);
  else if (ended.length > 0) tx.write(sql.keepVersions, [home, ended.map(({ n }) => n), ended.map(methodOf)]);
  if (removed.length > 0) {
    const numbers = removed.map(({ n }) => n);
    tx.write(sql.keepDeletions, [home, numbers, at]);
    tx.write(sql.removeRows, [home, numbers]);
  }
  const [anew] = replaced;
  if (anew !== undefined && replaced.length === 1) tx.write(sql.replaceRow, [home, anew.n, anew.version, ...changing(anew)]);
  else if (replaced.length > 0) tx.write(sql.replaceRows, [home, ...rowValues(replaced)]);
  const [row] = added;
  if (row !== undefined && added.length === 1) tx.write(sql.addRow, [home, ...naming(row), ...changing(row, row.depositor)]);
  else if (added.length > 0) tx.write(sql.addRows, [home, ...rowValues(added)]);
}

const naming = ({ n, type, id, version }: Row): unknown[] => [n, type, id, version];

function changing(row: Row, ...depositor: readonly string[]): unknown[] {
  const { updatedAt, at, keys, body } = row;
  return [updatedAt, at, ...depositor, ...visibilityOf(row), keys, body];
}

/** In the order of the columns. */
export function visibilityOf(row: Visibility): unknown[] {
  const { authorIds, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives, documentType } = row;
  return [authorIds, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives, documentType];
}

function writeShared(tx: Tx, { added, replaced, removed }: Ledger, at: Date): void {
  const names = (rows: readonly Old[]): readonly [string[], string[]] => [rows.map(({ type }) => type), rows.map(({ id }) => id)];
  const ended = [...replaced.map(({ before }) => before), ...removed];
  if (ended.length > 0) tx.write(sql.keepShared, [...names(ended), ended.map(methodOf)]);
  if (removed.length > 0) {
    tx.write(sql.keepSharedDeletions, [...names(removed), at]);
    tx.write(sql.removeShared, names(removed));
  }
  if (replaced.length > 0) tx.write(sql.replaceShared, rowValues(replaced));
  if (added.length > 0) tx.write(sql.addShared, rowValues(added));
}

/** How a version began: what a client named itself was put there, what the server named was posted. */
export function methodOf({ type, id, version }: Pick<Old, 'type' | 'id' | 'version'>): 'POST' | 'PUT' {
  return version === 1 && spotOf(type, id) !== undefined ? 'POST' : 'PUT';
}

/** The columns as arrays, in the order of the statements; the long ones in PostgreSQL's own form, which nobody has to escape and parse. */
function rowValues(rows: readonly Row[]): unknown[] {
  return [
    rows.map(({ n }) => n),
    rows.map(({ type }) => type),
    rows.map(({ id }) => id),
    rows.map(({ version }) => version),
    rows.map(({ updatedAt }) => updatedAt),
    rows.map(({ at }) => at),
    rows.map(({ depositor }) => depositor),
    rows.map(({ authorIds }) => arrayText(authorIds)),
    rows.map(({ hiddenFromProfessionals }) => hiddenFromProfessionals),
    rows.map(({ hiddenFromPatient }) => hiddenFromPatient),
    rows.map(({ hiddenFromRepresentatives }) => hiddenFromRepresentatives),
    rows.map(({ documentType }) => documentType),
    textArray(rows.map(({ keys }) => keys)),
    textArray(rows.map(({ body }) => body)),
  ];
}

/** A text[] within a text[]: unnest would flatten arrays of arrays. */
const arrayText = (texts: readonly string[]): string =>
  `{${texts.map((one) => `"${one.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
