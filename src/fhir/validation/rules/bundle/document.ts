import { isObject, type Json, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import { reachableFrom } from './reachable.ts';

const rule = 'bundle-document';

/**
 * A document holds what its Composition refers to, and nothing that the Composition does not lead to, forwards or backwards; Provenance alone
 * may be reached backwards only. That the Composition comes first is the invariant bdl-11. Source: FHIR R4 §3.3.1.
 */
export const bundleDocument: Rule = function* ({ resource, at }) {
  const entries = entriesOf(resource);
  const [first] = entries.all;
  if (resource.type !== 'document' || first?.index !== 0 || first.type !== 'Composition' || first.resource === undefined) return;
  const here = `${at}.entry[0].resource`;
  for (const [element, place] of referredTo(first.resource, here)) yield* inBundle(entries, first, element, place, rule);
  const { forwards, reached } = reachableFrom(first, entries, resource);
  for (const entry of entries.all) {
    if (forwards.has(entry) || entry.resource === undefined) continue;
    const place = `${at}.entry[${entry.index}]`;
    const name = entry.fullUrl === undefined ? '' : ` '${entry.fullUrl}'`;
    if (!reached.has(entry)) {
      yield error(
        rule,
        'invalid',
        place,
        `Entry${name} cannot be reached from the Composition by following references, forwards or backwards`,
      );
    } else if (entry.type !== 'Provenance') {
      yield warning(rule, 'invalid', place, `Entry${name} is reached backwards only; in R4 a Provenance alone may be (§3.3.1)`);
    }
  }
};

/** FHIR R4 §3.3.1: subject, encounter, author, attester, custodian, event.detail; of sections author, focus, entry. */
function* referredTo(composition: Json, at: string): Iterable<readonly [Json, string]> {
  yield* named(composition, at, ['subject', 'encounter', 'author', 'custodian']);
  for (const [i, attester] of indexed(composition.attester)) yield* named(attester, `${at}.attester[${i}]`, ['party']);
  for (const [i, event] of indexed(composition.event)) yield* named(event, `${at}.event[${i}]`, ['detail']);
  yield* sections(composition, at);
}

function* sections(holder: Json, at: string): Iterable<readonly [Json, string]> {
  for (const [i, section] of indexed(holder.section)) {
    const here = `${at}.section[${i}]`;
    yield* named(section, here, ['author', 'focus', 'entry']);
    yield* sections(section, here);
  }
}

function* named(holder: Json, at: string, names: readonly string[]): Iterable<readonly [Json, string]> {
  for (const name of names) {
    const value = holder[name];
    if (isObject(value)) yield [value, `${at}.${name}`];
    for (const [i, one] of indexed(value)) yield [one, `${at}.${name}[${i}]`];
  }
}

/** A reference that must lead to exactly one entry. What is contained is looked for elsewhere. */
export function* inBundle(entries: Entries, from: Entry, element: Json, at: string, rule: string): Iterable<Issue> {
  const reference = text(element.reference);
  if (reference === undefined || reference.startsWith('#')) return;
  const found = entries.resolve(reference, from);
  if (found.length > 1) {
    yield error(rule, 'invalid', at, `Found ${found.length} matches for '${reference}' in the bundle`);
  } else if (found.length === 0) {
    yield error(rule, 'not-found', at, `Can't find '${reference}' in the bundle${lookalike(entries, reference, from)}`);
  }
}

function lookalike(entries: Entries, reference: string, { fullUrl }: Entry): string {
  const [type = '', id = ''] = reference.split('/');
  return entries.named(type, id).length === 0
    ? ''
    : `: a resource of that type and id is there, but a relative reference is completed from the fullUrl of its own entry ('${fullUrl ?? ''}')`;
}
