/** A piece of HTML made by {@link tag} or {@link text}: nothing else can make one. */
export type Html = string & { readonly __html: true };

const tags = [
  ...(['section', 'header', 'div', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'ul', 'ol', 'li', 'dl', 'dt', 'dd'] as const),
  ...(['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'] as const),
  ...(['strong', 'em', 'u', 's', 'sub', 'sup', 'span', 'a', 'img', 'details', 'summary'] as const),
] as const;

/** Every element that a rendered document may hold. */
export type Tag = (typeof tags)[number];

/** Every attribute that it may hold; the values are ours or have been checked by {@link tag}. */
export interface Attributes {
  readonly class?: string;
  readonly colspan?: number;
  readonly rowspan?: number;
  readonly scope?: 'col' | 'row' | 'colgroup' | 'rowgroup';
  /** https only; leaves with rel=noopener. */
  readonly href?: string;
  readonly src?: string;
  readonly alt?: string;
  readonly tabindex?: '0';
  /** Said again where a style sheet lays a table out as blocks: browsers then forget that it is one. */
  readonly role?: 'region' | 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell';
  /** aria-label */
  readonly label?: string;
  /** data-label: the head of a cell's column, for where the table is laid out as blocks. */
  readonly head?: string;
}

const names = new Set<string>(tags);
const empty = new Set<string>(['br', 'img']);
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (c) => entities[c] ?? '');
}

/** Text as HTML. */
export function text(value: string): Html {
  return escaped(value) as Html;
}

/** Pieces one after the other. */
export function join(pieces: readonly Html[]): Html {
  return pieces.join('') as Html;
}

/** True for a link that may leave a rendered document. */
export function isSafeLink(href: string): boolean {
  return /^https:\/\/[^\s\\]+$/.test(href);
}

const imageData = /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * An element. A name that is not a {@link Tag}, a link that is not https and an image that is not an embedded png, jpeg or
 * gif are defects of the caller and throw, so that no document can make its way around the types.
 */
export function tag(name: Tag, attributes: Attributes, ...children: readonly Html[]): Html {
  if (!names.has(name)) throw new TypeError(`html: element ${name}`);
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) open += attribute(key, String(value));
  return (empty.has(name) ? `${open}>` : `${open}>${children.join('')}</${name}>`) as Html;
}

function attribute(key: string, value: string): string {
  switch (key) {
    case 'href':
      if (!isSafeLink(value)) throw new TypeError('html: href');
      return ` href="${escaped(value)}" target="_blank" rel="noopener noreferrer"`;
    case 'src':
      if (!imageData.test(value)) throw new TypeError('html: src');
      return ` src="${value}"`;
    case 'head':
      return ` data-label="${escaped(value)}"`;
    case 'label':
      return ` aria-label="${escaped(value)}"`;
    case 'class':
    case 'colspan':
    case 'rowspan':
    case 'scope':
    case 'alt':
    case 'tabindex':
    case 'role':
      return ` ${key}="${escaped(value)}"`;
    default:
      throw new TypeError(`html: attribute ${key}`);
  }
}
