import { isObject, type Json, text } from '../json.ts';
import { applyProfile } from './conformance.ts';
import { checkContained } from './contained.ts';
import { checkCanonical, checkComplex, checkNarrative, resourceShape } from './datatypes.ts';
import { fault, type Ground, type Run, report, type Scope, type Shape } from './ground.ts';
import type { Issue } from './issue.ts';
import { ruleTable } from './rules/table.ts';
import { vitalSignProfile } from './vitalSigns.ts';
import { checkObject, type Stops } from './walk.ts';

const stops: Stops = {
  resource: (value, part, at, scope) => checkResource(value, at, scope, part.name === 'contained'),
  complex: checkComplex,
  canonical: checkCanonical,
  xhtml: checkNarrative,
};

/** Checks the outermost resource against its type, the profiles that it claims and the ones that are asked. */
export function checkRoot(resource: Json, ground: Ground, run: Run, profiles: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  const type = text(resource.resourceType) ?? 'Resource';
  const scope = { ground, run, resource, at: type, outer: undefined, contained: false, issues, trial: false };
  checkIn(scope, profiles);
  return issues;
}

function checkResource(resource: Json, at: string, outer: Scope, contained: boolean): void {
  checkIn({ ...outer, resource, at, outer, contained }, []);
}

function checkIn(scope: Scope, asked: readonly string[]): void {
  const { resource, at } = scope;
  const shape = resourceShape(resource, scope);
  if (typeof shape === 'string') {
    fault(scope, 'structure', at, shape, 'resource-type');
    return;
  }
  checkObject(shape, resource, at, scope, stops);
  if (resource.contained !== undefined) checkContained(scope);
  checkProfiles(shape, scope, asked);
  for (const name of ['*', shape.name]) {
    const focus = { resource, at, type: shape.name, root: scope.run.root, ground: scope.ground.outside };
    for (const rule of ruleTable[name] ?? []) for (const issue of rule(focus)) scope.issues.push(issue);
  }
}

function checkProfiles(shape: Shape, scope: Scope, asked: readonly string[]): void {
  const { resource, at } = scope;
  const spot = { value: resource, extra: undefined, type: shape.name, at };
  for (const canonical of asked) {
    if (scope.ground.profile(canonical) === undefined)
      fault(scope, 'not-found', at, `The profile ${canonical} is not known here`, 'profile');
    else applyProfile(canonical, spot, scope);
  }
  for (const canonical of claimed(resource)) {
    if (asked.includes(canonical)) continue;
    if (scope.ground.profile(canonical) !== undefined) applyProfile(canonical, spot, scope);
    else
      report(
        scope,
        'warning',
        'not-found',
        `${at}.meta.profile`,
        `The profile ${canonical} is not known here and was not checked`,
        'profile',
      );
  }
  for (const canonical of scope.ground.globals.get(shape.name) ?? []) applyProfile(canonical, spot, scope);
  const vital = shape.name === 'Observation' ? vitalSignProfile(resource) : undefined;
  if (vital !== undefined) applyProfile(vital, spot, scope);
}

function claimed({ meta }: Json): readonly string[] {
  if (!isObject(meta) || !Array.isArray(meta.profile)) return [];
  return meta.profile.filter((canonical): canonical is string => typeof canonical === 'string');
}
