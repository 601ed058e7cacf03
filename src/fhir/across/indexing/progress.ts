import type { Sql } from '#store';
import { everyStanding } from './indexing.sql.ts';
import type { Kind } from './work.ts';

/** How far a work on what is stored is, or how it ended. */
export interface Progress {
  readonly kind: Kind;
  /** Of which resource types; none: of all. */
  readonly types: readonly string[];
  /** `waiting` too when it was begun and no server is at it any more. */
  readonly status: 'waiting' | 'running' | 'done';
  /** Resources to do, counted at the beginning; never fewer than were done. */
  readonly total: number;
  readonly processed: number;
  /** Of those processed, how many kept their old search values because no new ones could be made. */
  readonly failed: number;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

interface ProgressRow extends Omit<Progress, 'startedAt' | 'endedAt'> {
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

export async function progressAt(sql: Sql, at: Date): Promise<readonly Progress[]> {
  const rows = await sql.query<ProgressRow>(everyStanding, [at]);
  return rows.map(({ started_at: startedAt, ended_at: endedAt, ...row }) => ({
    ...row,
    startedAt,
    endedAt: endedAt ?? undefined,
  }));
}
