import { PLATFORM } from '#kernel';
import type { FhirDesk } from './desk.ts';
import { idShape, type Spot, sharedTypes, sharedUnlessPersonal, spotOf } from './home.ts';
import { lookUpAliases } from './lookUp.ts';
import * as refusals from './refusals.ts';

/** Something by its type and id, and where that is; what is shared is found by type and id, its number is not known. */
export interface Located extends Spot {
  readonly type: string;
  readonly id: string;
}

/** Where an id leads, whether something is there or not; undefined for an id that nobody chose. Refuses `fhir.unknown-type`. */
export async function locate(desk: FhirDesk, type: string, id: string): Promise<Located | undefined> {
  if (!desk.types.has(type)) throw refusals.unknownType(type);
  if (!idShape.test(id)) return undefined;
  if (sharedTypes.has(type)) return { home: PLATFORM, n: 0, type, id };
  const spot = spotOf(type, id) ?? (await lookUpAliases(desk.store, [{ type, id }])).get(`${type}/${id}`);
  if (spot !== undefined) return { ...spot, type, id };
  return sharedUnlessPersonal.has(type) ? { home: PLATFORM, n: 0, type, id } : undefined;
}
