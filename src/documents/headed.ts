import type { DirectoryProfessional, DirectoryStructure } from '#directory';
import type { Identity } from '#ins';
import type { Call, CodedValue, Professional } from '#kernel';
import { conceptOf } from '#terminology';
import type { CdaParty, Heading } from './cda/build.ts';
import type { PublicationIds } from './once.ts';
import { refused } from './received.ts';

/** Who publishes, and for whom: what the directory and the identities know of them. */
export interface Publisher {
  readonly identity: Identity;
  readonly author: DirectoryProfessional;
  readonly structure: DirectoryStructure;
}

/** Who may not see what is published. */
export interface Hiding {
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly hiddenFromRepresentatives: boolean;
}

/**
 * The heading of a new document of a professional about a person. Refuses `documents.not-identified` and `documents.unknown-code`.
 *
 * The title and the type are given by what is written under it.
 */
export function headingOf(
  call: Call,
  { identity, author, structure }: Publisher,
  event: Heading['event'],
  ids: PublicationIds,
): Heading {
  const { matricule, oid } = identity;
  if (matricule === undefined || oid === undefined) throw unidentified();
  return {
    id: { root: ids.document.toUpperCase() },
    setId: { root: ids.set.toUpperCase() },
    version: 1,
    effectiveTime: call.at,
    patient: { ...identity.traits, matricule, oid },
    author: party(call.actor as Professional, author, structure),
    event,
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

export function concept(
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

export function labels({ hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives }: Hiding): readonly CodedValue[] {
  const codes = [
    ...(hiddenFromProfessionals ? ['MASQUE_PS'] : []),
    ...(hiddenFromPatient ? ['INVISIBLE_PATIENT'] : []),
    ...(hiddenFromRepresentatives ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
  ];
  return codes.flatMap((code) => conceptOf('confidentiality', code) ?? []);
}

export function unidentified() {
  return refused(
    'not-identified',
    'On ne publie que pour une identité qualifiée (INS).',
    'One publishes only for a qualified identity (INS).',
    'identity',
    'Guide INS, règle 28',
  );
}
