import type { Json } from '#packages';

/** A code system compiled for questions: concepts by code, the hierarchy in both directions. */
export interface CodeSystem {
  readonly url: string;
  readonly version: string | undefined;
  readonly name: string;
  readonly title: string | undefined;
  /** Every code of the system is here; otherwise a code that is not here may exist all the same. */
  readonly complete: boolean;
  /** Concepts in the order of the resource, parents before children. */
  readonly concepts: ReadonlyMap<string, Json>;
  /** What is below is a kind of what is above, and neither a part nor a member of it. */
  readonly isA: boolean;
  /** Case does not matter to its codes. */
  readonly foldsCase: boolean;
  /** The code as the system writes it, when only the case differs and the system does not mind; else the same code. */
  canonicalCode(code: string): string;
  parents(code: string): readonly string[];
  children(code: string): readonly string[];
  /** All that is below, without the code itself; a cycle in the hierarchy is walked once. */
  descendants(code: string): ReadonlySet<string>;
  ancestors(code: string): ReadonlySet<string>;
}

/**
 * Compiles one CodeSystem resource, or several parts of one (fragments and examples): of a code in two of them the first counts.
 * The hierarchy is that of nesting and of the properties `parent`, `child` and `subsumedBy`. Source: FHIR R4 §4.8.
 */
export function compileCodeSystem(parts: readonly Json[]): CodeSystem {
  const concepts = new Map<string, Json>();
  const up = new Map<string, string[]>();
  const down = new Map<string, string[]>();
  const link = (parent: string, child: string): void => {
    if (parent === child || up.get(child)?.includes(parent)) return;
    push(up, child, parent);
    push(down, parent, child);
  };
  for (const part of parts) walk(part, concepts, link);
  const head = parts[0] ?? {};
  const folded =
    head.caseSensitive === false ? new Map([...concepts.keys()].map((code) => [code.toLowerCase(), code])) : undefined;
  return {
    url: text(head.url) ?? '',
    version: text(head.version),
    name: text(head.name) ?? text(head.url) ?? '',
    title: text(head.title),
    complete: head.content === 'complete' && concepts.size > 0,
    concepts,
    isA: head.hierarchyMeaning !== 'part-of' && head.hierarchyMeaning !== 'grouped-by',
    foldsCase: folded !== undefined,
    canonicalCode: (code) => (folded === undefined || concepts.has(code) ? code : (folded.get(code.toLowerCase()) ?? code)),
    parents: (code) => up.get(code) ?? [],
    children: (code) => down.get(code) ?? [],
    descendants: (code) => reach(down, code),
    ancestors: (code) => reach(up, code),
  };
}

/** In the order of the resource, without recursion: how deep a hierarchy goes is the author's choice. */
function walk(part: Json, concepts: Map<string, Json>, link: (parent: string, child: string) => void): void {
  const waiting: { concept: Json; parent?: string }[] = jsonList(part.concept).map((concept) => ({ concept }));
  waiting.reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { concept, parent } = next;
    const code = text(concept.code);
    if (code === undefined) continue;
    if (!concepts.has(code)) concepts.set(code, concept);
    if (parent !== undefined) link(parent, code);
    for (const property of jsonList(concept.property)) {
      const other = text(property.valueCode);
      if (other === undefined) continue;
      if (property.code === 'child') link(code, other);
      else if (property.code === 'parent' || property.code === 'subsumedBy') link(other, code);
    }
    for (const child of jsonList(concept.concept).toReversed()) waiting.push({ concept: child, parent: code });
  }
}

function reach(edges: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const found = new Set<string>();
  const waiting = [...(edges.get(from) ?? [])].reverse();
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (code === from || found.has(code)) continue;
    found.add(code);
    waiting.push(...(edges.get(code) ?? []).toReversed());
  }
  return found;
}

/** Whether a concept must not be used for data: `notSelectable` or `abstract`. Source: FHIR R4 §4.8.10, concept-properties. */
export function isAbstract(concept: Json): boolean {
  return jsonList(concept.property).some(
    ({ code, valueBoolean }) => (code === 'notSelectable' || code === 'abstract') && valueBoolean === true,
  );
}

/** Whether a concept is no longer in use: `inactive`, or a `status` that says so. Deprecated ones are still in use. */
export function isInactive(concept: Json): boolean {
  return jsonList(concept.property).some(
    ({ code, valueBoolean, valueCode }) =>
      (code === 'inactive' && valueBoolean === true) ||
      (code === 'status' && (valueCode === 'retired' || valueCode === 'inactive')),
  );
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function jsonList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const others = map.get(key);
  if (others === undefined) map.set(key, [value]);
  else others.push(value);
}
