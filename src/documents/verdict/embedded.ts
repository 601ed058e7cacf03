import { attributeOf, textOf, type XmlDocument, type XmlElement, xpathOf } from '#xml';
import { type ActiveKind, activeContentOf, isPdf } from '../pdf/index.ts';
import { fromBase64 } from './base64.ts';
import { mostOfOne } from './header/index.ts';
import type { Finding } from './verdict.ts';

/**
 * The files embedded in a well-formed document that cannot be decoded, and the PDFs among them that could do more than be read (a warning).
 * `whole` gives the tree of all of it: nearly no document needs it here.
 */
export function embeddedFaults(bytes: Uint8Array, whole: () => XmlDocument): readonly Finding[] {
  const written = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!written.includes('B64') || areAllRight(written)) return [];
  const xml = whole();
  const findings: Finding[] = [];
  for (const element of ['text', 'value', 'thumbnail'].flatMap((name) => xml.named(name))) {
    if (findings.length >= mostOfOne) break;
    if (attributeOf(element, 'representation') !== 'B64') continue;
    const said = faultIn(textOf(element));
    if (said !== undefined) findings.push(at(element, said));
  }
  return findings;
}

const attribute = 'representation';
/** References could hide the value that is sought. */
const ofOtherValue = /^\S|^\s\w+\s*=\s*(?:"(?!B64")[^"&]*"|'(?!B64')[^'&]*')/;

/**
 * Whether what follows each start tag that may say `representation="B64"` is right, up to the end tag. Goes by the bytes, much faster than a
 * tree is made: what looks like such a tag and is none can only ask for the tree. Each byte is decoded once.
 */
function areAllRight(bytes: Buffer): boolean {
  for (let from = bytes.indexOf(attribute); from !== -1; ) {
    if (ofOtherValue.test(bytes.toString('latin1', from - 1, from + 40))) {
      from = bytes.indexOf(attribute, from + attribute.length);
      continue;
    }
    // A `>` inside another attribute is followed by its quote, which is no base64.
    const start = bytes.indexOf('>', from) + 1;
    const end = bytes.indexOf('<', start);
    if (end === -1 || bytes[end + 1] !== 0x2f || faultIn(bytes.toString('latin1', start, end)) !== undefined) return false;
    from = bytes.indexOf(attribute, end);
  }
  return true;
}

function faultIn(text: string): Said | undefined {
  const file = fromBase64(text);
  if (file === undefined) return badBase64;
  const active = isPdf(file) ? activeContentOf(file) : [];
  return active.length > 0 ? activePdf(active) : undefined;
}

type Said = Pick<Finding, 'rule' | 'severity' | 'fr' | 'en'>;

const badBase64: Said = {
  rule: 'cda.bad-base64',
  severity: 'error',
  fr: 'Le contenu embarqué n’est pas du base64 valide. Réencodez la pièce jointe.',
  en: 'The embedded content is not valid base64. Encode the attachment again.',
};

/** Of a PDF, alone or embedded. */
export function activePdf(kinds: readonly ActiveKind[]): Said {
  const what = kinds.join(', ');
  return {
    rule: 'pdf.active-content',
    severity: 'warning',
    fr: `Le PDF a du contenu actif ou qui ne peut pas être vérifié (${what}) : Socle ne l’exécute pas. Préférez un PDF/A.`,
    en: `The PDF has content that is active or cannot be checked (${what}): Socle does not run it. Prefer a PDF/A.`,
  };
}

function at(element: XmlElement, said: Said): Finding {
  return { stage: 'form', ...said, line: element.line, xpath: xpathOf(element) };
}
