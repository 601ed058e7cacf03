import type { Sentence } from '#kernel';
import type { Source } from '../profile/line.ts';
import { type Day, dayAfter } from './day.ts';
import { examinations } from './examinations.ts';
import type { Happened, PreventionFacts } from './facts.ts';
import { counts, judge, type PreventionState, type Subject, type Verdict } from './judge.ts';
import { type PreventionKind, type Rule, sources } from './rule.ts';
import { vaccines } from './vaccines.ts';
import { sentenceOf } from './words.ts';

/** Once that something was done. */
export interface DoneOnce {
  /** As it was written: a year, a day. */
  readonly at: string;
  readonly source: Source;
  /** `Type/id` of what the person entered and may take back. */
  readonly own?: string;
}

/** One vaccine or examination, and how it stands for somebody. */
export interface PreventionLine {
  readonly id: string;
  readonly kind: PreventionKind;
  readonly state: PreventionState;
  readonly label: Sentence;
  /** Which dose is next, where there are several. */
  readonly what?: Sentence;
  /** What is to be done, or why nothing is. */
  readonly sentence: Sentence;
  /** For whom it is, and what for. */
  readonly about: Sentence;
  /** The text from which the rule was written. */
  readonly basis: Sentence;
  /** When it is next to be done, and the first day on which it no longer is. */
  readonly from?: Day;
  readonly before?: Day;
  /** It comes earlier than to others, for these illnesses of the record. */
  readonly because?: readonly string[];
  /** Newest first. */
  readonly done: readonly DoneOnce[];
  /** `Type/id` of the person's word that it is not for them. */
  readonly refused?: string;
}

export const rules: readonly Rule[] = [...vaccines, ...examinations];

const order: readonly PreventionState[] = ['due', 'soon', 'later', 'done', 'notForYou'];

/**
 * How every vaccine and examination that we know of stands for somebody: what is due first, and in that what ends first. Pure; the order of the
 * facts does not matter. It does not advise: who has an illness, a pregnancy or a particular risk has a calendar of their own, made with their
 * doctor. Source: the tables of `vaccines.ts` and `examinations.ts`.
 */
export function preventionOf(subject: Omit<Subject, 'atRisk'>, facts: PreventionFacts): readonly PreventionLine[] {
  const whole: Subject = { ...subject, atRisk: facts.risks.length > 0 };
  return rules
    .map((rule) => lineOf(rule, whole, facts))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || compare(keyOf(a), keyOf(b)));
}

const keyOf = ({ state, from = '9', before = '9' }: PreventionLine): string => (state === 'due' ? before : from);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function lineOf(rule: Rule, subject: Subject, { happened, refused, risks }: PreventionFacts): PreventionLine {
  const done = happened.filter((one) => isOf(rule, subject, one) && one.day <= subject.today && counts(rule, subject, one.day));
  const judged = judge(
    rule,
    subject,
    done.map(({ day }) => day),
  );
  const word = refused.get(rule.id);
  const asked = judged.state !== 'done' && judged.state !== 'notForYou';
  const verdict: Verdict = word !== undefined && asked ? { state: 'notForYou', not: 'said' } : judged;
  const { state, from, before } = verdict;
  return {
    id: rule.id,
    kind: rule.kind,
    state,
    label: rule.label,
    ...(verdict.step === undefined ? {} : { what: verdict.step.said }),
    sentence: sentenceOf(rule, verdict),
    about: rule.about,
    basis: sources[rule.source],
    ...(from === undefined ? {} : { from }),
    ...(before === undefined ? {} : { before }),
    ...(isEarly(rule, subject, state) ? { because: risks } : {}),
    done: onceEach(done),
    ...(word === undefined ? {} : { refused: word }),
  };
}

/** Told of this very rule, or a vaccine that protects against all of the same, or an examination of its days. */
function isOf(rule: Rule, { birth }: Subject, { rule: told, antigens, kind, day }: Happened): boolean {
  if (told === rule.id) return true;
  if (rule.is === 'once') return kind === rule.kind && day >= dayAfter(birth, rule.from) && day < dayAfter(birth, rule.until);
  return (rule.is === 'series' || rule.is === 'season') && rule.antigens.every((antigen) => antigens.has(antigen));
}

/** The illness is why only where age alone would ask for nothing yet. */
function isEarly(rule: Rule, subject: Subject, state: PreventionState): boolean {
  if (!subject.atRisk || state === 'notForYou' || !('atRisk' in rule)) return false;
  return judge(rule, { ...subject, atRisk: false }, []).not === 'young';
}

/** What several sources tell of one day is told once: a document before the person's memory, and theirs to take back where there is one. */
function onceEach(done: readonly Happened[]): readonly DoneOnce[] {
  const weight = ({ source }: Happened): number => ['document', 'data', 'person'].indexOf(source.kind);
  const days = Map.groupBy(
    done.toSorted((a, b) => weight(a) - weight(b) || compare(a.source.resource, b.source.resource)),
    ({ day }) => day,
  );
  return [...days.entries()]
    .sort(([a], [b]) => compare(b, a))
    .flatMap(([, all]) => {
      const own = all.find((one) => one.own !== undefined)?.own;
      const [first] = all;
      return first === undefined ? [] : [{ at: first.at, source: first.source, ...(own === undefined ? {} : { own }) }];
    });
}
