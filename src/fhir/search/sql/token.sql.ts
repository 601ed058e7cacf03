import { identifierKey, typedKey } from '../keys/column.ts';
import { systemKey } from '../keys/system.ts';
import { impliedSystem, noSystem, tokenKey, typedToken } from '../keys/token.ts';
import type { TokenTest } from '../query.ts';
import { anyOf, beside, type List, someText, wholeValues } from './list.sql.ts';
import type { Draft } from './place.ts';

/** Tokens as keys hold them: whole ones, codes in any system (`=code`), systems with any code, and identifiers under a type. */
interface Wanted {
  readonly whole: readonly string[];
  readonly codes: readonly string[];
  readonly systems: readonly string[];
  readonly typed: readonly string[];
}

function wantedOf(tokens: readonly TokenTest[]): Wanted {
  const wanted = { whole: [] as string[], codes: [] as string[], systems: [] as string[], typed: [] as string[] };
  for (const { system, code, implied, ofType } of tokens) {
    if (ofType !== undefined && code !== undefined) wanted.typed.push(typedToken(ofType.system, ofType.code, code));
    else if (system === undefined) wanted.codes.push(`=${code ?? ''}`);
    else if (code === undefined)
      wanted.systems.push(system === '' ? noSystem : systemKey(system), ...(implied ? [impliedSystem] : []));
    else wanted.whole.push(tokenKey(system, code), ...(implied ? [`${impliedSystem}=${code}`] : []));
  }
  return wanted;
}

/** From here on, a list of tokens is looked up in a jsonb object: a value set has thousands of codes. */
const many = 64;

/** One token of a list is one of those wanted. Source: FHIR R4 §3.1.1.4.10. */
export function tokensText(tokens: readonly TokenTest[], list: List, draft: Draft): string {
  const { whole, codes, systems, typed } = wantedOf(tokens);
  const found: string[] = [];
  if (whole.length + codes.length > many) {
    const all = draft.bind(JSON.stringify(Object.fromEntries([...whole, ...codes].map((one) => [one, 0]))));
    found.push(someText(list, (v) => `${all}::jsonb ?| array[${v}, ${codeText(v)}]`));
  } else if (list.indexed) {
    // Among the shared resources codes stand alone in the list too.
    if (whole.length + codes.length > 0) found.push(wholeValues([...whole, ...codes], list, draft));
  } else {
    if (whole.length > 0) found.push(wholeValues(whole, list, draft));
    if (codes.length > 0) found.push(oneOf(list, codes, codeText, draft));
  }
  if (systems.length > 0) found.push(oneOf(list, systems, systemText, draft));
  if (typed.length > 0) found.push(wholeValues(typed, beside(list, typedKey(list.use.key)), draft));
  return anyOf(found);
}

const codeText = (v: string): string => `substr(${v}, strpos(${v}, '='))`;
const systemText = (v: string): string => `split_part(${v}, '=', 1)`;

function oneOf(list: List, values: readonly string[], part: (v: string) => string, draft: Draft): string {
  const all = draft.bind(values);
  return someText(list, (v) => `${part(v)} = any(${all}::text[])`);
}

/** The same of `Type@system=value`, the identifiers of what references lead to; those known to lead to the column's only type, if it has one. */
export function identifiersText(tokens: readonly TokenTest[], column: List, draft: Draft): string {
  const { whole, codes, systems } = wantedOf(tokens);
  const list = beside(column, identifierKey(column.use.key));
  const { only } = column.use;
  const [wholes, alone, all] = [whole, codes, systems].map((values) => (values.length === 0 ? undefined : draft.bind(values)));
  const type = only === undefined ? undefined : draft.bind(only);
  return someText(list, (v) => {
    const token = `substr(${v}, strpos(${v}, '@') + 1)`;
    const found = [
      ...(wholes === undefined ? [] : [`${token} = any(${wholes}::text[])`]),
      ...(alone === undefined ? [] : [`${codeText(token)} = any(${alone}::text[])`]),
      ...(all === undefined ? [] : [`${systemText(token)} = any(${all}::text[])`]),
    ];
    return type === undefined ? anyOf(found) : `split_part(${v}, '@', 1) = ${type} and ${anyOf(found)}`;
  });
}
