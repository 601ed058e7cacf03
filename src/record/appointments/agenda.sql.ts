import { statement } from '#store';

export const leaveAgenda = statement(
  'record.leaveAgenda',
  'delete from record.agenda where record_id = $1 and n = any($2::bigint[])',
);
/** `$2` numbers, then who, from when, until when, and whether it stands: one row for each professional who takes part. */
export const enterAgenda = statement(
  'record.enterAgenda',
  `insert into record.agenda (record_id, n, professional_id, at, until, cancelled)
   select $1::uuid, i.n, i.professional_id, i.at, i.until, i.cancelled
   from unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
     as i(n, professional_id, at, until, cancelled) on conflict do nothing`,
);
export const agendaBetween = statement(
  'record.agendaBetween',
  `select record_id, n, at, until, cancelled from record.agenda
   where professional_id = $1 and at >= $2 and at < $3 order by at, record_id, n limit $4`,
  { acrossRecords: 'the professional’s own day; whom they may know of is decided afterwards' },
);
