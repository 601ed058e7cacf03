import fc, { type Arbitrary } from 'fast-check';
import type { RecordId } from '#kernel';
import type { Json, Shelf } from '#packages';
import { resourcesOn } from './resources.ts';
import { idsOf, numberOf, otherRecord, record, sharedTypes, types } from './words.ts';

/** A resource as it is kept: in a record, or among what everybody shares. */
export interface Stored {
  readonly json: Json;
  readonly record: RecordId | undefined;
  readonly n: number;
  readonly updatedAt: Date;
  readonly authors: readonly string[];
  readonly depositor: string;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly hiddenFromRepresentatives: boolean;
  readonly documentType: string | null;
}

export const authors = ['899700000001', '899700000002'] as const;
export const documentTypes = ['11488-4', '34133-9'] as const;
export const depositors = ['logiciel-a', 'logiciel-b'] as const;

/** All that is kept, at random: a record with some resources of each type, the shared ones, and a smaller record of another person. */
export function storesOn(shelf: Shelf): Arbitrary<readonly Stored[]> {
  const resources = resourcesOn(shelf);
  const some = (type: string, of: RecordId | undefined, most: number): Arbitrary<readonly Stored[]> =>
    fc
      .subarray([...idsOf(type, of)], { minLength: 1, maxLength: Math.min(most, idsOf(type, of).length) })
      .chain((ids) => fc.tuple(...ids.map((id) => stored(resources(type), type, id, of))));
  const groups = types.flatMap((type) =>
    sharedTypes.includes(type) ? [some(type, undefined, 6)] : [some(type, record, 16), some(type, otherRecord, 1)],
  );
  return fc.tuple(...groups).map((all) => all.flat());
}

function stored(content: Arbitrary<Json>, type: string, id: string, of: RecordId | undefined): Arbitrary<Stored> {
  return fc
    .record({
      content,
      updatedAt: fc.constantFrom('2020-01-31T23:59:59.999Z', '2020-02-01T00:00:00.000Z', '2020-02-29T12:00:00.000Z'),
      authors: fc.subarray([...authors]),
      depositor: fc.constantFrom(...depositors),
      hiddenFromProfessionals: fc.boolean(),
      hiddenFromPatient: fc.boolean(),
      hiddenFromRepresentatives: fc.boolean(),
      documentType: fc.constantFrom(...documentTypes, null),
    })
    .map(({ content: { meta, ...rest }, updatedAt, ...row }) => ({
      ...row,
      json: { ...rest, id, meta: { ...(meta as Json | undefined), lastUpdated: updatedAt } },
      record: of,
      n: numberOf(type, id),
      updatedAt: new Date(updatedAt),
    }));
}
