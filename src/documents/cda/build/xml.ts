/** A well-formed piece of XML. Made only here, so that nothing reaches a document without being escaped. */
export type Xml = string & { readonly __xml: true };

/** Attributes in the order they are written; an undefined value leaves its attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

export const nothing = '' as Xml;

/**
 * Writes one element with its children in order.
 *
 * `name` and the attributes' names are the program's own words and are not checked; values are escaped.
 */
export function element(name: string, attributes: Attributes, ...children: readonly Xml[]): Xml {
  let open = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) open += ` ${key}="${typeof value === 'number' ? value : escaped(value)}"`;
  }
  const content = children.length === 1 ? children[0] : children.join('');
  return (content === '' || content === undefined ? `${open}/>` : `${open}>${content}</${name}>`) as Xml;
}

/** Text as a child of an element. */
export function text(content: string): Xml {
  return escaped(content) as Xml;
}

/** An element that holds only text. */
export function leaf(name: string, content: string, attributes: Attributes = {}): Xml {
  return element(name, attributes, text(content));
}

/** Pieces one after the other, without an element around them. */
export function sequence(pieces: readonly Xml[]): Xml {
  return pieces.join('') as Xml;
}

/** Bytes in base64: its alphabet holds nothing to escape. */
export function base64(bytes: Uint8Array): Xml {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') as Xml;
}

const special = /[&<>"\r\n\t]/g;
/** What XML 1.0 has no way to write (§2.2): C0 controls and the two non-characters; lone surrogates are replaced apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to keep out.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Kept through attribute-value normalisation and line-end handling.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escaped(content: string): string {
  return content
    .toWellFormed()
    .replace(forbidden, '\uFFFD')
    .replace(special, (character) => entities[character] ?? character);
}
