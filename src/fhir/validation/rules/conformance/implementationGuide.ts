import { text } from '../../../json.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';

const rule = 'implementation-guide';

/** What a guide stands on is named by the canonical address of a guide, without version; the version has its own element. FHIR R4 §5.6. */
export const implementationGuide: Rule = function* ({ resource, at }) {
  for (const [i, dependency] of indexed(resource.dependsOn)) {
    const here = `${at}.dependsOn[${i}]`;
    const uri = text(dependency.uri);
    if (uri === undefined) continue;
    if (!/\/ImplementationGuide\//.test(uri)) {
      yield error(rule, 'invalid', `${here}.uri`, `'${uri}' is not the canonical address of an ImplementationGuide`);
    }
    if (uri.includes('|')) yield error(rule, 'invalid', `${here}.uri`, 'The version of a dependency stands in dependsOn.version');
    if (text(dependency.version) === undefined) yield warning(rule, 'required', here, 'A dependency should name its version');
  }
};
