import type { Json } from '#packages';
import type { Codes } from './codes.ts';
import type { Element } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { stringMatches } from './strings.ts';

/** Something that a token parameter compares. */
interface Token {
  readonly system?: unknown;
  /** Instead of a system of its own: those that it has by where it stands. */
  readonly implied?: readonly string[];
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
      return [{ implied: [], code: contact(String(json.value)) }];
    case 'code': {
      const bound = (path === undefined ? undefined : codes.boundTo(path)) ?? [];
      return [{ implied: bound.filter(({ code }) => code === value).map(({ system }) => system), code: value }];
    }
    case 'boolean':
      return [{ implied: ['http://terminology.hl7.org/CodeSystem/special-values'], code: String(value) }];
    default:
      return typeof value === 'object' ? [] : [{ implied: [], code: String(value) }];
  }
}

/** Mail addresses without case, telephone numbers without what people put between the digits: FHIR R4 leaves that to the server. */
function contact(text: string): string {
  return text.includes('@') ? text.trim().toLowerCase() : text.replace(/[\s().\-/]/g, '').toLowerCase();
}

/** The words beside a code: of a concept and its codings, of an identifier's type. Source: FHIR R4 §3.1.1.4.10. */
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
        ? [(json.type as Json | undefined)?.text]
        : type === 'CodeableConcept'
          ? texts(json)
          : [];
  return all.filter((text) => typeof text === 'string');
}

/** Whether one value of a token parameter fits an element. `not` and `not-in` are for the caller to turn round. */
export function tokenMatches(asked: string, modifier: string | undefined, element: Element, codes: Codes): boolean {
  const tokens = tokensIn(element, codes);
  const parts = splitAt('|', asked).map(unescaped);
  const [first = '', second] = parts;
  switch (modifier) {
    case 'text':
      return stringMatches(unescaped(asked), undefined, textsIn(element));
    case 'of-type':
      return ofType(element, parts);
    case 'in':
    case 'not-in': {
      const members = codes.of(unescaped(asked)) ?? [];
      return tokens.some((token) => members.some(({ system, code }) => fits(system, code, token)));
    }
    case 'below':
      return codes.below(first, second ?? '').some((code) => tokens.some((token) => fits(first, code, token)));
    case 'above':
      return tokens.some(({ system, code }) => system === first && codes.below(first, String(code)).includes(second ?? ''));
    default: {
      const typed = element.type === 'ContactPoint' ? contact : (text: string) => text;
      return tokens.some((token) =>
        second === undefined ? fits(undefined, typed(first), token) : fits(first, typed(second), token),
      );
    }
  }
}

/** `code` of any system, `|code` of none, `system|` with any code, `system|code`. */
export function fits(asked: string | undefined, text: string, { system, implied, code }: Token): boolean {
  if (asked === undefined) return code === text;
  if (asked === '') return system === undefined && implied === undefined && code === text;
  return (system === asked || implied?.includes(asked) === true) && (text === '' || code === text);
}

/** An identifier whose type has this coding, and of this value. */
function ofType({ type, value }: Element, [system = '', code, asked]: readonly string[]): boolean {
  if (type !== 'Identifier') return false;
  const { type: kind, value: number } = value as Json;
  const codings = ((kind as Json | undefined)?.coding ?? []) as Json[];
  return number === asked && codings.some((one) => (one.system ?? '') === system && one.code === code);
}
