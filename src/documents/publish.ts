import { randomUUID } from 'node:crypto';
import type { DirectoryProfessional, DirectoryStructure } from '#directory';
import type { Identity } from '#ins';
import type { Call, CodedValue, Professional } from '#kernel';
import { conceptOf } from '#terminology';
import { buildN1, type CdaParty } from './cda/build.ts';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import { refused } from './received.ts';
import type { Registered } from './register.ts';

/** A PDF that a professional publishes from a form. */
export interface Publication {
  readonly identity: Identity;
  readonly author: DirectoryProfessional;
  readonly structure: DirectoryStructure;
  readonly typeCode: string;
  readonly title: string;
  /** When the act took place; not in the future. */
  readonly date: Date;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly pdf: Buffer;
}

/**
 * Makes a CDA R2 N1 around the PDF and sends it down the ordinary walk. Refuses `documents.not-a-pdf`, `documents.unknown-code`,
 * `documents.bad-title`, `documents.future-date`, `documents.not-identified` and whatever the walk refuses.
 */
export async function publish(desk: Desk, call: Call, publication: Publication): Promise<Registered> {
  const { identity, pdf, title, date } = publication;
  if (!pdf.subarray(0, 1024).includes('%PDF-'))
    throw refused('not-a-pdf', 'Ce fichier n’est pas un PDF.', 'This file is not a PDF.', 'pdf');
  const words = title.trim();
  if (words.length < 3 || words.length > 200 || /\p{Cc}/u.test(words)) {
    throw refused(
      'bad-title',
      'Le titre compte 3 à 200 caractères, sans retour à la ligne.',
      'The title has 3 to 200 characters, on one line.',
      'title',
    );
  }
  if (Number.isNaN(date.getTime()) || date > call.at) {
    throw refused(
      'future-date',
      'La date de l’acte n’est pas valable ou est à venir.',
      'The date of the act is not valid or is to come.',
      'date',
    );
  }
  const { matricule, oid } = identity;
  if (matricule === undefined || oid === undefined) throw unidentified();
  const bytes = buildN1(draft(call, publication, matricule, oid), pdf);
  return deposit(desk, call, {
    uid: `urn:uuid:${randomUUID()}`,
    documents: [
      {
        at: 'publication',
        bytes,
        mediaType: 'text/xml',
        person: { oid, matricule },
        claims: { confidentiality: labels(publication), authors: [], title: words },
      },
    ],
  });
}

function draft(call: Call, { identity, typeCode, title, date, author, structure }: Publication, matricule: string, oid: string) {
  return {
    id: { root: randomUUID().toUpperCase() },
    setId: { root: randomUUID().toUpperCase() },
    version: 1,
    templateIds: [],
    type: concept('documentType', typeCode, 'type'),
    title: title.trim(),
    effectiveTime: call.at,
    patient: { ...identity.traits, matricule, oid },
    author: party(call.actor as Professional, author, structure),
    event: { start: date },
  };
}

function party(actor: Professional, author: DirectoryProfessional, structure: DirectoryStructure): CdaParty {
  const specialty = author.specialty === undefined ? undefined : conceptOf('authorSpecialty', author.specialty.code);
  return {
    id: { root: '1.2.250.1.71.4.2.1', extension: actor.id },
    family: author.family,
    given: author.given,
    ...civility(author.prefix),
    specialty: specialty ?? concept('authorSpecialty', `G15_${author.profession}`, 'specialty'),
    structure: {
      id: { root: '1.2.250.1.71.4.2.2', extension: structure.id },
      name: structure.name,
      practiceSetting: concept('practiceSetting', structure.practiceSetting, 'practiceSetting'),
      facilityType: concept('facilityType', structure.facilityType, 'facilityType'),
    },
  };
}

/** The directory keeps one word: a civility (JDV_J245), or the title DR (JDV_J246). */
function civility(prefix: string | undefined): Pick<CdaParty, 'prefix' | 'suffix'> {
  if (prefix === 'M' || prefix === 'MME') return { prefix };
  return prefix === 'DR' || prefix === 'PR' ? { suffix: prefix } : {};
}

function concept(
  list: 'documentType' | 'authorSpecialty' | 'practiceSetting' | 'facilityType',
  code: string,
  at: string,
): CodedValue {
  const found = conceptOf(list, code);
  if (found !== undefined) return found;
  throw refused(
    'unknown-code',
    `Le code ${code.slice(0, 40)} n’est pas dans sa liste.`,
    `The code ${code.slice(0, 40)} is not in its list.`,
    at,
  );
}

function labels({ hiddenFromProfessionals, hiddenFromPatient }: Publication): readonly CodedValue[] {
  const codes = [...(hiddenFromProfessionals ? ['MASQUE_PS'] : []), ...(hiddenFromPatient ? ['INVISIBLE_PATIENT'] : [])];
  return codes.flatMap((code) => conceptOf('confidentiality', code) ?? []);
}

function unidentified() {
  return refused(
    'not-identified',
    'On ne publie que pour une identité qualifiée (INS).',
    'One publishes only for a qualified identity (INS).',
    'identity',
    'Guide INS, règle 28',
  );
}
