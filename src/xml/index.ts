/**
 * The one front door for XML that comes from outside: whole documents as a tree that can only be read, and parts of a document by its bytes
 * (`bytes/`), for who needs its first lines in a tenth of the time.
 */
export { charactersOf, decode, refuseForbidden } from './bytes/decode.ts';
export { localNameIn, scopeOf, uriOf } from './bytes/namespaces.ts';
export { indexOutside, onlyMiscAfter, refuseDoctype } from './bytes/outside.ts';
export { isPlainlyWellFormed } from './bytes/plain.ts';
export { checkShape } from './bytes/shape.ts';
export { type Source, sourceOf } from './bytes/source.ts';
export { EndOfText, endOfName, isSpace, type StartTag, skipSpaces, startTag } from './bytes/tags.ts';
export type { XmlAttribute, XmlComment, XmlDocument, XmlElement, XmlInstruction, XmlNode, XmlText } from './nodes.ts';
export { readingXml, readXml, readXmlUntil } from './read.ts';
export { hasDoctype, limits, tooDeep, unknownEntity } from './refusals.ts';
export { noScope, type Scope } from './scope.ts';
export { attributeOf, childOf, childrenOf, namespaceAt, textOf, xpathOf, xpaths } from './select.ts';
