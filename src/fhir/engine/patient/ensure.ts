import type { Identity } from '#ins';
import type { Call, RecordId } from '#kernel';
import { hexOfRecordId } from '#kernel';
import type { Sql, Tx } from '#store';
import { addIdentifiers, dropIdentifiers, patientOfRecord, rowsToChange, seeIdentity } from '../../fhir.sql.ts';
import { type Json, objects, text } from '../../json.ts';
import { changed, emit } from '../changed.ts';
import { rowOf } from '../compose.ts';
import type { FhirDesk } from '../desk.ts';
import { write } from '../ledger.ts';
import * as refusals from '../refusals.ts';
import { followed, isIns, patientOf } from './describe.ts';

/** The Patient of a record, as far as every write and search must know it. */
export interface PatientRow {
  readonly id: string;
  readonly version: number;
  readonly depositor: string;
  /** The version of the identity that it was written from, when it follows one. */
  readonly seen?: number;
}

export async function readPatientRow(sql: Sql, record: RecordId): Promise<PatientRow | undefined> {
  type Found = { id: string | null; version: number | null; depositor: string | null; seen: number | null };
  const [row] = await sql.query<Found>(patientOfRecord, [record]);
  if (row === undefined || row.id === null || row.version === null || row.depositor === null) return undefined;
  return { id: row.id, version: row.version, depositor: row.depositor, ...(row.seen === null ? {} : { seen: row.seen }) };
}

/** Who deposited a Patient that was written from an identity: nobody who could change it here. */
export const byIdentity = 'urn:socle:ins';

/**
 * Sees to it that a record which `ins` knows has its Patient, as the identity is now: written the first time that it is looked for, and
 * anew after a correction. Undefined when the record is nobody's. No act of anybody: it leaves no line.
 */
export async function ensurePatient(desk: FhirDesk, call: Call, record: RecordId): Promise<PatientRow | undefined> {
  const [row, identity] = await Promise.all([readPatientRow(desk.store, record), desk.ins.byRecord(record)]);
  if (identity === undefined || row?.seen === identity.version) return row;
  return desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    const before = await readPatientRow(tx, record);
    if (before?.seen !== undefined && before.seen >= identity.version) return before;
    return writePatient(desk, tx, call, identity, before);
  });
}

async function writePatient(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  identity: Identity,
  before: PatientRow | undefined,
): Promise<PatientRow> {
  const { record } = identity;
  const [old] = await tx.query<{ updated_at: Date; body: string }>(rowsToChange, [record, [0]]);
  const json = old === undefined ? patientOf(identity) : followed(JSON.parse(old.body) as Json, identity);
  const id = before?.id ?? hexOfRecordId(record);
  const version = (before?.version ?? 0) + 1;
  const depositor = before?.depositor ?? byIdentity;
  const updatedAt = old !== undefined && old.updated_at > call.at ? old.updated_at : call.at;
  const named = { n: 0, type: 'Patient', id };
  const draft = { ...named, version, updatedAt, depositor, json, text: JSON.stringify(json) };
  const row = rowOf(desk, { kind: 'operator', id: byIdentity, name: '' }, record, draft);
  const replaced = before === undefined ? [] : [{ ...row, before: { ...named, version: before.version } }];
  write(tx, record, { added: before === undefined ? [row] : [], replaced, removed: [] }, call.at);
  writeIdentifiers(tx, record, json, before === undefined);
  tx.write(seeIdentity, [record, identity.version]);
  emit(desk, tx, record, call.at, [changed(row, before === undefined ? 'POST' : 'PUT')]);
  return { id, version, depositor, seen: identity.version };
}

/** The identifiers that are no matricule; one without a domain has an empty one. */
export function localsOf(patient: Json | undefined): readonly { readonly system: string; readonly value: string }[] {
  return objects(patient?.identifier).flatMap((one) => {
    const value = text(one.value);
    return value === undefined || isIns(one) ? [] : [{ value, system: text(one.system) ?? '' }];
  });
}

/** Of an identifier with its system, in characters. */
const longest = 1000;

/** Keeps the index of people by their hospitals' identifiers in step with a Patient. Refuses `fhir.identifier-too-long`. */
export function writeIdentifiers(tx: Tx, record: RecordId, patient: Json | undefined, fresh: boolean): void {
  if (!fresh) tx.write(dropIdentifiers, [record]);
  const named = localsOf(patient);
  if (named.some(({ value, system }) => value.length + system.length > longest)) throw refusals.identifierTooLong(longest);
  if (named.length > 0) tx.write(addIdentifiers, [record, named.map(({ value }) => value), named.map(({ system }) => system)]);
}
