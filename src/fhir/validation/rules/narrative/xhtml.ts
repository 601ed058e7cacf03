import { mapOf } from '../elements.ts';

/** One element of a narrative; the first is the root. */
export interface XhtmlElement {
  readonly name: string;
  /** With character references replaced. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: XhtmlElement | undefined;
}

export interface Xhtml {
  readonly elements: readonly XhtmlElement[];
  /** Names of the HTML entities used: XML does not know them. */
  readonly entities: ReadonlySet<string>;
}

const closing = /<\/([A-Za-z][\w.:-]*)[ \t\r\n]*>/y;
const opening =
  /<([A-Za-z][\w.:-]*)((?:[ \t\r\n]+[A-Za-z_:][\w.:-]*[ \t\r\n]*=[ \t\r\n]*(?:"[^<"]*"|'[^<']*'))*)[ \t\r\n]*(\/?)>/y;
const attribute = /([A-Za-z_:][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^<"]*)"|'([^<']*)')/g;
const characters = /[^<&]+/y;
const reference = /&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});/y;
const deepest = 100;

/**
 * Reads a narrative strictly, so that whatever a browser could read in another way is refused: a DOCTYPE, processing instructions, CDATA,
 * tags that do not match, bare `<` and `&`. Linear in the length of the text.
 *
 * Out: its elements, or what is wrong with it as a sentence. Source: FHIR R4 §2.24.0.2 xhtml; XML 1.0 §2 and §3.
 */
export function readXhtml(text: string): Xhtml | string {
  const elements: XhtmlElement[] = [];
  const entities = new Set<string>();
  let open: XhtmlElement | undefined;
  let depth = 0;
  let at = 0;
  const take = (shape: RegExp): RegExpExecArray | null => {
    shape.lastIndex = at;
    const found = shape.exec(text);
    if (found !== null) at = shape.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (text.startsWith('<!--', at)) {
      // two hyphens end a comment, for a browser too
      const ends = text.indexOf('--', at + 4);
      if (ends < 0 || text[ends + 2] !== '>') return 'A comment is not well-formed XML';
      at = ends + 3;
      continue;
    }
    const end = take(closing);
    if (end !== null) {
      if (open?.name !== end[1]) return `The end tag '${end[1]}' closes nothing`;
      open = open?.parent;
      depth -= 1;
      continue;
    }
    const start = take(opening);
    if (start !== null) {
      if (open === undefined && elements.length > 0) return 'There is more than one root element';
      if (depth >= deepest) return `More than ${deepest} nested elements`;
      const attributes = attributesOf(start[2] ?? '');
      if (attributes === undefined) return `An attribute stands twice on '${start[1]}'`;
      const element: XhtmlElement = { name: start[1] ?? '', attributes, parent: open };
      elements.push(element);
      if (start[3] === '') {
        open = element;
        depth += 1;
      }
      continue;
    }
    const plain = take(characters)?.[0] ?? named(take(reference), entities);
    if (plain === undefined) return text[at] === '&' ? 'A bare & stands in it' : 'A tag is not well-formed XML';
    if (open === undefined && /\S/.test(plain)) return 'Text stands outside the root element';
  }
  if (open !== undefined) return `The element '${open.name}' is not closed`;
  return elements.length === 0 ? 'There is no root element' : { elements, entities };
}

const ofXml = mapOf({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });

function named(found: RegExpExecArray | null, entities: Set<string>): string | undefined {
  const name = found?.[1];
  if (name === undefined) return undefined;
  if (!name.startsWith('#') && !ofXml.has(name)) entities.add(name);
  return found?.[0];
}

function attributesOf(text: string): ReadonlyMap<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    if (attributes.has(name)) return undefined;
    attributes.set(name, decoded(double ?? single ?? ''));
  }
  return attributes;
}

function decoded(text: string): string {
  return text.replace(/&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[a-z]+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ofXml.get(name) ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
