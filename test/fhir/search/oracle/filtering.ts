import type { Json } from '#packages';
import { elementsIn } from './element.ts';
import { holds } from './holds.ts';
import { folded, stringsIn } from './strings.ts';
import type { World } from './world.ts';

type Test = (resource: Json) => boolean;

/** Whether a resource fits a `_filter`. `and` and `or` have the same rank and go from left to right. Source: FHIR R4 §3.1.3. */
export function filterHolds(resource: Json, filter: string, world: World): boolean {
  const words = filter.match(/"(?:\\.|[^"\\])*"|[()]|[^\s()]+/g) ?? [];
  const next = (): string => words.shift() ?? '';
  const any = (): Test => {
    let test = one();
    while (words[0] === 'and' || words[0] === 'or') {
      const [left, both, right] = [test, next() === 'and', one()];
      test = (r) => (both ? left(r) && right(r) : left(r) || right(r));
    }
    return test;
  };
  const one = (): Test => {
    const word = next();
    if (word !== 'not' && word !== '(') return comparison(word, next(), next(), world);
    if (word === 'not') next();
    const inner = any();
    next();
    return word === 'not' ? (r) => !inner(r) : inner;
  };
  return any()(resource);
}

const ofDates = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb'];

function comparison(path: string, operator: string, word: string, world: World): Test {
  const value = word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word;
  const plain = value.replace(/[\\,$|]/g, '\\$&');
  return (resource) => {
    const type = world.definitions(String(resource.resourceType)).get(path)?.type;
    switch (operator) {
      case 'pr':
        return holds(resource, `${path}:missing`, String(value !== 'true'), world);
      case 'in':
        return holds(resource, `${path}:in`, plain, world);
      case 'ni':
        return holds(resource, `${path}:not-in`, plain, world);
      case 'ss':
        return holds(resource, `${path}:above`, value, world);
      case 'sb':
        return holds(resource, `${path}:below`, value, world);
    }
    if (type === 'string') return textCompares(resource, path, operator, value, world);
    if (type === 'date' || type === 'quantity' || type === 'number') {
      if (!ofDates.includes(operator)) throw new Error(`the oracle knows no ${operator} for ${type}`);
      return holds(resource, path, `${operator}${value}`, world);
    }
    const equal = holds(resource, path, value, world);
    return operator === 'ne' ? !equal : equal;
  };
}

function textCompares(resource: Json, path: string, operator: string, value: string, world: World): boolean {
  const definition = world.definitions(String(resource.resourceType)).get(path);
  const texts = elementsIn(resource, definition?.expression ?? '')
    .flatMap(stringsIn)
    .map(folded);
  const asked = folded(value);
  switch (operator) {
    case 'eq':
      return texts.includes(asked);
    case 'ne':
      return !texts.includes(asked);
    case 'co':
      return texts.some((text) => text.includes(asked));
    case 'sw':
      return texts.some((text) => text.startsWith(asked));
    case 'ew':
      return texts.some((text) => text.endsWith(asked));
    default:
      throw new Error(`the oracle knows no ${operator} for texts`);
  }
}
