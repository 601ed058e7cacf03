import { isObject } from '../json.ts';
import { fault, type Profile, report, type Scope, type Spot } from './ground.ts';

/**
 * Whether a value meets a profile, without reporting why not. A profile that is not known is met: it is told elsewhere. While a question
 * is being answered the same question counts as answered by yes, so circles of references end.
 */
export function conforms(spot: Spot, canonical: string, scope: Scope): boolean {
  const profile = scope.ground.profile(canonical);
  if (profile === undefined) return true;
  if (!fits(spot, profile.type, scope)) return false;
  const answers = answersFor(spot.value, scope);
  const known = answers.get(profile.name);
  if (known !== undefined) return known;
  answers.set(profile.name, true);
  const trial: Scope = { ...scope, issues: [], trial: true };
  profile.check(spot, trial);
  const met = profile.missing !== undefined || !trial.issues.some(({ severity }) => severity === 'error');
  answers.set(profile.name, met);
  return met;
}

function fits(spot: Spot, type: string, scope: Scope): boolean {
  return spot.type === type || scope.ground.shape(spot.type)?.ancestors.has(type) === true;
}

/** Values that are not objects are equal to others elsewhere, so nothing is remembered of them. */
function answersFor(value: unknown, { run }: Scope): Map<string, boolean> {
  if (!isObject(value)) return new Map();
  let answers = run.conforms.get(value);
  if (answers === undefined) {
    answers = new Map();
    run.conforms.set(value, answers);
  }
  return answers;
}

/** Holds a value to the profiles of its element's type: it must meet one. One alone tells what is wrong; of several none does. */
export function applyProfiles(profiles: readonly string[], spot: Spot, scope: Scope, from?: string): void {
  const [only] = profiles;
  if (only === undefined) return;
  if (profiles.length === 1) applyProfile(only, spot, scope, from);
  else if (!profiles.some((profile) => conforms(spot, profile, scope)))
    fault(scope, 'structure', spot.at, `The value meets none of the profiles ${profiles.join(', ')}${source(from)}`, 'profile');
}

const source = (from: string | undefined): string => (from === undefined ? '' : ` (from ${from})`);

/** Reports what of a profile a value does not meet, once in a run. */
export function applyProfile(canonical: string, spot: Spot, scope: Scope, from?: string): void {
  const profile = scope.ground.profile(canonical);
  if (profile === undefined) {
    report(
      scope,
      scope.ground.strict.unknown,
      'not-found',
      spot.at,
      `The profile ${canonical} is not known${source(from)}`,
      'profile',
    );
    return;
  }
  if (!fits(spot, profile.type, scope)) {
    fault(scope, 'structure', spot.at, `The profile ${profile.name} is for ${profile.type}, not ${spot.type}`, 'profile');
    return;
  }
  // A trial tells no reasons: its answer is remembered, so that nested profiles are not tried again and again.
  if (scope.trial) {
    if (!conforms(spot, canonical, scope))
      fault(scope, 'structure', spot.at, `The profile ${profile.name} is not met`, 'profile');
    return;
  }
  const done = answersFor(spot.value, scope);
  const mark = `said ${profile.name}`;
  if (done.has(mark)) return;
  done.set(mark, true);
  if (profile.missing === undefined) profile.check(spot, scope);
  else checkInPart(profile, profile.missing, spot, scope);
}

/** Nothing is refused in the name of a profile that is half known. */
function checkInPart(profile: Profile, missing: string, spot: Spot, scope: Scope): void {
  const message = `The profile ${profile.name} was checked in part: its base ${missing} is not known here`;
  report(scope, 'warning', 'not-found', spot.at, message, 'profile');
  // What is told here as a warning may have to be told as an error for another profile.
  const part: Scope = { ...scope, issues: [], run: { ...scope.run, conforms: new Map() } };
  profile.check(spot, part);
  for (const issue of part.issues) scope.issues.push(issue.severity === 'error' ? { ...issue, severity: 'warning' } : issue);
}
