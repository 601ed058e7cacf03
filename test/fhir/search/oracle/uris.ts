/**
 * A uri matches as it is, letter by letter. `below` finds those that begin with the one asked, `above` those that the one asked begins
 * with. A canonical with a version is found
 * without it too. Source: FHIR R4 §3.1.1.4.9.
 */
export function uriMatches(asked: string, modifier: string | undefined, whole: string): boolean {
  return versionsOf(whole).some((found) => fits(asked, modifier, found));
}

/** The uri itself, and without the version that a canonical may have. */
export function versionsOf(whole: string): readonly string[] {
  return [whole, whole.replace(/\|.*/, '')];
}

function fits(asked: string, modifier: string | undefined, found: string): boolean {
  if (modifier === 'below') return found.startsWith(asked);
  if (modifier === 'above') return asked.startsWith(found);
  return found === asked;
}
