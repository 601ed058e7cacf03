import { malformed } from './refusals.ts';
import type { StartTag } from './tags.ts';
import { hl7 } from './tree.ts';

/** Prefixes in force and what they stand for; the empty prefix is the default namespace. */
export type Scope = ReadonlyMap<string, string>;

export const noScope: Scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

/** Namespaces in force inside a tag; checks that every prefix it uses is declared. */
export function scopeOf(tag: StartTag, outer: Scope): Scope {
  let scope: Map<string, string> | undefined;
  let prefixed = false;
  const { attributes } = tag;
  for (let i = 0; i < attributes.length; i += 2) {
    const name = attributes[i] ?? '';
    if (!name.startsWith('xmlns')) {
      if (name.includes(':')) prefixed = true;
    } else if (name === 'xmlns' || name.startsWith('xmlns:')) {
      scope ??= new Map(outer);
      scope.set(name.slice(6), namespaceName(name, attributes[i + 1] ?? ''));
    }
  }
  const result = scope ?? outer;
  if (prefixed)
    for (let i = 0; i < attributes.length; i += 2) {
      const name = attributes[i] ?? '';
      if (!name.startsWith('xmlns:')) uriOf(name, result);
    }
  return result;
}

const localName = /^[^:\d.-][^:]*$/;
const uriCharacters = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/;

function namespaceName(attribute: string, uri: string): string {
  if (attribute === 'xmlns:' || (attribute !== 'xmlns' && uri === '') || !uriCharacters.test(uri))
    throw malformed({ fr: 'un espace de noms est mal déclaré', en: 'a namespace is wrongly declared' });
  return uri;
}

/** The namespace of a qualified name; undefined for a name without prefix where no default is declared. */
export function uriOf(name: string, scope: Scope): string | undefined {
  const colon = name.indexOf(':');
  if (colon === -1) return scope.get('');
  const uri = scope.get(name.slice(0, colon));
  if (uri === undefined || colon === 0 || !localName.test(name.slice(colon + 1)))
    throw malformed({ fr: 'un préfixe d’espace de noms n’est pas déclaré', en: 'a namespace prefix is not declared' });
  return uri;
}

/** The local name of an HL7 v3 element, or an empty string. */
export function nameInHl7(tag: StartTag, scope: Scope): string {
  if (uriOf(tag.name, scope) !== hl7) return '';
  return tag.name.slice(tag.name.indexOf(':') + 1);
}
