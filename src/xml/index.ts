/** XML as a tree that can only be read: the one front door for XML that comes from outside. */
export type { XmlAttribute, XmlComment, XmlDocument, XmlElement, XmlInstruction, XmlNode, XmlText } from './nodes.ts';
export { readXml } from './read.ts';
export { attributeOf, childOf, childrenOf, namespaceAt, textOf, xpathOf } from './select.ts';
