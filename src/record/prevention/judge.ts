import { type Day, dayAfter, type Span } from './day.ts';
import type { Every, Once, Rule, Season, Series, Step } from './rule.ts';

/** Of whom, and when it is asked. */
export interface Subject {
  readonly birth: Day;
  /** `F`, `M`; anything else is asked for both. */
  readonly sex: string;
  readonly today: Day;
  /** The record tells of an illness for which some vaccines come earlier. */
  readonly atRisk: boolean;
}

export type PreventionState = 'due' | 'soon' | 'later' | 'done' | 'notForYou';
/** Why something is not for somebody. */
export type NotFor = 'sex' | 'born' | 'young' | 'over' | 'said';

/** What a rule comes to for somebody. `from`: when it is next to be done; `before`: the first day on which it no longer is. */
export interface Verdict {
  readonly state: PreventionState;
  readonly not?: NotFor;
  readonly step?: Step;
  readonly from?: Day;
  readonly before?: Day;
}

/**
 * What a rule asks of somebody, from the days on which it was done. Pure: every day has one verdict. `done`: in any order, those after today
 * count for nothing.
 */
export function judge(rule: Rule, subject: Subject, done: readonly Day[]): Verdict {
  const { birth, sex, today } = subject;
  if (rule.sex !== undefined && (sex === 'F' || sex === 'M') && sex !== rule.sex) return { state: 'notForYou', not: 'sex' };
  if (rule.bornFrom !== undefined && birth < rule.bornFrom) return { state: 'notForYou', not: 'born' };
  const days = [...new Set(done)].filter((day) => day <= today && counts(rule, subject, day)).sort();
  switch (rule.is) {
    case 'series':
      return inSeries(rule, subject, days);
    case 'season':
      return inSeason(rule, subject, days);
    case 'every':
      return again(rule, subject, days);
    case 'once':
      return once(rule, subject, days);
  }
}

/** Whether what was done on a day is of this rule's ages: a booster of forty years is no dose of a baby. */
export function counts(rule: Rule, { birth, atRisk }: Subject, day: Day): boolean {
  if (day < birth) return false;
  if (rule.is !== 'series') return true;
  const untils = rule.steps.flatMap(({ until }) => (until === undefined ? [] : dayAfter(birth, until)));
  const since = rule.steps.flatMap((step) =>
    step.since === undefined ? [] : dayAfter(birth, (atRisk ? rule.atRisk : undefined) ?? step.since),
  );
  const isPast = untils.length === rule.steps.length && untils.every((until) => day >= until);
  const isBefore = since.length === rule.steps.length && since.every((from) => day < from);
  return !isPast && !isBefore;
}

/** How long before its day something is announced: a month to who is under two, else three. */
function soonAfter({ birth, today }: Subject): Day {
  return dayAfter(today, { months: today < dayAfter(birth, { years: 2 }) ? 1 : 3 });
}
/** What is further than this is for another age. */
const ahead: Span = { years: 2 };

function open(subject: Subject, from: Day, before: Day | undefined, rest: Pick<Verdict, 'step'> = {}): Verdict {
  const when = { from, ...(before === undefined ? {} : { before }), ...rest };
  if (from <= subject.today) return { state: 'due', ...when };
  if (from <= soonAfter(subject)) return { state: 'soon', ...when };
  if (from <= dayAfter(subject.today, ahead)) return { state: 'later', ...when };
  return { state: 'notForYou', not: 'young', ...when };
}

function inSeries(rule: Series, subject: Subject, days: readonly Day[]): Verdict {
  const { birth, today } = subject;
  const early = subject.atRisk ? rule.atRisk : undefined;
  let counted = 0;
  let met = 0;
  for (const step of rule.steps) {
    const { until, after, since, startedFrom } = step;
    const [first] = days;
    if (startedFrom !== undefined && (first === undefined || first < dayAfter(birth, startedFrom))) continue;
    const age = early ?? step.from;
    const isMet = since === undefined ? counted < days.length : days.some((day) => day >= dayAfter(birth, early ?? since));
    if (since === undefined) counted += 1;
    if (isMet) {
      met += 1;
      continue;
    }
    const before = until && dayAfter(birth, until);
    if (before !== undefined && before <= today) continue;
    const from = latest(dayAfter(birth, age), after === undefined ? undefined : spaced(days, after));
    const verdict = open(subject, from, before, { step });
    const isWaiting = verdict.state === 'later' || verdict.state === 'notForYou';
    return met > 0 && isWaiting ? verdictDone(verdict) : verdict;
  }
  return met > 0 ? { state: 'done' } : { state: 'notForYou', not: 'over' };
}

/** Nothing is asked for now: what comes next is told with it. */
const verdictDone = ({ from, before, step }: Verdict): Verdict => ({
  state: 'done',
  ...(from === undefined ? {} : { from }),
  ...(before === undefined ? {} : { before }),
  ...(step === undefined ? {} : { step }),
});

const latest = (one: Day, other: Day | undefined): Day => (other !== undefined && other > one ? other : one);

function spaced(days: readonly Day[], after: Span): Day | undefined {
  const last = days.at(-1);
  return last && dayAfter(last, after);
}

function inSeason(rule: Season, subject: Subject, days: readonly Day[]): Verdict {
  const { birth, today } = subject;
  const age = dayAfter(birth, (subject.atRisk ? rule.atRisk : undefined) ?? rule.from);
  const year = Number(today.slice(0, 4));
  for (const opens of [year - 1, year, year + 1, year + 2].map((each) => `${each}-${rule.opens}`)) {
    const closes = dayAfter(opens, rule.lasts);
    if (closes <= today || closes <= age) continue;
    // Given a little early it is this season's all the same.
    const given = days.some((day) => day >= dayAfter(opens, { days: -30 }) && day < closes);
    if (!given) return open(subject, latest(opens, age), closes);
    const next = `${Number(opens.slice(0, 4)) + 1}-${rule.opens}`;
    return { state: 'done', from: next, before: dayAfter(next, rule.lasts) };
  }
  return { state: 'notForYou', not: 'young', from: age };
}

function again(rule: Every, subject: Subject, days: readonly Day[]): Verdict {
  const { birth, today } = subject;
  const [begin, before] = [dayAfter(birth, rule.from), dayAfter(birth, rule.until)];
  if (before <= today) return { state: 'notForYou', not: 'over' };
  const last = days.at(-1);
  if (last === undefined) return open(subject, begin, before);
  const held = rule.holds.findLast(({ from }) => last >= dayAfter(birth, from)) ?? rule.holds[0];
  const next = latest(begin, dayAfter(last, (days.length === 1 ? held.first : undefined) ?? held.every));
  // What would come due past its age is asked for no more.
  if (next >= before) return { state: 'done' };
  const verdict = open(subject, next, before);
  return verdict.state === 'due' || verdict.state === 'soon' ? verdict : verdictDone(verdict);
}

function once(rule: Once, subject: Subject, days: readonly Day[]): Verdict {
  const { birth, today } = subject;
  const [begin, before] = [dayAfter(birth, rule.from), dayAfter(birth, rule.until)];
  // What is told of it counts, were it late.
  if (days.length > 0) return { state: 'done' };
  if (before <= today) return { state: 'notForYou', not: 'over' };
  return open(subject, begin, before);
}
