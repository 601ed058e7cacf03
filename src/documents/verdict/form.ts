import { Refusal } from '#kernel';
import { isPlainlyWellFormed, readXml, readXmlUntil, type XmlDocument, type XmlElement } from '#xml';
import { type CdaHeader, scanHeader } from '../cda/index.ts';
import { isPdf } from '../pdf/index.ts';
import { limits } from '../received.ts';
import { embeddedFaults } from './embedded.ts';
import { hl7 } from './header/index.ts';
import { headerEnd } from './headerEnd.ts';
import { type Finding, ranStage, type StageVerdict } from './verdict.ts';

/** What the next stages work on. */
export interface Read {
  /** With its body or without what that holds. */
  readonly document: XmlElement;
  /** The header in the words of the deposit; the refusal when a deposit would refuse it. */
  readonly header: CdaHeader | Refusal;
}

/**
 * The first stage: the bytes are well-formed XML that is safe to give to any reader, and hold a ClinicalDocument; the files embedded in
 * base64 can be decoded. What the readers refuse becomes a finding whose rule is the code of the refusal. Never throws on its input.
 */
export function checkForm(bytes: Uint8Array): { readonly verdict: StageVerdict; readonly read?: Read } {
  if (bytes.byteLength > limits.documentBytes) return { verdict: failed(tooLarge()) };
  if (isPdf(bytes) && !beginsAsXml(bytes)) return { verdict: failed(aPdf()) };
  let tree: XmlDocument | undefined;
  const whole = (): XmlDocument => {
    tree ??= readXml(bytes);
    return tree;
  };
  // A tree costs several times the look that mostly does.
  const broken = isPlainlyWellFormed(bytes) ? undefined : refusalOf(whole);
  if (broken !== undefined) return { verdict: failed({ ...lineOfUnsafe(broken.code, bytes), ...findingOf(broken) }) };
  // The reader of headers goes by the bytes, so it refuses some encodings that the tree could be read from.
  const header = told(() => scanHeader(bytes));
  if (header instanceof Refusal && !aboutContent.has(header.code)) return { verdict: failed(findingOf(header)) };
  const document = clinicalDocumentOf(
    tree ?? (header instanceof Refusal ? whole() : readXmlUntil(bytes, headerEnd(bytes, header))),
  );
  if (document === undefined) return { verdict: failed(noDocument()) };
  const verdict = ranStage('form', embeddedFaults(bytes, whole));
  return verdict.outcome === 'failed' ? { verdict } : { verdict, read: { document, header } };
}

/** What the reader of headers refuses of their content is the matter of the rules of the header. */
const aboutContent = new Set(['cda.missing', 'cda.bad-date']);

function told<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refusalOf(read: () => unknown): Refusal | undefined {
  const result = told(read);
  return result instanceof Refusal ? result : undefined;
}

/** After a byte-order mark and spaces: a comment at the top of a CDA may name a PDF. */
function beginsAsXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 100)).toString('latin1');
  return /^(\xef\xbb\xbf)?\s*</.test(head);
}

function clinicalDocumentOf(xml: XmlDocument): XmlElement | undefined {
  const isDocument = ({ name, namespace }: XmlElement): boolean => name === 'ClinicalDocument' && namespace === hl7;
  return isDocument(xml.root) ? xml.root : xml.named('ClinicalDocument').find(isDocument);
}

/** The readers name the line of a fault as `12:3` or `line 12`. */
function findingOf({ code, sentence, at }: Refusal): Finding {
  const line = /^(?:line )?(\d+)(?::\d+)?$/.exec(at ?? '')?.[1];
  return { stage: 'form', rule: code, severity: 'error', ...sentence, ...(line === undefined ? {} : { line: Number(line) }) };
}

const aside = '<!--[^]*?-->|<!\\[CDATA\\[[^]*?\\]\\]>|<\\?[^]*?\\?>';
const unsafe: Readonly<Record<string, RegExp>> = {
  'xml.doctype': new RegExp(`${aside}|(<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION))`, 'gi'),
  'xml.entity': new RegExp(`${aside}|(&(?!(?:amp|lt|gt|quot|apos|#\\d+|#x[\\da-fA-F]+);))`, 'g'),
};

/** The reader names no place for these two. What comes before them is well formed, or it would have been refused first. */
function lineOfUnsafe(code: string, bytes: Uint8Array): { readonly line?: number } {
  const pattern = unsafe[code];
  if (pattern === undefined) return {};
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const { 1: found, index } of text.matchAll(pattern))
    if (found !== undefined) return { line: text.slice(0, index).split(/\r\n?|\n/).length };
  return {};
}

function failed(finding: Finding): StageVerdict {
  return ranStage('form', [finding]);
}

function fault(rule: string, fr: string, en: string): Finding {
  return { stage: 'form', rule, severity: 'error', fr, en };
}

function tooLarge(): Finding {
  const most = limits.documentBytes / 1024 / 1024;
  return fault('documents.too-large', `Un document pèse au plus ${most} Mio.`, `A document weighs ${most} MiB at most.`);
}

const noDocument = (): Finding =>
  fault('cda.malformed', 'Ce XML ne contient pas de ClinicalDocument.', 'This XML holds no ClinicalDocument.');

const aPdf = (): Finding =>
  fault(
    'documents.not-cda',
    'C’est un PDF, non un CDA : il n’a ni en-tête ni corps à vérifier. Un PDF s’échange dans un CDA de niveau 1.',
    'This is a PDF, not a CDA: it has no header and no body to check. A PDF is exchanged inside a level 1 CDA.',
  );
