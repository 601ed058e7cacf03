import { baseShelf, type Json, type Shelf } from '#packages';
import { type Codes, codesOn } from './codes.ts';
import { type Definitions, definitionsOn } from './definitions.ts';

/** All that one who asks may see, in a list. */
export interface World {
  readonly resources: readonly Json[];
  readonly definitions: Definitions;
  readonly codes: Codes;
  /** Address of the server's FHIR root, without a slash at its end: what begins with it is ours. */
  readonly base: string;
  readonly now: Date;
}

export function worldOf(resources: readonly Json[], options: { shelf?: Shelf; base?: string; now?: Date } = {}): World {
  const shelf = options.shelf ?? baseShelf();
  return {
    resources,
    definitions: definitionsOn(shelf),
    codes: codesOn(shelf),
    base: options.base ?? 'https://socle.example/fhir',
    now: options.now ?? new Date('2026-06-01T00:00:00Z'),
  };
}

/** Resources of a type, or of several with commas. */
export function ofType(world: World, type: string): readonly Json[] {
  return world.resources.filter(({ resourceType }) => type.split(',').includes(String(resourceType)));
}

/** `Observation/1`, the name under which others refer to it. */
export function nameOf({ resourceType, id }: Json): string {
  return `${resourceType}/${id}`;
}
