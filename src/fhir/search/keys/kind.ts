import type { Json } from '../../json.ts';
import type { ParameterType } from '../parameters/parameter.ts';
import { type DateKey, dateOrder, datesOf } from './date.ts';
import { fold } from './fold.ts';
import { numbersOf, type QuantityKey, quantitiesOf, quantityOrder } from './quantity.ts';
import { addressKey, referenceKey } from './reference.ts';
import { stringsOf } from './string.ts';
import { type TokenKey, tokensOf } from './token.ts';
import { urisOf } from './uri.ts';

type Values = (value: unknown, into: unknown[], resource: Json, base: string) => void;

/** How the values of one type of parameter stand in keys. */
export interface Kind {
  /** Gives the values in one element of a FHIR type; undefined when such an element has none for this type of parameter. */
  valuesOf(type: string): Values | undefined;
  /** Puts a column's values into keys, each once, the lowest first: what sorts by it reads the first or the last. */
  write(key: string, values: readonly unknown[], keys: Record<string, unknown>): void;
}

/** Beside the folded texts of a column: as they are written, when that is another thing. */
export const exactKey = (key: string): string => `${key}:exact`;
/** Beside the references of a column: the identifiers of what they lead to. */
export const identifierKey = (key: string): string => `${key}:identifier`;

export function kindOf(type: ParameterType): Kind {
  return kinds[type];
}

const token: Kind = {
  valuesOf: (type) => tokensOf(type) as Values | undefined,
  write: (key, values, keys) => {
    keys[key] = once(values as TokenKey[], tokenText, byTokenCode);
  },
};

const string: Kind = {
  valuesOf: (type) => stringsOf(type) as Values | undefined,
  write: (key, values, keys) => {
    const written = values as readonly string[];
    const folded = written.map(fold);
    keys[key] = once(folded, asIs, byText);
    if (folded.some((text, i) => text !== written[i])) keys[exactKey(key)] = once(written, asIs, byText);
  },
};

const uri: Kind = { valuesOf: (type) => urisOf(type) as Values | undefined, write: texts };
const date: Kind = {
  valuesOf: (type) => datesOf(type) as Values | undefined,
  write: (key, values, keys) => {
    keys[key] = once(values as DateKey[], String, (a, b) => dateOrder(a) - dateOrder(b));
  },
};
const number: Kind = { valuesOf: (type) => numbersOf(type) as Values | undefined, write: quantities };
const quantity: Kind = { valuesOf: (type) => quantitiesOf(type) as Values | undefined, write: quantities };

/** An identifier travels with its reference, as an object, until the column is written. */
const reference: Kind = {
  valuesOf: (type) => referenceValues[type],
  write: (key, values, keys) => {
    texts(
      key,
      values.filter((value) => typeof value === 'string'),
      keys,
    );
    const identifiers = values.filter((value) => typeof value === 'object') as TokenKey[];
    if (identifiers.length > 0) keys[identifierKey(key)] = once(identifiers, tokenText, byTokenCode);
  },
};

const literal: Values = (value, into, _, base) => {
  if (typeof value !== 'string' || value === '') return;
  const bar = value.indexOf('|');
  if (bar > 0) into.push(addressKey(value.slice(0, bar), base));
  into.push(addressKey(value, base));
};

/** `@Patient` in the tokens of an identifier: what type the reference says that it leads to. */
export const targetKey = (type: string): string => `@${type}`;

const referenceValues: Readonly<Record<string, Values>> = {
  Reference(value, into, resource, base) {
    const key = referenceKey(value, resource, base);
    into.push(key);
    const { identifier } = value as Json;
    if (typeof identifier !== 'object' || identifier === null) return;
    const found: TokenKey[] = [];
    tokensOf('Identifier')?.(identifier, found);
    const type = key.startsWith('#') ? key.slice(1) : typeInKey(key);
    for (const one of found) into.push(type === '' ? one : [...one, targetKey(type)]);
  },
  /** A resource inside another, as in a Bundle. */
  Resource(value, into) {
    const { resourceType, id } = value as Json;
    into.push(typeof id === 'string' ? `${resourceType}/${id}` : `#${resourceType}`);
  },
  canonical: literal,
  uri: literal,
  url: literal,
};

const typeInKey = (key: string): string => key.split('/').at(-2) ?? '';

const composite: Kind = {
  valuesOf: () => undefined,
  write: (key, values, keys) => {
    keys[key] = values;
  },
};

const kinds: Readonly<Record<ParameterType, Kind>> = {
  composite,
  date,
  number,
  quantity,
  reference,
  special: composite,
  string,
  token,
  uri,
};

function texts(key: string, values: readonly unknown[], keys: Record<string, unknown>): void {
  keys[key] = once(values as readonly string[], asIs, byText);
}

function quantities(key: string, values: readonly unknown[], keys: Record<string, unknown>): void {
  keys[key] = once(values as QuantityKey[], String, (a, b) => quantityOrder(a) - quantityOrder(b));
}

const asIs = (text: string): string => text;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const tokenText = (token: TokenKey): string => token.join('\n');
const byTokenCode = (a: TokenKey, b: TokenKey): number => byText(a[1] ?? '', b[1] ?? '');

function once<T>(values: readonly T[], textOf: (value: T) => string, order: (a: T, b: T) => number): readonly T[] {
  if (values.length < 2) return values;
  return [...new Map(values.map((value) => [textOf(value), value])).values()].sort(order);
}
