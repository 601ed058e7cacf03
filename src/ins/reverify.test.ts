import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel';
import { openReverification, reverifyTopic } from './reverify.ts';

const now = new Date('2026-06-01T00:00:00Z');
const none = { asked: 0, confirmed: 0, replaced: 0, denied: 0, skipped: 0 };

/** Runs the job once; gives since when it asked, after how many minutes it goes on, and what it said. */
async function run(verifyOldest: () => Promise<typeof none>): Promise<{ since: string; minutes: number; said: string[] }> {
  const [asked, later, said]: [Date[], Date[], string[]] = [[], [], []];
  const job = openReverification({
    ins: {
      vigilance: {
        verifyOldest: async (_call, since) => {
          asked.push(since);
          return verifyOldest();
        },
      },
    },
    clock: () => now,
    later: async (topic, key, _payload, at) => {
      assert.deepEqual([topic, key], [reverifyTopic, reverifyTopic]);
      later.push(at);
    },
    log: (line) => said.push(line),
  });
  await job.handlers[reverifyTopic]?.();
  assert.equal(later.length, 1);
  return { since: asked[0]?.toISOString() ?? '', minutes: ((later[0]?.getTime() ?? 0) - now.getTime()) / 60_000, said };
}

test('Issue 6, periodic verification: those confirmed more than 180 days ago, once a day, at once again after a full batch', async () => {
  assert.deepEqual(await run(async () => none), { since: '2025-12-03T00:00:00.000Z', minutes: 1440, said: [] });
  const full = await run(async () => ({ ...none, asked: 500, confirmed: 499, denied: 1 }));
  assert.equal(full.minutes, 1);
  assert.deepEqual(full.said, ['identities: 499 confirmed again, 0 replaced, 1 denied']);
});

test('Issue 6, periodic verification: a full batch that came to nothing does not turn in circles', async () => {
  assert.equal((await run(async () => ({ ...none, asked: 500, skipped: 500 }))).minutes, 1440);
});

test('Issue 6, periodic verification: an INSi that is away is asked the next day, told without a name; a defect is a defect', async () => {
  const away = await run(async () => {
    throw new Refusal('ins.insi-unavailable', { fr: 'INSi ne répond pas.', en: 'INSi does not answer.' });
  });
  assert.deepEqual([away.minutes, away.said], [1440, ['identities: not verified again: ins.insi-unavailable']]);
  await assert.rejects(
    run(async () => {
      throw new TypeError('a defect');
    }),
    TypeError,
  );
});
