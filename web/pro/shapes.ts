import type { Ground } from '#kernel';
import type { GroundLabel, Labelled } from '../kit/shapes.ts';

/** Answers and bodies of `/api/pro`. */
export type { Ground };

export interface Patient {
  readonly record: string;
  readonly traits: {
    readonly birthFamily: string;
    readonly birthGivens: string;
    readonly firstBirthGiven: string;
    readonly usedFamily?: string;
    readonly usedGiven?: string;
    readonly sex: 'M' | 'F';
    readonly birthDate: string;
    readonly birthPlace: string;
  };
  readonly status: 'PROV' | 'RECUP' | 'VALI' | 'QUAL';
  /** What the identity warns of. */
  readonly attributes?: readonly ('homonyme' | 'douteux' | 'fictif')[];
  readonly matricule?: string;
  /** The domain of the matricule: which register gave it. */
  readonly oid?: string;
  /** Under age: may ask that an access be kept from those who represent them. */
  readonly minor: boolean;
  readonly access: {
    readonly ground: GroundLabel;
    readonly reason?: string;
    readonly since: string;
    readonly until: string;
    readonly secret?: boolean;
  } | null;
  /** No ground opens the record to who asks: the person blocked them, or it is closed. */
  readonly refused?: true;
}

export type SearchBody =
  | { readonly matricule: string }
  | { readonly birthFamily: string; readonly firstBirthGiven?: string; readonly birthDate?: string; readonly sex?: 'M' | 'F' };

export interface SearchAnswer {
  readonly items: readonly Patient[];
  readonly truncated: boolean;
  /** Nobody is written so: these are written, or sound, nearly so. */
  readonly near?: true;
}

export interface PublishableType extends Labelled {
  readonly category: Labelled;
}

/** `pdf` in base64, or the pages of a paper, each a JPEG in base64. */
export type Publication = PublicationFacts &
  ({ readonly what: 'pdf'; readonly pdf: string } | { readonly what: 'photos'; readonly pages: readonly string[] });

interface PublicationFacts extends Hiding {
  readonly typeCode: string;
  readonly title: string;
  readonly date: string;
}

/** From whom what is about to be published is hidden. */
export interface Hiding {
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  /** From those who represent a minor. */
  readonly hiddenFromRepresentatives: boolean;
}

/** A document written from a form: the act, who may see it, and the fields of its kind, as `/forms/:kind` takes them. */
export interface Written extends Hiding {
  readonly start: string;
  readonly form: object;
}
