import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Attempt, type Notify, type Settled, schedule, settle, wanted } from './schedule.ts';

const since = new Date('2026-11-20T08:00:00Z');
const minutes = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 60_000;
const reply = { delivered: '250 2.0.0 ok', temporary: '451 4.3.0 later', permanent: '550 5.1.1 no' } as const;
type Outcome = keyof typeof reply;

const notify: fc.Arbitrary<Notify | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant(['never'] as const),
  fc.subarray(['success', 'failure', 'delay'] as const, { minLength: 1 }),
);

/** Attempts as they follow each other until the end; each begins when the one before said, or `late` minutes after. */
function live(asked: Notify | undefined, from: string, outcomes: readonly Outcome[], late: readonly number[], reports: boolean) {
  const told: NonNullable<Settled['tell']>[] = [];
  let at = since;
  let delayed = false;
  for (let attempts = 1; attempts < 5000; attempts++) {
    const outcome = outcomes[(attempts - 1) % outcomes.length] ?? 'temporary';
    const attempt: Attempt = { since, attempts, delayed, from, notify: asked };
    const next = settle(attempt, { outcome, reply: reply[outcome] }, reports, at);
    if (next.tell !== undefined) told.push(next.tell);
    delayed ||= next.tell === 'delayed';
    if (next.state !== 'waiting') return { state: next.state, told, at, attempts, reply: next.reply };
    assert.ok(next.nextAt > at, 'it never tries without a pause');
    at = new Date(next.nextAt.getTime() + (late[attempts % late.length] ?? 0) * 60_000);
  }
  throw new Error('it never ended');
}

test('RFC 5321 §4.5.4.1: whatever the other side answers, each recipient ends in one of delivered and failed, and the sender is told as NOTIFY says', () => {
  const outcomes = fc.array(fc.constantFrom<Outcome>('delivered', 'temporary', 'temporary', 'temporary', 'permanent'), {
    minLength: 1,
    maxLength: 40,
  });
  const late = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      notify,
      fc.constantFrom('', 'amelie@exemple.mssante.fr'),
      outcomes,
      late,
      fc.boolean(),
      (asked, from, replies, waits, reports) => {
        const { state, told, at } = live(asked, from, replies, waits, reports);
        const last = told.filter((one) => one !== 'delayed');
        const expected =
          from === ''
            ? []
            : state === 'failed'
              ? wanted(asked, 'failure')
                ? ['failed']
                : []
              : wanted(asked, 'success') && !reports
                ? ['relayed']
                : [];
        assert.deepEqual(last, expected);
        const delays = told.length - last.length;
        assert.ok(delays <= 1);
        if (delays === 1)
          assert.ok(from !== '' && wanted(asked, 'delay') && minutes(since, at) >= schedule.delayNoticeAfterMinutes);
        assert.ok(minutes(since, at) <= schedule.givenUpAfterMinutes + 600, 'it is over in five days and the longest delay');
      },
    ),
    { numRuns: 1000 },
  );
});

test('RFC 5321 §4.5.4.1: pauses grow, the sender hears of the delay at four hours sharp, the end comes after five days with the last answer', () => {
  const always = live(undefined, 'amelie@exemple.mssante.fr', ['temporary'], [0], true);
  assert.deepEqual([always.state, always.told, minutes(since, always.at)], ['failed', ['delayed', 'failed'], 5 * 24 * 60]);
  assert.match(always.reply, /^450 4\.4\.7 .*451 4\.3\.0 later$/);
  const pauses: number[] = [];
  let at = since;
  let delayed = false;
  for (let attempts = 1; attempts <= 10; attempts++) {
    const attempt = { since, attempts, delayed, from: 'a@b.fr', notify: undefined };
    const { nextAt, tell } = settle(attempt, { outcome: 'temporary', reply: reply.temporary }, true, at);
    assert.equal(tell, minutes(since, at) === 240 ? 'delayed' : undefined);
    delayed ||= tell === 'delayed';
    pauses.push(minutes(at, nextAt));
    at = nextAt;
  }
  // the seventh is cut short by the notice at 240 minutes
  assert.deepEqual(pauses, [2, 5, 15, 30, 60, 120, 8, 240, 240, 240]);
  assert.ok(delayed);
});
