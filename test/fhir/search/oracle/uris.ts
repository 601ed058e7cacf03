/**
 * A uri matches as it is, letter by letter. `below` finds the one asked and those that go on from it by whole steps of a path, `above` the other
 * way round; a slash at the end does not count for them. A canonical with a version is found without it too. Source: FHIR R4 §3.1.1.4.9.
 */
export function uriMatches(asked: string, modifier: string | undefined, whole: string): boolean {
  return versionsOf(whole).some((found) => fits(asked, modifier, found));
}

/** The uri itself, and without the version that a canonical may have. */
export function versionsOf(whole: string): readonly string[] {
  return [whole, whole.replace(/\|.*/, '')];
}

function fits(asked: string, modifier: string | undefined, found: string): boolean {
  if (modifier === 'below') return isWithin(found, asked);
  if (modifier === 'above') return isWithin(asked, found);
  return found === asked;
}

function isWithin(lower: string, upper: string): boolean {
  const [inner, outer] = [lower, upper].map((uri) => `${uri.replace(/\/$/, '')}/`);
  return inner !== undefined && outer !== undefined && inner.startsWith(outer);
}
