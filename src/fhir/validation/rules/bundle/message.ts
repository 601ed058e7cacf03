import { indexed } from '../elements.ts';
import { warning } from '../issues.ts';
import type { Rule } from '../rule.ts';
import { inBundle } from './document.ts';
import { entriesOf } from './entries.ts';
import { reachableFrom } from './reachable.ts';

const rule = 'bundle-message';

/**
 * A message holds what its MessageHeader is about (`focus`); what the header does not lead to is told as a warning. That the header comes
 * first is the invariant bdl-12. Source: FHIR R4 §2.4.3, §12.8 MessageHeader.focus.
 */
export const bundleMessage: Rule = function* ({ resource, at }) {
  const entries = entriesOf(resource);
  const [first] = entries.all;
  if (resource.type !== 'message' || first?.type !== 'MessageHeader' || first.resource === undefined) return;
  for (const [i, focus] of indexed(first.resource.focus)) {
    yield* inBundle(entries, first, focus, `${at}.entry[${first.index}].resource.focus[${i}]`, rule);
  }
  const { reached } = reachableFrom(first, entries, resource);
  for (const entry of entries.all) {
    if (reached.has(entry) || entry.resource === undefined) continue;
    yield warning(
      rule,
      'informational',
      `${at}.entry[${entry.index}]`,
      'This entry cannot be reached from the MessageHeader by following references: is it needed to process the message?',
    );
  }
};
