import { fold } from '../keys/fold.ts';
import type { Parameter, ParameterType } from '../parameters/parameter.ts';
import { chainTargets, leads, parameterNamed } from '../parse/condition.ts';
import { dateBounds } from '../parse/date.ts';
import type { Ground } from '../parse/ground.ts';
import { badValue } from '../parse/refusals.ts';
import { plainTest, testOf } from '../parse/testOf.ts';
import type { Condition, Test, TextComparison } from '../query.ts';
import type { Filter, FilterStep, Operator } from './grammar.ts';

const ordered = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap', 'pr'] as const;
const texts = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le', 'pr'] as const;

const accepted: Readonly<Record<ParameterType, readonly Operator[]>> = {
  composite: ['eq', 'pr'],
  date: [...ordered, 'po'],
  number: ordered,
  quantity: ordered,
  reference: ['eq', 'ne', 're', 'pr'],
  special: [],
  string: texts,
  token: ['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'ss', 'sb', 'in', 'ni'],
  uri: texts,
};

const comparisons: Readonly<Partial<Record<Operator, TextComparison>>> = {
  eq: 'equals',
  co: 'contains',
  sw: 'starts',
  ew: 'ends',
  gt: 'more',
  lt: 'less',
  ge: 'atLeast',
  le: 'atMost',
};

/** A `_filter` on a type as a condition. Refuses what {@link conditionOf} refuses. Source: FHIR R4 §3.1.3. */
export function filterCondition(type: string, filter: Filter, ground: Ground): Condition {
  switch (filter.is) {
    case 'and':
    case 'or':
      return {
        is: filter.is === 'and' ? 'all' : 'any',
        of: [filterCondition(type, filter.left, ground), filterCondition(type, filter.right, ground)],
      };
    case 'not':
      return { is: 'not', of: filterCondition(type, filter.of, ground) };
    case 'compare':
      return along(type, filter.path, filter, ground);
  }
}

type Comparison = Extract<Filter, { readonly is: 'compare' }>;

/** The steps before the last one lead to other resources, of which the filters between brackets must hold too. */
function along(type: string, [step, ...rest]: readonly FilterStep[], filter: Comparison, ground: Ground): Condition {
  const [code = '', ...only] = (step?.name ?? '').split(':');
  const parameter = parameterNamed(type, code, ground);
  if (rest.length === 0 && step?.where === undefined) return compare(parameter, filter, ground);
  const targets = chainTargets(parameter, only.join(':'), ground);
  const further = rest.map(({ name }) => name).join('.');
  const able = targets.filter((target) => leads(target, further, ground));
  return {
    is: 'chain',
    parameter,
    targets: (able.length === 0 ? targets.slice(0, 1) : able).map((target) => {
      ground.step();
      const where = along(target, rest, filter, ground);
      const both = step?.where === undefined ? [where] : [filterCondition(target, step.where, ground), where];
      return { type: target, where: { is: 'all', of: both } };
    }),
  };
}

function compare(parameter: Parameter, { operator, value }: Comparison, ground: Ground): Condition {
  const { code, type } = parameter;
  ground.count(1);
  const operators = code === '_id' ? (['eq', 'ne'] as const) : accepted[type];
  if (!operators.some((one) => one === operator)) {
    const names = operators.join(', ');
    throw badValue(code, `opérateurs acceptés dans _filter : ${names}.`, `operators accepted in _filter: ${names}.`);
  }
  if (operator === 'pr') return match(parameter, testOf(parameter, 'missing', value === 'true' ? 'false' : 'true', ground).test);
  if (code === '_id') {
    const found = match(parameter, { is: 'ids', ids: [value] });
    return operator === 'eq' ? found : { is: 'not', of: found };
  }
  if (operator === 'ni') return { is: 'not', of: match(parameter, testFor(parameter, 'in', value, ground)) };
  return match(parameter, testFor(parameter, operator, value, ground));
}

function testFor(parameter: Parameter, operator: Operator, value: string, ground: Ground): Test {
  const { code, type } = parameter;
  if (type === 'date' && operator === 'po') return overlap(code, value, ground);
  if (type === 'date' || type === 'number' || type === 'quantity') return plainTest(parameter, [`${operator}${value}`], ground);
  if (operator === 'ss' || operator === 'sb') return testOf(parameter, operator === 'ss' ? 'below' : 'above', value, ground).test;
  if (operator === 'in') return testOf(parameter, 'in', value, ground).test;
  if (operator === 'ne') return { is: 'unequal', to: testFor(parameter, 'eq', value, ground) };
  const how = comparisons[operator];
  if (type === 'string' && how !== undefined) return { is: 'strings', how, values: [fold(value)] };
  if (type === 'uri' && how !== undefined) return { is: 'uris', how, values: [value] };
  if (type === 'token' && how !== undefined && how !== 'equals') return { is: 'codes', how, values: [value] };
  return plainTest(parameter, [value], ground);
}

function overlap(code: string, value: string, { now }: Ground): Test {
  const bounds = dateBounds(value, now);
  if (bounds === undefined) throw badValue(code, 'une date est attendue.', 'a date is expected.');
  return { is: 'dates', boxes: [{ low: [-Infinity, bounds.last], high: [bounds.first, Infinity] }] };
}

const match = (parameter: Parameter, test: Test): Condition => ({ is: 'match', parameter, test });
