import type { Sentence } from '#kernel';

/** One result as the API gives it, in the unit of its series, with the band of reference that applied to it. */
export interface ResultLine {
  readonly at: string;
  readonly rangeText?: string;
  readonly flag?: { readonly code: string; readonly label: Sentence };
  readonly laboratory?: string;
  readonly preliminary?: boolean;
  /** Ids of the documents that give it. */
  readonly documents: readonly string[];
}

export interface ResultPoint extends ResultLine {
  readonly value: number;
  readonly comparator?: string;
  readonly low?: number;
  readonly high?: number;
  readonly given?: { readonly value: number; readonly unit: string; readonly printed: string };
}

export interface ResultSeries {
  readonly unit: string;
  /** The unit as it is printed; `''` for a bare number. */
  readonly printed: string;
  /** Oldest first. */
  readonly points: readonly ResultPoint[];
}

export interface Analyte {
  readonly key: string;
  /** In the address of its page, in the carnet. */
  readonly ref?: string;
  readonly label: string;
  /** `laboratory`, `vital-signs` … */
  readonly category?: string;
  readonly series: readonly ResultSeries[];
  readonly words: readonly (ResultLine & { readonly words: string })[];
}

export interface ResultsAnswer {
  readonly analytes: readonly Analyte[];
  readonly cut: boolean;
}
