import { queryOptions } from '@tanstack/react-query';
import { api } from '../kit/api.ts';
import type { ResultPoint } from '../kit/results/shapes.ts';
import type { Line } from './chronology/shapes.ts';
import { patientBase } from './queries.ts';

/** What one source says of a line of the profile. */
interface LineSource {
  readonly kind: 'person' | 'document' | 'data';
  readonly document?: string;
  readonly label?: string;
  readonly at?: string;
}

export interface SynthesisLine {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  readonly reason?: string;
  readonly dose?: string;
  readonly from?: string;
  readonly until?: string;
  readonly severe: boolean;
  readonly sources: readonly LineSource[];
}

export interface OutOfBand {
  readonly key: string;
  readonly label: string;
  /** The unit as it is printed. */
  readonly printed: string;
  readonly side: 'above' | 'below' | 'outside';
  readonly point: ResultPoint;
  readonly before?: ResultPoint;
}

export const lineParts = [
  'allergies',
  'problems',
  'treatments',
  'vaccinations',
  'measures',
  'wishes',
  'relatives',
  'devices',
] as const;
export type LinePart = (typeof lineParts)[number];

/** `/api/pro/patients/:record/synthesis`. */
export interface Synthesis extends Readonly<Record<LinePart, readonly SynthesisLine[]>> {
  readonly since?: string;
  readonly fresh: { readonly items: readonly Line[]; readonly total: number; readonly more?: true };
  readonly outOfBand: readonly OutOfBand[];
  readonly analytes: number;
  readonly cut: boolean;
}

export const synthesisQuery = (record: string) =>
  queryOptions({
    queryKey: ['patient', record, 'synthesis'],
    // Each look is a line in the person's log, and a visit.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<Synthesis>('GET', `${patientBase(record)}/synthesis`),
  });
