import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { type DocumentMetadata, type SubmissionSet, writeSubmitObjects, type XdsRelation } from '../ebrim/index.ts';
import { documentPage, indexPage } from './page.ts';
import type { Placed } from './placed.ts';
import { readme } from './readme.ts';
import { limits, tooLarge, tooManyEntries } from './refusals.ts';

/** A document to put into an archive; its hash, size and place are found here. */
export interface XdmContent {
  readonly metadata: Omit<DocumentMetadata, 'hash' | 'size' | 'uri'>;
  readonly bytes: Buffer;
  /** The same for people to read; put beside it. */
  readonly pdf?: Buffer;
  /** Its text as an HTML fragment that is safe to show, where there is no PDF; put into a page apart. */
  readonly html?: string;
}

/** What an archive is made of. `from` is who made it, in words, for INDEX.HTM and README.TXT. */
export interface XdmDraft {
  readonly submissionSet: SubmissionSet & { readonly submissionTime: Date };
  readonly documents: readonly XdmContent[];
  readonly relations: readonly XdsRelation[];
  readonly from: string;
}

const folder = 'IHE_XDM/SUBSET01';

/**
 * Writes an IHE_XDM.zip of one submission set: INDEX.HTM and README.TXT for people, METADATA.XML, DOC00001.XML and so on, each with its
 * PDF beside it, or its page in PAGES, when given. The same draft gives the same bytes, whatever the machine's zone; files bear the day of the submission.
 * Refuses `xdm.too-many` (100 files in all) and `xdm.too-large` (what `readXdm` would not read). Does not sign.
 * Source: IHE ITI TF-2 §3.32.4.1.
 */
export async function writeXdm({ submissionSet, documents, relations, from }: XdmDraft): Promise<Buffer> {
  const files: (readonly [path: string, bytes: Buffer])[] = [];
  const placed = documents.map(({ metadata, bytes, pdf, html }, index): Placed => {
    const name = `DOC${String(index + 1).padStart(5, '0')}`;
    const uri = `${name}.${extensionOf(metadata.mimeType)}`;
    const [path, pdfPath] = [`${folder}/${uri}`, `${folder}/${name}.PDF`];
    const beside = pdf !== undefined && path !== pdfPath;
    const pagePath = `PAGES/${name}.HTM`;
    files.push([path, bytes], ...(beside ? [[pdfPath, pdf] as const] : []));
    if (html !== undefined) files.push([pagePath, Buffer.from(documentPage(metadata.title ?? name, html))]);
    const copy = beside ? { copyPath: pdfPath } : html === undefined ? {} : { copyPath: pagePath };
    const hash = createHash('sha1').update(bytes).digest('hex');
    return { metadata: { ...metadata, hash, size: bytes.length, uri }, path, ...copy };
  });
  const metadata = writeSubmitObjects({ submissionSet, documents: placed.map((one) => one.metadata), relations });
  files.unshift(
    ['INDEX.HTM', Buffer.from(indexPage(submissionSet, placed, from))],
    ['README.TXT', Buffer.from(readme(submissionSet.submissionTime, from))],
    [`${folder}/METADATA.XML`, Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${metadata}\n`)],
  );
  checkRoom(files.map(([, bytes]) => bytes.length));
  return zipped(files, submissionSet.submissionTime);
}

function checkRoom(sizes: readonly number[]): void {
  if (sizes.length > limits.entries) throw tooManyEntries();
  if (sizes.some((size) => size > limits.fileBytes)) throw tooLarge(limits.fileBytes);
  if (sizes.reduce((sum, size) => sum + size, 0) > limits.archiveBytes) throw tooLarge(limits.archiveBytes);
}

async function zipped(files: readonly (readonly [path: string, bytes: Buffer])[], at: Date): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  // A ZIP writes local time: noon of the day is the same everywhere, and no change of the hour comes near it. It knows no day before 1980.
  const mtime = new Date(Math.max(at.getUTCFullYear(), 1981), at.getUTCMonth(), at.getUTCDate(), 12);
  for (const [path, bytes] of files)
    zip.addBuffer(bytes, path, { mtime, mode: 0o100644, compress: true, forceDosTimestamp: true });
  zip.end();
  return buffer(zip.outputStream);
}

function extensionOf(mimeType: string): string {
  if (mimeType === 'application/pdf') return 'PDF';
  return /xml/.test(mimeType) ? 'XML' : 'BIN';
}
