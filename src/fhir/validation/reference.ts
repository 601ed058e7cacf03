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
  return containedIn(container).get(id);
}

/** The contained resources of a resource by id; the first, when an id stands twice. */
function containedIn(container: Scope): ReadonlyMap<string, Target> {
  return remembered(container, (add) => {
    objects(container.resource.contained).forEach((resource, i) => {
      const at = `${container.at}.contained[${i}]`;
      const id = text(resource.id);
      if (id !== undefined) add(id, { resource, at, scope: { ...container, resource, at, outer: container, contained: true } });
    });
  });
}

/** The resources of a Bundle by fullUrl and by `Type/id`, those of a Parameters by `Type/id`. */
function neighbours(scope: Scope): ReadonlyMap<string, Target> {
  return remembered(scope, (add) => {
    const enter = (resource: unknown, at: string, fullUrl: string | undefined): void => {
      if (!isObject(resource)) return;
      const target = { resource, at, scope: { ...scope, resource, at, outer: scope, contained: false } };
      const [type, id] = [text(resource.resourceType), text(resource.id)];
      if (fullUrl !== undefined) add(fullUrl, target);
      if (type !== undefined && id !== undefined) add(`${type}/${id}`, target);
    };
    objects(scope.resource.entry).forEach((entry, i) => {
      enter(entry.resource, `${scope.at}.entry[${i}].resource`, text(entry.fullUrl));
    });
    objects(scope.resource.parameter).forEach((parameter, i) => {
      enter(parameter.resource, `${scope.at}.parameter[${i}].resource`, undefined);
    });
  });
}

type Add = (key: string, target: Target) => void;

/** Made once a run for each resource; the first of a key counts. */
function remembered({ run, resource }: Scope, fill: (add: Add) => void): ReadonlyMap<string, Target> {
  let found = run.neighbours.get(resource);
  if (found === undefined) {
    const targets = new Map<string, Target>();
    fill((key, target) => {
      if (!targets.has(key)) targets.set(key, target);
    });
    found = targets;
    run.neighbours.set(resource, found);
  }
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
