import type { CountedCategory, DocumentSummary, GroundLabel, Sentence, StructureName } from '../kit/shapes.ts';

/** Answers of `/api/carnet`. */
export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly action:
    | 'deposit'
    | 'read'
    | 'list'
    | 'search'
    | 'write'
    | 'export'
    | 'refusal'
    | 'rights'
    | 'share'
    | 'contest'
    | 'review'
    | 'identity'
    | 'send'
    | 'receive'
    | 'remove'
    | 'sign-in'
    | 'checkpoint';
  readonly outcome: 'done' | 'refused';
  readonly who: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'citizen' | 'professional' | 'software' | 'operator' | 'delegate' | 'guest';
    readonly professionLabel?: Sentence;
    readonly structure?: string;
    readonly software?: string;
    /** The application through which the person asked. */
    readonly app?: string;
    readonly you: boolean;
  };
  readonly ground?: GroundLabel;
  readonly reason?: string;
  readonly document?: { readonly id: string; readonly title: string };
  readonly sentence: Sentence;
}

/** Something to do, most urgent first. */
export interface Todo {
  readonly key: string;
  readonly kind: 'prevention' | 'appointment' | 'message' | 'access';
  readonly sentence: Sentence;
  readonly why?: Sentence;
  readonly at?: string;
  /** Inside the carnet. */
  readonly to: string;
}

export interface Home {
  readonly name: string;
  readonly lastVisit?: string;
  readonly newDocuments: readonly DocumentSummary[];
  readonly newCount: number;
  readonly recentAccesses: readonly LogLine[];
  readonly categories: readonly CountedCategory[];
}

export interface ProfessionalAccess {
  readonly id: string;
  readonly name: string;
  readonly professionLabel: Sentence;
  readonly isPhysician: boolean;
  readonly structure: StructureName;
  readonly since: string;
  readonly lastAccessAt?: string;
  readonly blocked: boolean;
  /** What follows is absent of somebody who is blocked and never had an access. */
  readonly ground?: GroundLabel;
  readonly reason?: string;
  readonly until?: string;
  readonly givenBy?: 'professional' | 'person';
}

export interface Opposition {
  readonly consultation: boolean;
  readonly deposit: boolean;
  readonly emergency: boolean;
}

export interface Access {
  /** Goes back with each change, so that two people who change the same right at once are told. */
  readonly version: number;
  readonly professionals: readonly ProfessionalAccess[];
  readonly opposition: Opposition;
  readonly closed: boolean;
  readonly attending?: Named;
  /** Days that an access holds when nobody says otherwise, by ground. */
  readonly defaults: Readonly<Record<string, number>>;
  readonly authorisation: { readonly source: Sentence; readonly official: boolean };
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Somebody of the directory, to give them access. */
export interface FoundProfessional extends Named {
  readonly professionLabel: Sentence;
  readonly structure: StructureName;
}

export const purposes = ['read', 'book', 'message', 'rights'] as const;
export type Purpose = (typeof purposes)[number];

export interface Mandate extends Named {
  readonly kind: 'legal' | 'adult';
  readonly purposes: readonly Purpose[];
  readonly until: string;
}

export interface Mandates {
  readonly given: readonly Mandate[];
  readonly invitations: readonly { readonly id: string; readonly purposes: readonly Purpose[]; readonly expires: string }[];
  readonly received: readonly (Omit<Mandate, 'id'> & { readonly record: string })[];
}

export interface Profiles {
  readonly own: { readonly name: string };
  readonly others: readonly (Named & { readonly kind: Mandate['kind']; readonly minor: boolean })[];
  /** The one acted for now. */
  readonly acting?: string;
}

export interface LogAnswer {
  readonly items: readonly LogLine[];
  readonly next?: number;
}

/** What somebody allowed an application. */
export interface AllowedApp {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** Allowed by whose carnet is on the screen. */
  readonly mine: boolean;
  /** Whose carnet it opens, when another than the one on the screen. */
  readonly opens?: string;
  /** In the words of the page on which they were agreed to. */
  readonly may: readonly Sentence[];
  readonly since: string;
  readonly until: string;
  readonly usedAt?: string;
}

export interface AppsAnswer {
  readonly apps: readonly AllowedApp[];
}
