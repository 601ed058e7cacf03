import type { Fhir } from '#fhir';
import { type Call, isThemself, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Permit, Rights } from '#rights';
import { type LogDesk, openLog, type RecordLog } from './log/index.ts';
import { type SeriesAnswer, type SeriesAsk, seriesOf } from './seriesOf.ts';

export interface RecordDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: LogDesk['trace'];
  readonly fhir: Pick<Fhir, 'matching' | 'shownPlaced' | 'unannounced'>;
  readonly documents: LogDesk['documents'];
}

/** What is drawn together from everything in a record. */
export interface RecordViews {
  /** Results over time; see `seriesOf.ts`. Refuses what `rights.decide` refuses, traced. */
  series(call: Call, record: RecordId, ask: SeriesAsk): Promise<SeriesAnswer>;
  /** Who did what to the record. */
  readonly log: RecordLog;
}

export function openRecord(desk: RecordDesk): RecordViews {
  return { series: (call, record, ask) => series(desk, call, record, ask), log: openLog(desk) };
}

const nothing: SeriesAnswer = { results: [], cut: false };

async function series(desk: RecordDesk, call: Call, record: RecordId, ask: SeriesAsk): Promise<SeriesAnswer> {
  try {
    const permit = await desk.rights.decide(call, record, 'list');
    const found = await seriesOf(desk.fhir, permit, ask);
    const renewed = found === undefined ? await desk.rights.renewed(permit, 'list') : undefined;
    const answer = found ?? (renewed && (await seriesOf(desk.fhir, renewed, ask))) ?? nothing;
    await traceLook(desk, call, record, renewed ?? permit);
    return answer;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) {
      // A guessed record id must not start a chain of its own.
      const under = (await desk.trace.positions([record])).has(record) ? record : PLATFORM;
      await desk.trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: error.code });
    }
    throw error;
  }
}

/** As a search: a person looking through their own record is no news to anyone. The analyte is about health, and in no line. */
async function traceLook(desk: RecordDesk, call: Call, record: RecordId, { ground }: Permit): Promise<void> {
  if (isThemself(call.actor)) return;
  const detail = { type: 'Observation', operation: 'series' };
  await desk.trace.journal(call, record, {
    action: 'search',
    outcome: 'done',
    detail,
    ...(ground === undefined ? {} : { ground }),
  });
}
