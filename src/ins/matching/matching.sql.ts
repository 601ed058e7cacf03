import { statement } from '#store';

const acrossRecords = 'keyed by what people are looked for by, before their records are known';

export const addKeys = statement(
  'ins.addKeys',
  `insert into ins.person_key (key, birth, record_id) select k.key, k.birth, $1::uuid from unnest($2::bigint[], $3::integer[]) as k(key, birth)
   on conflict do nothing`,
  { acrossRecords },
);
export const dropKeys = statement(
  'ins.dropKeys',
  `delete from ins.person_key p using unnest($2::bigint[], $3::integer[]) as k(key, birth)
   where p.key = k.key and p.birth = k.birth and p.record_id = $1`,
  { acrossRecords },
);
/**
 * Who shares a key, those who share most first. `$1` keys of a whole date; `$2` keys of names, taken with the year `$3` or one of the days
 * `$4`, or with any date when `$3` is null; `$5` how many.
 */
export const sharingKeys = statement(
  'ins.sharingKeys',
  `select record_id from (
     (select record_id from ins.person_key where key = any($1::bigint[]) limit 2000)
     union all
     (select record_id from ins.person_key where key = any($2::bigint[])
        and ($3::integer is null or birth / 10000 = $3 or birth % 10000 = any($4::integer[])) limit 2000)
   ) hit group by record_id order by count(*) desc, record_id limit $5`,
  { acrossRecords },
);
/** Identities in the order of their ids, to give them their keys; `$1` after which. */
export const identitiesFrom = statement(
  'ins.identitiesFrom',
  `select record_id, birth_family, birth_givens, first_birth_given, sex, birth_date, birth_place, used_family, used_given
   from ins.identity where record_id > $1 order by record_id limit $2`,
  { acrossRecords: 'the keys of all people are made once for each version of the keys' },
);
export const addManyKeys = statement(
  'ins.addManyKeys',
  `insert into ins.person_key (key, birth, record_id)
   select * from unnest($1::bigint[], $2::integer[], $3::uuid[]) on conflict do nothing`,
  { acrossRecords },
);
export const clearKeys = statement('ins.clearKeys', 'delete from ins.person_key', { acrossRecords });
