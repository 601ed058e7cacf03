import type { Block, Cell } from './draft.ts';
import { element, leaf, text, type Xml } from './xml.ts';

/** The `text` of a section, in the narrative block schema of CDA R2 (NarrativeBlock.xsd). */
export function narrative(blocks: readonly Block[]): Xml {
  return element('text', {}, ...blocks.map(block));
}

function block(of: Block): Xml {
  if (of.kind === 'paragraph') return leaf('paragraph', of.text);
  if (of.kind === 'media') return element('paragraph', {}, element('renderMultiMedia', { referencedObject: of.id }));
  if (of.kind === 'list')
    return element('list', { listType: of.ordered ? 'ordered' : 'unordered' }, ...of.items.map((item) => leaf('item', item)));
  const head = of.head === undefined ? [] : [element('thead', {}, row('th', of.head))];
  return element('table', {}, ...head, element('tbody', {}, ...of.rows.map((cells) => row('td', cells))));
}

function row(cell: 'td' | 'th', cells: readonly Cell[]): Xml {
  return element('tr', {}, ...cells.map((content) => element(cell, {}, cellContent(content))));
}

/** A cell that an entry points to carries an ID around its words. */
function cellContent(cell: Cell): Xml {
  return typeof cell === 'string' ? text(cell) : leaf('content', cell.text, { ID: cell.id });
}
