import type { ItemId } from '#kernel';
import type { Sql, Store } from '#store';
import { closedTasks, countTasks, openTasks, putTask } from './oversight.sql.ts';
import { badOutcome } from './refusals.ts';

/** What the operator has to do, of which kind. */
export const taskKinds = ['contest', 'review', 'desk'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** One line of a work list: enough to choose by, nothing of the record. */
export interface Task {
  readonly kind: TaskKind;
  readonly item: ItemId;
  readonly state: string;
  readonly openedAt: Date;
  /** Until when the person is owed an answer, or a second person may confirm. */
  readonly dueAt: Date;
  readonly closedAt?: Date;
  /** Who looked on what ground, who asked for what: as the kind tells it. */
  readonly told: Readonly<Record<string, unknown>>;
}

export interface TaskPage {
  readonly items: readonly Task[];
  readonly next?: string;
}

export interface TaskCount {
  readonly open: number;
  readonly late: number;
}

const page = 30;

/** Writes the task as it stands; to be repeated freely. */
export function writeTask(
  sql: Pick<Sql, 'query'>,
  { kind, item, state, openedAt, dueAt, closedAt, told }: Task,
): Promise<unknown> {
  const values = [`${kind}/${item}`, kind, item, state, openedAt, dueAt, closedAt ?? null, JSON.stringify(told)];
  return sql.query(putTask, values);
}

interface Row {
  readonly id: string;
  readonly kind: TaskKind;
  readonly item: ItemId;
  readonly state: string;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly closed_at: Date | null;
  readonly told: string;
}

/**
 * The work of one kind, 30 at a time: what is open by its end, what is closed newest first. `after` is the `next` of the page before;
 * refuses `oversight.malformed` for any other. What waited for a second person
 * past its time is not open any more.
 */
export async function listTasks(
  store: Store,
  kind: TaskKind,
  closed: boolean,
  after: string | undefined,
  now: Date,
): Promise<TaskPage> {
  const [at, id] = cursor(after, closed);
  const rows = await store.query<Row>(closed ? closedTasks : openTasks, [kind, at, id, page + 1]);
  const items = rows.slice(0, page);
  const last = items.at(-1);
  const lastAt = closed ? last?.closed_at : last?.due_at;
  const more = rows.length > page && last !== undefined && lastAt != null;
  return { items: items.map(taskOf), ...(more ? { next: `${lastAt.getTime()}.${last.item}` } : {}) };

  function cursor(text: string | undefined, descending: boolean): readonly [Date, string] {
    if (text === undefined) {
      if (descending) return [new Date('9999-12-31'), '~'];
      return [kind === 'desk' ? now : new Date(0), ''];
    }
    const m = /^(\d{1,15})\.([0-9a-f]{32}-[0-9a-z]{1,11})$/.exec(text);
    if (m === null) throw badOutcome('after');
    return [new Date(Number(m[1])), `${kind}/${m[2]}`];
  }
}

export async function taskCounts(store: Store, at: Date): Promise<Readonly<Record<TaskKind, TaskCount>>> {
  const rows = await store.query<{ kind: TaskKind; open: number; late: number }>(countTasks, [at]);
  const of = (kind: TaskKind): TaskCount => {
    const row = rows.find((one) => one.kind === kind);
    return { open: row?.open ?? 0, late: row?.late ?? 0 };
  };
  return { contest: of('contest'), review: of('review'), desk: of('desk') };
}

function taskOf({ kind, item, state, opened_at, due_at, closed_at, told }: Row): Task {
  return {
    kind,
    item,
    state,
    openedAt: opened_at,
    dueAt: due_at,
    ...(closed_at === null ? {} : { closedAt: closed_at }),
    told: JSON.parse(told) as Record<string, unknown>,
  };
}
