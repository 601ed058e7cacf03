import type { Store } from '#store';
import { bundleOf } from './bundle.ts';
import type { Picked } from './pick.ts';
import { badName, unknownSpecification } from './refusals.ts';
import { allSpecifications, dropSpecification, packedSpecifications, putSpecification } from './specifications.sql.ts';
import type { LoadedSpecification } from './specifications.ts';

/** What operators load, kept in the database; the servers of the database hear of each change. */
export interface KeptSpecifications {
  /**
   * Keeps these files under a name, in place of what was there under it in whatever version. The same again changes nothing.
   * Gives what was replaced. Refuses `specifications.bad-name`.
   */
  load(
    name: string,
    version: string,
    picked: Picked,
    at: Date,
  ): Promise<{ readonly changed: boolean; readonly replaced?: string }>;
  /** Of any version when none is given. Refuses `specifications.unknown`. */
  remove(name: string, version?: string): Promise<void>;
  /** In the order in which they were loaded. */
  list(): Promise<readonly KeptSpecification[]>;
  /** Of those named the packed files, as `filesOf` reads them. */
  packed(names: readonly string[]): Promise<ReadonlyMap<string, { readonly digest: string; readonly packed: Uint8Array }>>;
}

export interface KeptSpecification extends LoadedSpecification {
  readonly digest: string;
  readonly loadedAt: Date;
}

/** Where a change is told to every server of the database. */
export const channel = 'socle_specifications';

interface Row {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly schemas: number;
  readonly schematrons: number;
  readonly lists: number;
  readonly loaded_at: Date;
}

export function openKept(store: Store): KeptSpecifications {
  const list = async (): Promise<readonly KeptSpecification[]> =>
    (await store.query<Row>(allSpecifications)).map(({ loaded_at: loadedAt, ...rest }) => ({ ...rest, loadedAt }));
  return {
    list,
    async load(name, version, { files, schemas, schematrons, lists }, at) {
      checkName(name, version);
      const before = (await list()).find((one) => one.name === name);
      const { digest, packed } = bundleOf(files);
      const put = await store.query(putSpecification, [name, version, digest, schemas, schematrons, lists, at, packed]);
      if (put.length > 0) await store.outbox.hint(channel, name);
      const other = before !== undefined && before.version !== version ? before.version : undefined;
      return { changed: put.length > 0, ...(other === undefined ? {} : { replaced: other }) };
    },
    async remove(name, version) {
      const gone = await store.query(dropSpecification, [name, version ?? null]);
      if (gone.length === 0) throw unknownSpecification(version === undefined ? name : `${name}#${version}`);
      await store.outbox.hint(channel, name);
    },
    async packed(names) {
      const rows = await store.query<{ name: string; digest: string; packed: Uint8Array }>(packedSpecifications, [names]);
      return new Map(rows.map(({ name, ...rest }) => [name, rest]));
    },
  };
}

const nameShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const versionShape = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

function checkName(name: string, version: string): void {
  if (!nameShape.test(name) || !versionShape.test(version)) throw badName();
}
