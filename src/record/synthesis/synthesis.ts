import type { Fhir } from '#fhir';
import { type Call, type RecordId, Refusal } from '#kernel';
import { type Permit, type Rights, throughLink } from '#rights';
import type { Trace } from '#trace';
import { type ChronologyLine, type News, type NewsDesk, newsOf } from '../chronology/index.ts';
import type { HealthProfile } from '../profile/line.ts';
import { seriesOf } from '../seriesOf.ts';
import type { Visits } from '../visits/index.ts';
import { type Chosen, chosenOf, type OutOfBand, outOfBand, together } from './choose.ts';

/** One person on one screen, for a professional. */
export interface Synthesis extends Chosen {
  /** When the professional’s visit before this one ended; absent at the first, when nothing is told as new. */
  readonly since?: Date;
  /** Lines of the chronology that are new since then, the last that came first. */
  readonly fresh: { readonly items: readonly ChronologyLine[] } & Pick<News, 'total' | 'more'>;
  /** Of each analyte the last result, where it is out of its band; the last first. */
  readonly outOfBand: readonly OutOfBand[];
  /** How many analytes there are results of. */
  readonly analytes: number;
  /** More was there than is read at once: the oldest is left out. */
  readonly cut: boolean;
}

export interface SynthesisDesk extends NewsDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed' | 'linkedTo'>;
  readonly trace: Pick<Trace, 'journal'>;
  readonly fhir: Pick<Fhir, 'matching' | 'arrived'>;
  readonly visits: Visits;
  /** What a Permit shows of the health profile, untraced. */
  profile(permit: Permit): Promise<HealthProfile | undefined>;
}

/** Shown of what is new; the chronology has all. */
const mostFresh = 8;

/**
 * Draws together what must be seen first: one call, one Permit, one line in the log, and the visit is noted. A record that goes on for others is
 * shown with theirs, each under a Permit and a line of its own, where they may be seen. Refuses what `rights.decide` refuses; the caller traces
 * that.
 */
export async function synthesisOf(desk: SynthesisDesk, call: Call, record: RecordId): Promise<Synthesis> {
  const permit = await desk.rights.decide(call, record, 'list');
  const since = await desk.visits.begin(call, record);
  const own = await lookAt(desk, permit, since);
  const linked = await Promise.all((await desk.rights.linkedTo(record)).map((one) => lookThrough(desk, call, one, since)));
  const parts = [own, ...linked.filter((part) => part !== undefined)];
  const items = parts.flatMap(({ news }) => news.lines);
  return {
    ...chosenOf(together(parts.flatMap(({ lines }) => lines))),
    ...(since === undefined ? {} : { since }),
    fresh: {
      items: items.sort((a, b) => b.kept - a.kept).slice(0, mostFresh),
      total: parts.reduce((sum, { news }) => sum + news.total, 0),
      more: parts.some(({ news }) => news.more),
    },
    outOfBand: outOfBand(parts.flatMap(({ results }) => results)),
    analytes: new Set(parts.flatMap(({ results }) => results.map(({ key }) => key))).size,
    cut: parts.some(({ cut }) => cut),
  };
}

const nothing: News = { lines: [], total: 0, more: false };

type Look = Awaited<ReturnType<typeof lookOnce>>;

/** Once more when nothing is there and the rights have changed since the Permit was made. */
async function lookAt(desk: SynthesisDesk, permit: Permit, since: Date | undefined, isLinked = false): Promise<Look> {
  const first = await lookOnce(desk, permit, since);
  const renewed = first.isEmpty ? await desk.rights.renewed(permit, 'list') : undefined;
  const look = renewed === undefined ? first : await lookOnce(desk, renewed, since);
  const { ground } = renewed ?? permit;
  await desk.trace.journal(permit.call, permit.record, {
    action: 'list',
    outcome: 'done',
    ...(ground === undefined ? {} : { ground }),
    detail: { what: 'synthesis', ...(isLinked ? throughLink : {}) },
  });
  return look;
}

async function lookOnce(desk: SynthesisDesk, permit: Permit, since: Date | undefined) {
  const [profile, series, [news = nothing]] = await Promise.all([
    desk.profile(permit),
    seriesOf(desk.fhir, permit, {}),
    since === undefined ? [] : newsOf(desk, [{ permit, since }], mostFresh),
  ]);
  const lines = profile?.lines ?? [];
  const results = series?.results ?? [];
  return {
    lines,
    results,
    news,
    cut: profile?.cut === true || series?.cut === true,
    isEmpty: lines.length === 0 && results.length === 0 && news.total === 0,
  };
}

async function lookThrough(
  desk: SynthesisDesk,
  call: Call,
  linked: RecordId,
  since: Date | undefined,
): Promise<Look | undefined> {
  try {
    return await lookAt(desk, await desk.rights.decide(call, linked, 'list'), since, true);
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}
