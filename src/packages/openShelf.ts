import type { Store } from '#store';
import { baseCatalogue } from './base.ts';
import { type Catalogue, catalogueOf, type Entry, entryOf } from './catalogue.ts';
import { allPackages, resourcesOf } from './packages.sql.ts';
import { channel, openPackages, type Packages } from './packages.ts';
import { type Canonical, type Kind, kinds, type Shelf } from './shelf.ts';

/** The base definitions and what operators loaded into the database, as it is now. */
export interface LoadedShelf extends Shelf {
  /** As {@link Packages.load}; this shelf has it when the promise is kept, the other servers a moment later. */
  readonly load: Packages['load'];
  readonly remove: Packages['remove'];
  readonly packages: Packages['list'];
  /** Called after each change of the content, wherever it came from. */
  onChange(heard: () => void): void;
  close(): Promise<void>;
}

/** A command that loads many packages tells each: what is compiled is let go once for all of them. */
const gatherMs = 50;

/**
 * Opens the shelf of a server and keeps it up to date: a change made by any process of the database is heard by NOTIFY and read, only
 * the packages that changed; a reader sees the contents before or after, never half. Of two packages that hold the same url and
 * version, the one loaded last counts. Refuses `packages.no-definitions`.
 */
export async function openShelf(store: Store, log: (line: string) => void = () => undefined): Promise<LoadedShelf> {
  const base = kinds.flatMap((kind) => baseCatalogue().entries(kind));
  const packages = openPackages(store);
  const heard: (() => void)[] = [];
  let loaded: ReadonlyMap<string, readonly Entry[]> = new Map();
  let catalogue: Catalogue = baseCatalogue();
  let generation = 1;
  let reading: Promise<void> = Promise.resolve();

  const read = async (): Promise<void> => {
    const there = await store.query<PackageRow>(allPackages);
    if (sameKeys(there.map(keyOf), [...loaded.keys()])) return;
    const fresh = await entriesOf(
      store,
      there.filter((one) => !loaded.has(keyOf(one))),
    );
    loaded = new Map(there.map((one) => [keyOf(one), loaded.get(keyOf(one)) ?? fresh.get(nameOf(one)) ?? []]));
    catalogue = catalogueOf([...base, ...[...loaded.values()].flat()]);
    generation += 1;
    for (const tell of heard) tell();
  };
  /** One at a time; whoever asks while one is under way gets the next, which sees what they saw. */
  let next: Promise<void> | undefined;
  const refresh = (): Promise<void> => {
    next ??= reading
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        reading = read();
        return reading;
      });
    return next;
  };

  let soon: NodeJS.Timeout | undefined;
  const silence = await store.listen(channel, () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      refresh().catch((error: unknown) => log(`packages: the loaded packages cannot be read (${String(error)})`));
    }, gatherMs);
  });
  await refresh();
  return {
    get generation() {
      return generation;
    },
    find: (kind, canonical) => catalogue.find(kind, canonical),
    list: (kind) => catalogue.entries(kind).map((entry) => entry.canonical),
    load: async (...what) => {
      const kept = await packages.load(...what);
      await refresh();
      return kept;
    },
    remove: async (...what) => {
      await packages.remove(...what);
      await refresh();
    },
    packages: packages.list,
    onChange: (tell) => void heard.push(tell),
    close: async () => {
      await silence();
      clearTimeout(soon);
      await reading.catch(() => undefined);
    },
  };
}

interface PackageRow {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

const nameOf = ({ name, version }: PackageRow): string => `${name}#${version}`;
const keyOf = (one: PackageRow): string => `${nameOf(one)} ${one.digest}`;

interface ResourceRow {
  readonly package: string;
  readonly package_version: string;
  readonly kind: Kind;
  readonly url: string;
  readonly version: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly body: string;
}

/** By `name#version`. */
async function entriesOf(store: Store, packages: readonly PackageRow[]): Promise<ReadonlyMap<string, readonly Entry[]>> {
  if (packages.length === 0) return new Map();
  const rows = await store.query<ResourceRow>(resourcesOf, [
    packages.map(({ name }) => name),
    packages.map(({ version }) => version),
  ]);
  const entries = rows.map(({ package: from, package_version: fromVersion, kind, url, version, name, type, body }) => {
    const canonical: Canonical = {
      url,
      ...(version === '' ? {} : { version }),
      ...(name === null ? {} : { name }),
      ...(type === null ? {} : { type }),
      package: `${from}#${fromVersion}`,
    };
    return entryOf(kind, canonical, () => JSON.parse(body));
  });
  return Map.groupBy(entries, ({ canonical }) => canonical.package);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}
