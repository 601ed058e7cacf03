import { fold } from '../keys/fold.ts';
import type { Parameter, ParameterType } from '../parameters/parameter.ts';
import { stringPlaces, textPlaces } from '../parameters/wholeText.ts';
import type { Test, TokenTest } from '../query.ts';
import { dateBoxes } from './date.ts';
import type { Ground } from './ground.ts';
import { numberBoxes } from './number.ts';
import { quantityBoxes } from './quantity.ts';
import { onlyTypes, referencesOf } from './reference.ts';
import { badModifier, badValue, unusableParameter } from './refusals.ts';
import { codesAround, codesIn, ofTypeTest, tokenTest } from './token.ts';
import { splitAt, unescaped } from './values.ts';

/** What a parameter or a part of a composite is held against. */
type Searched = Pick<Parameter, 'code' | 'paths' | 'targets' | 'columns'> & { readonly type: ParameterType };

export const modifiers: Readonly<Record<ParameterType, readonly string[]>> = {
  composite: ['missing'],
  date: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
  reference: ['missing', 'identifier'],
  special: [],
  string: ['missing', 'exact', 'contains'],
  token: ['missing', 'not', 'text', 'in', 'not-in', 'above', 'below', 'of-type'],
  uri: ['missing', 'above', 'below'],
};

/**
 * One `parameter:modifier=value,value` as a test, and whether the test is turned round (`:not`, `:not-in`). Refuses `fhir.bad-modifier`,
 * `fhir.bad-value`, `fhir.unusable-parameter`.
 */
export function testOf(
  parameter: Parameter,
  modifier: string | undefined,
  raw: string,
  ground: Ground,
): { test: Test; negated: boolean } {
  if (parameter.unusable !== undefined)
    throw unusableParameter(parameter.code, 'il demande un calcul à part', parameter.unusable);
  const values = splitAt(raw, ',');
  ground.count(values.length);
  if (modifier === 'missing') return { test: missing(raw, parameter), negated: false };
  for (const value of values) if (value === '') throw badValue(parameter.code, 'valeur vide.', 'empty value.');
  if (modifier === undefined) return { test: plainTest(parameter, values, ground), negated: false };
  return { test: modified(parameter, modifier, values, ground), negated: modifier === 'not' || modifier === 'not-in' };
}

function missing(raw: string, parameter: Parameter): Test {
  if (parameter.type === 'special') throw badModifier(parameter.code, 'missing', modifiers.special);
  if (raw === 'true' || raw === 'false') return { is: 'missing', missing: raw === 'true' };
  throw badValue(`${parameter.code}:missing`, 'true ou false.', 'true or false.');
}

/** Values without modifier, by the parameter's type. */
export function plainTest(
  parameter: Searched & { readonly components?: Parameter['components'] },
  values: readonly string[],
  ground: Ground,
): Test {
  const { code, type, paths } = parameter;
  switch (type) {
    case 'token':
      if (code === '_id') return { is: 'ids', ids: values.map(unescaped) };
      return { is: 'tokens', tokens: values.map((value) => tokenTest(value, code, paths, ground.codes)) };
    case 'string':
      return { is: 'strings', how: 'starts', values: folded(values, code) };
    case 'date':
      return { is: 'dates', boxes: values.flatMap((value) => dateBoxes(value, code, ground.now)) };
    case 'number':
      return { is: 'numbers', boxes: values.flatMap((value) => numberBoxes(value, code)) };
    case 'quantity':
      return { is: 'quantities', boxes: values.flatMap((value) => quantityBoxes(value, code)) };
    case 'uri':
      return { is: 'uris', how: 'equals', values: values.map((value) => unescaped(value)) };
    case 'reference':
      return { is: 'references', values: references(parameter, values, undefined, ground) };
    case 'composite':
      return { is: 'tuples', tuples: values.map((value) => tuple(value, parameter, ground)) };
    case 'special':
      throw unusableParameter(code, 'il demande un calcul à part', 'it needs a calculation of its own');
  }
}

function modified(parameter: Parameter, modifier: string, values: readonly string[], ground: Ground): Test {
  const { code, type, paths } = parameter;
  const accepted = acceptedModifiers(parameter);
  if (!accepted.includes(modifier)) throw badModifier(code, modifier, accepted);
  // What keys do not hold is looked up in the text of the resource, as far as its place there can be said.
  if (modifier === 'text' && textPlaces(paths) === undefined) throw badModifier(code, modifier, without(accepted, 'text'));
  if (modifier === 'exact' && stringPlaces(paths) === undefined) throw badModifier(code, modifier, without(accepted, 'exact'));
  const { codes } = ground;
  const tokens = (of: readonly TokenTest[]): Test => ({ is: 'tokens', tokens: of });
  switch (modifier) {
    case 'exact':
      return { is: 'strings', how: 'exact', values: values.map(unescaped) };
    case 'contains':
      return { is: 'strings', how: 'contains', values: folded(values, code) };
    case 'not':
      return plainTest(parameter, values, ground);
    case 'text':
      return { is: 'texts', values: folded(values, code) };
    case 'in':
    case 'not-in':
      return tokens(values.flatMap((value) => codesIn(unescaped(value), code, paths, codes)));
    case 'of-type':
      return tokens(values.map((value) => ofTypeTest(value, code)));
    case 'identifier':
      return { is: 'identifiers', tokens: values.map((value) => tokenTest(value, code, [], codes)) };
    case 'above':
    case 'below':
      if (type === 'uri') return { is: 'uris', how: modifier, values: values.map((value) => path(unescaped(value), code)) };
      return tokens(values.flatMap((value) => codesAround(modifier, value, code, paths, codes)));
    default:
      return { is: 'references', values: references(parameter, values, modifier, ground) };
  }
}

const without = (all: readonly string[], one: string): readonly string[] => all.filter((name) => name !== one);

/** With the types that a reference may be restricted to. */
export function acceptedModifiers(parameter: Parameter): readonly string[] {
  const all = modifiers[parameter.type];
  if (parameter.code === '_id') return ['missing', 'not'];
  return parameter.type === 'reference' ? [...all, ...(onlyTypes(parameter, undefined) ?? [])] : all;
}

function folded(values: readonly string[], code: string): readonly string[] {
  return values.map((value) => {
    const text = fold(unescaped(value));
    if (text === '')
      throw badValue(code, 'au moins une lettre ou un chiffre est attendu.', 'at least one letter or digit is expected.');
    return text;
  });
}

/** FHIR R4 §3.1.1.4.15: above and below go by the parts of a path, which a URN does not have. */
function path(value: string, code: string): string {
  if (/^urn:/i.test(value)) throw badValue(code, 'une URN n’a ni dessus ni dessous.', 'a URN has no above and below.');
  return value;
}

function references(parameter: Searched, values: readonly string[], type: string | undefined, ground: Ground): readonly string[] {
  return values.flatMap((value) => referencesOf(unescaped(value), parameter, type, ground.base));
}

function tuple(
  value: string,
  { code, components = [] }: { readonly code: string; readonly components?: Parameter['components'] },
  ground: Ground,
): readonly Test[] {
  const parts = splitAt(value, '$');
  if (parts.length !== components.length) {
    const shape = components.map((component) => component.code).join('$');
    throw badValue(code, `${shape} est attendu.`, `${shape} is expected.`);
  }
  return components.map((component, i) => plainTest(component, [parts[i] ?? ''], ground));
}
