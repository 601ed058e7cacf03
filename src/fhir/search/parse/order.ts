import { fhirRefusal } from '../../refusals.ts';
import type { Asked } from '../asked.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { SortKey } from '../query.ts';
import { quoted } from './refusals.ts';

const mostKeys = 6;

/** `_sort=status,-date`. Refuses `fhir.bad-sort` with what can be sorted by. Source: FHIR R4 §3.1.1.5.3. */
export function sortOf(asked: Asked, known: ReadonlyMap<string, Parameter>): readonly SortKey[] {
  const words = (asked.get('_sort') ?? []).flatMap((value) => value.split(','));
  if (words.length > mostKeys) throw badSort(`au plus ${mostKeys} clés`, `${mostKeys} keys at most`);
  return words.map((word) => {
    const descending = word.startsWith('-');
    const parameter = known.get(descending ? word.slice(1) : word);
    if (parameter !== undefined && sortable(parameter)) return { parameter, descending };
    const names = [...known.values()].filter(sortable).map(({ code }) => code);
    const all = names.sort().join(', ');
    throw badSort(
      `« ${quoted(word)} » n’est pas un ordre ; acceptés : ${all}`,
      `“${quoted(word)}” is no order; accepted: ${all}`,
    );
  });
}

/** What has no order of its own: pairs of values, and profiles, which are kept as hashes. */
function sortable({ type, code, unusable }: Parameter): boolean {
  return unusable === undefined && type !== 'composite' && type !== 'special' && code !== '_profile';
}

function badSort(fr: string, en: string) {
  return fhirRefusal('bad-sort', `_sort : ${fr}.`, `_sort: ${en}.`, '_sort');
}
