import { randomUUID } from 'node:crypto';
import type { Call } from '#kernel';
import { type Built, buildN1, type DocumentKind, kinds } from './cda/build.ts';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import { concept, type Hiding, headingOf, labels, type Publisher } from './headed.ts';
import { isPdf } from './pdf/index.ts';
import { refused } from './received.ts';
import type { Registered } from './register.ts';

/** A PDF that a professional publishes from a form. */
export interface Publication extends Publisher, Hiding {
  readonly typeCode: string;
  readonly title: string;
  /** When the act took place; not in the future. */
  readonly date: Date;
  readonly pdf: Buffer;
}

/** A structured document that a professional publishes from the form of its kind. */
export interface FormPublication extends Publisher, Hiding {
  readonly kind: DocumentKind;
  /** Plain JSON, judged by the kind. */
  readonly form: unknown;
  /** The act, or the stay. */
  readonly event: { readonly start: Date; readonly end?: Date };
}

/**
 * Makes a CDA R2 N1 around the PDF and sends it down the ordinary walk. The PDF is taken as it is, not converted. Refuses
 * `documents.not-a-pdf`, `documents.unknown-code`, `documents.bad-title`, `documents.future-date`, `documents.not-identified` and whatever
 * the walk refuses.
 */
export async function publish(desk: Desk, call: Call, publication: Publication): Promise<Registered> {
  const { pdf, title, date, typeCode } = publication;
  if (!isPdf(pdf)) throw refused('not-a-pdf', 'Ce fichier n’est pas un PDF.', 'This file is not a PDF.', 'pdf');
  const words = checkedTitle(title);
  notToCome(date, call.at);
  const heading = headingOf(call, publication, { start: date });
  const type = concept('documentType', typeCode, 'type');
  const bytes = buildN1({ ...heading, templateIds: [], type, title: words }, pdf);
  return send(desk, call, publication, bytes, words);
}

/** A title as it is kept. Refuses `documents.bad-title`. */
export function checkedTitle(title: string): string {
  const words = title.trim();
  if (words.length >= 3 && words.length <= 200 && !/\p{Cc}/u.test(words)) return words;
  throw refused(
    'bad-title',
    'Le titre compte 3 à 200 caractères, sans retour à la ligne.',
    'The title has 3 to 200 characters, on one line.',
    'title',
  );
}

/** Refuses `documents.future-date`. */
export function notToCome(date: Date, now: Date): void {
  if (!Number.isNaN(date.getTime()) && date <= now) return;
  throw refused(
    'future-date',
    'La date de l’acte n’est pas valable ou est à venir.',
    'The date of the act is not valid or is to come.',
    'date',
  );
}

/**
 * Makes the CDA R2 N3 of a kind from its form and sends it down the ordinary walk. The author of a medical summary is its attending
 * physician. Refuses `documents.not-identified`, what the form's model refuses, and whatever the walk refuses.
 */
export async function publishForm(desk: Desk, call: Call, publication: FormPublication): Promise<Registered> {
  return send(desk, call, publication, written(call, publication).xml);
}

/** The printed form of what would be published, PDF/A-1a; nothing is kept. Refuses what {@link publishForm} refuses before the walk. */
export function printForm(call: Call, publication: FormPublication): Buffer {
  return written(call, publication).pdf();
}

function written(call: Call, publication: FormPublication): Built {
  const heading = headingOf(call, publication, publication.event);
  const headed = publication.kind === 'summary' ? { ...heading, attendingPhysician: heading.author } : heading;
  return kinds[publication.kind](headed, publication.form, call.at);
}

function send(desk: Desk, call: Call, of: Publisher & Hiding, bytes: Buffer, title?: string): Promise<Registered> {
  const { oid = '', matricule = '' } = of.identity;
  return deposit(desk, call, {
    uid: `urn:uuid:${randomUUID()}`,
    documents: [
      {
        at: 'publication',
        bytes,
        mediaType: 'text/xml',
        person: { oid, matricule },
        claims: { confidentiality: labels(of), authors: [], ...(title === undefined ? {} : { title }) },
      },
    ],
  });
}
