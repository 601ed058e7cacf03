import { typedKey } from '../keys/column.ts';
import { systemKey } from '../keys/system.ts';
import { impliedSystem, noSystem, tokenKey, typedToken } from '../keys/token.ts';
import type { TokenTest } from '../query.ts';
import type { Draft } from './place.ts';
import { elements, type List, wholeValues } from './list.sql.ts';

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
    else if (code === undefined) wanted.systems.push(system === '' ? noSystem : systemKey(system), ...(implied ? [impliedSystem] : []));
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
  const rows = elements(list.list);
  const alone = `substr(x.v, strpos(x.v, '='))`;
  // Among the shared resources codes stand alone in the list too.
  if (list.indexed && whole.length + codes.length <= many) {
    if (whole.length + codes.length > 0) found.push(wholeValues([...whole, ...codes], list, draft));
  } else if (whole.length + codes.length > many) {
    const all = draft.bind(JSON.stringify(Object.fromEntries([...whole, ...codes].map((one) => [one, 0]))));
    found.push(`exists (select from ${rows} where ${all}::jsonb ?| array[x.v, ${alone}])`);
  } else {
    if (whole.length > 0) found.push(wholeValues(whole, list, draft));
    if (codes.length > 0) found.push(`exists (select from ${rows} where ${alone} = any(${draft.bind(codes)}::text[]))`);
  }
  if (systems.length > 0) found.push(`exists (select from ${rows} where split_part(x.v, '=', 1) = any(${draft.bind(systems)}::text[]))`);
  if (typed.length > 0) found.push(`${list.alias}.keys->'${typedKey(list.use.key)}' ?| ${draft.bind(typed)}::text[]`);
  return found.length === 0 ? 'false' : `(${found.join(' or ')})`;
}

/** The same of `Type@system=value`, the identifiers of what references lead to; `only`: those known to lead to a type. */
export function identifiersText(tokens: readonly TokenTest[], list: string, only: string | undefined, draft: Draft): string {
  const { whole, codes, systems } = wantedOf(tokens);
  const token = `substr(x.v, strpos(x.v, '@') + 1)`;
  const found = [
    whole.length > 0 ? `${token} = any(${draft.bind(whole)}::text[])` : '',
    codes.length > 0 ? `substr(${token}, strpos(${token}, '=')) = any(${draft.bind(codes)}::text[])` : '',
    systems.length > 0 ? `split_part(${token}, '=', 1) = any(${draft.bind(systems)}::text[])` : '',
  ].filter((text) => text !== '');
  const leading = only === undefined ? '' : `split_part(x.v, '@', 1) = ${draft.bind(only)} and `;
  return `exists (select from ${elements(list)} where ${leading}(${found.join(' or ')}))`;
}
