import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '#packages';
import type { Codes } from '../oracle/codes.ts';
import { timeIn } from '../oracle/dates.ts';
import type { Definition, Part } from '../oracle/definitions.ts';
import { type Element, elementsFrom, elementsIn } from '../oracle/element.ts';
import { prefixes } from '../oracle/interval.ts';
import { folded, stringsIn } from '../oracle/strings.ts';
import { tokensIn } from '../oracle/tokens.ts';
import { base } from './datatypes.ts';
import { comparisonOf } from './filters.ts';
import { codes, days, idsOf, instants, numbers, systems, texts, types, units, uris, valueSets } from './words.ts';

/** One parameter of a search: `date:missing`, `true`. */
export type Criterion = readonly [key: string, value: string];

/** One way of asking a parameter: a modifier, a prefix. */
export interface Form {
  /** `date ge`, `code :not`. */
  readonly name: string;
  readonly criterion: Arbitrary<Criterion>;
  /** Seldom finds anything: to be asked several times. */
  readonly rare: boolean;
}

/** What forms are made from: some resources of the type, whose values are asked for again. */
export interface Examples {
  readonly resources: readonly Json[];
  readonly codes: Codes;
}

/** What is left of some texts is nothing: nobody may ask for that. */
const hasLetter = (text: string): boolean => folded(text) !== '';
const escaped = (text: string): string => text.replace(/[\\,$|]/g, '\\$&');
const either = (one: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }).map((all) => all.join(',')) },
  );

/** Every way of asking one parameter that its type and the datatypes it meets allow; none for what no expression defines. */
export function formsOf(definition: Definition, examples: Examples): readonly Form[] {
  const { code, type, expression } = definition;
  if (code === '_text' || code === '_content')
    return [{ name: `${code} plain`, rare: true, criterion: someWords.map((text) => [code, text]) }];
  const elements = examples.resources.flatMap((resource) => elementsIn(resource, expression));
  if (elements.length === 0) return [];
  const form = (how: string, value: Arbitrary<string>, modifier = ''): Form => ({
    name: `${code} ${how}`,
    rare: type === 'composite',
    criterion: value.map((text): Criterion => [code + modifier, text]),
  });
  const modified = (modifier: string, value: Arbitrary<string>): Form => form(`:${modifier}`, value, `:${modifier}`);
  const missing = modified('missing', fc.constantFrom('true', 'false'));
  switch (type) {
    case 'date':
    case 'number':
    case 'quantity': {
      const value = valuesOf(type, elements, examples.codes);
      return [
        missing,
        form('plain', either(value)),
        ...prefixes.map((prefix) => form(prefix, either(value.map((v) => prefix + v)))),
      ];
    }
    case 'string': {
      const value = either(valuesOf(type, elements, examples.codes));
      const words = either(valuesOf(type, elements, examples.codes).filter(hasLetter));
      return [missing, form('plain', words), modified('exact', value), modified('contains', words)];
    }
    case 'uri': {
      const value = valuesOf(type, elements, examples.codes);
      const path = either(value.filter((uri) => !uri.startsWith('urn:')));
      return [missing, form('plain', either(value)), modified('above', path), modified('below', path)];
    }
    case 'reference':
      return [missing, form('plain', either(valuesOf(type, elements, examples.codes))), ...referenceForms(elements, modified)];
    case 'composite':
      return [form('plain', either(together(definition.parts, elements, examples.codes)))];
    default: {
      const value = either(valuesOf(type, elements, examples.codes));
      return [missing, form('plain', value), modified('not', value), ...tokenForms(elements, modified)];
    }
  }
}

/** The comparisons of a `_filter` on one parameter; undefined where {@link formsOf} has none. */
export function filtersOf(definition: Definition, examples: Examples): Arbitrary<string> | undefined {
  const { type, expression, parts } = definition;
  const elements = examples.resources.flatMap((resource) => elementsIn(resource, expression));
  if (elements.length === 0 || definition.code === '_id') return undefined;
  const value = type === 'composite' ? together(parts, elements, examples.codes) : valuesOf(type, elements, examples.codes);
  const concepts = type === 'token' && elements.some((element) => /^Cod(ing|eableConcept)$/.test(element.type));
  return comparisonOf(definition, type === 'string' ? value.filter(hasLetter) : value, concepts);
}

type Modified = (modifier: string, value: Arbitrary<string>) => Form;

function tokenForms(elements: readonly Element[], modified: Modified): readonly Form[] {
  const kinds = new Set(elements.map(({ type }) => type));
  const forms: Form[] = [];
  if (kinds.has('Identifier') || kinds.has('CodeableConcept') || kinds.has('Coding'))
    forms.push(modified('text', either(startOfText)));
  if (kinds.has('Identifier')) {
    const typed = elements.flatMap(typedTexts);
    forms.push(modified('of-type', either(fc.constantFrom(...typed, `${systems[0]}|lemon|77`))));
  }
  if (kinds.has('CodeableConcept') || kinds.has('Coding')) {
    const fruit = fc.constantFrom(...codes.slice(0, 5)).map((code) => `${systems[0]}|${code}`);
    const sets = either(fc.constantFrom(...valueSets));
    forms.push(
      modified('in', sets),
      modified('not-in', sets),
      modified('below', either(fruit)),
      modified('above', either(fruit)),
    );
  }
  return forms;
}

function referenceForms(elements: readonly Element[], modified: Modified): readonly Form[] {
  const objects = elements.flatMap(({ value }) => (typeof value === 'object' ? [value as Json] : []));
  if (objects.length === 0) return [];
  const named = [...new Set(objects.flatMap(({ reference }) => /^([A-Z]\w+)\//.exec(String(reference))?.[1] ?? []))];
  const identified = objects.flatMap(({ identifier }) => (identifier === undefined ? [] : [identifier as Json]));
  const numbers = fc.constantFrom(...identified.flatMap(({ system, value }) => tokenTexts({ system, code: value })), 'nothing');
  return [
    modified('identifier', either(numbers)),
    ...named.map((type) => modified(type, either(fc.constantFrom(...idsOf(type))))),
  ];
}

/** Values for a parameter's type, most of them of the kind that its elements hold. */
function valuesOf(type: string, elements: readonly Element[], known: Codes): Arbitrary<string> {
  switch (type) {
    case 'date':
      return fc.oneof(
        fc.constantFrom(...days, ...instants, '2020-01-31T23:30Z', '2020-02-01T00:00Z'),
        fc.constantFrom(...elements.flatMap(dateTexts), '2020'),
      );
    case 'number':
      return fc.constantFrom(...numbers);
    case 'quantity':
      return fc.oneof(
        fc.constantFrom(...numbers),
        fc.tuple(fc.constantFrom(...numbers), unit).map((parts) => parts.join('|')),
        fc.constantFrom(...elements.flatMap(quantityTexts), '1'),
      );
    case 'string':
      return partsOf([...new Set([...elements.flatMap(stringsIn), texts[0]])]).map(escaped);
    case 'uri':
      return fc.constantFrom(...new Set(elements.map(({ value }) => escaped(String(value)))), ...uris);
    case 'reference':
      return fc.constantFrom(...new Set(elements.flatMap(referenceTexts)), 'nothing');
    default: {
      const tokens = elements.flatMap((element) => tokensIn(element, known));
      return fc.constantFrom(...new Set([...tokens.flatMap(tokenTexts), 'nothing']));
    }
  }
}

const unit = fc.constantFrom(...units).chain((one) => {
  const { system = '', code = '', unit: written = '' } = one as { system?: string; code?: string; unit?: string };
  return fc.constantFrom(`${system}|${escaped(code)}`, `|${escaped(code || written)}`);
});

const startOfText = fc
  .constantFrom(...texts)
  .chain((text) => fc.integer({ min: 1, max: text.length }).map((n) => escaped(text.slice(0, n))))
  .filter(hasLetter);

const someWords = either(
  fc.array(fc.oneof(startOfText, fc.constant('nothing')), { minLength: 1, maxLength: 2 }).map((words) => words.join(' ')),
);

/** Whole texts, parts of them, and both written otherwise. */
function partsOf(whole: readonly string[]): Arbitrary<string> {
  const part = fc
    .constantFrom(...whole)
    .chain((text) =>
      fc
        .tuple(fc.nat(Math.min(1, text.length - 1)), fc.integer({ min: 1, max: text.length }))
        .map(([start, length]) => text.slice(start, start + length)),
    );
  return fc
    .tuple(fc.oneof(fc.constantFrom(...whole), part), fc.constantFrom('as it is', 'upper', 'bare'))
    .map(([text, how]) =>
      how === 'upper' ? text.toUpperCase() : how === 'bare' ? text.normalize('NFD').replace(/\p{M}/gu, '') : text,
    )
    .filter((text) => text.trim() !== '');
}

function dateTexts(element: Element): readonly string[] {
  if (timeIn(element) === undefined) return [];
  if (typeof element.value === 'string') return [element.value];
  const { start, end } = element.value as Json;
  return [start, end].filter((one) => typeof one === 'string');
}

function quantityTexts({ value }: Element): readonly string[] {
  const { value: number, system = '', code = '' } = value as Json;
  if (typeof number !== 'number') return [];
  return code === '' ? [String(number)] : [String(number), `${number}|${system}|${escaped(String(code))}`];
}

function referenceTexts({ value }: Element): readonly string[] {
  if (typeof value === 'string') return [escaped(value), value];
  const { reference } = value as Json;
  if (typeof reference !== 'string') return [];
  const name = reference.replace(`${base}/`, '').replace(/\/_history.*/, '');
  const [type = '', id = ''] = name.split('/');
  return (types as readonly string[]).includes(type) ? [name, id, `${base}/${name}`] : [name];
}

/** `system|code|value` for each type of an identifier. */
function typedTexts({ type, value }: Element): readonly string[] {
  if (type !== 'Identifier') return [];
  const { type: kind, value: number } = value as Json;
  const codings = ((kind as Json | undefined)?.coding ?? []) as Json[];
  return codings.map(({ system = '', code }) => [system, code, number].map((part) => escaped(String(part))).join('|'));
}

function tokenTexts({ system, code }: { readonly system?: unknown; readonly code?: unknown }): readonly string[] {
  const bare = escaped(String(code));
  return system === undefined ? [bare, `|${bare}`] : [bare, `${system}|${bare}`, `${system}|`, `${systems[1]}|${bare}`];
}

/** `part$part`, often of one and the same element; dates and numbers with a prefix at times. */
function together(parts: readonly Part[], elements: readonly Element[], known: Codes): Arbitrary<string> {
  const from = (some: readonly Element[]): Arbitrary<string> => {
    const values = parts.map(({ type, expression }) => {
      const value = valuesOf(
        type,
        some.flatMap((element) => elementsFrom(element, expression)),
        known,
      );
      if (type === 'string') return value.filter(hasLetter);
      if (!['date', 'number', 'quantity'].includes(type)) return value;
      return fc.tuple(fc.constantFrom('', '', '', ...prefixes), value).map((both) => both.join(''));
    });
    return fc.tuple(...values).map((all) => all.join('$'));
  };
  const whole = elements.filter((element) => parts.every(({ expression }) => elementsFrom(element, expression).length > 0));
  if (whole.length === 0) return from(elements);
  return fc.oneof(
    from(elements),
    fc.constantFrom(...whole).chain((one) => from([one])),
  );
}
