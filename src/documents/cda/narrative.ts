import { XmlElement, type XmlNode, XmlText } from 'libxml2-wasm';
import { childrenOf, elementsOf } from './dom.ts';
import { type Html, isSafeLink, join, type Tag, tag, text } from './html.ts';
import type { MediaFinder } from './media.ts';
import { type TableContext, tableHtml } from './table.ts';
import { hl7 } from './tree.ts';

/** How a narrative block is turned into HTML. */
export interface NarrativeContext extends TableContext {
  readonly media: MediaFinder;
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
      return tableHtml(element, context, styled);
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
