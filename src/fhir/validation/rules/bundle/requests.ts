import { isObject, text } from '../../../json.ts';
import { withArticle } from '../../../refusals.ts';
import type { Issue } from '../../issue.ts';
import { error } from '../issues.ts';
import type { Rule } from '../rule.ts';
import { type Entry, entriesOf } from './entries.ts';

const rule = 'bundle-request';

/**
 * The requests of a transaction or batch agree with their resources: POST and PUT bring one, of the type in the url; the id in the url of a
 * PUT is that of the resource. That a request is there at all is the invariant bdl-3. Source: FHIR R4 §3.1.0.11.
 */
export const bundleRequests: Rule = function* ({ resource, at }) {
  if (resource.type !== 'transaction' && resource.type !== 'batch') return;
  for (const entry of entriesOf(resource).all) yield* requestOf(entry, `${at}.entry[${entry.index}]`);
};

function* requestOf({ element, type, id }: Entry, at: string): Iterable<Issue> {
  const request = isObject(element.request) ? element.request : {};
  const method = text(request.method);
  const url = text(request.url);
  if (url === undefined || (method !== 'POST' && method !== 'PUT')) return;
  const [path = '', query] = url.split('?');
  const [target = '', targetId, more] = path.replace(/^\//, '').split('/');
  // an operation has parameters of its own, or none
  if (path.includes('$') || target === '' || target.includes(':')) return;
  if (type === undefined) {
    yield error(rule, 'required', at, `A ${method} in a transaction or batch needs a resource`);
    return;
  }
  if (target !== type) {
    // searching by POST takes no resource of its own
    if (targetId !== '_search')
      yield error(rule, 'invalid', `${at}.request.url`, `The url '${url}' is not one of ${withArticle(type, 'a')}`);
  } else if (method === 'PUT' && more === undefined && targetId !== undefined && query === undefined && targetId !== id) {
    yield error(rule, 'invalid', `${at}.request.url`, `The id in the url '${url}' is not that of the resource ('${id ?? ''}')`);
  }
}
