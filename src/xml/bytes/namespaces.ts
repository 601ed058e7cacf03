import { malformed } from '../refusals.ts';
import { Scope } from '../scope.ts';
import type { StartTag } from './tags.ts';

/** Namespaces in force inside a tag; checks that every prefix it uses is declared. */
export function scopeOf(tag: StartTag, outer: Scope): Scope {
  let declared: Map<string, string> | undefined;
  let prefixed = false;
  const { attributes } = tag;
  for (let i = 0; i < attributes.length; i += 2) {
    const name = attributes[i] ?? '';
    if (!name.startsWith('xmlns')) {
      if (name.includes(':')) prefixed = true;
    } else if (name === 'xmlns' || name.startsWith('xmlns:')) {
      declared ??= new Map();
      declared.set(name.slice(6), namespaceName(name, attributes[i + 1] ?? ''));
    }
  }
  const result = declared === undefined ? outer : new Scope(declared, outer);
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

/** The namespace of a qualified name; empty for a name without prefix where no default is declared. */
export function uriOf(name: string, scope: Scope): string {
  const colon = name.indexOf(':');
  if (colon === -1) return scope.unprefixed;
  const uri = scope.namespaceOf(name.slice(0, colon));
  if (uri === undefined || colon === 0 || !localName.test(name.slice(colon + 1)))
    throw malformed({ fr: 'un préfixe d’espace de noms n’est pas déclaré', en: 'a namespace prefix is not declared' });
  return uri;
}

/** The local name of an element of that namespace, or an empty string. */
export function localNameIn(namespace: string, { name }: StartTag, scope: Scope): string {
  return uriOf(name, scope) === namespace ? name.slice(name.indexOf(':') + 1) : '';
}
