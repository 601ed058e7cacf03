import type { Json } from '#packages';
import { targetsOf } from './references.ts';
import { ofType, type World } from './world.ts';

/**
 * What `_include` and `_revinclude` add to a page: everything that one of its resources refers to, or is referred to by; with `:iterate`
 * also what is reached from what was added, to the end. Never what stands on the page. Source: FHIR R4 §3.1.1.5.4.
 *
 * In: the parameters of the search, keys and values; others than these two are passed over.
 */
export function included(page: readonly Json[], asked: readonly (readonly [string, string])[], world: World): readonly Json[] {
  const rules = asked.filter(([key]) => /^_(rev)?include(:|$)/.test(key));
  const added = new Set<Json>();
  for (const [key, value] of rules) for (const one of reached(page, key, value, world)) added.add(one);
  for (let before = -1; added.size !== before; ) {
    before = added.size;
    for (const [key, value] of rules) {
      if (key.endsWith(':iterate')) for (const one of reached([...page, ...added], key, value, world)) added.add(one);
    }
  }
  return [...added].filter((one) => !page.includes(one));
}

function reached(from: readonly Json[], key: string, value: string, world: World): readonly Json[] {
  const [type = '', code = '', target] = value.split(':');
  const ofTarget = ({ resourceType }: Json): boolean => target === undefined || resourceType === target;
  const leads = (one: Json): readonly Json[] => {
    const definition = world.definitions(type).get(code);
    return one.resourceType === type && definition !== undefined ? targetsOf(one, definition, world) : [];
  };
  if (key.startsWith('_include')) return from.flatMap(leads).filter(ofTarget);
  const referred = from.filter(ofTarget);
  return ofType(world, type).filter((one) => leads(one).some((found) => referred.includes(found)));
}
