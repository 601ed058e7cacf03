import type { XmlElement } from 'libxml2-wasm';
import { elementsOf } from './dom.ts';
import { type Attributes, type Html, type Tag, tag, text } from './html.ts';

/** What tables are about, and how many there were: each is a region with a name of its own. */
export interface TableContext {
  readonly label: string;
  readonly nextTable: () => number;
}

/** How the words of a cell or a caption become HTML. */
type Words<Context> = (element: XmlElement, context: Context) => Html;

/**
 * A table of a narrative, in a region that scrolls. One with a single row of heads over rows of as many plain cells also says, cell by
 * cell, under which head it stands: a narrow screen then lays its rows out as blocks.
 */
export function tableHtml<Context extends TableContext>(table: XmlElement, context: Context, words: Words<Context>): Html {
  const number = context.nextTable();
  // Text between the rows is white space in a valid narrative; HTML would move anything else before the table.
  const parts = elementsOf(table).filter((part) => part.name !== 'col' && part.name !== 'colgroup');
  const heads = headsOf(parts);
  const part = (of: XmlElement): Html => {
    if (of.name === 'caption') return tag('caption', {}, words(of, context));
    if (of.name === 'tr') return rowHtml(of, 'col');
    if (!isGroup(of)) return text('');
    const rows = elementsOf(of).filter((row) => row.name === 'tr');
    const scope = of.name === 'thead' ? 'col' : 'row';
    return tag(of.name as Tag, roled('rowgroup'), ...rows.map((row) => rowHtml(row, scope)));
  };
  const rowHtml = (row: XmlElement, scope: 'col' | 'row'): Html => {
    const cells = cellsOf(row);
    return tag(
      'tr',
      roled('row'),
      ...cells.map((cell, at) => {
        if (cell.name !== 'th' || !hasText(cell))
          return tag('td', { ...cellAttributes(cell), ...headed(at) }, words(cell, context));
        const over = headerScope(cells, scope);
        const role = roled(over === 'col' ? 'columnheader' : 'rowheader');
        return tag('th', { scope: over, ...cellAttributes(cell), ...role }, words(cell, context));
      }),
    );
  };
  const roled = (role: Attributes['role'] & string): Attributes => (heads === undefined ? {} : { role });
  const headed = (at: number): Attributes => (heads === undefined ? {} : { role: 'cell', head: heads[at] ?? '' });
  return region(`Tableau ${number} : ${context.label}`, stacked(heads !== undefined, parts.map(part)));
}

/** A table of our own words: a name, the heads of its columns, its rows of as many cells. The first cell heads its row. */
export function labelledTable(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  const stack = heads.length > 2;
  const headCells = heads.map((head) => tag('th', { scope: 'col', ...(stack ? { role: 'columnheader' } : {}) }, text(head)));
  const group = stack ? ({ role: 'rowgroup' } as const) : {};
  const line = stack ? ({ role: 'row' } as const) : {};
  const body = rows.map((row) =>
    tag(
      'tr',
      line,
      ...row.map((words, at) =>
        at === 0
          ? tag('th', { scope: 'row', ...(stack ? { role: 'rowheader' } : {}) }, text(words))
          : tag('td', stack ? { role: 'cell', head: heads[at] ?? '' } : {}, text(words)),
      ),
    ),
  );
  return region(name, stacked(stack, [tag('thead', group, tag('tr', line, ...headCells)), tag('tbody', group, ...body)]));
}

const stacked = (yes: boolean, parts: readonly Html[]): Html =>
  tag('table', yes ? { class: 'stack', role: 'table' } : {}, ...parts);

const region = (name: string, table: Html): Html =>
  tag('div', { class: 'table-scroll', tabindex: '0', role: 'region', label: name }, table);

const headCharacters = 80;

/** Of a table that can be laid out as blocks; two columns are narrow enough as they are. */
function headsOf(parts: readonly XmlElement[]): readonly string[] | undefined {
  const rows = parts.flatMap((part) => (part.name === 'tr' ? [part] : isGroup(part) ? elementsOf(part) : []));
  const [first, ...others] = rows.filter((row) => row.name === 'tr').map(cellsOf);
  const isHead = first !== undefined && first.length > 2 && first.every((cell) => cell.name === 'th');
  if (!isHead || others.length === 0) return undefined;
  const plain = (cells: readonly XmlElement[]): boolean =>
    cells.length === first.length &&
    cells.every((cell) => span(cell, 'colspan') === undefined && span(cell, 'rowspan') === undefined);
  if (!plain(first) || !others.every(plain)) return undefined;
  return first.map((cell) => cell.content.replace(/\s+/g, ' ').trim().slice(0, headCharacters).toWellFormed());
}

const isGroup = ({ name }: XmlElement): boolean => name === 'thead' || name === 'tbody' || name === 'tfoot';
const cellsOf = (row: XmlElement): readonly XmlElement[] =>
  elementsOf(row).filter((cell) => cell.name === 'td' || cell.name === 'th');
const hasText = (element: XmlElement) => element.content.trim() !== '';

/** A row made of headers only heads its columns, wherever it stands. */
function headerScope(cells: readonly XmlElement[], scope: 'col' | 'row'): 'col' | 'row' {
  return cells.length > 1 && cells.every((cell) => cell.name === 'th') ? 'col' : scope;
}

function cellAttributes(cell: XmlElement): Attributes {
  const colspan = span(cell, 'colspan');
  const rowspan = span(cell, 'rowspan');
  const scope = cell.name === 'th' ? cell.attr('scope')?.value : undefined;
  return {
    ...(colspan === undefined ? {} : { colspan }),
    ...(rowspan === undefined ? {} : { rowspan }),
    ...(scope === 'col' || scope === 'row' || scope === 'colgroup' || scope === 'rowgroup' ? { scope } : {}),
  };
}

function span(cell: XmlElement, name: 'colspan' | 'rowspan'): number | undefined {
  const value = cell.attr(name)?.value ?? '';
  const number = /^\d{1,3}$/.test(value) ? Number(value) : 1;
  return number > 1 ? number : undefined;
}
