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
    const next = new Map<string, readonly Entry[]>();
    for (const one of await store.query<PackageRow>(allPackages)) {
      const key = `${one.name}#${one.version} ${one.digest}`;
      next.set(key, loaded.get(key) ?? (await entriesOf(store, one)));
    }
    if (sameKeys(next, loaded)) return;
    loaded = next;
    catalogue = catalogueOf([...base, ...[...next.values()].flat()]);
    generation += 1;
    for (const tell of heard) tell();
  };
  /** One at a time, and a change that comes during a reading is read after it. */
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  };

  const silence = await store.listen(channel, () => {
    refresh().catch((error: unknown) => log(`packages: the loaded packages cannot be read (${String(error)})`));
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
      await reading.catch(() => undefined);
    },
  };
}

interface PackageRow {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

interface ResourceRow {
  readonly kind: Kind;
  readonly url: string;
  readonly version: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly body: string;
}

async function entriesOf(store: Store, one: PackageRow): Promise<readonly Entry[]> {
  const rows = await store.query<ResourceRow>(resourcesOf, [one.name, one.version]);
  return rows.map(({ kind, url, version, name, type, body }) => {
    const canonical: Canonical = {
      url,
      ...(version === '' ? {} : { version }),
      ...(name === null ? {} : { name }),
      ...(type === null ? {} : { type }),
      package: `${one.name}#${one.version}`,
    };
    return entryOf(kind, canonical, () => JSON.parse(body));
  });
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  const [left, right] = [[...a.keys()], [...b.keys()]];
  return left.length === right.length && left.every((key, i) => key === right[i]);
}
