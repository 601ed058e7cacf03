import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { DocumentMetadata, SubmissionSet, XdsAuthor } from '../ebrim/index.ts';
import type { XdmDraft } from './write.ts';

const oid = '1.2.250.1.213.1.4.10';
/** Fictitious people, of the test range. */
export const ambre = { system: oid, value: '258043523890167' };
export const basile = { system: oid, value: '161092901990288' };

const plain = { noNullPrototype: true } as const;

/** Text of all kinds, marks of XML and of HL7 v2 among them; trimmed, since metadata are. */
const words = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...'aéÀœ ^&~|\\<>"\'/.-0’\u{1f489}'), minLength: 1, maxLength })
    .map((text) => text.trim())
    .filter((text) => text !== '');
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const oids = fc.array(fc.nat(99_999), { minLength: 2, maxLength: 6 }).map((arcs) => `1.2.${arcs.join('.')}`);
const coded = fc.record({ code: words(20), system: oids, display: words(40) }, plain);
const moments = fc
  .date({ min: new Date('1901-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
const identifiers = fc.record({ system: oids, value: words(20) }, plain);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

/** The object without its absent parts, as a reader gives it. */
function there<T extends object>(one: T): T {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;
}

const persons = fc.record({ id: maybe(identifiers), family: words(30), given: maybe(words(30)) }, plain).map(there);
const authors = fc
  .record(
    {
      person: maybe(persons),
      organizations: fc.array(fc.record({ name: words(30), id: maybe(identifiers) }, plain).map(there), { maxLength: 2 }),
      roles: fc.array(words(20), { maxLength: 2 }),
      specialties: fc.array(coded, { maxLength: 2 }),
    },
    plain,
  )
  .map((author) => there(author) as XdsAuthor);
const sources = fc
  .record(
    {
      ids: fc.array(identifiers, { maxLength: 2 }),
      family: words(30),
      given: maybe(words(30)),
      birthDate: maybe(moments.map((date) => date.toISOString().slice(0, 10))),
      sex: maybe(fc.constantFrom('M', 'F', 'U')),
    },
    plain,
  )
  .map(there);

const documents = fc
  .record(
    {
      uniqueId: fc.oneof(
        oids,
        fc.tuple(oids, digits(8)).map((parts) => parts.join('^')),
        fc.uuid(),
      ),
      mimeType: fc.constantFrom('text/xml', 'application/pdf', 'application/xslt+xml'),
      title: maybe(words(60)),
      comments: maybe(words(60)),
      creation: maybe(moments),
      serviceStart: maybe(moments),
      serviceStop: maybe(moments),
      language: maybe(fc.constantFrom('fr-FR', 'en')),
      class: maybe(coded),
      type: maybe(coded),
      format: maybe(coded),
      facilityType: maybe(coded),
      practiceSetting: maybe(coded),
      confidentiality: fc.array(coded, { maxLength: 3 }),
      events: fc.array(coded, { maxLength: 2 }),
      authors: fc.array(authors, { maxLength: 3 }),
      legalAuthenticator: maybe(persons),
      sourcePatientId: maybe(identifiers),
      sourcePatient: maybe(sources),
    },
    plain,
  )
  .map((one) => there({ entryId: '', patient: ambre, ...one }) as DocumentMetadata);

const sets = fc
  .record(
    {
      uniqueId: oids,
      sourceId: maybe(oids),
      submissionTime: moments,
      title: maybe(words(60)),
      comments: maybe(words(60)),
      contentType: maybe(coded),
      authors: fc.array(authors, { maxLength: 2 }),
      recipients: fc.array(words(20), { maxLength: 2 }),
    },
    plain,
  )
  .map((one) => there({ entryId: 'SubmissionSet01', patient: ambre, ...one }) as SubmissionSet & { submissionTime: Date });

/** Any archive that Socle could write. */
export const drafts: fc.Arbitrary<XdmDraft> = fc
  .record(
    {
      submissionSet: sets,
      documents: fc.array(
        fc.record(
          {
            metadata: documents,
            bytes: fc.uint8Array({ minLength: 0, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
            pdf: maybe(fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => Buffer.from(bytes))),
          },
          plain,
        ),
        { minLength: 1, maxLength: 4 },
      ),
      from: words(30),
      related: fc.boolean(),
    },
    plain,
  )
  .map(({ related, ...draft }) => ({
    ...draft,
    documents: draft.documents.map(({ metadata, bytes, pdf }, index) => ({
      metadata: { ...metadata, entryId: `Document0${index + 1}` },
      bytes,
      // A PDF has no other PDF beside it.
      ...(pdf === undefined || metadata.mimeType === 'application/pdf' ? {} : { pdf }),
    })),
    relations: related
      ? [{ kind: 'replaces', source: 'Document01', target: 'urn:uuid:0f3b6d1e-3c9c-4c56-9d9c-3a1c8f5d7a11' } as const]
      : [],
  }));

export const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');
