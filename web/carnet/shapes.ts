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
    readonly you: boolean;
  };
  readonly ground?: GroundLabel;
  readonly reason?: string;
  readonly document?: { readonly id: string; readonly title: string };
  readonly sentence: Sentence;
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
  readonly structure: StructureName;
  readonly ground: GroundLabel;
  readonly since: string;
  readonly until: string;
  readonly lastAccessAt?: string;
  readonly blocked: boolean;
}

export interface Opposition {
  readonly consultation: boolean;
  readonly deposit: boolean;
  readonly emergency: boolean;
}

export interface Access {
  readonly professionals: readonly ProfessionalAccess[];
  readonly opposition: Opposition;
}

export interface LogAnswer {
  readonly items: readonly LogLine[];
  readonly next?: number;
}
