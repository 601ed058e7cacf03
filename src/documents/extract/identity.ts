import { hash } from 'node:crypto';
import { isOid } from '#kernel';
import { attributeOf, childrenOf, type XmlElement } from '#xml';
import type { Fields } from './extraction.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const rfc3986 = 'urn:ietf:rfc:3986';

const mostIds = 20;

/** The ids of an element as Identifiers, the first 20; those with a null flavour or that are no OID or UUID are left out. */
export function identifiersOf(element: XmlElement): Fields[] {
  return childrenOf(element, 'id')
    .slice(0, mostIds)
    .flatMap((id) => {
      const root = attributeOf(id, 'root')?.trim() ?? '';
      const extension = attributeOf(id, 'extension')?.trim() ?? '';
      const urn = uuid.test(root) ? `urn:uuid:${root.toLowerCase()}` : isOid(root) ? `urn:oid:${root}` : undefined;
      if (urn === undefined) return [];
      return [extension === '' ? { system: rfc3986, value: urn } : { system: urn, value: extension }];
    });
}

/**
 * Gives the id of each resource of one document: the same for the same document, type and entry at every extraction. It is made of the
 * entry's own ids, and of its path where it has none; official examples give one id to several entries, so each further one counts.
 */
export function idsOf(documentId: string, xpathOf: (element: XmlElement) => string): (type: string, from: XmlElement) => string {
  const given = new Map<string, number>();
  return (type, from) => {
    const own = identifiersOf(from).map(({ system, value }) => `${String(system)}|${String(value)}`);
    const key = [documentId, type, ...(own.length > 0 ? own : [xpathOf(from)])].join('\n');
    const rank = given.get(key) ?? 0;
    given.set(key, rank + 1);
    return hash('sha256', `${key}\n${rank}`, 'hex').slice(0, 40);
  };
}
