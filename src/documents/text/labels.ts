import { attributeOf, childOf, childrenOf, textOf, type XmlDocument, type XmlElement } from '#xml';
import { clinicalDocument } from './narrative.ts';

const authorsNamed = 20;

/** What a CDA header calls its document: title, type, authors with their structures. Each once. */
export function labelsOf(document: XmlDocument): readonly string[] {
  const root = clinicalDocument(document);
  if (root === undefined) return [];
  const code = childOf(root, 'code');
  const authors = childrenOf(root, 'author').slice(0, authorsNamed);
  const said = [
    plain(childOf(root, 'title')),
    code === undefined ? '' : (attributeOf(code, 'displayName') ?? ''),
    ...authors.flatMap((author) => [
      plain(childOf(author, 'assignedAuthor', 'assignedPerson', 'name')),
      plain(childOf(author, 'assignedAuthor', 'representedOrganization', 'name')),
    ]),
  ];
  return [...new Set(said.filter((one) => one !== ''))];
}

/** Parts of a name stand in elements of their own, often without a blank between. */
function plain(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  const parts = element.children.map((node) =>
    node.kind === 'text' ? node.value : node.kind === 'element' ? ` ${textOf(node)} ` : '',
  );
  return parts.join('').replace(/\s+/g, ' ').trim();
}
