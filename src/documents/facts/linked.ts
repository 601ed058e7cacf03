type Value = unknown;

/** The same value with each `reference` that the map knows replaced. What holds none is given back as it is. */
export function linked<T>(value: T, map: ReadonlyMap<string, string>): T {
  return changed(value, (reference) => map.get(reference) ?? reference) as T;
}

/** The same value without the references to what is gone: a reference to it alone is left out, in a list too. */
export function withoutReferences<T>(value: T, gone: ReadonlySet<string>): T {
  return changed(value, (reference) => (gone.has(reference) ? undefined : reference)) as T;
}

/** Undefined for a Reference that leads nowhere any more. */
function changed(value: Value, of: (reference: string) => string | undefined): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return changedList(value, of);
  const before = value as Readonly<Record<string, Value>>;
  let after: Record<string, Value> | undefined;
  for (const name in before) {
    const inner = before[name];
    const next = name === 'reference' && typeof inner === 'string' ? of(inner) : changed(inner, of);
    if (next === inner) continue;
    if (next === undefined && name === 'reference') return undefined;
    after ??= { ...before };
    if (next === undefined) delete after[name];
    else after[name] = next;
  }
  return after ?? before;
}

function changedList(list: readonly Value[], of: (reference: string) => string | undefined): readonly Value[] | undefined {
  const next = list.map((item) => changed(item, of));
  if (next.every((item, index) => item === list[index])) return list;
  const kept = next.filter((item) => item !== undefined);
  return kept.length === 0 ? undefined : kept;
}
