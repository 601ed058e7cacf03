import { addressKey } from '../keys/reference.ts';
import { systemKey } from '../keys/system.ts';
import { stringPlaces } from '../parameters/wholeText.ts';
import type { Path } from '../expression/path.ts';
import type { Test } from '../query.ts';
import { compared, elements, type List, wholeValues } from './list.sql.ts';
import type { Draft } from './place.ts';
import { bodyTexts, likeText } from './text.sql.ts';

type Uris = Extract<Test, { readonly is: 'uris' }>;

/** Source: FHIR R4 §3.1.1.4.15. */
export function urisText({ how, values }: Uris, paths: readonly Path[], list: List, draft: Draft): string {
  const { hashed } = list.use;
  const home = { base: '\n', hex: draft.inRecord ? draft.digits : undefined };
  const kept = values.map((value) => (hashed ? systemKey(value) : addressKey(value, home)));
  if (how === 'equals') return wholeValues(kept, list, draft);
  // Of what is kept as hashes, the resource's own text has the rest.
  const rows = hashed ? bodyTexts(list.alias, draft.bind(stringPlaces(paths) ?? [])) : elements(list.list);
  if (how === 'above') return `exists (select from ${rows} where x.v = any(${draft.bind(values.flatMap(aboveOf))}::text[]))`;
  if (how !== 'below') return `exists (select from ${rows} where ${compared('x.v', how, values, draft)})`;
  const inside = values.map((value) => `${likeText(value.replace(/\/$/, ''))}/%`);
  return `exists (select from ${rows} where x.v = any(${draft.bind(values)}::text[]) or x.v like any(${draft.bind(inside)}::text[]))`;
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
