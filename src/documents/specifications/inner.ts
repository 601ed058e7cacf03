import { namespaceAt, type XmlDocument, type XmlElement } from '#xml';

export const hl7 = 'urn:hl7-org:v3';

/**
 * The ClinicalDocument inside a self-presenting document, as a document of its own: on the same lines, with the namespaces that were
 * declared around it. Gives the bytes back as they are where the root is a ClinicalDocument or where there is none. `document` is
 * what was read from the bytes.
 */
export function innerDocument(bytes: Uint8Array, document: XmlDocument): Uint8Array {
  const inner = document.named('ClinicalDocument').find(({ namespace }) => namespace === hl7);
  if (inner === undefined || inner === document.root) return bytes;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = inner.prefix === '' ? inner.name : `${inner.prefix}:${inner.name}`;
  const text = whole.toString('latin1');
  const start = tagAt(text, `<${name}`, 0);
  const end = tagAt(text, `</${name}`, start);
  if (start < 0 || end < 0) return bytes;
  const opened = start + 1 + name.length;
  const closed = text.indexOf('>', end) + 1;
  const declaration = /^<\?xml\s[^>]*>/.exec(text.slice(0, 200))?.[0] ?? '';
  const lines = inner.line - 1 - (declaration.match(/\n/g)?.length ?? 0);
  const tag = text.slice(opened, text.indexOf('>', opened));
  return Buffer.concat([
    Buffer.from(`${declaration}${'\n'.repeat(Math.max(lines, 0))}<${name}${declaredAround(text, inner, tag)}`, 'latin1'),
    whole.subarray(opened, closed),
  ]);
}

/** Where a tag begins at or after `from`, comments, CDATA and instructions passed over; -1 when it does not. */
function tagAt(text: string, tag: string, from: number): number {
  const marks = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/?[\w:.-]+/g;
  marks.lastIndex = Math.max(from, 0);
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) if (found[0] === tag) return found.index;
  return -1;
}

/** Declarations for the prefixes that the text has somewhere and that its own start tag does not declare. */
function declaredAround(text: string, inner: XmlElement, tag: string): string {
  // Begun at the beginning of a word only: a long text without a colon is passed over once.
  const prefixes = new Set(['', ...Array.from(text.matchAll(/(?<![\w.-])([\w.-]+):/g), ([, prefix = '']) => prefix)]);
  let declared = '';
  for (const prefix of prefixes) {
    const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    const uri = prefix === 'xml' || prefix === 'xmlns' ? undefined : namespaceAt(inner, prefix);
    if (uri === undefined || uri === '' || new RegExp(`\\s${name.replaceAll('.', '\\.')}\\s*=`).test(tag)) continue;
    declared += ` ${name}="${uri.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;
  }
  return declared;
}
