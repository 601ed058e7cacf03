import { createHash } from 'node:crypto';
import type { Shelf } from '#packages';
import { isCore, type Parameter, type Parameters } from '../../search/index.ts';

/** What tells which search parameters were added to those of R4. */
export interface Definitions {
  readonly shelf: Shelf;
  readonly parameters: Parameters;
}

interface Added {
  readonly generation: number;
  readonly urls: ReadonlySet<string>;
  /** The types that they are for. */
  readonly bases: ReadonlySet<string>;
}

const known = new WeakMap<Shelf, Added>();

function addedOn(shelf: Shelf): Added {
  const before = known.get(shelf);
  if (before?.generation === shelf.generation) return before;
  const urls = new Set(
    shelf
      .list('SearchParameter')
      .filter((one) => !isCore(one.package))
      .map(({ url }) => url),
  );
  const bases = [...urls].flatMap((url) => {
    const base = shelf.find('SearchParameter', url)?.base;
    return Array.isArray(base) ? base.map(String) : [];
  });
  const found = { generation: shelf.generation, urls, bases: new Set(bases) };
  known.set(shelf, found);
  return found;
}

/** The addresses of the definitions that do not come with R4. */
export const addedUrls = (shelf: Shelf): ReadonlySet<string> => addedOn(shelf).urls;

/** By type, its added parameters; types without any are left out. `Resource` stands for a search of several types. */
export function addedParameters({ shelf, parameters }: Definitions): ReadonlyMap<string, readonly Parameter[]> {
  const { urls, bases } = addedOn(shelf);
  const everywhere = bases.has('Resource') || bases.has('DomainResource');
  const types = everywhere ? ['Resource', ...parameters.model.resources] : [...bases];
  const all = types.map((type): readonly [string, readonly Parameter[]] => [
    type,
    [...parameters.of(type).values()].filter(({ url }) => urls.has(url)),
  ]);
  return new Map(all.filter(([, added]) => added.length > 0));
}

/** The same with the marks alone. */
export function addedByType(definitions: Definitions): ReadonlyMap<string, readonly string[]> {
  return new Map([...addedParameters(definitions)].map(([type, added]) => [type, added.map(markOf).sort()]));
}

/** The same as long as the parameter takes the same from a resource. */
export function markOf({ url, code, type, expression, components }: Parameter): string {
  const parts = components.map((part) => [part.code, part.type, part.columns]);
  return createHash('sha256')
    .update(JSON.stringify([url, code, type, expression, parts]))
    .digest('base64url')
    .slice(0, 12);
}
