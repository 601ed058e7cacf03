import type { PlacedRow } from '#fhir';
import type { ItemId } from '#kernel';
import type { Described } from './describe.ts';

/** The state of an entry that its FHIR face is found and seen by. */
export interface Placed {
  readonly id: ItemId;
  readonly n: number;
  readonly version: number;
  readonly depositor: string;
  readonly authorIds: readonly string[];
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
}

/** The FHIR face of an entry as the engine keeps it. */
export function placedRow({ json, text }: Described, entry: Placed): PlacedRow {
  const { id, n, version, depositor, authorIds, hiddenFromProfessionals, hiddenFromPatient } = entry;
  return {
    type: 'DocumentReference',
    id,
    n,
    version,
    input: { json, text },
    depositor,
    authorIds,
    hiddenFromProfessionals,
    hiddenFromPatient,
  };
}
