import { createHash } from 'node:crypto';

const known = new Map<string, string>();
const mostKnown = 5000;

/**
 * A code system or naming system as keys hold it: 8 characters of its hash, '' for none. Two systems of the same hash among those of one country
 * are less likely than one in a thousand million; the keys of a document are a third smaller for it.
 */
export function systemKey(system: string): string {
  if (system === '') return '';
  const before = known.get(system);
  if (before !== undefined) return before;
  const made = createHash('sha256').update(system).digest('base64url').slice(0, 8);
  // Systems come from outside: what is kept of them has an end.
  if (known.size >= mostKnown) known.clear();
  known.set(system, made);
  return made;
}
