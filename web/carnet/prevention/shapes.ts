import type { Sentence } from '../../kit/shapes.ts';

export type PreventionState = 'due' | 'soon' | 'later' | 'done' | 'notForYou';
export type PreventionKind = 'vaccine' | 'screening' | 'checkup' | 'childExam' | 'dental';

/** One vaccine or examination, of `/api/carnet/prevention`. */
export interface PreventionLine {
  readonly id: string;
  readonly kind: PreventionKind;
  readonly state: PreventionState;
  readonly label: Sentence;
  /** Which dose is next, where there are several. */
  readonly what?: Sentence;
  readonly sentence: Sentence;
  readonly about: Sentence;
  /** The text from which the rule was written. */
  readonly basis: Sentence;
  /** Days: when it is next to be done, and the first on which it no longer is. */
  readonly from?: string;
  readonly before?: string;
  /** It comes earlier for these illnesses of the record. */
  readonly because?: readonly string[];
  readonly done: readonly DoneOnce[];
  /** The person's word that it is not for them. */
  readonly refused?: string;
}

export interface DoneOnce {
  /** A year, a month, a day or an instant. */
  readonly at: string;
  readonly source: { readonly kind: 'person' | 'document' | 'data'; readonly document?: string };
  readonly own?: string;
}

export interface Relatives {
  readonly items: readonly { readonly record: string; readonly name: string; readonly lines: readonly PreventionLine[] }[];
}
