import { randomUUID } from 'node:crypto';
import { parseMatricule } from '#ins';
import { Refusal } from '#kernel';
import { conceptOf } from '#terminology';
import type { FullIi, Ii } from '../../header.ts';
import type { CdaOrganization, CdaParty } from '../draft.ts';
import type { ReportHeading } from '../models/report.ts';
import { malformed, unknownCode } from './refusals.ts';
import { object, optional, type Read, type Reader, type Spot } from './shape.ts';
import { code, identifierForm, oneOf, pastDay, pastMoment, text, whole } from './values.ts';

const address = object({
  line: optional(text(200)),
  postalCode: optional(code(/^[0-9A-Z]{2,10}$/)),
  city: optional(text(100)),
  country: optional(text(60)),
});
const phone = code(/^\+?[0-9]{4,15}$/);

const listed =
  (list: 'authorSpecialty' | 'practiceSetting' | 'facilityType'): Reader<NonNullable<ReturnType<typeof conceptOf>>> =>
  (value, { at }) => {
    const found = typeof value === 'string' ? conceptOf(list, value) : undefined;
    if (found === undefined) throw unknownCode(at, String(value));
    return found;
  };

const titles = { DR: 'DR', PR: 'PR', MC: 'MC', MG: 'MG', PC: 'PC', PG: 'PG' } as const;
const professional = object({
  /** 11 digits. */
  rpps: code(/^\d{11}$/),
  family: text(100),
  given: text(100),
  civility: optional(oneOf({ M: 'M', MME: 'MME' })),
  title: optional(oneOf(titles)),
  /** JDV_J01, e.g. `G15_10/SM54`. */
  specialty: listed('authorSpecialty'),
  telecom: optional(phone),
  structure: object({
    /** 9 characters. */
    finess: code(/^[0-9][0-9AB]\d{7}$/),
    name: text(200),
    telecom: optional(phone),
    address: optional(address),
    /** JDV_J04, e.g. `AMBULATOIRE`. */
    practiceSetting: listed('practiceSetting'),
    /** JDV_J02, e.g. `SA08`. */
    facilityType: listed('facilityType'),
  }),
});

/** A refusal of the matricule says where it stands in the form. */
function checkedMatricule(value: unknown, spot: Spot): string {
  try {
    return parseMatricule(text(30)(value, spot));
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, error.sentence, { at: spot.at });
    throw error;
  }
}

const patient = object({
  matricule: checkedMatricule,
  /** 1.2.250.1.213.1.4.8 (NIR) when absent. */
  oid: optional(code(/^1\.2\.250\.1\.213\.1\.4\.(8|9|10|11)$/)),
  birthFamily: text(100),
  birthGivens: text(100),
  firstBirthGiven: text(100),
  usedFamily: optional(text(100)),
  usedGiven: optional(text(100)),
  sex: oneOf({ M: 'M', F: 'F' }),
  birthDate: pastDay,
  /** Code of the Insee (COG). */
  birthPlace: optional(code(/^\d[\dAB]\d{3}$/)),
  address: optional(address),
  telecom: optional(phone),
});

const fields = object({
  id: optional(identifierForm),
  setId: optional(identifierForm),
  version: optional(whole(1, 9999)),
  replaces: optional(identifierForm),
  title: optional(text(200)),
  writtenAt: optional(pastMoment),
  zone: optional(text(60)),
  patient,
  author: professional,
  attendingPhysician: optional(professional),
  prescriber: optional(professional),
  act: object({ start: pastMoment, end: optional(pastMoment) }),
});

/**
 * The heading of a document as plain JSON, for software that has no directory of ours: RPPS and FINESS without prefixes, codes of their
 * lists. What names the document is drawn when absent.
 *
 * Refuses what the fields refuse and `ins.malformed`, `ins.bad-key`. It does not know whether the person or the professional exist.
 */
export const headingForm: Reader<ReportHeading> = (value, spot) => {
  const given = fields(value, spot);
  const { attendingPhysician, prescriber, zone = 'Europe/Paris', title, replaces, act } = given;
  checkZone(zone, `${spot.at}.zone`);
  return {
    id: named(given.id),
    setId: named(given.setId),
    version: given.version ?? 1,
    ...(replaces === undefined ? {} : { replaces: plain(replaces) }),
    ...(title === undefined ? {} : { title }),
    effectiveTime: given.writtenAt ?? spot.now,
    zone,
    patient: {
      ...given.patient,
      oid: given.patient.oid ?? '1.2.250.1.213.1.4.8',
    },
    author: partyOf(given.author),
    ...(attendingPhysician === undefined ? {} : { attendingPhysician: partyOf(attendingPhysician) }),
    ...(prescriber === undefined ? {} : { prescriber: partyOf(prescriber) }),
    event: act.end === undefined ? { start: act.start } : { start: act.start, end: act.end },
  };
};

const named = (id: Read<typeof identifierForm> | undefined): Ii =>
  id === undefined ? { root: randomUUID().toUpperCase() } : plain(id);
const plain = ({ root, extension }: Read<typeof identifierForm>): Ii =>
  extension === undefined ? { root } : { root, extension };

function checkZone(zone: string, at: string): void {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: zone });
  } catch {
    throw malformed(at, 'un fuseau horaire IANA', 'an IANA time zone');
  }
}

function partyOf({ rpps, civility, title, structure, ...rest }: Read<typeof professional>): CdaParty {
  const { finess, ...place } = structure;
  const id: FullIi = { root: '1.2.250.1.71.4.2.1', extension: `8${rpps}` };
  const organization: CdaOrganization = { ...place, id: { root: '1.2.250.1.71.4.2.2', extension: `1${finess}` } };
  return {
    ...rest,
    id,
    ...(civility === undefined ? {} : { prefix: civility }),
    ...(title === undefined ? {} : { suffix: title }),
    structure: organization,
  };
}
