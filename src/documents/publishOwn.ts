import { randomUUID } from 'node:crypto';
import type { Identity } from '#ins';
import type { Call } from '#kernel';
import { buildN1 } from './cda/build.ts';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import { concept, labels, unidentified } from './headed.ts';
import { photosPdf } from './pdf/index.ts';
import { checkedTitle, notToCome } from './publish.ts';
import { refused } from './received.ts';
import type { Registered } from './register.ts';

/** What a person may say that a paper is: types of JDV_J07 for documents of the patient. */
export const ownTypes = [
  'DOCPAT05',
  'DOCPAT03',
  'DOCPAT04',
  'DOCPAT02',
  'DOCPAT06',
  'DOCPAT07',
  'DOCPAT01',
  'DOCPAT09',
  'EXPPAT_3',
  'EXPPAT_1',
  'EXPPAT_2',
] as const;

/** A paper that a person photographed and puts into their own record. */
export interface OwnPaper {
  readonly identity: Identity;
  readonly typeCode: string;
  readonly title: string;
  /** The day on the paper; not in the future. */
  readonly date: Date;
  /** JPEG, one a page. */
  readonly pages: readonly Uint8Array[];
  readonly hiddenFromProfessionals: boolean;
}

/**
 * Makes a PDF/A of the photos, a CDA R2 N1 around it whose author is the person, and sends it down the ordinary walk. No professional answers for
 * it, and lists say so. Refuses `documents.own-type`, `documents.bad-title`, `documents.future-date`, `documents.not-identified`, what
 * {@link photosPdf} refuses, and whatever the walk refuses.
 */
export async function publishOwn(desk: Desk, call: Call, paper: OwnPaper): Promise<Registered> {
  const { identity, typeCode, date, pages, hiddenFromProfessionals } = paper;
  const { matricule, oid } = identity;
  if (matricule === undefined || oid === undefined) throw unidentified();
  if (!ownTypes.some((type) => type === typeCode)) throw notOwn();
  const title = checkedTitle(paper.title);
  notToCome(date, call.at);
  const bytes = buildN1(
    {
      id: { root: randomUUID().toUpperCase() },
      setId: { root: randomUUID().toUpperCase() },
      version: 1,
      templateIds: [],
      type: concept('documentType', typeCode, 'type'),
      title,
      effectiveTime: call.at,
      patient: { ...identity.traits, matricule, oid },
      author: 'patient',
      event: { start: date },
    },
    photosPdf({ title, pages, createdAt: call.at }),
  );
  const confidentiality = labels({ hiddenFromProfessionals, hiddenFromPatient: false, hiddenFromRepresentatives: false });
  return deposit(desk, call, {
    uid: `urn:uuid:${randomUUID()}`,
    own: true,
    documents: [
      { at: 'paper', bytes, mediaType: 'text/xml', person: { oid, matricule }, claims: { confidentiality, authors: [], title } },
    ],
  });
}

function notOwn() {
  return refused(
    'own-type',
    'Choisissez dans la liste ce que ce papier est.',
    'Choose from the list what this paper is.',
    'typeCode',
    'JDV_J07',
  );
}
