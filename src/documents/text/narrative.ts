import { attributeOf, childOf, childrenOf, textOf, type XmlDocument, type XmlElement, type XmlNode } from '#xml';

/** A section of a CDA document, with what a person reads of it. Its subsections follow it. */
export interface NarrativeSection {
  readonly title: string;
  /** One line a paragraph, an item, a row; cells apart by a tab; no markup. */
  readonly text: string;
  /** 0 for the sections of the body. */
  readonly depth: number;
}

/** Elements of the narrative (CDA R2 §4.3.5) that stand on lines of their own. */
const blocks = new Set([
  'paragraph',
  'list',
  'item',
  'table',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'caption',
  'br',
  'footnote',
  'title',
]);
const cells = new Set(['td', 'th']);
const deepest = 32;

/**
 * The sections of a CDA document in reading order. Of the narrative, what was struck out of an earlier version (`revised="delete"`) is left
 * out. None for an N1. Coded entries say nothing here: the narrative is what was signed.
 *
 * Source: CDA R2 §4.3.5, narrative block.
 */
export function narrativeText(document: XmlDocument): readonly NarrativeSection[] {
  const root = clinicalDocument(document);
  const body = root === undefined ? undefined : childOf(root, 'component', 'structuredBody');
  const found: NarrativeSection[] = [];
  if (body !== undefined) gather(found, body, 0);
  return found;
}

/** The document itself: in an « auto-présentable », inside a stylesheet. */
export function clinicalDocument(document: XmlDocument): XmlElement | undefined {
  return document.root.name === 'ClinicalDocument' ? document.root : document.named('ClinicalDocument')[0];
}

function gather(found: NarrativeSection[], holder: XmlElement, depth: number): void {
  if (depth > deepest) return;
  for (const component of childrenOf(holder, 'component')) {
    for (const section of childrenOf(component, 'section')) {
      const title = childOf(section, 'title');
      const text = childOf(section, 'text');
      found.push({
        title: title === undefined ? '' : textOf(title).trim(),
        text: text === undefined ? '' : readable(text),
        depth,
      });
      gather(found, section, depth + 1);
    }
  }
}

function readable(text: XmlElement): string {
  const out: string[] = [];
  write(out, text.children);
  return out
    .join('')
    .replace(/[ \r\f\v]+/g, ' ')
    .replace(/ ?\t[\t ]*/g, '\t')
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
}

function write(out: string[], nodes: readonly XmlNode[]): void {
  for (const node of nodes) {
    // A line broken in the source is a blank for who reads.
    if (node.kind === 'text') out.push(node.value.replace(/[\n\t]/g, ' '));
    if (node.kind !== 'element' || attributeOf(node, 'revised') === 'delete') continue;
    const block = blocks.has(node.name);
    if (block) out.push('\n');
    write(out, node.children);
    if (block) out.push('\n');
    if (cells.has(node.name)) out.push('\t');
  }
}
