import { statement } from '#store';

export const startCounting = statement(
  'oversight.startCounting',
  'insert into oversight.counted (record_id, seq) values ($1, 0) on conflict (record_id) do nothing',
);
export const lockCounted = statement(
  'oversight.lockCounted',
  'select seq from oversight.counted where record_id = $1 for update',
);
export const moveCounted = statement('oversight.moveCounted', 'update oversight.counted set seq = $2 where record_id = $1');
export const countedOf = statement(
  'oversight.countedOf',
  'select record_id, seq from oversight.counted where record_id = any($1::uuid[])',
);
export const tiesOf = statement('oversight.tiesOf', 'select structure_id, since from oversight.tie where record_id = $1');
export const addTies = statement(
  'oversight.addTies',
  `insert into oversight.tie (record_id, structure_id, since)
   select t.record_id, t.structure_id, t.since from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as t(record_id, structure_id, since)
   on conflict (record_id, structure_id) do nothing`,
  { acrossRecords: 'every row given is of the one record that the transaction has locked' },
);
export const addVisits = statement(
  'oversight.addVisits',
  `insert into oversight.visit (professional_id, day, home, acts, night, untied, far)
   select * from unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[])
   on conflict (professional_id, day, home) do update
   set acts = visit.acts + excluded.acts, night = visit.night + excluded.night, untied = visit.untied or excluded.untied,
     far = visit.far or excluded.far`,
);
export const forgetVisits = statement('oversight.forgetVisits', 'delete from oversight.visit where day < $1');

/** What one professional did on one day, as numbers. */
export const dayOf = statement(
  'oversight.dayOf',
  `select count(*) as volume, count(*) filter (where v.far) as distance, count(*) filter (where v.night > 0) as night,
     count(*) filter (where v.untied and x.home is not null) as exposed
   from oversight.visit v left join oversight.exposed x on x.home = v.home where v.professional_id = $1 and v.day = $2`,
);
export const daysOver = statement(
  'oversight.daysOver',
  `select v.professional_id, v.day from oversight.visit v left join oversight.exposed x on x.home = v.home where v.day >= $1
   group by v.professional_id, v.day
   having count(*) >= $2 or count(*) filter (where v.far) >= $3 or count(*) filter (where v.night > 0) >= $4
     or count(*) filter (where v.untied and x.home is not null) >= $5`,
);
export const daysAt = statement(
  'oversight.daysAt',
  'select professional_id, day from oversight.visit where home = $1 and day >= $2',
);
export const raise = statement(
  'oversight.raise',
  `insert into oversight.pattern (id, kind, professional_id, day, who, value, threshold, state, first_at)
   values ($1, $2, $3, $4, $5, $6, $7, 'open', $8)
   on conflict (id) do update set value = excluded.value, threshold = excluded.threshold where pattern.state = 'open'`,
);
export const patternsIn = statement(
  'oversight.patternsIn',
  `select * from oversight.pattern where state = any($1::text[]) and (day, id) < ($2, $3) order by day desc, id desc limit $4`,
);
export const patternById = statement('oversight.patternById', 'select * from oversight.pattern where id = $1');
export const closePattern = statement(
  'oversight.closePattern',
  `update oversight.pattern set state = $2, words = $3, closed_at = $4, closed_by = $5 where id = $1 and state = 'open' returning id`,
);
export const countPatterns = statement(
  'oversight.countPatterns',
  "select count(*) as open from oversight.pattern where state = 'open'",
);
export const week = statement(
  'oversight.week',
  `select day, count(*) as records, sum(acts)::bigint as acts, count(*) filter (where night > 0) as night, count(*) filter (where far) as far
   from oversight.visit where professional_id = $1 and day > $2 and day <= $3 group by day order by day`,
);

export const thresholdsSet = statement(
  'oversight.thresholdsSet',
  'select kind, value, changed_at, changed_by from oversight.threshold',
);
export const setThreshold = statement(
  'oversight.setThreshold',
  `insert into oversight.threshold (kind, value, changed_at, changed_by) values ($1, $2, $3, $4)
   on conflict (kind) do update set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
);
export const exposedOnes = statement(
  'oversight.exposedOnes',
  'select home, since, by_name, reason from oversight.exposed order by since desc, home limit 500',
);
export const expose = statement(
  'oversight.expose',
  `insert into oversight.exposed (home, since, by_name, reason) values ($1, $2, $3, $4) on conflict (home) do nothing`,
);
export const unexpose = statement('oversight.unexpose', 'delete from oversight.exposed where home = $1');
