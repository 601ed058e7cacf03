import type { Json } from '#packages';
import type { Codes } from './codes.ts';
import type { Element } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { stringMatches } from './strings.ts';

/** Something that a token parameter compares. */
interface Token {
  readonly system?: unknown;
  readonly code?: unknown;
}

/** Every code of an element: a coding of a concept, the value of an identifier or of a contact, a code with the system it implies. */
export function tokensIn({ type, value, path }: Element, codes: Codes): readonly Token[] {
  const json = value as Json;
  switch (type) {
    case 'Coding':
      return [{ system: json.system, code: json.code }];
    case 'CodeableConcept':
      return ((json.coding ?? []) as Json[]).map(({ system, code }) => ({ system, code }));
    case 'Identifier':
      return [{ system: json.system, code: json.value }];
    case 'ContactPoint':
      return [{ code: json.value }];
    case 'code':
      return [{ system: path === undefined ? undefined : codes.systemOf(path), code: value }];
    default:
      return typeof value === 'object' ? [] : [{ code: String(value) }];
  }
}

/** The words beside a code: of a concept, of its codings, of an identifier's type. Source: FHIR R4 §3.1.1.4.10. */
function textsIn({ type, value }: Element): readonly string[] {
  const json = value as Json;
  const texts = (holder: Json | undefined): readonly unknown[] => [
    holder?.text,
    ...((holder?.coding ?? []) as Json[]).map(({ display }) => display),
  ];
  const all =
    type === 'Coding'
      ? [json.display]
      : type === 'Identifier'
        ? texts(json.type as Json)
        : type === 'CodeableConcept'
          ? texts(json)
          : [];
  return all.filter((text) => typeof text === 'string');
}

/** Whether one value of a token parameter fits an element. `not` and `not-in` are for the caller to turn round. */
export function tokenMatches(asked: string, modifier: string | undefined, element: Element, codes: Codes): boolean {
  const tokens = tokensIn(element, codes);
  const some = (system: string, list: readonly string[]) =>
    tokens.some((token) => token.system === system && list.includes(String(token.code)));
  const [first = '', second, third] = splitAt('|', asked).map(unescaped);
  switch (modifier) {
    case 'text':
      return stringMatches(unescaped(asked), undefined, textsIn(element));
    case 'of-type':
      return ofType(element, [first, second ?? '', third ?? '']);
    case 'in':
    case 'not-in':
      return tokens.some(({ system, code }) =>
        (codes.of(unescaped(asked)) ?? []).some((one) => one.system === system && one.code === code),
      );
    case 'below':
      return some(first, codes.below(first, second ?? ''));
    case 'above':
      return tokens.some(({ system, code }) => system === first && codes.below(first, String(code)).includes(second ?? ''));
    default:
      return tokens.some((token) => fits(first, second, token));
  }
}

/** `code` of any system, `|code` of none, `system|` with any code, `system|code`. */
function fits(first: string, second: string | undefined, { system, code }: Token): boolean {
  if (second === undefined) return code === first;
  if (first === '') return system === undefined && code === second;
  return system === first && (second === '' || code === second);
}

/** An identifier whose type has this coding, and of this value. */
function ofType({ type, value }: Element, [system, code, asked]: readonly string[]): boolean {
  if (type !== 'Identifier') return false;
  const { type: kind, value: number } = value as Json;
  const codings = (((kind as Json | undefined)?.coding ?? []) as Json[]).some(
    (one) => one.system === system && one.code === code,
  );
  return codings && number === asked;
}
