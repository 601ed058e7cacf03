import { hexOfRecordId, type RecordId } from '#kernel';
import type { Sql } from '#store';
import type { FhirDesk } from '../desk.ts';
import { readPatientRow } from './ensure.ts';

const most = 50_000;

/**
 * The id of a record's Patient: the digits of the record unless the client that began the record chose another. That is settled when a record
 * begins, so it is remembered.
 */
export async function nameOfPatient({ called }: FhirDesk, sql: Sql, record: RecordId): Promise<string> {
  const known = called.get(record);
  if (known !== undefined) return known;
  const name = (await readPatientRow(sql, record))?.id ?? hexOfRecordId(record);
  if (called.size >= most) called.delete(called.keys().next().value as RecordId);
  called.set(record, name);
  return name;
}
