import { fhirRefusal, isObject, type Json, memberText } from '#fhir';
import { requireScope } from '#signin';
import { found } from '../interactions/search.ts';
import { type List, listNames, listOf, lists } from './metaLists.ts';
import type { AskedOperation } from './operation.ts';

const page = 200;
const pages = 5;

/**
 * The profiles, tags and labels that the resources of a type bear, each once: of those that a search of the type finds for the caller, with
 * its rights and its line in the log. Refuses what that search refuses (`fhir.patient-required`), and `fhir.too-broad` rather than tell a part.
 * Source: FHIR R4 §3.1.0.11, Resource $meta, of a type.
 */
export async function metaOfType({ desk, ask, type = '' }: AskedOperation): Promise<Json> {
  requireScope(ask.caller, `${type}.rs`);
  const all: Record<List, Map<string, unknown>> = { profile: new Map(), security: new Map(), tag: new Map() };
  let after: string | undefined;
  for (let n = 0; n < pages; n++) {
    const asked = new Map([
      ['_count', [String(page)]],
      ['_total', ['none']],
    ]);
    if (after !== undefined) asked.set('page', [after]);
    const { matches, next } = await found(desk, ask, { type }, asked);
    for (const { body } of matches) {
      const meta: unknown = JSON.parse(memberText(body.toString(), 'meta') ?? '{}');
      if (!isObject(meta)) continue;
      for (const list of listNames)
        for (const one of listOf(meta, list)) all[list].set(lists[list](one), all[list].get(lists[list](one)) ?? one);
    }
    after = next;
    if (after === undefined)
      return Object.fromEntries(listNames.flatMap((list) => (all[list].size === 0 ? [] : [[list, [...all[list].values()]]])));
  }
  throw tooMany(type);
}

function tooMany(type: string) {
  const most = page * pages;
  return fhirRefusal(
    'too-broad',
    `Plus de ${most} ressources ${type} seraient à lire. Cherchez-les par _tag, _security ou _profile, ou demandez $meta d’une seule.`,
    `More than ${most} ${type} resources would have to be read. Search them by _tag, _security or _profile, or ask $meta of one.`,
  );
}
