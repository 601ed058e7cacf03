import { baseShelf } from './base.ts';
import { compareVersions } from './canonical.ts';
import { canonicalOf, catalogueOf, type Entry, entryOf } from './catalogue.ts';
import { isKind, type Json, type Shelf } from './shelf.ts';

/**
 * A shelf with these resources on top of another (the base one unless told), for tests and for tools. A resource replaces one of the
 * same url and version; resources without url or of other kinds are left aside.
 */
export function shelfWith(resources: readonly Json[], base: Shelf = baseShelf()): Shelf {
  const added = catalogueOf(resources.flatMap((resource) => entriesOf(resource)));
  return {
    get generation() {
      return base.generation;
    },
    list(kind) {
      const own = added.entries(kind).map((entry) => entry.canonical);
      const replaced = new Set(own.map(({ url, version }) => `${url}|${version ?? ''}`));
      return [...base.list(kind).filter(({ url, version }) => !replaced.has(`${url}|${version ?? ''}`)), ...own];
    },
    find(kind, canonical) {
      const own = added.find(kind, canonical);
      const below = base.find(kind, canonical);
      if (own === undefined || below === undefined) return own ?? below;
      return compareVersions(versionOf(own), versionOf(below)) < 0 ? below : own;
    },
  };
}

const versionOf = ({ version }: Json): string | undefined => (typeof version === 'string' ? version : undefined);

function entriesOf(resource: Json): Entry[] {
  const canonical = canonicalOf(resource, 'here#0');
  if (canonical === undefined || !isKind(resource.resourceType)) return [];
  return [entryOf(resource.resourceType, canonical, () => resource)];
}
