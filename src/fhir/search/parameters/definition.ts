import type { Json, Shelf } from '#packages';
import { objects, text } from '../../json.ts';
import { type ParameterType, parameterTypes } from './parameter.ts';

/** A SearchParameter resource as far as search needs it. */
export interface Definition {
  readonly code: string;
  readonly type: ParameterType;
  readonly url: string;
  /** One of R4's own. */
  readonly core: boolean;
  readonly base: readonly string[];
  readonly expression: string;
  readonly targets: readonly string[];
  readonly components: readonly { readonly definition: string; readonly expression: string }[];
}

/** Undefined when code, type, base or, for all but the special ones, the expression is not there. */
export function definitionOf(resource: Json, core: boolean): Definition | undefined {
  const [code, url, expression] = [text(resource.code), text(resource.url), text(resource.expression)];
  const type = parameterTypes.find((one) => one === resource.type);
  if (code === undefined || url === undefined || type === undefined) return undefined;
  if (expression === undefined || !Array.isArray(resource.base)) return undefined;
  return {
    code,
    type,
    url,
    core,
    base: resource.base.filter((one) => typeof one === 'string'),
    expression,
    targets: Array.isArray(resource.target) ? resource.target.filter((one) => typeof one === 'string') : [],
    components: objects(resource.component).map((one) => ({
      definition: text(one.definition) ?? '',
      expression: text(one.expression) ?? '',
    })),
  };
}

/**
 * The definitions on a shelf by resource type, without those that are retired; of several of one code the first, and of one address the newest.
 * `ours` are there whatever is on the shelf, and give way to it.
 */
export function definitionsByType(shelf: Shelf, ours: readonly Definition[] = []): ReadonlyMap<string, readonly Definition[]> {
  const byType = new Map<string, Definition[]>();
  const seen = new Set<string>();
  const add = (definition: Definition): void => {
    for (const base of definition.base) {
      const before = byType.get(base) ?? [];
      if (before.some(({ code }) => code === definition.code)) continue;
      byType.set(base, [...before, definition]);
    }
  };
  for (const { url, package: from } of shelf.list('SearchParameter')) {
    if (seen.has(url)) continue;
    seen.add(url);
    const resource = shelf.find('SearchParameter', url);
    const definition = resource === undefined || resource.status === 'retired' ? undefined : definitionOf(resource, isCore(from));
    if (definition !== undefined) add(definition);
  }
  for (const definition of ours) if (!seen.has(definition.url)) add(definition);
  return byType;
}

/** Packages that are loaded later add parameters; what R4's own have written stays where it is. */
export const isCore = (from: string): boolean => from.startsWith('hl7.fhir.r4.core#');
