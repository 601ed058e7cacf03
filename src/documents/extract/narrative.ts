import { attributeOf, childOf, childrenOf, textOf, type XmlDocument, type XmlElement } from '#xml';

/** Text of the narrative that an entry points to. */
export type Narrative = (reference: string | undefined) => string | undefined;

/** A text longer than this is cut: a note is no place for a whole report, which stays in the document. */
const longest = 4000;

/** Of what an entry points to, this much is gathered before it is cut: many entries may point to one that holds the whole narrative. */
const mostGathered = 5 * longest;

/** Elements of the CDA narrative block that end a word. */
const blocks: ReadonlySet<string> = new Set(['br', 'caption', 'item', 'list', 'paragraph', 'table', 'td', 'th', 'tr']);

/**
 * Reads what `#id` leads to in the narrative of the sections, on one line of at most 4,000 characters; undefined when it leads nowhere or to
 * nothing. The number sign may be missing: official examples leave it out. The index is made at the first question.
 */
export function narrativeOf(document: XmlDocument): Narrative {
  let index: Map<string, XmlElement> | undefined;
  const lines = new Map<string, string | undefined>();
  return (reference) => {
    const id = (reference ?? '').trim().replace(/^#/, '');
    if (id === '') return undefined;
    if (lines.has(id)) return lines.get(id);
    index ??= indexOf(document);
    const element = index.get(id);
    const line = element === undefined ? undefined : lineOf(element);
    if (element !== undefined) lines.set(id, line);
    return line;
  };
}

function indexOf(document: XmlDocument): Map<string, XmlElement> {
  const index = new Map<string, XmlElement>();
  for (const section of document.named('section')) {
    const text = childOf(section, 'text');
    if (text !== undefined) gather(text, index);
  }
  return index;
}

function gather(element: XmlElement, index: Map<string, XmlElement>): void {
  const id = attributeOf(element, 'ID');
  if (id !== undefined && !index.has(id)) index.set(id, element);
  for (const child of element.children) if (child.kind === 'element') gather(child, index);
}

function lineOf(element: XmlElement): string | undefined {
  const parts: string[] = [];
  const left = collect(element, parts, mostGathered);
  const line = oneLine(parts.join(''));
  return left > 0 || line === undefined || line.endsWith('…') ? line : `${line}…`;
}

/** Gives how many characters more may be gathered. */
function collect(element: XmlElement, parts: string[], most: number): number {
  let left = most;
  const ends = blocks.has(element.name);
  if (ends) parts.push(' ');
  for (const child of element.children) {
    if (left <= 0) break;
    if (child.kind === 'text') {
      parts.push(child.value.slice(0, left));
      left -= child.value.length;
    } else if (child.kind === 'element') left = collect(child, parts, left);
  }
  if (ends) parts.push(' ');
  return left;
}

/** Text on one line, undefined when there is none. */
export function oneLine(text: string | undefined): string | undefined {
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
}

/** What an `<originalText>` or a `<text>` says: its own words, or those it points to. */
export function saidBy(element: XmlElement | undefined, narrative: Narrative): string | undefined {
  if (element === undefined) return undefined;
  const [reference] = childrenOf(element, 'reference');
  return (reference && narrative(attributeOf(reference, 'value'))) ?? oneLine(textOf(element));
}
