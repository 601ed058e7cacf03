import { Refusal } from '#kernel';
import { attributeOf, childOf, readXml, textOf, type XmlDocument, type XmlElement } from '#xml';
import { isPdf } from '../pdf/index.ts';
import type { Part } from './form.ts';
import { labelsOf } from './labels.ts';
import { clinicalDocument, narrativeText } from './narrative.ts';
import type { PdfReader } from './pdf.ts';

/** What can be read of a document. `unreadable`: it, or a PDF inside it, could not be; `cut`: a limit was met; `empty`: there are no words. */
export interface Readable {
  readonly parts: readonly Part[];
  readonly state: 'whole' | 'cut' | 'empty' | 'unreadable';
}

/** An XML document as it was read, or that it cannot be. */
export type Tree = XmlDocument | 'unreadable';

const filesInside = 20;
/** Each may take its reader all the time there is. */
const unreadableTried = 3;

/** The words of a document as deposited: a PDF, a CDA with its narrative and the PDFs inside, plain text. Other files say nothing. Never throws for what they hold. */
export async function partsOf(bytes: Uint8Array, mediaType: string, pdfs: PdfReader, tree?: Tree): Promise<Readable> {
  if (isPdf(bytes)) return ofPdfs([], [bytes], pdfs);
  if (mediaType === 'text/plain') return ofPdfs([{ kind: 'text', text: Buffer.from(bytes).toString() }], [], pdfs);
  if (!mediaType.endsWith('xml')) return { parts: [], state: mediaType === 'application/pdf' ? 'unreadable' : 'empty' };
  const document = tree ?? treeOf(bytes);
  if (document === 'unreadable') return { parts: [], state: 'unreadable' };
  const parts: Part[] = labelsOf(document).map((text) => ({ kind: 'label', text }));
  for (const { title, text } of narrativeText(document)) parts.push({ kind: 'label', text: title }, { kind: 'text', text });
  const plain = plainBody(document);
  if (plain !== undefined) parts.push({ kind: 'text', text: plain });
  return ofPdfs(parts, pdfsInside(document), pdfs);
}

function treeOf(bytes: Uint8Array): Tree {
  try {
    return readXml(bytes);
  } catch (error) {
    if (error instanceof Refusal) return 'unreadable';
    throw error;
  }
}

async function ofPdfs(parts: readonly Part[], files: readonly Uint8Array[], pdfs: PdfReader): Promise<Readable> {
  const all = [...parts];
  const states = new Set<string>();
  let unreadable = 0;
  for (const file of files) {
    const { state, text } = await pdfs.textOf(file);
    states.add(state);
    if (state === 'unreadable' && ++unreadable === unreadableTried) break;
    all.push({ kind: 'text', text });
  }
  const words = all.some(({ kind, text }) => kind === 'text' && /[\p{L}\p{N}]/u.test(text));
  const said = states.has('cut') ? 'cut' : words ? 'whole' : 'empty';
  return { parts: all, state: states.has('unreadable') ? 'unreadable' : said };
}

/** The PDF that is the body of an N1, and those an N3 carries. */
function pdfsInside(document: XmlDocument): readonly Buffer[] {
  const carried = [...document.named('text'), ...document.named('value')].filter(
    (one) => attributeOf(one, 'representation') === 'B64',
  );
  const files: Buffer[] = [];
  for (const element of carried) {
    if (files.length === filesInside) break;
    const content = Buffer.from(textOf(element), 'base64');
    if (isPdf(content) || attributeOf(element, 'mediaType') === 'application/pdf') files.push(content);
  }
  return files;
}

function plainBody(document: XmlDocument): string | undefined {
  const root = clinicalDocument(document);
  const text: XmlElement | undefined = root === undefined ? undefined : childOf(root, 'component', 'nonXMLBody', 'text');
  if (text === undefined || (attributeOf(text, 'mediaType') ?? 'text/plain') !== 'text/plain') return undefined;
  return attributeOf(text, 'representation') === 'B64' ? Buffer.from(textOf(text), 'base64').toString() : textOf(text);
}
