import { attributeOf, textOf, type XmlDocument, type XmlElement, xpathOf } from '#xml';
import { type ActiveKind, activeContentOf, isPdf } from '../pdf/index.ts';
import { isBase64 } from './base64.ts';
import { mostOfOne } from './header/index.ts';
import type { Finding } from './verdict.ts';

/** The files embedded in a document that cannot be decoded, and the PDFs among them that could do more than be read (a warning). */
export function embeddedFaults(bytes: Uint8Array, xml: XmlDocument): readonly Finding[] {
  // Most documents have none: their bytes are searched much faster than their tree.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('B64')) return [];
  const findings: Finding[] = [];
  for (const element of ['text', 'value', 'thumbnail'].flatMap((name) => xml.named(name))) {
    if (findings.length >= mostOfOne) break;
    if (attributeOf(element, 'representation') !== 'B64') continue;
    const said = faultIn(textOf(element));
    if (said !== undefined) findings.push(at(element, said));
  }
  return findings;
}

function faultIn(text: string): Said | undefined {
  if (!isBase64(text)) return badBase64;
  const file = Buffer.from(text, 'base64');
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
