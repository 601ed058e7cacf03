import { statement } from '#store';

export const factsOf = statement(
  'rights.factsOf',
  `select r.record_id, coalesce(s.version, 0) as version, coalesce(s.closed, false) as closed,
     coalesce(s.opposed_deposit, false) as deposit, coalesce(s.opposed_consultation, false) as consultation,
     coalesce(s.opposed_emergency, false) as emergency
   from (select $1::uuid as record_id) r left join rights.state s on s.record_id = $1`,
  { brief: true },
);
export const blocksOf = statement(
  'rights.blocksOf',
  'select professional_id, since, who from rights.block where record_id = $1',
  {
    brief: true,
  },
);
export const accessesOf = statement(
  'rights.accessesOf',
  'select professional_id, ground, reason, since, until, who from rights.access where record_id = $1',
  { brief: true },
);
export const nextVersion = statement(
  'rights.nextVersion',
  `insert into rights.state (record_id, version) values ($1, 1)
   on conflict (record_id) do update set version = state.version + 1`,
);
export const oppose = statement(
  'rights.oppose',
  `update rights.state set opposed_deposit = $2, opposed_consultation = $3, opposed_emergency = $4 where record_id = $1`,
);
export const block = statement(
  'rights.block',
  `insert into rights.block (record_id, professional_id, since, who) values ($1, $2, $3, $4)
   on conflict (record_id, professional_id) do nothing`,
);
export const unblock = statement('rights.unblock', 'delete from rights.block where record_id = $1 and professional_id = $2');
export const declare = statement(
  'rights.declare',
  `insert into rights.access (record_id, professional_id, ground, reason, since, until, who) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (record_id, professional_id) do update
   set ground = excluded.ground, reason = excluded.reason, since = excluded.since, until = excluded.until, who = excluded.who`,
);
export const shorten = statement(
  'rights.shorten',
  'update rights.access set until = least(until, $3) where record_id = $1 and professional_id = $2',
);
export const close = statement('rights.close', 'update rights.state set closed = $2 where record_id = $1');

/**
 * The part of a Permit that PostgreSQL checks: `$1` is the record, `alias` the thing seen, `$first` and the five after it the values.
 * A statement that joins several things repeats it for each alias, with the same parameters.
 */
export function predicateText(first: number, alias: string): string {
  const [version, masked, author, invisible, onlyOwn, depositor] = [0, 1, 2, 3, 4, 5].map((n) => `$${first + n}`);
  return `coalesce((select s.version from rights.state s where s.record_id = $1), 0) = ${version}
    and (${masked} or not ${alias}.hidden_from_professionals or ${author} = any(${alias}.author_ids))
    and (${invisible} or not ${alias}.hidden_from_patient)
    and (not ${onlyOwn} or ${author} = any(${alias}.author_ids) or ${alias}.depositor = ${depositor})`;
}

/** The same across records: `$first` the software, the next the professional, one of them empty. */
export function acrossText(first: number, alias: string): string {
  const [software, professional] = [`$${first}`, `$${first + 1}`];
  return `((${software}::text <> '' and ${alias}.depositor = ${software})
    or (${professional}::text <> '' and ${professional} = any(${alias}.author_ids)
      and not exists (select 1 from rights.block b where b.record_id = ${alias}.record_id and b.professional_id = ${professional})
      and not exists (select 1 from rights.state s where s.record_id = ${alias}.record_id and s.closed)))`;
}
