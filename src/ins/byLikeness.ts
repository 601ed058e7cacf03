import type { Sql } from '#store';
import { tooBroad } from './byTraits.ts';
import { surviving } from './find.ts';
import { type Compared, isNear, type Lookalike, lookalikes } from './matching/index.ts';
import { normalisedName } from './name.ts';

const most = 20;

/** See {@link Ins.byLikeness}. A record that was linked is told as the one that goes on for it, once. */
export async function byLikeness(sql: Sql, sought: Compared, limit: number): Promise<readonly Lookalike[]> {
  if (normalisedName(sought.birthFamily) === '') throw tooBroad();
  const { birthDate, ...others } = sought;
  const isDate = birthDate !== undefined && /^\d{4}-\d\d-\d\d$/.test(birthDate);
  const known = isDate ? { ...others, birthDate } : others;
  const near = (await lookalikes(sql, known, 60)).filter(({ likeness }) => isNear(likeness));
  const wanted = near.slice(0, Math.max(1, Math.min(Math.trunc(limit), most)));
  const going = await Promise.all(
    wanted.map(async (one) => ({ ...one, identity: (await surviving(sql, one.identity)) ?? one.identity })),
  );
  const seen = new Set<string>();
  return going.filter(({ identity: { record } }) => !seen.has(record) && seen.add(record));
}
