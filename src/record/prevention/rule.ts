import type { Sentence } from '#kernel';
import type { Day, Span } from './day.ts';

/** What a vaccine protects against. */
export type Antigen =
  | 'diphtheria'
  | 'tetanus'
  | 'polio'
  | 'pertussis'
  | 'hib'
  | 'hepatitis-b'
  | 'pneumococcus'
  | 'men-acwy'
  | 'men-b'
  | 'measles'
  | 'rotavirus'
  | 'hpv'
  | 'influenza'
  | 'covid-19'
  | 'zoster'
  | 'rsv';

export type PreventionKind = 'vaccine' | 'screening' | 'checkup' | 'childExam' | 'dental';

interface Common {
  /** Stable: the person's word about it is kept under this name. */
  readonly id: string;
  readonly kind: PreventionKind;
  readonly label: Sentence;
  /** For whom it is and what for, in a sentence or two. */
  readonly about: Sentence;
  readonly source: SourceName;
  /** For women or for men alone. */
  readonly sex?: 'F' | 'M';
  /** For those who were born on this day or later. */
  readonly bornFrom?: Day;
}

/** One dose of a series. */
export interface Step {
  readonly said: Sentence;
  readonly from: Span;
  /** The age at which it is no longer asked for. */
  readonly until?: Span;
  /** Not before so much has passed since the last dose. */
  readonly after?: Span;
  /** Any dose from this age on is this one; without it, doses are counted from the first. */
  readonly since?: Span;
  /** Asked for only where the first dose came at this age or later. */
  readonly startedFrom?: Span;
}

/** A vaccine of one or more doses, at their ages. */
export interface Series extends Common {
  readonly is: 'series';
  /** A dose counts when it protects against all of these. */
  readonly antigens: readonly Antigen[];
  readonly steps: readonly [Step, ...Step[]];
  /** Where the record tells of a long illness: from this age. */
  readonly atRisk?: Span;
}

/** A vaccine of every year, in its season. */
export interface Season extends Common {
  readonly is: 'season';
  readonly antigens: readonly Antigen[];
  readonly from: Span;
  readonly atRisk?: Span;
  /** Month and day of its beginning, `10-15`, and for how long it goes on. */
  readonly opens: string;
  readonly lasts: Span;
}

/** Something done again and again between two ages. */
export interface Every extends Common {
  readonly is: 'every';
  readonly from: Span;
  readonly until: Span;
  /** How long one made at this age or later holds; `first`: the first of all that are known. Youngest age first. */
  readonly holds: readonly [Holds, ...Holds[]];
}

export interface Holds {
  readonly from: Span;
  readonly every: Span;
  readonly first?: Span;
}

/** Something done once between two ages. */
export interface Once extends Common {
  readonly is: 'once';
  readonly from: Span;
  readonly until: Span;
}

export type Rule = Series | Season | Every | Once;

/** Where a rule comes from. The tables are ours, written from these texts: no official file gives them. */
export const sources = {
  vaccines: {
    fr: 'Calendrier des vaccinations et recommandations vaccinales 2025, ministère chargé de la santé (avril 2025)',
    en: 'French vaccination schedule and recommendations 2025, ministry of health (April 2025)',
  },
  cancers: {
    fr: 'Programmes nationaux de dépistage organisé des cancers du sein, colorectal et du col de l’utérus (Institut national du cancer, 2025)',
    en: 'French national screening programmes for breast, bowel and cervical cancer (National Cancer Institute, 2025)',
  },
  checkups: {
    fr: '« Mon bilan prévention », article L. 1411-6-2 du code de la santé publique (2025)',
    en: '“Mon bilan prévention”, article L. 1411-6-2 of the French public health code (2025)',
  },
  childExams: {
    fr: 'Examens obligatoires de l’enfant, article R. 2132-1 du code de la santé publique, calendrier en vigueur depuis le 1er janvier 2025',
    en: 'Compulsory child examinations, article R. 2132-1 of the French public health code, schedule in force since 1 January 2025',
  },
  dental: {
    fr: '« M’T dents tous les ans », Assurance Maladie (depuis avril 2025)',
    en: '“M’T dents tous les ans”, French health insurance (since April 2025)',
  },
} as const satisfies Record<string, Sentence>;
export type SourceName = keyof typeof sources;
