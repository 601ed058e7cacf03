import type { Fhir, Json } from '#fhir';
import type { Permit } from '#rights';
import { analyteOfKey, loinc } from './analytes.ts';
import { type Measure, measuresIn } from './measure.ts';
import { type Results, resultsOf } from './series.ts';

/** Which results, and how. */
export interface SeriesAsk {
  /** A key of {@link Results}: one analyte. All when absent. */
  readonly analyte?: string;
  /** A UCUM unit to show them in, where they can be. */
  readonly unit?: string;
}

export interface SeriesAnswer {
  readonly results: readonly Results[];
  /** There are more observations than were looked at: the oldest are left out. */
  readonly cut: boolean;
}

/** Observations looked at, the newest first. */
export const mostObservations = 5000;

/**
 * The results of a record over time, as far as the Permit shows them: from its Observations, whether they were drawn from documents or came as
 * data. Each result has the band of reference that applied to it. Undefined when the Permit shows none, as when rights changed since it was
 * made: ask again with a renewed one. One statement. The caller traces.
 */
export async function seriesOf(
  fhir: Pick<Fhir, 'matching'>,
  permit: Permit,
  { analyte, unit }: SeriesAsk,
): Promise<SeriesAnswer | undefined> {
  const { measures, found, cut } = await measuresOf(fhir, permit, analyte);
  return found ? { results: resultsOf([...measures].sort(newestKept), unit), cut } : undefined;
}

/** What the Observations of a record tell, as far as a Permit shows them. */
export interface Measured {
  readonly measures: readonly Measure[];
  /** The Permit shows some. */
  readonly found: boolean;
  readonly cut: boolean;
}

export async function measuresOf(fhir: Pick<Fhir, 'matching'>, permit: Permit, analyte?: string): Promise<Measured> {
  const bodies = await fhir.matching(permit, 'Observation', asked(analyte), mostObservations);
  const all = bodies.flatMap((body) => measuresIn(JSON.parse(body.toString()) as Json));
  const measures = analyte === undefined ? all : all.filter(({ named }) => named.key === analyte);
  return { measures, found: bodies.length > 0, cut: bodies.length === mostObservations };
}

/** The last that was kept first. */
export const newestKept = (a: Measure, b: Measure): number => (a.kept < b.kept ? 1 : -1);

/** By its codes, in the observation or in a component of it; what is known by words only has no code to ask for. */
function asked(analyte: string | undefined): ReadonlyMap<string, readonly string[]> {
  const codes = analyte === undefined ? [] : codesOf(analyte);
  return codes.length === 0 ? new Map() : new Map([['combo-code', [codes.join(',')]]]);
}

function codesOf(key: string): readonly string[] {
  const analyte = analyteOfKey(key);
  if (analyte !== undefined) return analyte.codes.map((code) => `${loinc}|${code}`);
  const own = /^loinc:([\w-]{1,40})$/.exec(key)?.[1];
  return own === undefined ? [] : [`${loinc}|${own}`];
}
