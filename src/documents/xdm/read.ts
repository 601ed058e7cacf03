import { createHash } from 'node:crypto';
import { readXml } from '#xml';
import {
  type DocumentMetadata,
  type RegistryObjects,
  readSubmitObjects,
  type SubmissionSet,
  type XdsRelation,
} from '../ebrim/index.ts';
import { type Archive, openArchive } from './archive.ts';
import { safeName } from './names.ts';
import { limits, notXdm, xdm } from './refusals.ts';

/** A document of an archive, with what is said of it. */
export interface XdmDocument {
  readonly metadata: DocumentMetadata;
  readonly bytes: Buffer;
  /** In the archive: `IHE_XDM/SUBSET01/DOC00001.XML`. */
  readonly path: string;
  /** The PDF of the same name beside it, a copy for people. */
  readonly pdf?: Buffer;
}

/** One folder of an archive: a lot de soumission. */
export interface XdmSubset {
  /** `IHE_XDM/SUBSET01`. */
  readonly path: string;
  readonly submissionSet: SubmissionSet;
  readonly documents: readonly XdmDocument[];
  readonly relations: readonly XdsRelation[];
}

export interface Xdm {
  readonly subsets: readonly XdmSubset[];
  readonly warnings: readonly XdmWarning[];
}

/** What was passed over; `at` is the path in the archive. */
export interface XdmWarning {
  readonly code: 'unnamed-file' | 'no-hash';
  readonly at: string;
}

/**
 * Reads an IHE_XDM.zip: its submission sets, and the documents that METADATA.XML names, in memory.
 *
 * In: at most 60 MiB, 100 entries, 20 MiB a document, 10 subsets. Refuses what `openArchive` and `readSubmitObjects` refuse, `xml.*` for
 * METADATA.XML, and `xdm.not-xdm`, `xdm.missing-file`, `xdm.hash-mismatch`, `xdm.size-mismatch`, `xdm.several-persons` (METADATA.XML's
 * patientId identifies the person, and an archive is about one).
 * Opens nothing else: INDEX.HTM, README.TXT, archives inside. Does not look at what the documents say.
 * Source: IHE ITI TF-2 §3.32; Référentiel MSSanté #2, ECO.2.1.2.
 */
export async function readXdm(bytes: Buffer): Promise<Xdm> {
  const archive = await openArchive(bytes);
  const folders = archive.paths.flatMap((path) => /^(IHE_XDM\/[^/]+)\/METADATA\.XML$/i.exec(path)?.[1] ?? []);
  if (folders.length === 0)
    throw notXdm('il n’y a pas de IHE_XDM/SUBSET01/METADATA.XML', 'there is no IHE_XDM/SUBSET01/METADATA.XML');
  if (folders.length > limits.subsets) throw notXdm(`plus de ${limits.subsets} lots`, `more than ${limits.subsets} subsets`);
  const warnings: XdmWarning[] = [];
  const subsets: XdmSubset[] = [];
  // One after the other: what an archive may hold in memory is bounded for all its files together.
  for (const folder of folders) subsets.push(await subsetOf(archive, folder, warnings));
  checkOnePerson(subsets);
  const read = new Set(
    subsets.flatMap(({ documents }) => documents.flatMap(({ path }) => [path, pdfBeside(archive, path) ?? path])),
  );
  for (const at of archive.paths)
    if (/^IHE_XDM\//i.test(at) && !/\/METADATA\.XML$/i.test(at) && !read.has(at)) warnings.push({ code: 'unnamed-file', at });
  return { subsets, warnings };
}

async function subsetOf(archive: Archive, folder: string, warnings: XdmWarning[]): Promise<XdmSubset> {
  const place = `${folder}/METADATA.XML`;
  const objects: RegistryObjects = readSubmitObjects(readXml(await archive.read(place, limits.metadataBytes)).root);
  const documents: XdmDocument[] = [];
  const seen = new Set<string>();
  for (const metadata of objects.documents) {
    const path = pathOf(archive, folder, metadata);
    if (seen.has(path)) throw notXdm('un fichier est décrit deux fois', 'a file is described twice');
    seen.add(path);
    const bytes = await archive.read(path);
    checkSame(metadata, bytes, path);
    if (metadata.hash === undefined) warnings.push({ code: 'no-hash', at: path });
    const copy = pdfBeside(archive, path);
    const pdf = copy === undefined ? undefined : await archive.read(copy);
    documents.push({ metadata, bytes, path, ...(pdf === undefined ? {} : { pdf }) });
  }
  return { path: folder, submissionSet: objects.submissionSet, documents, relations: objects.relations };
}

/** The URI is relative to METADATA.XML and stays in its folder. */
function pathOf(archive: Archive, folder: string, { uri, entryId }: DocumentMetadata): string {
  const name = uri === undefined ? undefined : safeName(Buffer.from(uri.replace(/^\.\//, '')), true);
  const path = name === undefined ? undefined : archive.find(`${folder}/${name}`);
  if (path !== undefined && !/\/METADATA\.XML$/i.test(path)) return path;
  throw xdm(
    'missing-file',
    'Un document décrit par METADATA.XML n’est pas dans l’archive.',
    'A document that METADATA.XML describes is not in the archive.',
    `${folder} ${entryId.slice(0, 60)} URI`,
  );
}

function pdfBeside(archive: Archive, path: string): string | undefined {
  return /\.PDF$/i.test(path) ? undefined : archive.find(path.replace(/\.[^./]*$/, '.PDF'));
}

function checkSame({ hash, size }: DocumentMetadata, bytes: Buffer, path: string): void {
  if (size !== undefined && size !== bytes.length) {
    throw xdm(
      'size-mismatch',
      `La taille annoncée (${size}) n’est pas celle du document (${bytes.length}).`,
      `The announced size (${size}) is not that of the document (${bytes.length}).`,
      path,
    );
  }
  if (hash === undefined || createHash('sha1').update(bytes).digest('hex') === hash) return;
  throw xdm(
    'hash-mismatch',
    'L’empreinte SHA-1 annoncée n’est pas celle du document : il a été changé en route, ou mal calculée.',
    'The announced SHA-1 hash is not that of the document: it was changed on the way, or wrongly computed.',
    path,
  );
}

function checkOnePerson(subsets: readonly XdmSubset[]): void {
  const persons = subsets.flatMap(({ submissionSet, documents }) => [
    submissionSet.patient,
    ...documents.map(({ metadata }) => metadata.patient),
  ]);
  if (new Set(persons.map(({ system, value }) => `${system} ${value}`)).size <= 1) return;
  throw xdm(
    'several-persons',
    'Une archive concerne une seule personne.',
    'An archive concerns one person only.',
    'XDSDocumentEntry.patientId',
  );
}
