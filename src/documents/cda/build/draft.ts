import type { CodedValue } from '#kernel';
import type { CdaPatient, FullIi, Ii } from '../header.ts';
import type { Xml } from './xml.ts';

/** A postal address; `line` is the number and the street as printed on an envelope. */
export interface PostalAddress {
  readonly line?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly country?: string;
}

/** A structure as it stands in a header: FINESS under 1.2.250.1.71.4.2.2 with its prefix `1`. */
export interface CdaOrganization {
  readonly id: FullIi;
  readonly name: string;
  /** A telephone number, digits only. */
  readonly telecom?: string;
  readonly address?: PostalAddress;
  /** JDV_J04, e.g. `AMBULATOIRE`. */
  readonly practiceSetting: CodedValue;
  /** JDV_J02, e.g. `SA25`. */
  readonly facilityType: CodedValue;
}

/** A professional acting for a structure. */
export interface CdaParty {
  /** RPPS under 1.2.250.1.71.4.2.1 with its prefix `8`. */
  readonly id: FullIi;
  readonly family: string;
  readonly given: string;
  /** Civility, JDV_J245. */
  readonly prefix?: 'M' | 'MME';
  /** Title, JDV_J246, e.g. `DR`. */
  readonly suffix?: 'DR' | 'PR' | 'MC' | 'MG' | 'PC' | 'PG';
  /** JDV_J01, e.g. `G15_10/SM26`. */
  readonly specialty: CodedValue;
  readonly telecom?: string;
  readonly structure: CdaOrganization;
}

/** The person the document is about: the traits of {@link CdaPatient} with one matricule and its OID. */
export interface CdaSubject extends Omit<CdaPatient, 'ids'> {
  readonly matricule: string;
  readonly oid: string;
  readonly address?: PostalAddress;
  readonly telecom?: string;
}

/** A person to call: `ECON` in an emergency, `NOK` the « personne de confiance ». */
export interface CdaContact {
  readonly role: 'ECON' | 'NOK';
  readonly relation?: CodedValue;
  readonly family: string;
  readonly given: string;
  readonly telecom?: string;
}

/** A document to write. What is absent is written as the CI-SIS allows (nullFlavor), never invented. */
export interface CdaDraft {
  readonly id: Ii;
  readonly setId: Ii;
  readonly version: number;
  /** The document that this version replaces (RPLC). */
  readonly replaces?: Ii;
  /** Templates of the content model, with their version where they have one; those of HL7 France and of the CI-SIS header are added. */
  readonly templateIds: readonly (string | FullIi)[];
  /** JDV_J07. */
  readonly type: CodedValue;
  readonly title: string;
  readonly effectiveTime: Date;
  /**
   * Only the code of 2.16.840.1.113883.5.25 goes to the header, which has room for one; MASQUE_PS and INVISIBLE_PATIENT
   * travel in the metadata. `N` when absent.
   */
  readonly confidentiality?: readonly CodedValue[];
  readonly patient: CdaSubject;
  readonly author: CdaParty;
  /** The author's structure when absent. */
  readonly custodian?: CdaOrganization;
  /** The author when absent. */
  readonly legalAuthenticator?: CdaParty;
  /** The act; its performer is the author. `encounter` is the class of the care, HL7 ActCode, `AMB` when absent. */
  readonly event: {
    readonly start: Date;
    readonly end?: Date;
    readonly code?: CodedValue;
    readonly encounter?: CodedValue;
    /** The last day of the act where it differs from that of the encounter: until when a prescription is valid. */
    readonly validUntil?: Date;
  };
  readonly contacts?: readonly CdaContact[];
  /** The « médecin traitant ». */
  readonly attendingPhysician?: CdaParty;
  /** Who asked for the act, and the number of the request (biology, imaging). */
  readonly prescriber?: CdaParty;
  readonly order?: Ii;
  /** IANA name of the time zone in which moments are written; Europe/Paris when absent. */
  readonly zone?: string;
}

/** A document that the person it is about wrote or brought themself; they answer for it, and no professional does. */
export interface OwnDraft
  extends Omit<CdaDraft, 'author' | 'custodian' | 'legalAuthenticator' | 'attendingPhysician' | 'prescriber'> {
  readonly author: 'patient';
}

/** Words of the narrative; with an id when an entry points to them. */
export type Words = string | { readonly id: string; readonly text: string };

/** A table's cell, or its lines. */
export type Cell = Words | readonly Words[];

/** A block of narrative; `head` names the columns of a table. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: Words }
  /** The place of an attachment made by an entry of the section. */
  | { readonly kind: 'media'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Words[]; readonly ordered?: boolean }
  | { readonly kind: 'table'; readonly head?: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

/** A section of a structured body; `entries` are made by the functions of `entries/`, never by hand. */
export interface Section {
  readonly id?: Ii;
  readonly code?: CodedValue;
  readonly title: string;
  readonly templateIds?: readonly string[];
  readonly blocks?: readonly Block[];
  readonly entries?: readonly Xml[];
  readonly subsections?: readonly Section[];
}
