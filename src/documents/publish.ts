import { actorId, type Call } from '#kernel';
import { type Built, buildN1, type DocumentKind, kinds } from './cda/build.ts';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import { concept, type Hiding, headingOf, labels, type Publisher } from './headed.ts';
import { idsOf, type Once, type PublicationIds } from './once.ts';
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
  /** With it, asked again, it is published once: see {@link publish}. */
  readonly once?: Once;
}

/** A structured document that a professional publishes from the form of its kind. */
export interface FormPublication extends Publisher, Hiding {
  readonly kind: DocumentKind;
  /** Plain JSON, judged by the kind. */
  readonly form: unknown;
  /** The act, or the stay. */
  readonly event: { readonly start: Date; readonly end?: Date };
  /** As that of a {@link Publication}. */
  readonly once?: Once;
}

/**
 * Makes a CDA R2 N1 around the PDF and sends it down the ordinary walk. The PDF is taken as it is, not converted. Asked again with the same key by
 * the same author, it gives the document that stands (`replayed`). Refuses `documents.not-a-pdf`, `documents.unknown-code`, `documents.bad-title`,
 * `documents.future-date`, `documents.not-identified`, `documents.published-otherwise` (the key, with anything else asked), and whatever the walk
 * refuses.
 */
export async function publish(desk: Desk, call: Call, publication: Publication): Promise<Registered> {
  const { pdf, title, date, typeCode } = publication;
  if (!isPdf(pdf)) throw refused('not-a-pdf', 'Ce fichier n’est pas un PDF.', 'This file is not a PDF.', 'pdf');
  const words = checkedTitle(title);
  notToCome(date, call.at);
  const ids = idsFor(call, publication);
  const heading = headingOf(call, publication, { start: date }, ids);
  const type = concept('documentType', typeCode, 'type');
  const bytes = buildN1({ ...heading, templateIds: [], type, title: words }, pdf);
  return send(desk, call, publication, ids, bytes, words);
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
 * physician. Asked again with the same key it is as {@link publish}. Refuses `documents.not-identified`, what the form's model refuses,
 * `documents.published-otherwise`, and whatever the walk refuses.
 */
export async function publishForm(desk: Desk, call: Call, publication: FormPublication): Promise<Registered> {
  const ids = idsFor(call, publication);
  return send(desk, call, publication, ids, written(call, publication, ids).xml);
}

/** The printed form of what would be published, PDF/A-1a; nothing is kept. Refuses what {@link publishForm} refuses before the walk. */
export function printForm(call: Call, publication: FormPublication): Buffer {
  return written(call, publication, idsFor(call, publication)).pdf();
}

const idsFor = ({ actor }: Call, { identity, once }: Publisher & { readonly once?: Once }): PublicationIds =>
  idsOf(actorId(actor), identity.record, once);

function written(call: Call, publication: FormPublication, ids: PublicationIds): Built {
  const heading = headingOf(call, publication, publication.event, ids);
  const headed = publication.kind === 'summary' ? { ...heading, attendingPhysician: heading.author } : heading;
  return kinds[publication.kind](headed, publication.form, call.at);
}

function send(
  desk: Desk,
  call: Call,
  of: (Publication | FormPublication) & Publisher & Hiding,
  ids: PublicationIds,
  bytes: Buffer,
  title?: string,
): Promise<Registered> {
  const { oid = '', matricule = '' } = of.identity;
  return deposit(desk, call, {
    uid: `urn:uuid:${ids.submission}`,
    ...(of.once === undefined ? {} : { once: true }),
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
