import { typesBase } from '../definitions/element.ts';
import { isObject, text } from '../json.ts';
import { conforms } from './conformance.ts';
import { fault, type Ground, report, type Scope, type Spot, type Target } from './ground.ts';
import { resolveIn, typeInReference } from './reference.ts';

/**
 * That a Reference leads to a resource of a type that the element allows, and, when the resource stands in what is being validated, that it
 * meets a profile that the element allows. Source: FHIR R4 §2.3.0, ElementDefinition.type.targetProfile and .aggregation.
 */
export function checkTargets(
  targets: readonly string[],
  aggregation: readonly string[],
  spot: Spot,
  scope: Scope,
  from?: string,
): void {
  if (!isObject(spot.value)) return;
  const reference = text(spot.value.reference);
  const target = reference === undefined ? undefined : resolveIn(scope, reference);
  if (reference !== undefined) checkAggregation(aggregation, reference, target, spot.at, scope);
  if (targets.length === 0 || targets.includes('Resource')) return;
  const isResource = (name: string): boolean => scope.ground.shape(name)?.kind === 'resource';
  const found = text(target?.resource.resourceType);
  const type = found ?? (reference === undefined ? undefined : typeInReference(reference, isResource)) ?? text(spot.value.type);
  if (type === undefined) return;
  const fitting = targets.filter((profile) => takes(profile, type, scope.ground));
  if (fitting.length === 0) {
    const names = targets.map((profile) => typeOf(profile, scope.ground) ?? profile).join(', ');
    fault(
      scope,
      'structure',
      spot.at,
      `The type '${type}' of the reference ${reference ?? ''} is not a valid target for this element (must be one of [${names}])`,
      'target',
    );
    return;
  }
  if (target?.scope !== undefined) checkProfiles(fitting, target, type, spot, scope, from);
}

function checkProfiles(
  profiles: readonly string[],
  { resource, at, scope: place }: Target,
  type: string,
  spot: Spot,
  scope: Scope,
  from: string | undefined,
): void {
  if (place === undefined || profiles.some((profile) => profile.startsWith(typesBase) && isType(profile, scope.ground))) return;
  const value = { value: resource, extra: undefined, type, at: at ?? spot.at };
  const source = from === undefined ? '' : ` (from ${from})`;
  for (const profile of profiles)
    if (scope.ground.profile(profile) === undefined)
      report(
        scope,
        scope.ground.strict.unknown,
        'not-found',
        spot.at,
        `The target profile ${profile} is not known${source}`,
        'target',
      );
  if (!profiles.some((profile) => conforms(value, profile, { ...place, trial: scope.trial })))
    fault(
      scope,
      'structure',
      spot.at,
      `The resource at ${at} meets none of the target profiles ${profiles.join(', ')}${source}`,
      'target',
    );
}

const isType = (profile: string, ground: Ground): boolean => ground.shape(profile.slice(typesBase.length)) !== undefined;

function typeOf(profile: string, ground: Ground): string | undefined {
  const name = profile.startsWith(typesBase) ? profile.slice(typesBase.length) : '';
  return ground.shape(name) === undefined ? ground.profile(profile)?.type : name;
}

/** A profile that is not known takes any type. */
function takes(profile: string, type: string, ground: Ground): boolean {
  const wanted = typeOf(profile, ground);
  return wanted === undefined || wanted === type || ground.shape(type)?.ancestors.has(wanted) === true;
}

function checkAggregation(
  modes: readonly string[],
  reference: string,
  target: Target | undefined,
  at: string,
  scope: Scope,
): void {
  if (modes.length === 0) return;
  const mode = reference.startsWith('#') ? 'contained' : target?.scope === undefined ? 'referenced' : 'bundled';
  if (!modes.includes(mode) && !(mode === 'bundled' && modes.includes('referenced')))
    fault(scope, 'structure', at, `The reference is ${mode}, and this element allows [${modes.join(', ')}] only`, 'aggregation');
}
