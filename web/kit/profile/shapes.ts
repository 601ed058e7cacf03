/** The parts of a health profile, in the order in which they are shown. */
export const profileSections = [
  'problems',
  'allergies',
  'treatments',
  'vaccinations',
  'measures',
  'devices',
  'family',
  'relatives',
  'wishes',
] as const;
export type ProfileSection = (typeof profileSections)[number];

/** Who says a line, as the API gives it. */
export interface ProfileSource {
  readonly kind: 'person' | 'document' | 'data';
  readonly resource: string;
  readonly document?: string;
  readonly label?: string;
  readonly at?: string;
}

/** One thing known of a person; dates are as precise as they were written: `2024`, `2024-05`, `2024-05-02`. */
export interface ProfileLine {
  readonly key: string;
  readonly section: ProfileSection;
  readonly label: string;
  readonly detail?: string;
  readonly reason?: string;
  readonly dose?: string;
  readonly from?: string;
  readonly until?: string;
  readonly ended: boolean;
  readonly severe: boolean;
  /** The last first. */
  readonly sources: readonly ProfileSource[];
  /** The id of the entry that the person may change. */
  readonly own?: string;
}

export interface ProfileAnswer {
  readonly lines: readonly ProfileLine[];
  readonly cut: boolean;
}
