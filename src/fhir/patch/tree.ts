import { isWrittenNumber, parseExact } from '../json/index.ts';
import { refuseDeep } from '../json.ts';
import { immutable, malformedPatch } from './refusals.ts';

/** A JSON object of a tree made by `parseExact`, to be changed in place. */
export type Branch = Record<string, unknown>;

export const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isWrittenNumber(value);

/** Sets a member as JSON.parse would: a name such as `__proto__` is a name like another. */
export function setMember(branch: Branch, name: string, value: unknown): void {
  Object.defineProperty(branch, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A copy, whose size is taken from what `budget` allows; undefined when it does not. */
export function copyOf(value: unknown, budget: { left: number }): unknown {
  budget.left -= typeof value === 'string' ? 1 + value.length / 100 : 1;
  if (budget.left < 0) return undefined;
  if (Array.isArray(value)) return value.map((item) => copyOf(item, budget));
  if (!isBranch(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner, budget)]));
}

export function parsedPatch(text: string): unknown {
  refuseDeep(text);
  try {
    return parseExact(text);
  } catch {
    throw malformedPatch('JSON', 'ce n’est pas du JSON', 'it is not JSON');
  }
}

/** Takes away what a removal left empty: FHIR has no empty objects and lists (R4 §2.6.2). */
export function prune(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(prune).filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (!isBranch(value)) return value;
  for (const [name, inner] of Object.entries(value)) {
    const left = name.startsWith('_') && Array.isArray(inner) ? pruneBeside(inner) : prune(inner);
    if (left === undefined) delete value[name];
    else if (left !== inner) setMember(value, name, left);
  }
  return Object.keys(value).length === 0 ? undefined : value;
}

/** What stands beside the values of a list keeps its place: an empty one becomes null. */
function pruneBeside(besides: readonly unknown[]): unknown {
  const kept = besides.map((item) => prune(item) ?? null);
  return kept.every((item) => item === null) ? undefined : kept;
}

/** The patched resource as text. Refuses `fhir.patch-immutable` when it became another resource, or none, and `fhir.too-deep`. */
export function patchedText(before: unknown, after: unknown): string {
  const pruned = prune(after);
  for (const member of ['resourceType', 'id']) {
    const was = isBranch(before) ? before[member] : undefined;
    if (!isBranch(pruned) || pruned[member] !== was) throw immutable(member);
  }
  const text = JSON.stringify(pruned);
  refuseDeep(text);
  return text;
}
