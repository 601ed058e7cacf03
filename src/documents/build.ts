import { buildN1, checkHeading, documentTypeForm, headingForm, isDocumentKind, kinds, object } from './cda/build.ts';
import { isPdf } from './pdf/index.ts';
import { refused } from './received.ts';

/** A document written from plain JSON; `pdf` is its printed form, PDF/A-1a, where the document is not itself a PDF. */
export interface BuiltDocument {
  readonly xml: Buffer;
  readonly pdf?: () => Buffer;
}

/**
 * Writes a document that an editor describes as JSON: `heading` (who, for whom, when) and `form` (what its kind asks).
 *
 * Kinds: those of the forms, and `pdf`, a CDA N1 around a PDF, whose form is `{ "type": code of JDV_J07 }`. The PDF is taken as it is: it is not
 * converted to PDF/A. Refuses `documents.unknown-kind`, `documents.not-a-pdf` and what the readers of the heading and of the form refuse.
 */
export function buildDocument(
  given: { readonly kind: string; readonly heading: unknown; readonly form: unknown; readonly pdf?: Buffer },
  now: Date,
): BuiltDocument {
  const { kind, form, pdf } = given;
  if (kind !== 'pdf' && !isDocumentKind(kind)) throw unknownKind(kind);
  const heading = headingForm(given.heading, { at: 'heading', now });
  if (kind !== 'pdf') return kinds[kind](heading, form, now);
  if (pdf === undefined || !isPdf(pdf))
    throw refused('not-a-pdf', 'Ce fichier n’est pas un PDF.', 'This file is not a PDF.', 'pdf');
  checkHeading(heading, now);
  const { type } = object({ type: documentTypeForm })(form, { at: 'form', now });
  return { xml: buildN1({ ...heading, title: heading.title ?? type.display, type, templateIds: [] }, pdf) };
}

export function unknownKind(kind: string) {
  return refused(
    'unknown-kind',
    `On n’écrit pas de document « ${kind.slice(0, 40)} ».`,
    `No document "${kind.slice(0, 40)}" can be written.`,
    'kind',
  );
}
