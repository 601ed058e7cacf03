import type { Json } from '../../json.ts';
import type { ParameterType } from '../parameters/parameter.ts';
import { datesOf, type Span, spanKey, spanOrder } from './date.ts';
import { fold } from './fold.ts';
import { numbersOf, type QuantityKey, quantitiesOf, quantityOrder } from './quantity.ts';
import { addressKey, type Home, identifiersOfTarget, referenceKey, uriKey } from './reference.ts';
import { stringsOf } from './string.ts';
import { systemKey } from './system.ts';
import { codeOfToken, tokensOf, typedTokens } from './token.ts';

type Values = (value: unknown, into: unknown[], resource: Json, home: Home) => void;

/** How the values of one type of parameter stand in keys. */
export interface Kind {
  /** Gives the values in one element of a FHIR type; undefined when such an element has none for this type of parameter. */
  valuesOf(type: string): Values | undefined;
  /** The values of a column or of a part of a composite, each once and the lowest first: what sorts reads the first or the last. */
  list(values: readonly unknown[], home: Home): readonly unknown[];
}

export function kindOf(type: ParameterType): Kind {
  return kinds[type];
}

const asText = (values: readonly unknown[]): readonly string[] => sorted(values as readonly string[]);

/** Among the shared resources also each code alone, `=code`: the index finds whole values only. */
const token: Kind = {
  valuesOf: tokensOf as Kind['valuesOf'],
  list: (values, { hex }) => {
    const tokens = values as readonly string[];
    const all = hex === undefined ? [...tokens, ...tokens.filter((one) => one.includes('=')).map(codeOfToken)] : tokens;
    return sorted(all, (a, b) => order(codeOfToken(a), codeOfToken(b)));
  },
};

const string: Kind = {
  valuesOf: stringsOf as Kind['valuesOf'],
  list: (values) => sorted((values as readonly string[]).map(fold)),
};

const date: Kind = {
  valuesOf: datesOf as Kind['valuesOf'],
  list: (values) => (values as Span[]).sort((a, b) => spanOrder(a) - spanOrder(b)).map(spanKey),
};

const quantities = (valuesOf: (type: string) => unknown): Kind => ({
  valuesOf: valuesOf as Kind['valuesOf'],
  list: (values) => (values as QuantityKey[]).sort((a, b) => quantityOrder(a) - quantityOrder(b)),
});

const reference: Kind = {
  valuesOf: (type) => (type === 'Reference' ? literal : type === 'Resource' ? inside : uris.has(type) ? address : undefined),
  list: asText,
};

const literal: Values = (value, into, resource, home) => {
  into.push(referenceKey(value, resource, home));
};

/** A resource inside another, as in a Bundle. */
const inside: Values = (value, into) => {
  const { resourceType, id } = value as Json;
  into.push(typeof id === 'string' ? `${resourceType}/${id}` : `#${resourceType}`);
};

const uris = new Set(['canonical', 'oid', 'string', 'uri', 'url', 'uuid']);

/** A canonical with a version stands also as `url|`: who asks without version means any, see {@link anyVersion}. */
const withAndWithoutVersion =
  (key: (uri: string, home: Home) => string): Values =>
  (value, into, _, home) => {
    if (typeof value !== 'string' || value === '') return;
    const bar = value.indexOf('|');
    if (bar > 0) into.push(key(value.slice(0, bar + 1), home));
    into.push(key(value, home));
  };

/** The ways in which an address may stand in keys when it is asked for as `uri`. */
export const anyVersion = (uri: string): readonly string[] => (uri.includes('|') ? [uri] : [uri, `${uri}|`]);

/** As references, canonicals of ours are relative; as addresses they are what is written. */
const address = withAndWithoutVersion(addressKey);
const written = withAndWithoutVersion(uriKey);
const urisOf = (type: string): Values | undefined => (uris.has(type) ? written : undefined);

/** The identifiers of what references lead to: `Patient@system=value`, the type as far as the reference says it. */
export const identifiers: Kind = {
  valuesOf: (type) => (type === 'Reference' ? identifier : undefined),
  list: asText,
};

const identifier: Values = (value, into, resource, home) => {
  const found: string[] = [];
  for (const one of identifiersOfTarget(value, resource)) tokensOf('Identifier')?.(one, found);
  if (found.length === 0) return;
  const key = referenceKey(value, resource, home);
  const type = key.startsWith('#') ? key.slice(1) : (key.split('/').at(-2) ?? '');
  for (const one of found) into.push(`${type}@${one}`);
};

/** Identifiers under their types, for `:of-type`. */
export const typed: Kind = {
  valuesOf: (type) => (type === 'Identifier' ? (typedTokens as Values) : undefined),
  list: asText,
};

/** Profiles are long and mostly asked for whole: their hashes suffice. */
export const hashed: Kind = {
  valuesOf: urisOf,
  list: (values) => sorted((values as readonly string[]).map(systemKey)),
};

const none: Kind = { valuesOf: () => undefined, list: (values) => values };

const kinds: Readonly<Record<ParameterType, Kind>> = {
  composite: none,
  date,
  number: quantities(numbersOf),
  quantity: quantities(quantitiesOf),
  reference,
  special: none,
  string,
  token,
  uri: { valuesOf: urisOf, list: asText },
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sorted(values: readonly string[], by: (a: string, b: string) => number = order): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)].sort(by);
}
