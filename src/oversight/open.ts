import type { Call } from '#kernel';
import { PLATFORM } from '#kernel';
import type { OutboxMessage } from '#store';
import { type Contests, followContest, openContestsOf } from './contests.ts';
import { type Desk, followDesk, openDesk } from './desk.ts';
import { type Ground, taskTopic } from './ground.ts';
import { openPatterns, type Patterns } from './patterns.ts';
import { openReader, type Reader } from './reader.ts';
import { followReview, openReviews, type Reviews } from './reviews.ts';
import { listTasks, type TaskCount, type TaskKind, type TaskPage, taskCounts } from './tasks.ts';
import { operatorOf } from './words.ts';

/** What the operator watches over and owes people: cases, reviews, unusual patterns, the desk. */
export interface Oversight extends Contests, Reviews, Omit<Patterns, 'weigh' | 'weighAll' | 'openPatterns'> {
  readonly desk: Desk;
  /** One kind of work, 30 at a time: open by its end, or closed newest first. */
  tasks(call: Call, kind: TaskKind, closed: boolean, after?: string): Promise<TaskPage>;
  counts(call: Call): Promise<Readonly<Record<TaskKind | 'pattern', TaskCount>>>;
  readonly reader: Reader;
  /** What is done after an act, for `jobs`: the work lists follow. */
  readonly together: Readonly<Record<string, (messages: readonly OutboxMessage[]) => Promise<readonly OutboxMessage[]>>>;
  close(): Promise<void>;
}

/** `zone`: the IANA zone of this installation's days and nights. */
export function openOversight(ground: Ground, zone = 'Europe/Paris'): Oversight {
  const { store } = ground;
  const patterns = openPatterns(ground, PLATFORM, zone);
  const reader = openReader(ground, patterns, zone);
  ground.trace.onLine(reader.heard);
  const follow = async ({ record, payload: { kind, n } }: OutboxMessage): Promise<void> => {
    if (typeof n !== 'number') return;
    if (kind === 'contest') await followContest(ground, record, n);
    if (kind === 'review') await followReview(store, record, n);
    if (kind === 'desk') await followDesk(ground, record, n);
  };
  return {
    ...openContestsOf(ground),
    ...openReviews(ground),
    ...patterns,
    desk: openDesk(ground),
    async tasks(call, kind, closed, after) {
      operatorOf(call);
      return listTasks(store, kind, closed, after, call.at);
    },
    async counts(call) {
      operatorOf(call);
      const tasks = await taskCounts(store, call.at);
      return { ...tasks, pattern: { open: await patterns.openPatterns(), late: 0 } };
    },
    reader,
    together: {
      [taskTopic]: async (messages) => {
        for (const message of messages) await follow(message);
        return [];
      },
    },
    close: () => reader.close(),
  };
}
