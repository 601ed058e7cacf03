import { createHash } from 'node:crypto';
import { Refusal } from '#kernel';
import type { Store } from '#store';
import { canonicalOf } from './catalogue.ts';
import { allPackages, dropPackage, dropResources, putPackage, putResources } from './packages.sql.ts';
import { isKind, type Json, type Kind } from './shelf.ts';
import { trim } from './trim.ts';

/** A package that an operator loaded. */
export interface LoadedPackage {
  readonly name: string;
  readonly version: string;
  /** How many conformance resources the shelf took from it. */
  readonly resources: number;
  readonly loadedAt: Date;
}

/** What operators load, kept in the database; the servers of the database hear of each change. */
export interface Packages {
  /**
   * Keeps the conformance resources among these, trimmed, in place of those of the same package and version. The same contents again
   * change nothing. Gives what is kept. Refuses `packages.empty`, `packages.malformed` and `packages.bad-name`.
   */
  load(name: string, version: string, resources: readonly Json[], at: Date): Promise<LoadedPackage>;
  /** Refuses `packages.unknown`. */
  remove(name: string, version: string): Promise<void>;
  /** In the order in which they were loaded. */
  list(): Promise<readonly LoadedPackage[]>;
}

/** Where a change is told to every server of the database. */
export const channel = 'socle_packages';

export function openPackages(store: Store): Packages {
  return {
    async load(name, version, resources, at) {
      checkName(name, version);
      const rows = rowsOf(resources, `${name}#${version}`);
      const digest = digestOf(rows);
      const changed = await store.transaction(async (tx) => {
        const put = await tx.query(putPackage, [name, version, digest, rows.length, at]);
        if (put.length === 0) return false;
        tx.write(dropResources, [name, version]);
        for (const some of portions(rows)) {
          const column = (key: keyof Row) => some.map((row) => row[key] ?? null);
          await tx.query(putResources, [name, version, ...columns.map(column)]);
        }
        return true;
      });
      if (changed) await store.outbox.hint(channel, `${name}#${version}`);
      const kept = (await this.list()).find((one) => one.name === name && one.version === version);
      return kept ?? { name, version, resources: rows.length, loadedAt: at };
    },
    async remove(name, version) {
      const gone = await store.transaction(async (tx) => {
        const dropped = await tx.query(dropPackage, [name, version]);
        tx.write(dropResources, [name, version]);
        return dropped.length > 0;
      });
      if (!gone) throw unknownPackage(name, version);
      await store.outbox.hint(channel, `${name}#${version}`);
    },
    async list() {
      const rows = await store.query<{ name: string; version: string; resources: number; loaded_at: Date }>(allPackages);
      return rows.map(({ name, version, resources, loaded_at: loadedAt }) => ({ name, version, resources, loadedAt }));
    },
  };
}

interface Row {
  readonly kind: Kind;
  readonly url: string;
  readonly version: string;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}
const columns = ['kind', 'url', 'version', 'name', 'type', 'body'] as const;

/** One row for each canonical address, the last one given; sorted, so that the same contents have the same digest. */
function rowsOf(resources: readonly Json[], from: string): Row[] {
  const rows = new Map<string, Row>();
  for (const resource of resources) {
    const kind = resource.resourceType;
    const canonical = canonicalOf(resource, from);
    if (!isKind(kind) || canonical === undefined) continue;
    const { url, version = '', name, type } = canonical;
    rows.set(`${kind} ${url} ${version}`, { kind, url, version, name, type, body: bodyOf(kind, resource, url) });
  }
  if (rows.size === 0) {
    throw new Refusal('packages.empty', {
      fr: 'Ce paquet ne contient aucune ressource de conformité (StructureDefinition, ValueSet, CodeSystem…) ayant une url.',
      en: 'This package holds no conformance resource (StructureDefinition, ValueSet, CodeSystem…) that has a url.',
    });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function bodyOf(kind: Kind, resource: Json, url: string): string {
  try {
    // PostgreSQL keeps no U+0000 in a text.
    const body = JSON.stringify(trim(kind, resource));
    if (!body.includes('\\u0000')) return body;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // nested beyond the stack
  }
  throw new Refusal(
    'packages.malformed',
    {
      fr: 'Une ressource du paquet est imbriquée trop profondément ou contient un caractère nul : corrigez-la avant de charger le paquet.',
      en: 'A resource of the package is nested too deep or holds a null character: correct it before loading the package.',
    },
    { at: url },
  );
}

function digestOf(rows: readonly Row[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(row.body).update('\n');
  return hash.digest('hex');
}

/** So that no statement carries more than a few megabytes. */
function* portions(rows: readonly Row[]): Iterable<readonly Row[]> {
  let some: Row[] = [];
  let length = 0;
  for (const row of rows) {
    some.push(row);
    length += row.body.length;
    if (length < 4_000_000) continue;
    yield some;
    some = [];
    length = 0;
  }
  if (some.length > 0) yield some;
}

const nameShape = /^[A-Za-z0-9@][A-Za-z0-9@/._-]{0,127}$/;
const versionShape = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/** Refuses `packages.bad-name`. */
export function checkName(name: string, version: string): void {
  if (nameShape.test(name) && versionShape.test(version)) return;
  throw new Refusal('packages.bad-name', {
    fr: 'Le nom ou la version du paquet n’est pas de la forme attendue : lettres, chiffres, point, tiret (nom d’au plus 128 caractères, version d’au plus 64).',
    en: 'The name or version of the package is not of the expected form: letters, digits, dot, hyphen (name of at most 128 characters, version of at most 64).',
  });
}

function unknownPackage(name: string, version: string): Refusal {
  return new Refusal('packages.unknown', {
    fr: `Aucun paquet ${name}#${version} n’est chargé ; « socle terminology list » donne ceux qui le sont.`,
    en: `No package ${name}#${version} is loaded; “socle terminology list” tells those that are.`,
  });
}
