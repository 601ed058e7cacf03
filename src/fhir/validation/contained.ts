import { isObject, objects, text } from '../json.ts';
import { fault, type Scope } from './ground.ts';

/**
 * Contained resources: each has an id of its own, and is referred to from the container or refers to it (dom-3).
 * Source: FHIR R4 §2.3.0.2. That none contains another is dom-2.
 */
export function checkContained(scope: Scope): void {
  const { resource, at } = scope;
  const contained = objects(resource.contained);
  const own = localReferences(resource, true);
  const inner = contained.map((one) => localReferences(one, false));
  /** How many of the contained resources hold a reference. */
  const holders = new Map<string, number>();
  for (const references of inner) for (const one of references) holders.set(one, (holders.get(one) ?? 0) + 1);
  const seen = new Set<string>();
  contained.forEach((one, i) => {
    const place = `${at}.contained[${i}]`;
    const id = text(one.id);
    if (id === undefined) {
      fault(scope, 'invariant', place, 'A contained resource must have an id', 'dom-3');
      return;
    }
    if (seen.has(id)) fault(scope, 'value', place, `Duplicate id value '${id}'`, 'contained-id');
    seen.add(id);
    const itself = inner[i]?.has(`#${id}`) === true ? 1 : 0;
    const referred = own.has(`#${id}`) || (holders.get(`#${id}`) ?? 0) > itself;
    if (!referred && inner[i]?.has('#') !== true) fault(scope, 'invariant', place, unreferenced(id), 'dom-3');
  });
}

function unreferenced(id: string): string {
  return `The contained resource '${id}' is not referenced to from elsewhere in the containing resource nor does it refer to the containing resource (dom-3)`;
}

/** Every text that begins by `#` outside the narrative: references, canonicals and uris are not told apart. */
function localReferences(value: unknown, outermost: boolean, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    if (value.startsWith('#')) found.add(value);
  } else if (Array.isArray(value)) for (const one of value) localReferences(one, false, found);
  else if (isObject(value))
    for (const key of Object.keys(value)) {
      if (key !== 'div' && !(outermost && key === 'contained')) localReferences(value[key], false, found);
    }
  return found;
}
