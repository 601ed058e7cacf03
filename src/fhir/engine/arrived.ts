import type { RecordId } from '#kernel';
import { eachPermit, type Permit } from '#rights';
import { arrivedRows } from '../fhir.sql.ts';
import type { FhirDesk } from './desk.ts';

/** Since when things are new, to who holds a Permit. */
export interface Since {
  readonly permit: Permit;
  readonly since: Date;
}

/**
 * Of each of these records the bodies of resources of these types that came as data, from no document, after its instant and by anybody but the
 * caller: new, or in a new version; the last that came first, `most` of each. The Permits are of one caller. One statement, however many
 * records: for a walk of another module, which decides before and traces after.
 */
export async function arrived(
  { store }: Pick<FhirDesk, 'store'>,
  asked: readonly Since[],
  types: readonly string[],
  most: number,
): Promise<readonly (readonly Buffer[])[]> {
  const [first] = asked;
  if (first === undefined) return [];
  const { actor } = first.permit.call;
  const own = actor.kind === 'professional' ? actor.id : '';
  const each = eachPermit(
    asked.map(({ permit }) => permit),
    5,
  );
  const values = [asked.map(({ since }) => since), own, types, most, ...each.values];
  const rows = await store.query<{ record_id: RecordId; body: Buffer }>(arrivedRows(each), values);
  const found = Map.groupBy(rows, ({ record_id: record }) => record);
  return asked.map(({ permit }) => (found.get(permit.record) ?? []).map(({ body }) => body));
}
