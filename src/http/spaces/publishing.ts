import type { DirectoryProfessional, DirectoryStructure } from '#directory';
import { type DocumentKind, isDocumentKind, photosPdf } from '#documents';
import { type Professional, Refusal } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { pagesAsked } from './papers.ts';
import { malformed } from './words.ts';

export const pdfLimit = 10 * 1024 * 1024;
/** A form holds words only; the server works about a second for a form four times as long. */
export const formLimit = 256 * 1024;

/** Who publishes, as the directory knows them. Refuses `directory.unknown-professional`. */
export async function publisher(
  { directory }: SpaceDeps,
  actor: Professional,
): Promise<{ author: DirectoryProfessional; structure: DirectoryStructure }> {
  const [author, structure] = await Promise.all([directory.professional(actor.id), directory.structure(actor.structure.id)]);
  if (author === undefined || structure === undefined) throw notInDirectory();
  return { author, structure };
}

/** The body of a published PDF, or of the photos of a paper that one is made of. */
export function publication(body: Readonly<Record<string, unknown>>, at: Date) {
  const { typeCode, title, date, pdf } = body;
  if (typeof typeCode !== 'string') throw malformed('typeCode');
  if (typeof title !== 'string') throw malformed('title');
  if (typeof date !== 'string') throw malformed('date');
  const bytes =
    body.pages === undefined ? pdfAsked(pdf) : photosPdf({ title: title.slice(0, 300), pages: pagesAsked(body), createdAt: at });
  if (bytes.length > pdfLimit) {
    throw new Refusal('documents.too-large', {
      fr: 'Un PDF publié pèse au plus 10 Mio.',
      en: 'A published PDF weighs 10 MiB at most.',
    });
  }
  return {
    typeCode,
    title,
    date: new Date(date),
    ...hiding(body),
    pdf: bytes,
  };
}

function pdfAsked(pdf: unknown): Buffer {
  if (typeof pdf !== 'string') throw malformed('pdf');
  return Buffer.from(pdf, 'base64');
}

/** The body of a published form: the act or the stay, who may see it, and the form, which its kind judges. */
export function formPublication(kind: string, body: Readonly<Record<string, unknown>>) {
  const { start, end, form } = body;
  if (!isDocumentKind(kind)) throw malformed('kind');
  return {
    kind: kind satisfies DocumentKind,
    form,
    event: end === undefined ? { start: moment('start', start) } : { start: moment('start', start), end: moment('end', end) },
    ...hiding(body),
  };
}

function hiding(body: Readonly<Record<string, unknown>>) {
  return {
    hiddenFromProfessionals: body.hiddenFromProfessionals === true,
    hiddenFromPatient: body.hiddenFromPatient === true,
    hiddenFromRepresentatives: body.hiddenFromRepresentatives === true,
  };
}

function moment(name: string, value: unknown): Date {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw malformed(name);
  return date;
}

function notInDirectory(): Refusal {
  return new Refusal('directory.unknown-professional', {
    fr: 'Vous n’êtes pas dans l’annuaire de ce Socle : la publication demande votre structure et votre spécialité.',
    en: 'You are not in this Socle’s directory: publishing needs your structure and specialty.',
  });
}
