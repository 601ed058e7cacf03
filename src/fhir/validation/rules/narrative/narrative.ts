import { isObject, type Json, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Focus, Rule } from '../rule.ts';
import { isActive, isActiveStyle } from './active.ts';
import { readXhtml, type XhtmlElement } from './xhtml.ts';

/** What must be there for anything below to be wrong: most narratives have none of it, and are not read a second time. */
const suspect = /&|href|src|script|data:|expression|binding|behavior|\/\*|\\/i;

/**
 * The narratives of a resource, and of the sections of a Composition: nothing in them runs in a browser, and links inside the resource lead
 * somewhere. That they are well-formed, of the elements and attributes of txt-1, is checked with the definitions.
 *
 * Source: FHIR R4 §2.4.0, Narrative.
 */
export const narratives: Rule = function* (focus) {
  const { resource, at } = focus;
  if (isObject(resource.text)) yield* narrative(resource.text, `${at}.text`, focus);
  if (resource.resourceType === 'Composition') yield* sections(resource, at, focus);
};

function* sections(holder: Json, at: string, focus: Focus): Iterable<Issue> {
  for (const [i, section] of indexed(holder.section)) {
    const here = `${at}.section[${i}]`;
    if (isObject(section.text)) yield* narrative(section.text, `${here}.text`, focus);
    yield* sections(section, here, focus);
  }
}

function* narrative({ div }: Json, at: string, focus: Focus): Iterable<Issue> {
  if (typeof div !== 'string' || !suspect.test(div)) return;
  const here = `${at}.div`;
  const read = readXhtml(div.trim());
  if (typeof read === 'string') return;
  for (const entity of read.entities)
    yield warning('xhtml-entity', 'value', here, `'&${entity};' is unknown in XML: use the character itself`);
  for (const element of read.elements) yield* elementRules(element, here);
  yield* links(read.elements, here, focus);
}

function* elementRules(element: XhtmlElement, at: string): Iterable<Issue> {
  const { name, attributes } = element;
  for (const [attribute, value] of attributes) {
    if (isActive(value)) {
      yield error('xhtml-active', 'security', at, `The ${attribute} of '${name}' would run in the reader's browser`);
    } else if (attribute === 'style' && isActiveStyle(value)) {
      yield error('xhtml-active', 'security', at, `The style of '${name}' would run in the reader's browser`);
    }
  }
}

/** `#x` is the id of an element of the narrative, of the resource or of something it contains, or of a resource of the same Bundle. */
function* links(elements: readonly XhtmlElement[], at: string, { resource, root }: Focus): Iterable<Issue> {
  const wanted = new Set<string>();
  for (const { name, attributes } of elements) {
    const target = name === 'a' ? attributes.get('href') : name === 'img' ? attributes.get('src') : undefined;
    if (target === '') yield error('xhtml-link', 'value', at, `A link of the XHTML is empty ('${name}')`);
    if (target !== undefined && target.length > 1 && target.startsWith('#')) wanted.add(target.slice(1));
  }
  if (wanted.size === 0) return;
  for (const { name, attributes } of elements) {
    wanted.delete(attributes.get('id') ?? '');
    if (name === 'a') wanted.delete(attributes.get('name') ?? '');
  }
  if (wanted.size > 0) removeIds(resource, wanted);
  const beside = root.resourceType === 'Bundle' && wanted.size > 0 ? idsBeside(root) : undefined;
  for (const id of wanted)
    if (beside?.has(id) !== true) yield error('xhtml-link', 'not-found', at, `Hyperlink '#${id}' does not resolve`);
}

function removeIds(value: unknown, ids: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) removeIds(one, ids);
  else if (isObject(value)) {
    ids.delete(text(value.id) ?? '');
    for (const name in value) removeIds(value[name], ids);
  }
}

const known = new WeakMap<Json, ReadonlySet<string>>();

/** The ids of the resources of a Bundle, read once for each. */
function idsBeside(bundle: Json): ReadonlySet<string> {
  let ids = known.get(bundle);
  if (ids === undefined) {
    ids = new Set(indexed(bundle.entry).map(([, { resource }]) => (isObject(resource) ? (text(resource.id) ?? '') : '')));
    known.set(bundle, ids);
  }
  return ids;
}
