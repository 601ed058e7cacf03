import { childrenOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import { attributeAt, every, exactlyOne, has, isThere, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

/** The document that this one replaces. */
export const relatedRules: readonly Rule[] = [
  {
    id: 'replace.once',
    fr: 'Un document en remplace un autre au plus (relatedDocument de typeCode RPLC).',
    en: 'A document replaces one other at most (relatedDocument with typeCode RPLC).',
    broken: (header) => replaced(header).slice(1),
  },
  {
    id: 'replace.parent',
    fr: 'Le document remplacé est nommé : un parentDocument et un seul, avec un id et un seul, qui a un root.',
    en: 'The replaced document is named: one parentDocument, with one id that has a root.',
    broken: (header) =>
      replaced(header).flatMap((one) => {
        const parent = exactlyOne(one, 'parentDocument', isThere);
        if (parent.length > 0) return parent;
        return every(one, 'parentDocument').flatMap((document) =>
          exactlyOne(document, 'id', (id) => isThere(id) && has('root')(id)),
        );
      }),
  },
  {
    id: 'replace.itself',
    fr: 'Un document ne se remplace pas lui-même : l’id du document remplacé est un autre.',
    en: 'A document does not replace itself: the id of the replaced document is another.',
    broken: (header) => {
      const [own] = childrenOf(header.document, 'id');
      return parents(header)
        .flatMap((parent) => childrenOf(parent, 'id'))
        .filter((id) => own !== undefined && sameId(id, own));
    },
  },
  {
    id: 'replace.set-id',
    fr: 'Le document remplacé a le même setId, lorsqu’il est donné.',
    en: 'The replaced document has the same setId, where it is given.',
    broken: (header) => {
      const [own] = childrenOf(header.document, 'setId');
      return parents(header)
        .flatMap((parent) => childrenOf(parent, 'setId'))
        .filter((id) => own !== undefined && isThere(id) && !sameId(id, own));
    },
  },
  {
    id: 'replace.version',
    fr: 'La version du document est supérieure à celle du document remplacé, lorsqu’elle est donnée.',
    en: 'The version of the document is above that of the replaced one, where it is given.',
    broken: (header) => {
      const own = Number(wordOf(childrenOf(header.document, 'versionNumber')[0], 'value') ?? Number.NaN);
      return parents(header)
        .flatMap((parent) => childrenOf(parent, 'versionNumber'))
        .filter((version) => Number(wordOf(version, 'value') ?? 0) >= own)
        .map((version): Place => attributeAt(version, 'value'));
    },
  },
  {
    id: 'replace.parent-version',
    fr: 'La version du document remplacé, s’il la donne, est unique, entière et positive.',
    en: 'The version of the replaced document, where it is given, is one positive whole number.',
    broken: (header) =>
      parents(header).flatMap((parent) => {
        const versions = childrenOf(parent, 'versionNumber');
        const wrong = versions.filter((one) => isThere(one) && !/^\d{1,9}$/.test(wordOf(one, 'value') ?? ''));
        return [...versions.slice(1), ...wrong];
      }),
  },
  {
    id: 'replace.first-version',
    severity: 'warning',
    fr: 'Un document qui en remplace un autre a un versionNumber de 2 ou plus.',
    en: 'A document that replaces another has a versionNumber of 2 or more.',
    broken: (header) =>
      replaced(header).length === 0
        ? []
        : childrenOf(header.document, 'versionNumber')
            .filter(has('value', '1'))
            .map((version): Place => attributeAt(version, 'value')),
  },
];

const replaced = ({ document }: Header) => childrenOf(document, 'relatedDocument').filter(has('typeCode', 'RPLC'));
const parents = (header: Header) => replaced(header).flatMap((one) => childrenOf(one, 'parentDocument'));

function sameId(a: XmlElement, b: XmlElement): boolean {
  const [one, other] = [a, b].map((id) => `${wordOf(id, 'root')?.toLowerCase()}^${wordOf(id, 'extension') ?? ''}`);
  return one === other;
}
