/** Takes `url|version#fragment` apart; the fragment is dropped. Source: FHIR R4 §2.24.0.4.1. */
export function splitCanonical(canonical: string): { readonly url: string; readonly version?: string } {
  const hash = canonical.indexOf('#');
  const whole = hash < 0 ? canonical : canonical.slice(0, hash);
  const bar = whole.indexOf('|');
  return bar < 0 ? { url: whole } : { url: whole.slice(0, bar), version: whole.slice(bar + 1) };
}

/** `4.0` fits `4.0.1` and `4.0`, and does not fit `4.01`. */
export function versionFits(asked: string, has: string | undefined): boolean {
  return has !== undefined && (has === asked || (has.startsWith(asked) && /^[.-]/.test(has.slice(asked.length))));
}

/**
 * Orders versions, older first: dotted parts and dates by number, a pre-release (`2.0.0-ballot`) before its release, no version before
 * all. Whatever is not a number is compared as text.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [left, right] = [parts(a), parts(b)];
  return compareParts(left.numbers, right.numbers) || comparePre(left.pre, right.pre) || (a < b ? -1 : 1);
}

/** A date (`2018-08-12`) has hyphens between numbers; in a release they begin a pre-release. */
function parts(version: string): { numbers: string[]; pre: string } {
  if (/^\d{4}(-\d\d)+/.test(version)) return { numbers: version.split(/[-.T:]/), pre: '' };
  const hyphen = version.indexOf('-');
  return hyphen < 0
    ? { numbers: version.split('.'), pre: '' }
    : { numbers: version.slice(0, hyphen).split('.'), pre: version.slice(hyphen + 1) };
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x = '0', y = '0'] = [a[i], b[i]];
    if (x === y) continue;
    const [m, n] = [Number(x), Number(y)];
    if (Number.isNaN(m) || Number.isNaN(n)) return x < y ? -1 : 1;
    if (m !== n) return m < n ? -1 : 1;
  }
  return 0;
}

function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
