import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Around,
  type Correspondence,
  finOf,
  type Happening,
  happened,
  isPrivate,
  shutToAnswers,
  shutToNew,
} from './rules.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 22);
const on = (days: number): Date => new Date(start + days * day);
const empty: Correspondence = { conversations: new Map() };
const played = (...happenings: readonly Happening[]): Correspondence => happenings.reduce(happened, empty);
const around = (days: number, more: Partial<Around> = {}): Around => ({
  at: on(days),
  ownClosed: false,
  theirsClosed: false,
  ...more,
});
const letter = (conversation: number, days: number, fin: 'none' | 'this' | 'all' = 'none'): Happening => ({
  is: 'letter',
  conversation,
  fin,
  at: on(days),
});

type Shown = string | undefined;
const table: readonly (readonly [
  name: string,
  happenings: readonly Happening[],
  answer1: Shown,
  fresh: Shown,
  more?: Partial<Around>,
])[] = [
  ['a professional wrote: the citizen answers, and may begin another', [letter(1, 0)], undefined, undefined],
  ['nobody wrote: nothing may be begun', [], undefined, 'message'],
  ['X-MSS-MES: FIN: no answer, nothing new', [letter(1, 0, 'this')], 'message', 'message'],
  ['FIN in another conversation leaves this one open', [letter(1, 0), letter(2, 1, 'this')], undefined, undefined],
  ['[FIN] closes every earlier one', [letter(1, 0), letter(2, 1, 'all')], 'all', 'all'],
  ['what comes after [FIN] is open', [letter(1, 0), letter(2, 1, 'all'), letter(3, 2)], 'all', undefined],
  ['the professional writes again where it was closed: open again', [letter(1, 0, 'this'), letter(1, 1)], undefined, undefined],
  ['closed by the button', [letter(1, 0), { is: 'close', conversation: 1, at: on(1) }], 'button', 'button'],
  [
    'opened again by the button',
    [letter(1, 0), { is: 'close', conversation: 1, at: on(1) }, { is: 'reopen', conversation: 1, at: on(2) }],
    undefined,
    undefined,
  ],
  [
    'questions are welcome: a new one may be begun, a closed one stays closed',
    [letter(1, 0, 'this'), { is: 'questions', questions: { until: on(20), replyWithinDays: 2 } }],
    'message',
    undefined,
  ],
  [
    'at the very end of the welcome nothing may be begun',
    [letter(1, 0, 'this'), { is: 'questions', questions: { until: on(10), replyWithinDays: 2 } }],
    'message',
    'message',
  ],
  [
    '[FIN] ends the welcome to questions',
    [{ is: 'questions', questions: { until: on(20), replyWithinDays: 2 } }, letter(1, 1, 'all')],
    'all',
    'all',
  ],
  ['the person closed their messaging', [letter(1, 0)], 'own', 'own', { ownClosed: true }],
  ['the professional’s mailbox is closed', [letter(1, 0)], 'theirs', 'theirs', { theirsClosed: true }],
];

for (const [name, happenings, answer, fresh, more] of table)
  test(`Issue 7, 5, who may write: ${name}`, () => {
    const correspondence = played(...happenings);
    assert.equal(shutToAnswers(correspondence, 1, around(10, more)), answer);
    assert.equal(shutToNew(correspondence, around(10, more)), fresh);
  });

const happenings = fc.array(
  fc.oneof(
    fc.record({
      is: fc.constant('letter' as const),
      conversation: fc.integer({ min: 1, max: 4 }),
      fin: fc.constantFrom('none', 'this', 'all'),
    }),
    fc.record({ is: fc.constantFrom('close' as const, 'reopen' as const), conversation: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ is: fc.constant('questions' as const), days: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }) }),
  ),
  { maxLength: 14 },
);

/**
 * The naive oracle: reads the whole history anew, from its end, each time that it is asked. It shares no line with the rules.
 */
function oracleOpen(history: readonly Happening[], conversation: number): boolean {
  const began = history.findIndex((one) => one.is === 'letter' && one.conversation === conversation);
  if (began < 0) return false;
  for (let i = history.length - 1; i >= began; i--) {
    const one = history[i];
    if (one === undefined || one.is === 'questions') continue;
    if (one.is === 'letter' && one.fin === 'all') return false;
    if (one.conversation !== conversation) continue;
    if (one.is === 'letter') return one.fin === 'none';
    return one.is === 'reopen';
  }
  return false;
}

function oracleWelcome(history: readonly Happening[], at: Date): boolean {
  for (const one of [...history].reverse()) {
    if (one.is === 'letter' && one.fin === 'all') return false;
    if (one.is === 'questions') return one.questions !== undefined && at.getTime() < one.questions.until.getTime();
  }
  return false;
}

test('Issue 7, 5, who may write: any history gives what an oracle finds that reads it from its end', () => {
  fc.assert(
    fc.property(
      happenings,
      fc.integer({ min: 0, max: 40 }),
      fc.boolean(),
      fc.boolean(),
      (drawn, days, ownClosed, theirsClosed) => {
        const history = drawn.map((one, i): Happening => {
          if (one.is !== 'questions') return { ...one, at: on(i) };
          return { is: 'questions', questions: one.days === undefined ? undefined : { until: on(one.days), replyWithinDays: 2 } };
        });
        const end = played(...history);
        const here = around(days, { ownClosed, theirsClosed });
        const possible = !ownClosed && !theirsClosed;
        const known = new Set(history.flatMap((one) => (one.is === 'letter' ? [one.conversation] : [])));
        for (const n of known) assert.equal(shutToAnswers(end, n, here) === undefined, possible && oracleOpen(history, n));
        const anyOpen = [...known].some((n) => oracleOpen(history, n));
        assert.equal(shutToNew(end, here) === undefined, possible && (anyOpen || oracleWelcome(history, here.at)));
        assert.deepEqual(new Set(end.conversations.keys()), known);
      },
    ),
    { numRuns: 2000 },
  );
});

test('MSSanté, ENS Messagerie, ECO.2.2.8: FIN is read whatever its capitals and spaces, and in no other word', () => {
  for (const [subject, mes, fin] of [
    ['Votre résultat', [], 'none'],
    ['Votre résultat', ['FIN'], 'this'],
    ['Votre résultat', [' fin '], 'this'],
    ['Votre résultat', ['FINAL', 'x'], 'none'],
    ['[FIN] Votre suivi', [], 'all'],
    ['Re: [fin] Votre suivi', ['FIN'], 'all'],
    ['La fin de votre traitement', [], 'none'],
    ['[FINAL]', [], 'none'],
  ] as const)
    assert.equal(finOf(subject, mes), fin, `${subject} ${mes.join()}`);
});

test('RFC 2156 §5.3.2, Sensitivity: what is for the person alone', () => {
  for (const [value, is] of [
    ['Private', true],
    ['personal ', true],
    ['Company-Confidential', true],
    ['Normal', false],
    ['', false],
  ] as const)
    assert.equal(isPrivate([value]), is, value);
  assert.equal(isPrivate([]), false);
});
