import { insOids, parseInsOid } from '#ins';
import type { RecordId } from '#kernel';
import type { Sql } from '#store';
import { recordsByIdentifier } from '../../fhir.sql.ts';
import type { FhirDesk } from '../desk.ts';
import { isIns } from './describe.ts';

/** Beyond this a search is told to be more precise: it is for finding one person, not for going through them. */
export const mostPersons = 20;

/**
 * The records of the people who bear one of these identifiers (`system|value`, or `value` in any system). Whether the caller may
 * see them is not decided here. Refuses `ins.malformed`, `ins.bad-key` for a matricule that cannot be one.
 */
export async function personsByIdentifier(desk: FhirDesk, sql: Sql, tokens: readonly string[]): Promise<readonly RecordId[]> {
  const found = new Set<RecordId>();
  const others: { readonly system: string | null; readonly value: string }[] = [];
  for (const token of tokens) {
    const bar = token.indexOf('|');
    const system = bar < 0 ? null : token.slice(0, bar);
    const value = token.slice(bar + 1);
    if (value === '') continue;
    if (system !== null && isIns({ system })) {
      const record = await desk.ins.recordOf(parseInsOid(system), value);
      if (record !== undefined) found.add(record);
      continue;
    }
    others.push({ system, value });
    if (system === null && /^[0-9][0-9AB]{14}$/.test(value))
      for (const record of await inAnyDomain(desk, value)) found.add(record);
  }
  if (others.length > 0) {
    const values = [others.map(({ value }) => value), others.map(({ system }) => system)];
    const rows = await sql.query<{ record_id: RecordId }>(recordsByIdentifier, values);
    for (const { record_id } of rows) found.add(record_id);
  }
  return [...found];
}

async function inAnyDomain(desk: FhirDesk, matricule: string): Promise<readonly RecordId[]> {
  const found = await Promise.all(Object.values(insOids).map((oid) => desk.ins.recordOf(oid, matricule)));
  return found.flatMap((record) => record ?? []);
}
