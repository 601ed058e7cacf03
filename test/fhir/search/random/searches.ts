import fc, { type Arbitrary } from 'fast-check';
import type { Json, Shelf } from '#packages';
import { codesOn } from '../oracle/codes.ts';
import { type Definition, definitionsOn } from '../oracle/definitions.ts';
import type { Asked } from '../oracle/search.ts';
import { joined } from './filters.ts';
import { type Criterion, type Form, filtersOf, formsOf } from './forms.ts';
import { resourcesOn } from './resources.ts';
import { idsOf, types } from './words.ts';

export interface Search {
  readonly type: string;
  readonly asked: Asked;
}

/** A reference parameter of one of the types with the types it may lead to. */
interface Link {
  readonly code: string;
  readonly targets: readonly string[];
}

export interface Searches {
  /** Each way of asking each parameter of a type. */
  forms(type: string): readonly Form[];
  /** One or two parameters, among them chains and `_has`. */
  criteria(type: string): Arbitrary<readonly Criterion[]>;
  /** All of it: parameters, order, pages, includes. */
  any: Arbitrary<Search>;
}

const ours: readonly string[] = types;

interface Askable {
  readonly forms: readonly Form[];
  readonly filters: readonly Arbitrary<string>[];
}

/**
 * Random searches, made mostly of what stands in these resources, so that they find something.
 *
 * In: the resources that will be searched.
 */
export function searchesOn(shelf: Shelf, about: readonly Json[]): Searches {
  const definitions = definitionsOn(shelf);
  const codes = codesOn(shelf);
  const resources = resourcesOn(shelf);
  const known = new Map<string, Askable>();

  const askable = (type: string): Askable => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const further = fc.sample(resources(type), { numRuns: 4, seed: 1 });
    const examples = { resources: [...about.filter(({ resourceType }) => resourceType === type), ...further], codes };
    const all = [...definitions(type).values()];
    const made = {
      forms: all.flatMap((definition) => formsOf(definition, examples)),
      filters: all.flatMap((definition) => filtersOf(definition, examples) ?? []),
    };
    known.set(type, made);
    return made;
  };
  const forms = (type: string): readonly Form[] => askable(type).forms;

  const links = (type: string): readonly Link[] =>
    [...definitions(type).values()].map(linkOf).filter(({ targets }) => targets.length > 0);

  const direct = (type: string): Arbitrary<Criterion> => fc.constantFrom(...forms(type)).chain(({ criterion }) => criterion);

  const criterion = (type: string, depth: number): Arbitrary<Criterion> => {
    if (depth === 0) return direct(type);
    return fc.oneof(
      { weight: 4, arbitrary: direct(type) },
      { weight: 1, arbitrary: fc.constant(null).chain(() => chained(type, depth - 1)) },
      { weight: 1, arbitrary: fc.constant(null).chain(() => reversed(type, depth - 1)) },
      { weight: depth === 2 ? 1 : 0, arbitrary: fc.constant(null).chain(() => filtered(type)) },
      { weight: depth === 2 ? 1 : 0, arbitrary: listed },
    );
  };

  /** `subject:Patient.name=x`; without the type where there is one only. */
  const chained = (type: string, depth: number): Arbitrary<Criterion> => {
    const some = links(type);
    if (some.length === 0) return direct(type);
    return fc.constantFrom(...some).chain(({ code, targets }) =>
      fc.constantFrom(...targets).chain((target) =>
        criterion(target, depth).map(([key, value]): Criterion => {
          return [`${code}${targets.length === 1 ? '' : `:${target}`}.${key}`, value];
        }),
      ),
    );
  };

  /** `_has:Observation:patient:code=x`. */
  const reversed = (type: string, depth: number): Arbitrary<Criterion> => {
    const some = ours.flatMap((source) =>
      links(source)
        .filter(({ targets }) => targets.includes(type))
        .map(({ code }) => ({ source, code })),
    );
    if (some.length === 0) return direct(type);
    return fc
      .constantFrom(...some)
      .chain(({ source, code }) =>
        criterion(source, depth).map(([key, value]): Criterion => [`_has:${source}:${code}:${key}`, value]),
      );
  };

  const comparison = (type: string): Arbitrary<string> => fc.constantFrom(...askable(type).filters).chain((one) => one);

  const filtered = (type: string): Arbitrary<Criterion> => {
    const some = links(type).flatMap(({ code, targets }) => targets.map((target) => ({ code, target })));
    const own = comparison(type);
    if (some.length === 0) return joined(own).map((text) => ['_filter', text]);
    const further = fc
      .constantFrom(...some)
      .chain(({ code, target }) => comparison(target).map((text) => `${code}:${target}.${text}`));
    const one = fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: further });
    return joined(one).map((text) => ['_filter', text]);
  };

  const criteria = (type: string): Arbitrary<readonly Criterion[]> => fc.array(criterion(type, 2), { maxLength: 2 });

  const answer = (type: string): Arbitrary<readonly Criterion[]> => {
    const sortable = [...definitions(type).values()].filter((one) => canSort(one)).map(({ code }) => code);
    const key = fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...sortable)).map((both) => both.join(''));
    const sort = fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (one) => one.replace('-', '') });
    const count = fc.integer({ min: 1, max: 5 }).map(String);
    const optional = fc.record({ _sort: sort.map((all) => all.join(',')), _count: count }, { requiredKeys: [] });
    const includes = fc.array(include(type), { maxLength: 2 });
    return fc.tuple(optional, includes).map(([one, more]) => [...Object.entries(one), ...more]);
  };

  /** `_include=Observation:subject:Patient` and the other ways. */
  const include = (type: string): Arbitrary<Criterion> => {
    const from = (source: string, key: string): readonly Arbitrary<Criterion>[] =>
      links(source).map(({ code, targets }) =>
        fc
          .constantFrom('', ...targets.map((target) => `:${target}`))
          .map((target): Criterion => [key, `${source}:${code}${target}`]),
      );
    const back = ours.flatMap((source) =>
      links(source)
        .filter(({ targets }) => targets.includes(type))
        .flatMap(({ code }) => [
          fc.constantFrom<Criterion>(['_revinclude', `${source}:${code}`], ['_revinclude:iterate', `${source}:${code}:${type}`]),
        ]),
    );
    const all = [...from(type, '_include'), ...ours.flatMap((source) => from(source, '_include:iterate')), ...back, ...back];
    return fc.constantFrom(...all).chain((one) => one);
  };

  const any = fc
    .constantFrom(...types)
    .chain((type) => fc.tuple(criteria(type), answer(type)).map(([first, then]) => ({ type, asked: [...first, ...then] })));
  return { forms, criteria, any };
}

const listed: Arbitrary<Criterion> = fc
  .array(fc.constantFrom(...idsOf('List')), { minLength: 1, maxLength: 2 })
  .map((ids) => ['_list', ids.join(',')]);

function linkOf({ code, type, targets }: Definition): Link {
  return { code, targets: type === 'reference' ? targets.filter((target) => ours.includes(target)) : [] };
}

/** Profiles are kept as hashes, see src/fhir/search. */
function canSort({ code, type, expression }: Definition): boolean {
  return expression !== '' && type !== 'composite' && type !== 'special' && code !== '_profile';
}
