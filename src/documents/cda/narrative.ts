import { XmlElement, type XmlNode, XmlText } from 'libxml2-wasm';
import { childrenOf } from './dom.ts';
import { type Attributes, type Html, isSafeLink, join, type Tag, tag, text } from './html.ts';
import type { MediaFinder } from './media.ts';
import { hl7 } from './tree.ts';

/** How a narrative block is turned into HTML: `label` names what its tables are about. */
export interface NarrativeContext {
  readonly media: MediaFinder;
  readonly label: string;
  /** Numbers the tables of the document, so that each region has its own name. */
  readonly nextTable: () => number;
}

/**
 * The children of a narrative block (StrucDocText) as HTML.
 *
 * Knows paragraph, content, list, table, br, sub, sup, footnote, linkHtml and renderMultiMedia; of any other element only the
 * text is kept. No attribute passes through but colspan, rowspan and scope, read as numbers and known words.
 */
export function narrative(block: XmlElement, context: NarrativeContext): Html {
  return join(childrenOf(block).map((node) => nodeHtml(node, context)));
}

function nodeHtml(node: XmlNode, context: NarrativeContext): Html {
  if (node instanceof XmlElement) return elementHtml(node, context);
  return node instanceof XmlText ? text(node.content) : text('');
}

function elementHtml(element: XmlElement, context: NarrativeContext): Html {
  if (element.namespaceUri !== hl7) return narrative(element, context);
  switch (element.name) {
    case 'paragraph':
      return tag('p', {}, styled(element, context));
    case 'content':
      return styled(element, context);
    case 'br':
      return tag('br', {});
    case 'sub':
    case 'sup':
      return tag(element.name, {}, narrative(element, context));
    case 'list':
      return listHtml(element, context);
    case 'table':
      return tableHtml(element, context);
    case 'footnote':
      return tag('span', { class: 'cda-footnote' }, text(' ('), narrative(element, context), text(')'));
    case 'linkHtml':
      return linkHtml(element, context);
    case 'renderMultiMedia':
      return mediaHtml(element, context);
    default:
      return narrative(element, context);
  }
}

const styles: readonly (readonly [RegExp, Tag])[] = [
  [/bold/i, 'strong'],
  [/italic|emphasis/i, 'em'],
  [/underline/i, 'u'],
  [/strikethrough/i, 's'],
];

function styled(element: XmlElement, context: NarrativeContext): Html {
  const style = element.attr('styleCode')?.value ?? '';
  const deleted = element.attr('revised')?.value === 'delete';
  let html = narrative(element, context);
  for (const [pattern, name] of styles) if (pattern.test(style)) html = tag(name, {}, html);
  return deleted ? tag('s', {}, html) : html;
}

function listHtml(list: XmlElement, context: NarrativeContext): Html {
  const items: Html[] = [];
  let caption: Html | undefined;
  for (const child of elementsOf(list)) {
    if (child.name === 'item') items.push(tag('li', {}, styled(child, context)));
    else if (child.name === 'caption') caption = tag('p', { class: 'cda-caption' }, narrative(child, context));
  }
  const html = tag(list.attr('listType')?.value === 'ordered' ? 'ol' : 'ul', {}, ...items);
  return caption === undefined ? html : join([caption, html]);
}

function tableHtml(table: XmlElement, context: NarrativeContext): Html {
  const number = context.nextTable();
  // Text between the rows is white space in a valid narrative; HTML would move anything else before the table.
  const parts = elementsOf(table).filter((part) => part.name !== 'col' && part.name !== 'colgroup');
  const labels = columnNames(parts);
  const html = tag(
    'table',
    labels === undefined ? {} : { class: 'cda-cards' },
    ...parts.map((part) => partHtml(part, context, labels)),
  );
  return tag(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', label: `Tableau ${number} : ${context.label}` },
    html,
  );
}

/**
 * The names of the columns of a plain table of three or more: one row of headers, as many cells in every row, none spanning. A narrow screen
 * shows each of its rows as a card, where each cell says again what it is.
 */
function columnNames(parts: readonly XmlElement[]): readonly string[] | undefined {
  const rowsOf = (part: XmlElement) => elementsOf(part).filter((row) => row.name === 'tr');
  const [head, ...others] = parts.filter((part) => part.name === 'thead').flatMap(rowsOf);
  const body = parts.filter((part) => part.name === 'tbody').flatMap(rowsOf);
  if (head === undefined || others.length > 0 || parts.some((part) => part.name === 'tr' || part.name === 'tfoot'))
    return undefined;
  const names = elementsOf(head).map((cell) => cell.content.trim());
  const isPlain = (row: XmlElement) =>
    elementsOf(row).length === names.length &&
    elementsOf(row).every((cell) => span(cell, 'colspan') === undefined && span(cell, 'rowspan') === undefined);
  return names.length > 2 && names.every((name) => name !== '') && [head, ...body].every(isPlain) ? names : undefined;
}

function partHtml(part: XmlElement, context: NarrativeContext, labels?: readonly string[]): Html {
  if (part.name === 'caption') return tag('caption', {}, narrative(part, context));
  if (part.name === 'tr') return rowHtml(part, context, 'col');
  if (part.name !== 'thead' && part.name !== 'tbody' && part.name !== 'tfoot') return text('');
  const scope = part.name === 'thead' ? 'col' : 'row';
  const rows = elementsOf(part).filter((row) => row.name === 'tr');
  const inBody = part.name === 'tbody' ? labels : undefined;
  return tag(part.name, {}, ...rows.map((row) => rowHtml(row, context, scope, inBody)));
}

function rowHtml(row: XmlElement, context: NarrativeContext, scope: 'col' | 'row', labels?: readonly string[]): Html {
  const cells = elementsOf(row).filter((cell) => cell.name === 'td' || cell.name === 'th');
  return tag(
    'tr',
    {},
    ...cells.map((cell, index) => {
      if (cell.name === 'th' && hasText(cell))
        return tag('th', { scope: headerScope(cells, scope), ...cellAttributes(cell) }, styled(cell, context));
      const label = hasText(cell) ? labels?.[index] : undefined;
      const said = label === undefined ? [] : [tag('span', { class: 'cda-label' }, text(`${label} : `))];
      return tag('td', cellAttributes(cell), ...said, styled(cell, context));
    }),
  );
}

/** A row made of headers only heads its columns, wherever it stands. */
function headerScope(cells: readonly XmlElement[], scope: 'col' | 'row'): 'col' | 'row' {
  return cells.length > 1 && cells.every((cell) => cell.name === 'th') ? 'col' : scope;
}

const hasText = (element: XmlElement) => element.content.trim() !== '';

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

function linkHtml(link: XmlElement, context: NarrativeContext): Html {
  const label = narrative(link, context);
  const href = link.attr('href')?.value.trim() ?? '';
  if (!isSafeLink(href)) return label;
  return tag('a', { href }, label.trim() === '' ? text(href) : label);
}

function mediaHtml(element: XmlElement, context: NarrativeContext): Html {
  const captionElement = elementsOf(element).find((child) => child.name === 'caption');
  const caption = captionElement?.content.trim() ?? '';
  const ids = (element.attr('referencedObject')?.value ?? '').split(/\s+/).filter((id) => id !== '');
  const shown = ids.slice(0, 20).map((id) => {
    const media = context.media.find(id);
    if (media?.kind === 'image')
      return tag('img', { src: media.src, alt: caption === '' ? `Image : ${context.label}` : caption });
    const what = media?.mediaType === 'application/pdf' ? 'Document PDF joint' : 'Fichier joint';
    return tag('span', { class: 'cda-attachment' }, text(media === undefined ? 'Pièce jointe absente du document' : what));
  });
  return tag(
    'span',
    { class: 'cda-media' },
    ...shown,
    ...(caption === '' ? [] : [tag('span', { class: 'cda-caption' }, text(` ${caption}`))]),
  );
}

function elementsOf(parent: XmlElement): XmlElement[] {
  return childrenOf(parent).filter((node) => node instanceof XmlElement);
}
