import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '#packages';
import type { Codes } from '../oracle/codes.ts';
import { timeIn } from '../oracle/dates.ts';
import type { Part } from '../oracle/definitions.ts';
import { type Element, elementsFrom } from '../oracle/element.ts';
import { prefixes } from '../oracle/interval.ts';
import { folded, stringsIn } from '../oracle/strings.ts';
import { tokensIn } from '../oracle/tokens.ts';
import { base } from './datatypes.ts';
import { days, instants, numbers, systems, texts, types, units, uris } from './words.ts';

/** What is left of some texts is nothing: nobody may ask for that. */
export const hasLetter = (text: string): boolean => folded(text) !== '';
const escaped = (text: string): string => text.replace(/[\\,$|]/g, '\\$&');
/** One value, or a few of which one suffices. */
export const either = (one: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }).map((all) => all.join(',')) },
  );

/** Values for a parameter's type, most of them of the kind that its elements hold. */
export function valuesOf(type: string, elements: readonly Element[], known: Codes): Arbitrary<string> {
  switch (type) {
    case 'date':
      return fc.oneof(
        fc.constantFrom(...days, ...instants, '2020-01-31T23:30Z', '2020-02-01T00:00Z'),
        fc.constantFrom(...elements.flatMap(dateTexts), '2020'),
      );
    case 'number':
      return fc.constantFrom(...numbers, '1e2', '1.0e1');
    case 'quantity':
      return fc.oneof(
        fc.constantFrom(...numbers, '1e2', '1.0e1'),
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

/** Some first letters of a text. */
export const startOfText = fc
  .constantFrom(...texts)
  .chain((text) => fc.integer({ min: 1, max: text.length }).map((n) => escaped(text.slice(0, n))))
  .filter(hasLetter);

/** One or two words that these resources may hold, of their narrative mostly. */
export function someWords(resources: readonly Json[]): Arbitrary<string> {
  const narratives = resources.map(({ text }) => String((text as Json | undefined)?.div ?? '').replace(/<[^>]*>/g, ' '));
  const told = narratives.flatMap((narrative) => folded(narrative).split(' ')).filter(hasLetter);
  const word = fc.oneof(fc.constantFrom(...told, 'nothing'), startOfText);
  return either(fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' ')));
}

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
export function typedTexts({ type, value }: Element): readonly string[] {
  if (type !== 'Identifier') return [];
  const { type: kind, value: number } = value as Json;
  const codings = ((kind as Json | undefined)?.coding ?? []) as Json[];
  return codings.map(({ system = '', code }) => [system, code, number].map((part) => escaped(String(part))).join('|'));
}

/** A token in each of the ways in which one asks for it, and of another system. */
export function tokenTexts({ system, code }: { readonly system?: unknown; readonly code?: unknown }): readonly string[] {
  const bare = escaped(String(code));
  return system === undefined ? [bare, `|${bare}`] : [bare, `${system}|${bare}`, `${system}|`, `${systems[1]}|${bare}`];
}

/** `part$part`, often of one and the same element; dates and numbers with a prefix at times. */
export function together(parts: readonly Part[], elements: readonly Element[], known: Codes): Arbitrary<string> {
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
