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
}

const known = new WeakMap<Shelf, Added>();

/** The addresses of the definitions that do not come with R4. */
export function addedUrls(shelf: Shelf): ReadonlySet<string> {
  const before = known.get(shelf);
  if (before?.generation === shelf.generation) return before.urls;
  const added = shelf.list('SearchParameter').filter((one) => !isCore(one.package));
  const urls = new Set(added.map(({ url }) => url));
  known.set(shelf, { generation: shelf.generation, urls });
  return urls;
}

/** By type, the marks of its added parameters; types without any are left out. `Resource` stands for a search of several types. */
export function addedByType({ shelf, parameters }: Definitions): ReadonlyMap<string, readonly string[]> {
  const urls = addedUrls(shelf);
  if (urls.size === 0) return new Map();
  const all = ['Resource', ...parameters.model.resources].map((type): readonly [string, readonly string[]] => {
    const added = [...parameters.of(type).values()].filter(({ url }) => urls.has(url));
    return [type, added.map(markOf).sort()];
  });
  return new Map(all.filter(([, marks]) => marks.length > 0));
}

/** The same as long as the parameter takes the same from a resource. */
export function markOf({ url, code, type, expression, components }: Parameter): string {
  const parts = components.map((part) => [part.code, part.type, part.columns]);
  return createHash('sha256')
    .update(JSON.stringify([url, code, type, expression, parts]))
    .digest('base64url')
    .slice(0, 12);
}
