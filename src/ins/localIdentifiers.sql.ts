import { statement } from '#store';

const byKey = 'keyed by domain and value, which are unique across records';

/** Of two at once the second waits for the first, and keeps nothing. */
export const keepLocals = statement(
  'ins.keepLocals',
  `insert into ins.local_identifier (system, value, record_id, software, since)
   select distinct t.system, t.value, $1::uuid, $2, $3::timestamptz from unnest($4::text[], $5::text[]) as t(system, value)
   on conflict (system, value) do nothing`,
  { acrossRecords: byKey },
);
/** Whoever else bears one of these already. */
export const localsOfOthers = statement(
  'ins.localsOfOthers',
  `select l.record_id from ins.local_identifier l join unnest($2::text[], $3::text[]) as t(system, value)
     on l.system = t.system and l.value = t.value where l.record_id <> $1 limit 1`,
  { acrossRecords: byKey },
);
export const dropLocals = statement(
  'ins.dropLocals',
  `delete from ins.local_identifier l where l.record_id = $1 and l.software = $2
   and not exists (select from unnest($3::text[], $4::text[]) as t(system, value) where l.system = t.system and l.value = t.value)`,
);
export const localsOf = statement(
  'ins.localsOf',
  'select system, value from ins.local_identifier where record_id = $1 order by since, system, value limit 100',
);
export const recordOfLocal = statement(
  'ins.recordOfLocal',
  'select record_id from ins.local_identifier where system = $1 and value = $2',
  { acrossRecords: byKey, brief: true },
);
export const localDomain = statement('ins.localDomain', 'select 1 as one from ins.local_identifier where system = $1 limit 1', {
  acrossRecords: byKey,
});
