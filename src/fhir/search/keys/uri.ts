/** Gives the address in one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.15. */
export function urisOf(type: string): ((value: unknown, into: string[]) => void) | undefined {
  return types.has(type) ? written : undefined;
}

const types = new Set(['canonical', 'oid', 'string', 'uri', 'url', 'uuid']);

/** A canonical with a version is found by both: without version any version is meant. */
function written(value: unknown, into: string[]): void {
  if (typeof value !== 'string' || value === '') return;
  const bar = value.indexOf('|');
  if (bar > 0) into.push(value.slice(0, bar));
  into.push(value);
}
