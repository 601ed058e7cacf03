import { isObject, type Json, objects, text } from '../json.ts';

/**
 * An element of a base with what a differential says of it. Invariants are added to those of the base, which stay; a value of a kind that
 * stands once (`fixed[x]`, `pattern[x]`) takes the place of the other type's; everything else said replaces. Source: FHIR R4 §5.1.0.
 */
export function merged(base: Json, said: Json): Json {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(said)) {
    if (unsaid.has(key)) continue;
    if (key === 'constraint') result.constraint = constraints(base, said);
    else if (key === 'condition') result.condition = [...new Set([...list(base.condition), ...list(value)])];
    else if (key === 'extension') result.extension = extensions(base, said);
    else if (key === 'slicing')
      result.slicing = { ...(isObject(base.slicing) ? base.slicing : {}), ...(isObject(value) ? value : {}) };
    else if (key === 'binding') result.binding = binding(base.binding, value);
    else {
      const kind = once.find((names) => names.test(key));
      if (kind !== undefined) dropOthers(result, kind, said);
      result[key] = value;
    }
  }
  return result;
}

/** Of each of these kinds one value stands, under a name that ends in its type; a value is fixed or follows a pattern. */
const once = [/^_?(fixed|pattern)[A-Z]/, /^_?minValue[A-Z]/, /^_?maxValue[A-Z]/, /^_?defaultValue[A-Z]/];

/** Given by the place in the tree. */
const unsaid = new Set(['id', 'path', 'base', 'sliceName', 'contentReference']);

/** A key says what an invariant is: said again word for word it is the same; with other words both are kept. */
function constraints(base: Json, said: Json): readonly Json[] {
  const kept = objects(base.constraint);
  const known = new Set(kept.map(({ key, expression }) => `${key} ${expression}`));
  return [...kept, ...objects(said.constraint).filter(({ key, expression }) => !known.has(`${key} ${expression}`))];
}

function extensions(base: Json, said: Json): readonly Json[] {
  const added = objects(said.extension);
  const urls = new Set(added.map(({ url }) => url));
  return [...objects(base.extension).filter(({ url }) => !urls.has(url)), ...added];
}

/** A profile may say the strength alone. */
function binding(base: unknown, said: unknown): unknown {
  if (!isObject(said)) return base;
  return isObject(base) && text(said.valueSet) === undefined ? { ...base, ...said } : said;
}

function dropOthers(result: Record<string, unknown>, kind: RegExp, said: Json): void {
  for (const key of Object.keys(result)) if (kind.test(key) && said[key] === undefined) delete result[key];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
