import { malformedPatch } from './refusals.ts';

/** The tokens of a JSON Pointer; none for the whole document. Refuses `fhir.patch-malformed`. Source: RFC 6901. */
export function pointerOf(value: unknown, at: string, member: string): readonly string[] {
  if (typeof value !== 'string' || (value !== '' && !value.startsWith('/')) || /~(?![01])/.test(value))
    throw malformedPatch(at, `${member} doit être un pointeur JSON (/a/0)`, `${member} must be a JSON pointer (/a/0)`);
  // ~1 first: ~01 is the two characters ~1.
  return value === ''
    ? []
    : value
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
