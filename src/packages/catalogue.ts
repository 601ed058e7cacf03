import { compareVersions, splitCanonical, versionFits } from './canonical.ts';
import type { Canonical, Json, Kind } from './shelf.ts';

/** One resource that can be had: what is known of it, and how to get it. */
export interface Entry {
  readonly kind: Kind;
  readonly canonical: Canonical;
  read(): Json;
}

/** Entries found by canonical address; each read once. */
export interface Catalogue {
  find(kind: Kind, canonical: string): Json | undefined;
  entries(kind: Kind): readonly Entry[];
}

/** Later entries replace earlier ones of the same url and version. */
export function catalogueOf(entries: Iterable<Entry>): Catalogue {
  const byKind = new Map<Kind, Map<string, Entry[]>>();
  for (const entry of entries) {
    const byUrl = byKind.get(entry.kind) ?? new Map<string, Entry[]>();
    byKind.set(entry.kind, byUrl);
    const others = byUrl.get(entry.canonical.url);
    if (others === undefined) byUrl.set(entry.canonical.url, [entry]);
    else others.push(entry);
  }
  for (const byUrl of byKind.values()) {
    for (const [url, versions] of byUrl) if (versions.length > 1) byUrl.set(url, newestFirst(versions));
  }
  return {
    find(kind, canonical) {
      const byUrl = byKind.get(kind);
      // A few urls of HL7's v2 tables have a bar of their own.
      const whole = byUrl?.get(canonical);
      if (whole !== undefined) return whole[0]?.read();
      const { url, version } = splitCanonical(canonical);
      const versions = byUrl?.get(url);
      return (
        version === undefined ? versions?.[0] : versions?.find((one) => versionFits(version, one.canonical.version))
      )?.read();
    },
    entries: (kind) => [...(byKind.get(kind)?.values() ?? [])].flat(),
  };
}

function newestFirst(versions: readonly Entry[]): Entry[] {
  const last = new Map(versions.map((entry) => [entry.canonical.version, entry]));
  return [...last.values()].sort((a, b) => compareVersions(b.canonical.version, a.canonical.version));
}

/** An entry over a reader that runs once and is let go. */
export function entryOf(kind: Kind, canonical: Canonical, parse: () => Json): Entry {
  let source: (() => Json) | undefined = parse;
  let parsed: Json = {};
  const read = (): Json => {
    if (source !== undefined) {
      parsed = source();
      source = undefined;
    }
    return parsed;
  };
  return { kind, canonical, read };
}

/** What is known of a resource, from the resource; undefined when it has no url or is of no kind that a shelf holds. */
export function canonicalOf(resource: Json, from: string): Canonical | undefined {
  const { url, version, name, type } = resource;
  if (typeof url !== 'string' || url === '') return undefined;
  return {
    url,
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(resource.resourceType === 'StructureDefinition' && typeof type === 'string' ? { type } : {}),
    package: from,
  };
}
