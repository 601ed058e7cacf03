import type { Json } from '../../json.ts';
import { type Walk, walkOf } from '../expression/walk.ts';
import type { Column } from '../parameters/columns.ts';
import type { Part, Source, UnitKind } from '../parameters/units.ts';
import { engineOf } from './engine.ts';
import { hashed, identifiers, type Kind, kindOf, typed } from './kind.ts';
import type { Home } from './reference.ts';

/** Puts what one column holds of a resource into its keys; nothing when the resource has none of it. */
export type WriteColumn = (resource: Json, home: Home, keys: Record<string, unknown>) => void;

/** Beside the references of a column: the identifiers of what they lead to. */
export const identifierKey = (key: string): string => `${key}@`;
/** Beside the identifiers of a column: the same under their types. */
export const typedKey = (key: string): string => `${key}^`;

export function writerOf({ key, kind, units }: Column): WriteColumn {
  const sources = units.map(({ source }) => source);
  const main = listWriter(key, kind === 'profile' ? hashed : kindOf(kind), sources, true);
  if (kind === 'reference') return both(main, listWriter(identifierKey(key), identifiers, sources, false));
  if (kind === 'token' && sources.some((source) => source.by === 'path' && source.path.type === 'Identifier'))
    return both(main, listWriter(typedKey(key), typed, sources, false));
  return main;
}

function both(first: WriteColumn, second: WriteColumn): WriteColumn {
  return (resource, home, keys) => {
    first(resource, home, keys);
    second(resource, home, keys);
  };
}

/** With `presence`, an element that is there but has nothing to search leaves an empty list: it is not missing. */
function listWriter(key: string, kind: Kind, sources: readonly Source[], presence: boolean): WriteColumn {
  const readers = sources.map((source) => readerOf(kind, source));
  return (resource, home, keys) => {
    const found: unknown[] = [];
    let present = false;
    for (const read of readers) present = read(resource, resource, home, found) || present;
    if (found.length > 0 || (present && presence)) keys[key] = shortest(kind.list(found, home), home);
  };
}

/** A text alone needs no list around it, which would make the keys of a document a quarter longer; the index on shared resources wants it. */
function shortest(list: readonly unknown[], { hex }: Home): unknown {
  return hex !== undefined && list.length === 1 && typeof list[0] === 'string' ? list[0] : list;
}

/** Adds values; tells whether there was anything, searchable or not. */
type Read = (node: unknown, resource: Json, home: Home, into: unknown[]) => boolean;

function readerOf(kind: Kind, source: Source): Read {
  switch (source.by) {
    case 'path':
      return pathReader(kind, walkOf(source.path), source.path.type);
    case 'engine':
      return engineReader(kind, source.expression);
    case 'parts':
      return partsReader(walkOf(source.around), source.parts);
  }
}

function pathReader({ valuesOf }: Kind, walk: Walk, type: string): Read {
  const values = valuesOf(type);
  return (node, resource, home, into) => {
    const found: unknown[] = [];
    walk(node, resource, found);
    if (values !== undefined) for (const one of found) values(one, into, resource, home);
    return found.length > 0;
  };
}

/** An expression that fails on a resource finds nothing in it: what somebody defined must not refuse what others write. */
function engineReader({ valuesOf }: Kind, expression: string): Read {
  const evaluate = engineOf(expression);
  return (_, resource, home, into) => {
    const found = attempt(() => evaluate(resource)) ?? [];
    for (const { value, type } of found) valuesOf(type)?.(value, into, resource, home);
    return found.length > 0;
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** One list for each element, in it one list for each part; an element that lacks a part can match nothing. */
function partsReader(around: Walk, parts: readonly Part[]): Read {
  const readers = parts.map(({ kind: name, paths }) => {
    const kind = kindOf(name as Exclude<UnitKind, 'profile'>);
    return { kind, reads: paths.map((path) => pathReader(kind, walkOf(path), path.type)) };
  });
  return (node, resource, home, into) => {
    const elements: unknown[] = [];
    around(node, resource, elements);
    for (const element of elements) {
      const tuple = readers.map(({ kind, reads }) => {
        const values: unknown[] = [];
        for (const read of reads) read(element, resource, home, values);
        return kind.list(values, home);
      });
      if (tuple.every((values) => values.length > 0)) into.push(tuple);
    }
    return elements.length > 0;
  };
}
