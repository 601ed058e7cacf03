import type { Json } from '../../json.ts';
import { type Walk, walkOf } from '../expression/walk.ts';
import type { Column } from '../parameters/columns.ts';
import type { ParameterType } from '../parameters/parameter.ts';
import type { Part, Source } from '../parameters/units.ts';
import { engineOf } from './engine.ts';
import { type Kind, kindOf } from './kind.ts';

/** Puts what one column holds of a resource into its keys; nothing when the resource has none of it. `base` is this server's FHIR address. */
export type WriteColumn = (resource: Json, base: string, keys: Record<string, unknown>) => void;

export function writerOf({ key, kind: name, sources }: Column): WriteColumn {
  const kind = kindOf(name);
  const readers = sources.map((source) => readerOf(name, source));
  return (resource, base, keys) => {
    const found: unknown[] = [];
    let present = false;
    for (const read of readers) present = read(resource, resource, base, found) || present;
    if (present) kind.write(key, found, keys);
  };
}

/** Adds values; tells whether there was anything, searchable or not: an element that is there is not missing. */
type Read = (node: unknown, resource: Json, base: string, into: unknown[]) => boolean;

function readerOf(name: ParameterType, source: Source): Read {
  switch (source.by) {
    case 'path':
      return pathReader(kindOf(name), walkOf(source.path), source.path.type);
    case 'engine':
      return engineReader(kindOf(name), source.expression);
    case 'parts':
      return partsReader(walkOf(source.around), source.parts);
  }
}

function pathReader({ valuesOf }: Kind, walk: Walk, type: string): Read {
  const values = valuesOf(type);
  return (node, resource, base, into) => {
    const found: unknown[] = [];
    walk(node, resource, found);
    if (values !== undefined) for (const one of found) values(one, into, resource, base);
    return found.length > 0;
  };
}

function engineReader({ valuesOf }: Kind, expression: string): Read {
  const evaluate = engineOf(expression);
  return (_, resource, base, into) => {
    const found = evaluate(resource);
    for (const { value, type } of found) valuesOf(type)?.(value, into, resource, base);
    return found.length > 0;
  };
}

/** One list for each element, in it one list for each part; an element that lacks a part can match nothing. */
function partsReader(around: Walk, parts: readonly Part[]): Read {
  const readers = parts.map(({ kind, paths }) => paths.map((path) => pathReader(kindOf(kind), walkOf(path), path.type)));
  return (node, resource, base, into) => {
    const elements: unknown[] = [];
    around(node, resource, elements);
    for (const element of elements) {
      const tuple = readers.map((read) => {
        const values: unknown[] = [];
        for (const one of read) one(element, resource, base, values);
        return values;
      });
      if (tuple.every((values) => values.length > 0)) into.push(tuple);
    }
    return elements.length > 0;
  };
}
