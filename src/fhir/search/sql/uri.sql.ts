import type { Path } from '../expression/path.ts';
import { anyVersion } from '../keys/kind.ts';
import { uriKey } from '../keys/reference.ts';
import { systemKey } from '../keys/system.ts';
import { stringPlaces } from '../parameters/wholeText.ts';
import type { Test } from '../query.ts';
import { compared, type List, someText, wholeValues } from './list.sql.ts';
import type { Draft } from './place.ts';
import { bodyTexts, likeText } from './text.sql.ts';

type Uris = Extract<Test, { readonly is: 'uris' }>;

/** Source: FHIR R4 §3.1.1.4.15. */
export function urisText({ how, values }: Uris, paths: readonly Path[], list: List, draft: Draft): string {
  const { hashed } = list.use;
  const kept = values.flatMap(anyVersion).map((value) => (hashed ? systemKey(value) : uriKey(value, draft)));
  if (how === 'equals') return wholeValues(kept, list, draft);
  const condition = conditionOf(how, values, draft);
  // A canonical without its version ends in a bar.
  if (!hashed) return someText(list, (v) => condition(`rtrim(${v}, '|')`));
  // Of what is kept as hashes, the resource's own text has the rest.
  const either = `(${condition('x.v')} or ${condition("split_part(x.v, '|', 1)")})`;
  return `exists (select from ${bodyTexts(list.alias, draft.bind(stringPlaces(paths) ?? []))} where ${either})`;
}

function conditionOf(how: Exclude<Uris['how'], 'equals'>, values: readonly string[], draft: Draft): (v: string) => string {
  if (how !== 'above' && how !== 'below') return compared(how, values, draft);
  const whole = draft.bind(how === 'above' ? values.flatMap(aboveOf) : values);
  if (how === 'above') return (v) => `${v} = any(${whole}::text[])`;
  const inside = draft.bind(values.map((value) => `${likeText(value.replace(/\/$/, ''))}/%`));
  return (v) => `(${v} = any(${whole}::text[]) or ${v} like any(${inside}::text[]))`;
}

/** `http://a/b/c` itself and `http://a/b`, `http://a`, each with and without a slash at the end. */
function aboveOf(address: string): readonly string[] {
  const root = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(address)?.[0] ?? '';
  const found: string[] = [];
  for (let at = address.replace(/\/$/, ''); at.length >= root.length && at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    found.push(at, `${at}/`);
    if (!at.includes('/', root.length)) break;
  }
  return found;
}
