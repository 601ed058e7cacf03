import { createHash } from 'node:crypto';
import type { DirectoryProfessional, DirectoryStructure } from '#directory';
import { type DocumentKind, isDocumentKind, type Once, photosPdf } from '#documents';
import { type Professional, Refusal } from '#kernel';
import { classOfType, conceptsOf } from '#terminology';
import type { SpaceDeps } from './deps.ts';
import { pagesAsked } from './papers.ts';
import { malformed } from './words.ts';

export const pdfLimit = 10 * 1024 * 1024;
/** A form holds words only; the server works about a second for a form four times as long. */
export const formLimit = 256 * 1024;

/** What is published most, by our guess: among more than a hundred types nobody should have to look for these. */
const usual = ['11488-4', '34112-3', '11490-0', '18748-4', '11502-2', '34874-8', '89601-9', 'PRESC-BIO', '55115-0'];

/** The types that a professional may publish, with the class that each belongs to; the usual ones first, the rest as the list has them. */
export function publishableTypes() {
  const types = conceptsOf('documentType').flatMap(({ code, display }) => {
    const category = classOfType(code);
    return category === undefined ? [] : [{ code, label: display, category: { code: category.code, label: category.display } }];
  });
  const first = usual.flatMap((code) => types.find((type) => type.code === code) ?? []);
  return [...first, ...types.filter((type) => !first.includes(type))];
}

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

/**
 * `key`, a UUID that the page made for one filled form, with what stands beside it in the body: the same key with anything else is another act.
 * Refuses `http.malformed`.
 */
export function onceAsked({ key, ...rest }: Readonly<Record<string, unknown>>): Once | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key)) throw malformed('key');
  const asked = createHash('sha256');
  for (const name of Object.keys(rest).sort()) asked.update(`${JSON.stringify([name, rest[name]])}\n`);
  return { key: key.toLowerCase(), asked: asked.digest('hex') };
}

function hiding(body: Readonly<Record<string, unknown>>) {
  const asked = (name: string): boolean => {
    const value = body[name] ?? false;
    if (typeof value !== 'boolean') throw malformed(name);
    return value;
  };
  return {
    hiddenFromProfessionals: asked('hiddenFromProfessionals'),
    hiddenFromPatient: asked('hiddenFromPatient'),
    hiddenFromRepresentatives: asked('hiddenFromRepresentatives'),
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
