/** What a health profile holds, in the order in which it is shown. */
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

/** Who says a line of the profile, and where it can be read. */
export interface Source {
  /** The person themself (or who acts for them), a document that was understood, or a software that wrote data. */
  readonly kind: 'person' | 'document' | 'data';
  /** `Type/id` of the resource in the record that says so. */
  readonly resource: string;
  /** The document's id, where it comes from one: its page shows it. */
  readonly document?: string;
  /** As people read it: a title and an author, a name; absent for the person themself. */
  readonly label?: string;
  /** A FHIR date or instant: when it was said. */
  readonly at?: string;
}

export interface CodedLabel {
  readonly system: string;
  readonly code: string;
}

/** One thing that is known of a person, whoever says it: what several sources say is one line with several sources. */
export interface ProfileLine {
  /** Stable while the line stands; opaque. */
  readonly key: string;
  readonly section: ProfileSection;
  /** What it is: a disease, a substance, a medicine, a vaccine, a measure, a relation. */
  readonly label: string;
  readonly code?: CodedLabel;
  /** The rest in words: a reaction, a dose, a reason, a value with its unit, a telephone. */
  readonly detail?: string;
  /** Why, of a treatment. */
  readonly reason?: string;
  /** How much and when, of a treatment. */
  readonly dose?: string;
  /** FHIR dates: from when, until when; of a vaccination or measure `from` is its day. */
  readonly from?: string;
  readonly until?: string;
  /** Over: a problem resolved, a treatment ended or past its end. */
  readonly ended: boolean;
  /** A high risk that must be seen first: a severe allergy. */
  readonly severe: boolean;
  /** Newest first. */
  readonly sources: readonly [Source, ...Source[]];
  /** The id of the entry that the person may change or remove; absent when they entered none. */
  readonly own?: string;
}

export interface HealthProfile {
  readonly lines: readonly ProfileLine[];
  /** More was there than is shown: of each type the newest 200 resources are read. */
  readonly cut: boolean;
}
