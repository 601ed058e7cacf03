import { text } from '../../../json.ts';
import { modelOf } from '../../../model/model.ts';
import { error } from '../issues.ts';
import { addressOf, isAbsolute } from '../references.ts';
import type { Rule } from '../rule.ts';
import { entriesOf } from './entries.ts';

const rule = 'bundle-full-url';
const mayLack = new Set(['transaction', 'transaction-response', 'batch', 'batch-response']);

/**
 * The fullUrl of each entry: there, except in transactions and batches; absolute; when it is the address of a resource on a RESTful server,
 * that of this resource. That fullUrls are unique is the invariant bdl-7.
 *
 * Source: FHIR R4 §2.36.3, Bundle.entry.fullUrl; §2.36.4.
 */
export const bundleFullUrls: Rule = function* ({ resource, at, ground }) {
  const types = modelOf(ground.shelf).resources;
  for (const { index, fullUrl, type, id } of entriesOf(resource).all) {
    const here = `${at}.entry[${index}]`;
    if (fullUrl === undefined) {
      if (!mayLack.has(text(resource.type) ?? '')) {
        yield error(
          rule,
          'required',
          here,
          'Except in transactions and batches, each entry must have a fullUrl, the identity of its resource',
        );
      }
      continue;
    }
    if (!isAbsolute(fullUrl)) {
      yield error(rule, 'invalid', here, `The fullUrl must be an absolute URL (not '${fullUrl}')`);
      continue;
    }
    const address = addressOf(fullUrl);
    if (type === undefined || address === undefined || !types.includes(address.type)) continue;
    if (id === undefined) {
      yield error(rule, 'invalid', here, `The fullUrl '${fullUrl}' looks like a RESTful server URL, but the resource has no id`);
    } else if (address.type !== type || address.id !== id) {
      yield error(
        rule,
        'invalid',
        here,
        `The fullUrl '${fullUrl}' looks like a RESTful server URL, so it must end with the type and id of the resource (/${type}/${id})`,
      );
    }
  }
};
