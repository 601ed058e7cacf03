import type { Issue } from '../issue.ts';
import { error } from './issues.ts';
import type { Rule } from './rule.ts';

/** In JSON, what `for … in` gives of an array or of an object. */
type Tree = Readonly<Record<string, unknown>>;

/**
 * The id of an element is its own in its resource; contained resources and entries count for themselves, and so do the snapshot and the
 * differential of a StructureDefinition, whose elements have the same ids. Source: FHIR R4 §2.24.0.3, Element.id.
 */
export const elementIds: Rule = ({ resource, at }) => {
  const issues: Issue[] = [];
  for (const part of partsOf(resource)) {
    if (hasTwice(part, new Set())) tell(part, at, new Set(), issues);
  }
  return issues;
};

function partsOf(resource: Tree): readonly Tree[] {
  const { resourceType, id, snapshot, differential, ...rest } = resource;
  return [rest, ...(snapshot === undefined ? [] : [{ snapshot }]), ...(differential === undefined ? [] : [{ differential }])];
}

/** Most resources have no id inside: this looks, and keeps no place. */
function hasTwice(value: object, ids: Set<string>): boolean {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner: unknown = value[i];
      if (typeof inner === 'object' && inner !== null && hasTwice(inner, ids)) return true;
    }
    return false;
  }
  const { id, resourceType } = value as Tree;
  if (resourceType !== undefined) return false;
  if (typeof id === 'string') {
    if (ids.has(id)) return true;
    ids.add(id);
  }
  for (const name in value) {
    const inner = (value as Tree)[name];
    if (typeof inner === 'object' && inner !== null && hasTwice(inner, ids)) return true;
  }
  return false;
}

function tell(value: object, at: string, ids: Set<string>, issues: Issue[]): void {
  const { id, resourceType } = value as Tree;
  if (resourceType !== undefined) return;
  if (typeof id === 'string') {
    if (ids.has(id)) issues.push(error('element-id', 'duplicate', at, `Duplicate id value '${id}'`));
    ids.add(id);
  }
  const list = Array.isArray(value);
  for (const name in value) {
    const inner = (value as Tree)[name];
    if (typeof inner === 'object' && inner !== null) tell(inner, list ? `${at}[${name}]` : `${at}.${name}`, ids, issues);
  }
}
