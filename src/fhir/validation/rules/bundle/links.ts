import { text } from '../../../json.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import { isAbsolute } from '../references.ts';
import type { Rule } from '../rule.ts';
import { entriesOf } from './entries.ts';

const rule = 'bundle-link';
const paging = new Set(['first', 'previous', 'prev', 'next', 'last']);

/**
 * The links of a Bundle: those of paging stand in search results and histories only; each of them, and `self`, once; the stylesheet of
 * a document is in the document when its address is relative. Source: FHIR R4 §2.36.3, Bundle.link; §3.3.2.
 */
export const bundleLinks: Rule = function* ({ resource, at }) {
  const type = text(resource.type);
  const paged = type === 'searchset' || type === 'history';
  const seen = new Set<string>();
  for (const [i, link] of indexed(resource.link)) {
    const relation = text(link.relation);
    if (relation === undefined) continue;
    const here = `${at}.link[${i}].relation`;
    if (!paged && paging.has(relation)) {
      yield error(rule, 'invalid', here, `The link '${relation}' is one of search results and is prohibited in a ${type}`);
    }
    if (seen.has(relation) && (relation === 'self' || (paged && paging.has(relation)))) {
      yield error(rule, 'invalid', here, `The link '${relation}' can only occur once`);
    }
    seen.add(relation);
    const url = text(link.url);
    if (type === 'document' && relation === 'stylesheet' && url !== undefined) {
      const [resourceType = '', id = ''] = url.split('/');
      if (isAbsolute(url)) {
        yield warning(rule, 'business-rule', `${at}.link[${i}].url`, 'The stylesheet of a document should be inside it');
      } else if (entriesOf(resource).named(resourceType, id).length === 0) {
        yield error(rule, 'not-found', `${at}.link[${i}].url`, `The stylesheet '${url}' is not in the document`);
      }
    }
  }
};
