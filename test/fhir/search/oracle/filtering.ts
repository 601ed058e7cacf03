import type { Json } from '#packages';
import { timeIn, timeOf } from './dates.ts';
import { type Element, elementsIn } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { holds, matches } from './holds.ts';
import { prefixes, relates } from './interval.ts';
import { targetsOf, textOf } from './references.ts';
import { folded, stringsIn } from './strings.ts';
import { fits, tokensIn } from './tokens.ts';
import { versionsOf } from './uris.ts';
import type { World } from './world.ts';

type Test = (resource: Json) => boolean;

/** Whether a resource fits a `_filter`. `and` and `or` have the same rank and go from left to right. Source: FHIR R4 §3.1.3. */
export function filterHolds(resource: Json, filter: string, world: World): boolean {
  const words = filter.match(/"(?:\\.|[^"\\])*"|[()]|[^\s()"]+/g) ?? [];
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

/** `name`, or `reference.name` and longer, as in a chain. */
function comparison(path: string, operator: string, word: string, world: World): Test {
  const value: string = word.startsWith('"') ? JSON.parse(word) : word;
  const dot = path.indexOf('.');
  if (dot < 0) return (resource) => compares(resource, path, operator, value, world);
  const [code = '', type] = path.slice(0, dot).split(':');
  const rest = comparison(path.slice(dot + 1), operator, word, world);
  return (resource) => {
    const definition = world.definitions(String(resource.resourceType)).get(code);
    const targets = definition === undefined ? [] : targetsOf(resource, definition, world);
    return targets.some((target) => (type === undefined || target.resourceType === type) && rest(target));
  };
}

/** An item of the set that the parameter finds compares so; `ni` wants that none is in the value set. */
function compares(resource: Json, code: string, operator: string, value: string, world: World): boolean {
  const definition = world.definitions(String(resource.resourceType)).get(code);
  if (definition === undefined) return false;
  const only = value.replaceAll(',', '\\,');
  const elements = elementsIn(resource, definition.expression);
  switch (operator) {
    case 'pr':
      return holds(resource, `${code}:missing`, String(value !== 'true'), world);
    case 'in':
    case 'ni':
      return holds(resource, `${code}:${operator === 'in' ? 'in' : 'not-in'}`, only, world);
    case 'ss':
    case 'sb':
      return holds(resource, `${code}:${operator === 'ss' ? 'below' : 'above'}`, only, world);
    case 're':
      return holds(resource, code, only, world);
    case 'po':
      return elements.some((element) => overlaps(value, element));
  }
  switch (definition.type) {
    case 'string':
      return elements.flatMap(stringsIn).some((text) => textCompares(operator, folded(text), folded(value)));
    case 'uri':
      return elements.flatMap((element) => versionsOf(String(element.value))).some((text) => textCompares(operator, text, value));
    case 'token':
      return elements.some((element) => tokenCompares(operator, element, value, world));
    case 'reference':
      return elements
        .filter((element) => textOf(element, world.base) !== undefined)
        .some((element) => matches(value, undefined, 'reference', element, world) === (operator === 'eq'));
    case 'composite':
      return holds(resource, code, only, world);
    default:
      if (!prefixes.some((prefix) => prefix === operator)) throw new Error(`the oracle knows no ${operator} for ${code}`);
      return elements.some((element) => matches(operator + value, undefined, definition.type, element, world));
  }
}

function overlaps(value: string, element: Element): boolean {
  const [asked, found] = [timeOf(value), timeIn(element)];
  return asked !== undefined && found !== undefined && relates('ap', asked, found);
}

function tokenCompares(operator: string, element: Element, value: string, world: World): boolean {
  const [first = '', second] = splitAt('|', value).map(unescaped);
  return tokensIn(element, world.codes).some((token) => {
    if (operator !== 'eq' && operator !== 'ne') return textCompares(operator, String(token.code), value);
    return (second === undefined ? fits(undefined, first, token) : fits(first, second, token)) === (operator === 'eq');
  });
}

function textCompares(operator: string, text: string, asked: string): boolean {
  switch (operator) {
    case 'eq':
      return text === asked;
    case 'ne':
      return text !== asked;
    case 'co':
      return text.includes(asked);
    case 'sw':
      return text.startsWith(asked);
    case 'ew':
      return text.endsWith(asked);
    case 'gt':
      return text > asked;
    case 'ge':
      return text >= asked;
    case 'lt':
      return text < asked;
    case 'le':
      return text <= asked;
    default:
      throw new Error(`the oracle knows no ${operator} for texts`);
  }
}
