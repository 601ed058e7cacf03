import type { Comparison } from './ast.ts';
import { castTo } from './cast.ts';
import {
  type Atom,
  atMostOne,
  atomOf,
  Instant,
  type Item,
  isNode,
  numberOfText,
  orderOf,
  QName,
  type Sequence,
  stringOfNode,
  Unevaluated,
  Untyped,
} from './values.ts';

type Order = '=' | '!=' | '<' | '<=' | '>' | '>=';
const ofValue: Readonly<Partial<Record<Comparison, Order>>> = { eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/** A general comparison: true as soon as one pair holds. Source: XPath 2.0 §3.5.2. */
export function general(operator: Order, left: Sequence, right: Sequence): boolean {
  if (left.length === 0 || right.length === 0) return false;
  if (left.length === 1 && right.length === 1) {
    const [a, b] = [textCompared(left[0]), textCompared(right[0])];
    if (a !== undefined && b !== undefined) return holds(operator, a, b);
  }
  const others = right.map(atomOf);
  for (const item of left) {
    const a = atomOf(item);
    for (const b of others) if (pair(operator, a, b)) return true;
  }
  return false;
}

/** The text of an item that is compared as a text with another such; most are. */
function textCompared(item: Item | undefined): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object') return undefined;
  if (isNode(item)) return stringOfNode(item);
  return item instanceof Untyped ? item.value : undefined;
}

function pair(operator: Order, a: Atom, b: Atom): boolean {
  if (a instanceof Untyped) {
    if (b instanceof Untyped) return holds(operator, a.value, b.value);
    return ordered(operator, like(a, b), b);
  }
  return ordered(operator, a, b instanceof Untyped ? like(b, a) : b);
}

/** Reads an untyped value as the other side's type. */
function like(value: Untyped, other: Atom): Atom {
  if (typeof other === 'string') return value.value;
  if (typeof other === 'number') {
    const number = numberOfText(value.value);
    if (Number.isNaN(number) && value.value.trim() !== 'NaN')
      throw new Unevaluated('FORG0001', 'a text that is no number is compared to a number');
    return number;
  }
  if (typeof other === 'boolean') return castTo('xs:boolean', value);
  if (other instanceof Instant) return castTo('xs:dateTime', value);
  throw new Unevaluated('XPTY0004', 'a text is compared to a qualified name');
}

function ordered(operator: Order, a: Atom, b: Atom): boolean {
  if (typeof a === 'string' && typeof b === 'string') return holds(operator, a, b);
  if (typeof a === 'number' && typeof b === 'number') return holds(operator, a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return holds(operator, Number(a), Number(b));
  if (a instanceof Instant && b instanceof Instant) return holds(operator, a.milliseconds, b.milliseconds);
  if (a instanceof QName && b instanceof QName && (operator === '=' || operator === '!='))
    return (a.namespace === b.namespace && a.name === b.name) === (operator === '=');
  throw new Unevaluated('XPTY0004', 'values of two types are compared');
}

export function holds<T extends string | number>(operator: Order, a: T, b: T): boolean {
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** A value or node comparison: empty when a side is empty. Source: XPath 2.0 §3.5.1, §3.5.3. */
export function single(operator: Comparison, left: Sequence, right: Sequence): boolean | undefined {
  const a = atMostOne(left, `the left of ${operator}`);
  const b = atMostOne(right, `the right of ${operator}`);
  if (a === undefined || b === undefined) return undefined;
  const order = ofValue[operator];
  if (order !== undefined) return ordered(order, untypedAsString(atomOf(a)), untypedAsString(atomOf(b)));
  if (!isNode(a) || !isNode(b)) throw new Unevaluated('XPTY0004', `${operator} compares nodes`);
  if (operator === 'is') return a === b;
  return operator === '<<' ? orderOf(a) < orderOf(b) : orderOf(a) > orderOf(b);
}

const untypedAsString = (atom: Atom): Atom => (atom instanceof Untyped ? atom.value : atom);

/** Whether a comparison is a general one. */
export function isGeneral(operator: Comparison): operator is Order {
  return ['=', '!=', '<', '<=', '>', '>='].includes(operator);
}
