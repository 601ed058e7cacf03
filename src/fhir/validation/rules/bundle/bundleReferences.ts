import type { Issue } from '../../issue.ts';
import { error, warning } from '../issues.ts';
import { type Literal, literalsIn } from '../references.ts';
import type { Rule } from '../rule.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';

const rule = 'bundle-reference';

/**
 * References between the entries of a Bundle: one that fits several entries is refused; a `urn:` that is not there, and a relative one that
 * fits an entry by type and id but not by the rules of fullUrl, are told as warnings, since the target may be known elsewhere.
 *
 * Source: FHIR R4 §2.36.4.1.
 */
export const bundleReferences: Rule = function* ({ resource, at }) {
  const entries = entriesOf(resource);
  // the versions of one resource stand side by side in a history
  if (resource.type === 'history') return;
  const composition = resource.type === 'document' ? entries.all[0] : undefined;
  for (const entry of entries.all) {
    // what a Composition refers to is asked more strictly, in document.ts
    if (entry === composition) continue;
    for (const literal of literalsIn(entry.resource, `${at}.entry[${entry.index}].resource`))
      yield* resolves(entries, entry, literal);
  }
};

function* resolves(entries: Entries, entry: Entry, { reference, at }: Literal): Iterable<Issue> {
  if (reference.startsWith('#')) return;
  const found = entries.resolve(reference, entry);
  if (found.length > 1) {
    yield error(rule, 'duplicate', at, `Found ${found.length} matches for '${reference}' in the bundle`);
  } else if (found.length === 0) {
    const [type = '', id = ''] = reference.split('/');
    const near = entries.named(type, id)[0];
    if (reference.startsWith('urn:')) {
      yield warning(rule, 'not-found', at, `The URN reference ${reference} is not in the bundle`);
    } else if (near !== undefined) {
      const url = near.fullUrl ?? 'none';
      yield warning(
        rule,
        'not-found',
        at,
        `Entry ${near.index} fits '${reference}' by type and id, but its fullUrl (${url}) does not`,
      );
    }
  }
}
