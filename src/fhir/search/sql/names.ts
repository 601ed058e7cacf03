/** At most so many plans of searches are kept by each connection. */
const mostNames = 256;
/** A shape is worth a plan when it is asked again. */
const uses = 3;
const mostSeen = 1000;

const names = new Map<string, string>();
const seen = new Map<string, number>();

/** A name for a text that is asked again and again, '' for others: shapes come from outside, and a kept plan has no end. */
export function nameFor(kind: string, text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostNames) return '';
  const times = (seen.get(text) ?? 0) + 1;
  if (times < uses) {
    if (seen.size >= mostSeen) seen.clear();
    seen.set(text, times);
    return '';
  }
  seen.delete(text);
  const name = `fhir.${kind}.${names.size + 1}`;
  names.set(text, name);
  return name;
}
