import { splitCanonical } from '#packages';
import { isObject, type Json, objects } from '../../json.ts';
import { containedIn } from './elements.ts';
import type { Focus } from './rule.ts';

/**
 * A definition by canonical: contained (`#id`), in the same Bundle, on the shelf when it keeps that kind, then wherever the validator's
 * resolver looks. Undefined when it is in none of them, or of another type there: that is told with the element's allowed targets.
 */
export function findDefinition(type: 'Questionnaire' | 'Measure', canonical: string, focus: Focus): Json | undefined {
  const { resource, root, ground } = focus;
  const found = canonical.startsWith('#')
    ? containedIn(resource, canonical.slice(1))
    : (inBundle(type, canonical, root) ??
      (type === 'Questionnaire' ? ground.shelf.find(type, canonical) : undefined) ??
      ground.resolve?.(canonical));
  return found?.resourceType === type ? found : undefined;
}

const known = new WeakMap<Json, ReadonlyMap<string, readonly Json[]>>();

function inBundle(type: string, canonical: string, root: Json): Json | undefined {
  if (root.resourceType !== 'Bundle') return undefined;
  let byUrl = known.get(root);
  if (byUrl === undefined) {
    const resources = objects(root.entry).map((entry) => (isObject(entry.resource) ? entry.resource : {}));
    byUrl = Map.groupBy(resources, (one) => `${one.resourceType} ${one.url}`);
    known.set(root, byUrl);
  }
  const { url, version } = splitCanonical(canonical);
  return byUrl.get(`${type} ${url}`)?.find((one) => version === undefined || one.version === version);
}
