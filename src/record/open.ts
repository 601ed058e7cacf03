import type { Entry } from '#documents';
import type { Fhir } from '#fhir';
import type { Ins } from '#ins';
import { type Call, isThemself, type RecordId } from '#kernel';
import type { Permit, Rights, Team } from '#rights';
import type { Store } from '#store';
import { type AppointmentViews, openAppointments } from './appointments/index.ts';
import { type Chronology, type ChronologyAsk, type ChronologyDesk, chronology, priorsOf } from './chronology/index.ts';
import { type LogDesk, openLog, type RecordLog } from './log/index.ts';
import type { OwnDesk } from './own.ts';
import { openPrevention, type PreventionViews } from './prevention/index.ts';
import { openProfile, type ProfileViews, profileOf } from './profile/index.ts';
import { refusing } from './refusing.ts';
import { type SeriesAnswer, type SeriesAsk, seriesOf } from './seriesOf.ts';
import { openSummary, type SummaryViews } from './summary/index.ts';
import { type Synthesis, synthesisOf } from './synthesis/index.ts';
import { openTakeaway, type TakeawayDesk, type TakeawayViews } from './takeaway/index.ts';
import { teamFor } from './team.ts';
import { type RecordTodo, readTodo } from './todo.ts';
import { type Notices, openNotices, openVisits, type Seen, seenLast, type Visits } from './visits/index.ts';

export interface RecordDesk {
  readonly store: Pick<Store, 'query'>;
  readonly rights: Pick<Rights, 'decide' | 'renewed' | 'accessOf' | 'linkedTo' | 'recall' | 'team' | 'decidePurpose'>;
  readonly trace: LogDesk['trace'];
  readonly fhir: Pick<Fhir, 'matching' | 'arrived' | 'shownPlaced' | 'unannounced'> & OwnDesk['fhir'] & TakeawayDesk['fhir'];
  readonly ins: Pick<Ins, 'byRecord'>;
  readonly documents: LogDesk['documents'] & ChronologyDesk['documents'] & TakeawayDesk['documents'];
}

/** What is drawn together from everything in a record. */
export interface RecordViews {
  /** Results over time; see `seriesOf.ts`. Refuses what `rights.decide` refuses, traced. */
  series(call: Call, record: RecordId, ask: SeriesAsk): Promise<SeriesAnswer>;
  /** Everything of one person in one list; see `chronology/chronology.ts`. */
  chronology(call: Call, record: RecordId, ask: ChronologyAsk): Promise<Chronology>;
  /** Documents of the same type as one that was read, from before it; see `chronology/priors.ts`. */
  priors(call: Call, of: Entry): Promise<readonly Entry[]>;
  /** Who did what to the record. */
  readonly log: RecordLog;
  /** When professionals looked. */
  readonly visits: Visits;
  readonly notices: Notices;
  /** One person on one screen, for a professional; see `synthesis/synthesis.ts`. Refuses what `rights.decide` refuses, traced. */
  synthesis(call: Call, record: RecordId): Promise<Synthesis>;
  /** Whom a professional saw last; see `visits/seen.ts`. */
  seen(call: Call, most: number): Promise<readonly Seen[]>;
  /** Who cares for the person; refuses what `rights.decide` refuses, traced. */
  team(call: Call, record: RecordId): Promise<Team>;
  /** What is known of the person's health, and what they enter. */
  readonly profile: ProfileViews;
  /** Vaccines, screenings and examinations by age. */
  readonly prevention: PreventionViews;
  readonly appointments: AppointmentViews;
  /** The record on one page for who does not know the person. */
  readonly summary: SummaryViews;
  /** Everything, to be taken elsewhere. */
  readonly takeaway: TakeawayViews;
  /** What the record gives its person to do; see `todo.ts`. */
  todo(call: Call, record: RecordId, days: number): Promise<RecordTodo>;
}

export function openRecord(desk: RecordDesk): RecordViews {
  const visits = openVisits(desk.store);
  return {
    series: (call, record, ask) => refusing(desk, call, record, () => series(desk, call, record, ask)),
    synthesis: (call, record) =>
      refusing(desk, call, record, () =>
        synthesisOf({ ...desk, visits, profile: (permit) => profileOf(desk.fhir, permit) }, call, record),
      ),
    chronology: (call, record, ask) => chronology({ ...desk, visits }, call, record, ask),
    priors: (call, of) => priorsOf(desk, call, of),
    seen: (call, most) => seenLast({ ...desk, visits }, call, most),
    team: (call, record) => refusing(desk, call, record, () => teamFor(desk, call, record)),
    profile: openProfile(desk),
    log: openLog(desk),
    visits,
    notices: openNotices(desk.store),
    prevention: openPrevention(desk),
    appointments: openAppointments(desk),
    summary: openSummary(desk),
    takeaway: openTakeaway(desk),
    todo: (call, record, days) => refusing(desk, call, record, () => readTodo(desk, call, record, days)),
  };
}

const nothing: SeriesAnswer = { results: [], cut: false };

async function series(desk: RecordDesk, call: Call, record: RecordId, ask: SeriesAsk): Promise<SeriesAnswer> {
  const permit = await desk.rights.decide(call, record, 'list');
  const found = await seriesOf(desk.fhir, permit, ask);
  const renewed = found === undefined ? await desk.rights.renewed(permit, 'list') : undefined;
  const answer = found ?? (renewed && (await seriesOf(desk.fhir, renewed, ask))) ?? nothing;
  await traceLook(desk, call, record, renewed ?? permit);
  return answer;
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
