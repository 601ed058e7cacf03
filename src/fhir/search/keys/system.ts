import { createHash } from 'node:crypto';

const known = new Map<string, string>();
const mostKnown = 5000;

/**
 * A long name (a code system, a naming system, a profile) as keys hold it: 6 characters of its hash. That two among a thousand have the same is
 * less likely than one in a hundred thousand, and then a code must be the same too; a document's keys are a quarter smaller for it.
 */
export function systemKey(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = createHash('sha256').update(name).digest('base64url').slice(0, 6);
  // Names come from outside: what is kept of them has an end.
  if (known.size >= mostKnown) known.clear();
  known.set(name, made);
  return made;
}
