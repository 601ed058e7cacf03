import { isObject, objects, text } from '../../../json.ts';
import { modelOf } from '../../../model/model.ts';
import type { Issue } from '../../issue.ts';
import { error, warning } from '../issues.ts';
import type { Rule, RuleGround } from '../rule.ts';
import { type Entry, entriesOf } from './entries.ts';

const rule = 'bundle-searchset';

/**
 * Search results: a self link tells what was searched; matches are resources with an id, of the types searched; an outcome is an
 * OperationOutcome. Without search modes nothing tells matches from includes, so that the same is a warning. Source: FHIR R4 §3.1.1.5.
 */
export const bundleSearchSet: Rule = function* ({ resource, at, ground }) {
  if (resource.type !== 'searchset') return;
  const { all } = entriesOf(resource);
  const self = objects(resource.link).find(({ relation }) => relation === 'self');
  if (self === undefined) yield warning(rule, 'invalid', at, 'A search set should have a self link that tells what was searched');
  const types = typesSearched(text(self?.url) ?? '', ground);
  const modes = all.map(modeOf);
  if (all.length > 0 && modes.includes(undefined)) {
    yield warning(rule, 'invalid', at, 'The entries of a search set should have search modes');
  }
  for (const [i, entry] of all.entries()) {
    const here = `${at}.entry[${entry.index}]`;
    if (entry.type === undefined) yield error(rule, 'invalid', here, 'The entries of a search set must have resources');
    else yield* modeRules(entry, modes[i], types, `${here}.resource`);
  }
};

const modeOf = ({ element }: Entry): string | undefined => (isObject(element.search) ? text(element.search.mode) : undefined);

function* modeRules(entry: Entry, mode: string | undefined, types: readonly string[], at: string): Iterable<Issue> {
  const { type = '', id } = entry;
  const wrongType = types.length > 0 && !types.includes(type);
  const outcome = type === 'OperationOutcome';
  if (mode === 'outcome') {
    if (!outcome) yield error(rule, 'invalid', at, `This is not an OperationOutcome (${type})`);
    return;
  }
  const tell = mode === undefined ? warning : error;
  if (id === undefined && !(mode === undefined && outcome)) yield tell(rule, 'invalid', at, 'Search results must have ids');
  if (wrongType && mode !== 'include' && !(mode === undefined && outcome)) {
    yield tell(rule, 'invalid', at, `This type of resource was not searched (${type}, expecting ${types.join(', ')})`);
  }
}

/** From `[base]/Patient?name=x` or `[base]?_type=Patient,Observation`; empty when the address does not tell. */
function typesSearched(url: string, { shelf }: RuleGround): readonly string[] {
  const [path = '', query = ''] = url.split('?');
  const known = modelOf(shelf).resources;
  const last =
    path
      .replace(/\/_search$/, '')
      .split('/')
      .at(-1) ?? '';
  if (known.includes(last)) return [last];
  return (new URLSearchParams(query).get('_type') ?? '').split(',').filter((type) => known.includes(type));
}
