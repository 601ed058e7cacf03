import { statement } from '#store';

/** One statement: this visit is noted, and when the one before it ended is given. A visit ends after half an hour without a look. */
export const visit = statement(
  'record.visit',
  `insert into record.visit (professional_id, record_id, last) values ($1, $2, $3)
   on conflict (professional_id, record_id) do update set last = greatest(visit.last, excluded.last),
     previous = case when visit.last < excluded.last - interval '30 minutes' then visit.last else visit.previous end
   returning previous`,
);
export const visitOf = statement(
  'record.visitOf',
  'select last, previous from record.visit where professional_id = $1 and record_id = $2',
);
export const lastVisited = statement(
  'record.lastVisited',
  'select record_id, last, told from record.visit where professional_id = $1 order by last desc, record_id limit $2',
  { acrossRecords: 'the professional’s own list of whom they saw; each is decided afterwards' },
);
/** `$2` records, `$3` up to when the professional was told of each. */
export const tellNews = statement(
  'record.tellNews',
  `update record.visit v set told = n.told from unnest($2::uuid[], $3::timestamptz[]) as n (record_id, told)
   where v.professional_id = $1 and v.record_id = n.record_id and (v.told is null or v.told < n.told)`,
  { acrossRecords: 'the professional’s own list of whom they saw' },
);
export const understoodAt = statement(
  'record.understoodAt',
  'select understood_at from record.notice where professional_id = $1',
);
export const understand = statement(
  'record.understand',
  `insert into record.notice (professional_id, understood_at) values ($1, $2)
   on conflict (professional_id) do update set understood_at = greatest(notice.understood_at, excluded.understood_at)
   returning understood_at`,
);
