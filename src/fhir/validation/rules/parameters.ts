import { isObject, type Json, text } from '../../json.ts';
import { indexed } from './elements.ts';
import { error, warning } from './issues.ts';
import { addressOf, literalsIn } from './references.ts';
import type { Rule } from './rule.ts';

const rule = 'parameters-reference';

/**
 * Parameters have no address, so that a relative reference inside them leads to another resource that they carry, or to one of the server: an
 * error when the validator knows the server's resources and it is not there, a warning otherwise. Source: FHIR R4 §2.36.4.1, §3.2.0.5.
 */
export const parametersReferences: Rule = function* ({ resource, at, ground }) {
  const carried = new Set<string>();
  const held = [...resourcesOf(resource, at)];
  for (const [one] of held) carried.add(`${text(one.resourceType)}/${text(one.id)}`);
  for (const [one, place] of held) {
    // a Bundle resolves its references itself
    if (one.resourceType === 'Bundle') continue;
    for (const { reference, at: here } of literalsIn(one, place)) {
      const address = addressOf(reference);
      if (address === undefined || address.base !== '' || carried.has(`${address.type}/${address.id}`)) continue;
      if (ground.resolve === undefined) {
        yield warning(rule, 'not-found', here, `The reference '${reference}' leads to none of the resources in the parameters`);
      } else if (ground.resolve(reference) === undefined) {
        yield error(rule, 'not-found', here, `Unable to resolve resource with reference '${reference}'`);
      }
    }
  }
};

function* resourcesOf(holder: Json, at: string): Iterable<readonly [Json, string]> {
  for (const name of ['parameter', 'part']) {
    for (const [i, parameter] of indexed(holder[name])) {
      const here = `${at}.${name}[${i}]`;
      if (isObject(parameter.resource)) yield [parameter.resource, `${here}.resource`];
      yield* resourcesOf(parameter, here);
    }
  }
}
