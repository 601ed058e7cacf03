import type { Json } from '#packages';
import { targetsOf } from '../oracle/references.ts';
import type { World } from '../oracle/world.ts';
import { types } from './words.ts';

/** One resource refers to another by a search parameter; or could, by the parameter's definition. */
export interface Edge {
  /** The type that refers, and the code of its parameter. */
  readonly from: string;
  readonly code: string;
  readonly to: string;
  /** Of the resource that refers; undefined for what could be. */
  readonly id: string | undefined;
}

const ours: readonly string[] = types;

/** Every way in which a resource of these types may refer to one of them. */
export function possibleEdges(world: World): readonly Edge[] {
  return ours.flatMap((from) =>
    [...world.definitions(from).values()]
      .filter(({ type }) => type === 'reference')
      .flatMap(({ code, targets }) => targets.filter((to) => ours.includes(to)).map((to) => ({ from, code, to, id: undefined }))),
  );
}

/** Those that are there, one for each pair of resources. */
export function actualEdges(world: World): readonly Edge[] {
  return world.resources.flatMap((resource) => {
    const from = String(resource.resourceType);
    return [...world.definitions(from).values()]
      .filter(({ type }) => type === 'reference')
      .flatMap((definition) =>
        targetsOf(resource, definition, world).map((to) => ({
          from,
          code: definition.code,
          to: typeOf(to),
          id: String(resource.id),
        })),
      );
  });
}

const typeOf = ({ resourceType }: Json): string => String(resourceType);
