import { parseInsOid } from '#ins';
import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import * as sql from '../../fhir.sql.ts';
import { type Json, objects, text } from '../../json.ts';
import type { FhirDesk } from '../desk.ts';
import { looking, type Sight, seenBy } from '../permit.ts';
import type { ShownRow } from '../stored.ts';
import { traceSearch } from '../traceSearch.ts';
import { isIns } from './describe.ts';
import { ensurePatient } from './ensure.ts';
import { personsByIdentifier } from './find.ts';

export interface PersonIdentifier {
  readonly system: string;
  readonly value: string;
}

/** What is known of a person by one identifier: their Patient, and what others call them. */
export interface CrossReference {
  readonly patient: string;
  /** Of the domains asked for, the one that was asked by left out. A matricule only when the identity may send it. */
  readonly identifiers: readonly PersonIdentifier[];
}

/** `unknown-domain`, `unknown-target`: nobody bears an identifier of that domain. `unknown`: nobody whom the caller may know bears this one. */
export type CrossReferenced = CrossReference | 'unknown-domain' | 'unknown-target' | 'unknown' | 'several';

/**
 * By which identifiers a person is known elsewhere. A matricule that another has replaced leads to its person too. The look is traced in the
 * person's record. Refuses `ins.malformed` and `ins.bad-key` for a matricule that cannot be one.
 * Source: IHE PIXm, ITI-83.
 */
export async function crossReference(
  desk: FhirDesk,
  call: Call,
  source: PersonIdentifier,
  targets: readonly string[],
): Promise<CrossReferenced> {
  for (const target of targets) if (!(await isDomain(desk, target))) return 'unknown-target';
  const found = await personsFor(desk, source);
  const seen: { readonly record: RecordId; readonly sight: Sight; readonly row: ShownRow }[] = [];
  for (const record of found) {
    const one = await patientSeen(desk, call, record);
    if (one !== undefined) seen.push({ record, ...one });
  }
  const [person, another] = seen;
  if (another !== undefined) return 'several';
  if (person === undefined) {
    await traceSearch(desk, call, PLATFORM, undefined, { type: 'Patient', by: 'identifier' });
    return found.length > 0 || (await isDomain(desk, source.system)) ? 'unknown' : 'unknown-domain';
  }
  const { record, sight, row } = person;
  const locals = await desk.ins.localIdentifiers.of(record);
  await traceSearch(desk, call, record, sight.permit, { type: 'Patient', by: 'identifier' });
  const all = [...named(JSON.parse(row.body) as Json), ...locals];
  const asked = (one: PersonIdentifier): boolean =>
    !(one.system === source.system && one.value === source.value) && (targets.length === 0 || targets.includes(one.system));
  const once = new Map(all.filter(asked).map((one) => [`${one.system}|${one.value}`, one]));
  return { patient: row.id, identifiers: [...once.values()] };
}

/** Whether anybody bears an identifier of that domain, or the domain is one of the INS. */
export async function isDomain(desk: FhirDesk, system: string): Promise<boolean> {
  return isIns({ system }) || desk.ins.localIdentifiers.isDomain(system);
}

async function personsFor(desk: FhirDesk, { system, value }: PersonIdentifier): Promise<readonly RecordId[]> {
  if (isIns({ system })) {
    const record = await desk.ins.recordOf(parseInsOid(system), value);
    return record === undefined ? [] : [record];
  }
  const [local, others] = await Promise.all([
    desk.ins.localIdentifiers.recordOf(system, value),
    personsByIdentifier(desk, desk.store, [`${system}|${value}`]),
  ]);
  return [...new Set([...(local === undefined ? [] : [local]), ...others])];
}

/** The Patient of a record, if the caller may know who it is about. */
export async function patientSeen(
  desk: FhirDesk,
  call: Call,
  record: RecordId,
): Promise<{ readonly sight: Sight; readonly row: ShownRow } | undefined> {
  if ((await ensurePatient(desk, call, record)) === undefined) return undefined;
  try {
    return await looking(desk, call, record, 'identity', async (sight) => {
      const { seen, values } = seenBy(sight, 4);
      const [row] = await desk.store.query<ShownRow>(sql.readItem(seen), [record, 0, 'Patient', ...values]);
      return row === undefined ? undefined : { sight, row };
    });
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}

function named(patient: Json): readonly PersonIdentifier[] {
  return objects(patient.identifier).flatMap((one) => {
    const [system, value] = [text(one.system), text(one.value)];
    return system === undefined || value === undefined ? [] : [{ system, value }];
  });
}
