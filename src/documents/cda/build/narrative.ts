import type { Block, Cell, Words } from './draft.ts';
import { element, leaf, nothing, sequence, text, type Xml } from './xml.ts';

/** The `text` of a section, in the narrative block schema of CDA R2 (NarrativeBlock.xsd). */
export function narrative(blocks: readonly Block[]): Xml {
  return element('text', {}, ...blocks.map(block));
}

function block(of: Block): Xml {
  if (of.kind === 'paragraph') return element('paragraph', {}, words(of.text));
  if (of.kind === 'media') return element('paragraph', {}, element('renderMultiMedia', { referencedObject: of.id }));
  if (of.kind === 'list')
    return element(
      'list',
      { listType: of.ordered ? 'ordered' : 'unordered' },
      ...of.items.map((item) => element('item', {}, words(item))),
    );
  const head = of.head === undefined ? [] : [element('thead', {}, row('th', of.head))];
  return element('table', {}, ...head, element('tbody', {}, ...of.rows.map((cells) => row('td', cells))));
}

function row(cell: 'td' | 'th', cells: readonly Cell[]): Xml {
  return element('tr', {}, ...cells.map((content) => element(cell, {}, cellContent(content))));
}

function cellContent(cell: Cell): Xml {
  if (typeof cell === 'string' || 'text' in cell) return words(cell);
  return sequence(cell.map((line, index) => sequence([index === 0 ? nothing : element('br', {}), words(line)])));
}

/** Words that an entry points to carry an ID. */
function words(said: Words): Xml {
  return typeof said === 'string' ? text(said) : leaf('content', said.text, { ID: said.id });
}
