import type { PlacedRow, Visibility } from '#fhir';
import type { ItemId } from '#kernel';
import type { Described } from './describe.ts';

/** The state of an entry that its FHIR face is found and seen by. */
export interface Placed extends Visibility {
  readonly id: ItemId;
  readonly n: number;
  readonly version: number;
  readonly depositor: string;
}

/** The FHIR face of an entry as the engine keeps it. */
export function placedRow({ json, text }: Described, entry: Placed): PlacedRow {
  const { id, n, version, depositor, authorIds, hiddenFromProfessionals, hiddenFromPatient } = entry;
  const { hiddenFromRepresentatives, documentType } = entry;
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
    hiddenFromRepresentatives,
    documentType,
  };
}
