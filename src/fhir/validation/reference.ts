import { isObject, objects, text } from '../json.ts';
import type { Scope, Target } from './ground.ts';

/**
 * Follows a reference as FHIR R4 §2.3.0 and §3.1.6 say: `#id` in the container, then the Bundles and Parameters around the resource, then
 * outside. Undefined when nothing is found there.
 */
export function resolveIn(scope: Scope, reference: string): Target | undefined {
  if (reference.startsWith('#')) return containedTarget(scope, reference.slice(1));
  const whole = reference.replace(/#.*$/, '');
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const holder = at.resource.resourceType;
    if (holder !== 'Bundle' && holder !== 'Parameters') continue;
    const found = neighbours(at).get(whole) ?? neighbours(at).get(withoutVersion(whole));
    if (found !== undefined) return found;
  }
  const outside = scope.ground.outside.resolve?.(whole);
  return outside === undefined ? undefined : { resource: outside, at: undefined, scope: undefined };
}

const withoutVersion = (reference: string): string => reference.replace(/\/_history\/.*$/, '');

/** The scope of the resource whose contained resources a `#` reference of this scope means. */
export function containerOf(scope: Scope): Scope {
  return scope.contained && scope.outer !== undefined ? scope.outer : scope;
}

function containedTarget(scope: Scope, id: string): Target | undefined {
  const container = containerOf(scope);
  if (id === '') return { resource: container.resource, at: container.at, scope: container };
  const list = objects(container.resource.contained);
  const index = list.findIndex((one) => one.id === id);
  const resource = list[index];
  if (resource === undefined) return undefined;
  const at = `${container.at}.contained[${index}]`;
  return { resource, at, scope: { ...container, resource, at, outer: container, contained: true } };
}

/** The resources of a Bundle by fullUrl and by `Type/id`, those of a Parameters by `Type/id`. Made once a run. */
function neighbours(scope: Scope): ReadonlyMap<string, Target> {
  const { bundles } = scope.run;
  const known = bundles.get(scope.resource);
  if (known !== undefined) return known;
  const found = new Map<string, Target>();
  const add = (resource: unknown, at: string, fullUrl: string | undefined): void => {
    if (!isObject(resource)) return;
    const inside: Scope = { ...scope, resource, at, outer: scope, contained: false };
    const target = { resource, at, scope: inside };
    const [type, id] = [text(resource.resourceType), text(resource.id)];
    if (fullUrl !== undefined && !found.has(fullUrl)) found.set(fullUrl, target);
    if (type !== undefined && id !== undefined && !found.has(`${type}/${id}`)) found.set(`${type}/${id}`, target);
  };
  if (scope.resource.resourceType === 'Bundle')
    objects(scope.resource.entry).forEach((entry, i) => {
      add(entry.resource, `${scope.at}.entry[${i}].resource`, text(entry.fullUrl));
    });
  else
    objects(scope.resource.parameter).forEach((parameter, i) => {
      add(parameter.resource, `${scope.at}.parameter[${i}].resource`, undefined);
    });
  bundles.set(scope.resource, found);
  return found;
}

/** `Patient` for `Patient/1`, `https://a.example/fhir/Patient/1/_history/2` and `Patient?identifier=1`; undefined when it does not show. */
export function typeInReference(reference: string, isResource: (name: string) => boolean): string | undefined {
  const parts = /(?:^|\/)([A-Z][A-Za-z]+)(?:\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?(?:#.*)?|\?.*)$/.exec(
    reference,
  );
  const name = parts?.[1];
  return name !== undefined && isResource(name) ? name : undefined;
}
