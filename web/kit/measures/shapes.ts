import type { ProfileSource } from '../profile/shapes.ts';

/** A measure at one moment, as the API gives it. */
export interface MeasurePoint {
  readonly at: string;
  /** The upper of the two, of a blood pressure. */
  readonly value: number;
  readonly lower?: number;
  readonly comparator?: string;
  readonly sources: readonly ProfileSource[];
  /** The id of the entry that the person may change. */
  readonly own?: string;
}

/** One measure over time, in one unit. */
export interface MeasureCourse {
  readonly kind: string;
  readonly label: string;
  readonly printed: string;
  /** Oldest first. */
  readonly points: readonly MeasurePoint[];
}

export interface MeasuresAnswer {
  readonly courses: readonly MeasureCourse[];
  readonly bodyMass?: { readonly value: number; readonly weighedAt: string; readonly measuredAt: string };
  readonly cut: boolean;
}
