import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '#packages';
import type { Codes } from '../oracle/codes.ts';
import type { Definition } from '../oracle/definitions.ts';
import { type Element, elementsIn } from '../oracle/element.ts';
import { prefixes } from '../oracle/interval.ts';
import { comparisonOf } from './filters.ts';
import { either, hasLetter, someWords, startOfText, together, tokenTexts, typedTexts, valuesOf } from './values.ts';
import { codes, idsOf, systems, valueSets } from './words.ts';

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

/** Every way of asking one parameter that its type and the datatypes it meets allow; none for what no expression defines. */
export function formsOf(definition: Definition, examples: Examples): readonly Form[] {
  const { code, type, expression } = definition;
  if (code === '_text' || code === '_content')
    return [{ name: `${code} plain`, rare: true, criterion: someWords(examples.resources).map((text) => [code, text]) }];
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
