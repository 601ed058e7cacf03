import fc, { type Arbitrary } from 'fast-check';
import type { Shelf } from '#packages';
import type { Definition } from '../oracle/definitions.ts';
import type { Asked } from '../oracle/search.ts';
import type { World } from '../oracle/world.ts';
import { actualEdges, type Edge, possibleEdges } from './edges.ts';
import { joined } from './filters.ts';
import { type Criterion, type Form, filtersOf, formsOf } from './forms.ts';
import { resourcesOn } from './resources.ts';
import { idsOf, sharedTypes, types } from './words.ts';

export interface Search {
  /** A resource type, or several with commas: then a search of the whole record with `_type`. */
  readonly type: string;
  readonly asked: Asked;
}

export interface Searches {
  /** Each way of asking each parameter of a type. */
  forms(type: string): readonly Form[];
  /** All of it: parameters, chains, `_has`, `_filter`, `_list`, order, pages, includes. */
  readonly any: Arbitrary<Search>;
}

interface Askable {
  readonly forms: readonly Form[];
  readonly filters: readonly Arbitrary<string>[];
}

/** Random searches of a world, made mostly of what stands in it, so that they find something. */
export function searchesOn(shelf: Shelf, world: World): Searches {
  const resources = resourcesOn(shelf);
  const possible = possibleEdges(world);
  const actual = actualEdges(world);
  const known = new Map<string, Askable>();

  const askable = (type: string): Askable => {
    const before = known.get(type);
    if (before !== undefined) return before;
    // Some more, so that no parameter is without an example.
    const further = fc.sample(resources(type), { numRuns: 10, seed: 1 });
    const own = world.resources.filter(({ resourceType }) => resourceType === type);
    const examples = { resources: [...own, ...further], codes: world.codes };
    const all = [...world.definitions(type).values()];
    const made = {
      forms: all.flatMap((definition) => formsOf(definition, examples)),
      filters: all.flatMap((definition) => filtersOf(definition, examples) ?? []),
    };
    known.set(type, made);
    return made;
  };

  /** Mostly an edge that is there. */
  const edge = (fits: (one: Edge) => boolean): Arbitrary<Edge> | undefined => {
    const [there, all] = [actual.filter(fits), possible.filter(fits)];
    if (all.length === 0) return undefined;
    const any = fc.constantFrom(...all);
    return there.length === 0
      ? any
      : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: any });
  };

  const direct = (type: string): Arbitrary<Criterion> => fc.constantFrom(...askable(type).forms).chain((form) => form.criterion);

  const criterion = (type: string, depth: number): Arbitrary<Criterion> => {
    if (depth === 0) return direct(type);
    const later = (make: () => Arbitrary<Criterion>): Arbitrary<Criterion> => fc.constant(null).chain(make);
    return fc.oneof(
      { weight: 3, arbitrary: direct(type) },
      { weight: 2, arbitrary: later(() => chained(type, depth - 1)) },
      { weight: 2, arbitrary: later(() => reversed(type, depth - 1)) },
      { weight: depth === 2 ? 1 : 0, arbitrary: later(() => joined(comparison(type)).map((text) => ['_filter', text])) },
      { weight: depth === 2 ? 1 : 0, arbitrary: listed(type) },
    );
  };

  /** `subject:Patient.name=x`; the type is left out at times. */
  const chained = (type: string, depth: number): Arbitrary<Criterion> =>
    edge(({ from }) => from === type)?.chain(({ code, to }) =>
      fc.tuple(criterion(to, depth), fc.nat(2)).map(([[key, value], n]): Criterion => {
        return [`${code}${n === 0 && canGuess(type, code, key) ? '' : `:${to}`}.${key}`, value];
      }),
    ) ?? direct(type);

  /**
   * Without its type a chain goes on from every type of target that has the next parameter: it must be of the same kind in
   * each, and no reference, whose ids mean other things in each.
   */
  const canGuess = (type: string, code: string, key: string): boolean => {
    const targets = world.definitions(type).get(code)?.targets ?? [];
    if (targets.length === 1) return true;
    if (!/^[\w-]+(:missing)?$/.test(key)) return false;
    const next = targets.flatMap((target) => world.definitions(target).get(key.split(':')[0] ?? '') ?? []);
    const kinds = new Set(next.map((definition) => definition.type));
    return next.length <= widestChain && kinds.size === 1 && !kinds.has('reference');
  };

  /** `_has:Observation:patient:code=x`. */
  const reversed = (type: string, depth: number): Arbitrary<Criterion> =>
    edge(({ to }) => to === type)?.chain(({ from, code }) =>
      criterion(from, depth).map(([key, value]): Criterion => [`_has:${from}:${code}:${key}`, value]),
    ) ?? direct(type);

  const listed = (type: string): Arbitrary<Criterion> => {
    const there = actual.filter(({ from, code, to }) => from === 'List' && code === 'item' && to === type);
    const ids = fc.constantFrom(...there.flatMap(({ id }) => id ?? []), ...idsOf('List'));
    return fc.array(ids, { minLength: 1, maxLength: 3 }).map((all) => ['_list', all.join(',')]);
  };

  const comparison = (type: string): Arbitrary<string> => {
    const own = fc.constantFrom(...askable(type).filters).chain((one) => one);
    const further = edge(({ from }) => from === type)?.chain(({ code, to }) =>
      fc.constantFrom(...askable(to).filters).chain((one) => one.map((text) => `${code}:${to}.${text}`)),
    );
    return further === undefined ? own : fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: further });
  };

  /** `_sort`, `_count`, `_include` and the like, each at times. */
  const answer = (type: string): Arbitrary<readonly Criterion[]> => {
    const sortable = [...world.definitions(type).values()].filter(canSort).map(({ code }) => code);
    const key = fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...sortable)).map((both) => both.join(''));
    const sort = fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (one) => one.replace('-', '') });
    const count = fc.integer({ min: 1, max: 4 }).map(String);
    const optional = fc.record({ _sort: sort.map((all) => all.join(',')), _count: count }, { requiredKeys: [] });
    const includes = fc.array(include(type), { maxLength: 2 }).map((all) => all.flat());
    return fc.tuple(optional, includes).map(([one, more]) => [...Object.entries(one), ...more]);
  };

  /** One step from the matches, forwards or backwards, and at times a second one from what it brings. */
  const include = (type: string): Arbitrary<readonly Criterion[]> => {
    const step = (at: string, then: string): Arbitrary<readonly [Criterion, string]> | undefined => {
      const forward = edge(({ from }) => from === at)?.chain(({ code, to }) =>
        fc.constantFrom('', `:${to}`).map((target): [Criterion, string] => [[`_include${then}`, `${at}:${code}${target}`], to]),
      );
      const backward = edge(({ to }) => to === at)?.chain(({ from, code }) =>
        fc
          .constantFrom('', `:${at}`)
          .map((target): [Criterion, string] => [[`_revinclude${then}`, `${from}:${code}${target}`], from]),
      );
      const both = [forward, backward].filter((one) => one !== undefined);
      return both.length === 0 ? undefined : fc.oneof(...both);
    };
    const first = fc.constantFrom('', ':iterate').chain((then) => step(type, then) ?? fc.constant(undefined));
    return first.chain((one) => {
      if (one === undefined) return fc.constant<readonly Criterion[]>([]);
      const alone: Arbitrary<readonly Criterion[]> = fc.constant([one[0]]);
      const second = step(one[1], ':iterate')?.map(([then]): readonly Criterion[] => [one[0], then]);
      return second === undefined ? alone : fc.oneof(alone, second);
    });
  };

  const one = fc.constantFrom(...types).chain((type) => {
    const criteria = fc.array(criterion(type, 2), { maxLength: 2 });
    return fc.tuple(criteria, answer(type)).map(([first, then]): Search => ({ type, asked: [...first, ...then] }));
  });

  /** Of several types what all resources have can be asked. */
  const several = fc.shuffledSubarray(inRecords, { minLength: 2, maxLength: 4 }).chain((some) => {
    const common = some.flatMap((type) => askable(type).forms).filter(({ name }) => name.startsWith('_'));
    const criteria = fc.array(
      fc.constantFrom(...common).chain((form) => form.criterion),
      { maxLength: 2 },
    );
    const sort = fc.constantFrom('_lastUpdated', '-_lastUpdated,_id', '_tag,-_source', '-_security');
    const optional = fc.record({ _sort: sort, _count: fc.constantFrom('2', '5') }, { requiredKeys: [] });
    const includes = fc.array(include(some[0] ?? ''), { maxLength: 1 }).map((all) => all.flat());
    return fc
      .tuple(criteria, optional, includes)
      .map(([first, then, more]): Search => ({ type: some.join(','), asked: [...first, ...Object.entries(then), ...more] }));
  });
  const any = fc.oneof({ weight: 12, arbitrary: one }, { weight: 1, arbitrary: several });
  return { forms: (type) => askable(type).forms, any };
}

const inRecords = types.filter((type) => !sharedTypes.includes(type));

/** Through more types at once a chain is refused. */
const widestChain = 40;

/** Profiles are kept as hashes, see src/fhir/search. */
function canSort({ code, type, expression }: Definition): boolean {
  return expression !== '' && type !== 'composite' && type !== 'special' && code !== '_profile';
}
