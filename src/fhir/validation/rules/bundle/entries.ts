import { isObject, type Json, text } from '../../../json.ts';
import { indexed } from '../elements.ts';
import { addressOf } from '../references.ts';

/** One entry of a Bundle as the rules see it. */
export interface Entry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly resource: Json | undefined;
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly element: Json;
}

/** The entries of a Bundle and the ways to find one from a reference. */
export interface Entries {
  readonly all: readonly Entry[];
  /** Where a reference in that entry leads: every entry that fits. */
  resolve(reference: string, from: Entry): readonly Entry[];
  /** Those of that `Type/id`, whatever their fullUrl. */
  named(type: string, id: string): readonly Entry[];
}

const known = new WeakMap<Json, Entries>();

/**
 * The entries of a Bundle, read once for each. A reference is resolved as FHIR R4 §2.36.4.1 says: an absolute one is a fullUrl; a relative one
 * is completed with the base of the fullUrl of the entry in which it stands, when that is the address of its resource on a RESTful
 * server; a version must be that of `meta.versionId`.
 */
export function entriesOf(bundle: Json): Entries {
  const made = known.get(bundle) ?? read(bundle);
  known.set(bundle, made);
  return made;
}

function read(bundle: Json): Entries {
  const all = indexed(bundle.entry).map(([index, element]) => entryOf(index, element));
  const byUrl = groupBy(all, ({ fullUrl }) => fullUrl);
  const byName = groupBy(all, ({ type, id }) => (type === undefined || id === undefined ? undefined : `${type}/${id}`));
  return {
    all,
    named: (type, id) => byName.get(`${type}/${id}`) ?? [],
    resolve(reference, from) {
      const [plain = ''] = reference.split('#');
      const target = addressOf(plain);
      const whole = byUrl.get(plain);
      if (whole !== undefined && target?.base !== '') return whole;
      if (target === undefined) return [];
      const base = target.base === '' ? baseOf(from) : target.base;
      if (base === undefined) return [];
      const found = byUrl.get(`${base}${target.type}/${target.id}`) ?? [];
      return target.version === undefined ? found : found.filter(({ resource }) => versionOf(resource) === target.version);
    },
  };
}

function entryOf(index: number, element: Json): Entry {
  const resource = isObject(element.resource) ? element.resource : undefined;
  return {
    index,
    element,
    resource,
    fullUrl: text(element.fullUrl),
    type: text(resource?.resourceType),
    id: text(resource?.id),
  };
}

function groupBy(entries: readonly Entry[], key: (entry: Entry) => string | undefined): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = key(entry);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** The base of a RESTful fullUrl that agrees with its resource; undefined when the fullUrl says nothing of a base. */
function baseOf({ fullUrl, type, id }: Entry): string | undefined {
  const own = fullUrl === undefined ? undefined : addressOf(fullUrl);
  return own !== undefined && own.type === type && own.id === id ? own.base : undefined;
}

const versionOf = (resource: Json | undefined): unknown => (isObject(resource?.meta) ? resource.meta.versionId : undefined);
