import { statement } from '#store';

const link = `record_id, n, survivor, since, asked_by, by_name, why, undone_at, undone_by, undone_why`;
const acrossRecords = 'a list for the operator, of whoever was linked';

/** The row of the linked record: where it goes on, from which version on. */
export const setSurvivor = statement(
  'ins.setSurvivor',
  `update ins.identity set survivor = $2, version = version + 1, since = $4 where record_id = $1 and version = $3 returning version`,
);
export const setLinked = statement(
  'ins.setLinked',
  `update ins.identity set linked = $2::uuid[], version = version + 1, since = $4 where record_id = $1 and version = $3 returning version`,
);
export const addLink = statement(
  'ins.addLink',
  `insert into ins.link (record_id, n, survivor, since, asked_by, by_id, by_name, why)
   select $1::uuid, coalesce((select max(n) from ins.link where record_id = $1), 0) + 1, $2, $3, $4, $5, $6, $7 returning ${link}`,
);
export const undoLink = statement(
  'ins.undoLink',
  `update ins.link set undone_at = $3, undone_by = $4, undone_why = $5 where record_id = $1 and n = $2 and undone_at is null returning ${link}`,
);
export const linkAt = statement('ins.linkAt', `select ${link} from ins.link where record_id = $1 and n = $2`, { brief: true });
/** `$1` those that stand or those undone; behind `$2`, `$3`; newest first. */
export const listLinks = statement(
  'ins.listLinks',
  `select ${link} from ins.link where (undone_at is null) = $1 and (since, record_id) < ($2, $3::uuid)
   order by since desc, record_id desc limit $4`,
  { acrossRecords },
);

const item = 'id, kind, record_id, other_record, state, found_at, detail, closed_at, closed_by, note';

/** Pairs found: none that waits already, nor that somebody looked at and found so before. */
export const addDuplicates = statement(
  'ins.addDuplicates',
  `insert into ins.work_item (id, kind, record_id, other_record, state, found_at, detail)
   select f.id, 'duplicate', f.one, f.other, 'open', $1, f.detail
   from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as f(id, one, other, detail)
   where not exists (select from ins.work_item w where w.kind = 'duplicate' and w.record_id = f.one and w.other_record = f.other
     and (w.state = 'open' or (w.state = 'dismissed' and w.detail = f.detail)))
   on conflict do nothing`,
  { acrossRecords: 'the work list names the people whom an identity is like' },
);
/** What is like this one no more, after a correction: nobody needs to look. */
export const endDuplicates = statement(
  'ins.endDuplicates',
  `update ins.work_item set state = 'outdated', closed_at = $3
   where kind = 'duplicate' and state = 'open' and (record_id = $1 or other_record = $1)
     and case when record_id = $1 then other_record else record_id end <> all($2::uuid[])`,
);
export const addCollision = statement(
  'ins.addCollision',
  `insert into ins.work_item (id, kind, record_id, state, found_at, detail) values ($1, 'collision', $2, 'open', $3, $4) on conflict do nothing`,
  { acrossRecords: 'a new line of the work list, with the record in it' },
);
export const listItems = statement(
  'ins.listItems',
  `select ${item} from ins.work_item where state = any($1::text[]) and kind = any($2::text[]) and (found_at, id) < ($3, $4::uuid)
   order by found_at desc, id desc limit $5`,
  { acrossRecords: 'the work list of the operator' },
);
export const countItems = statement(
  'ins.countItems',
  `select count(*) as open from ins.work_item where state = 'open' and kind = any($1::text[])`,
  { acrossRecords: 'how long the work list of the operator is' },
);
export const itemAt = statement('ins.itemAt', `select ${item} from ins.work_item where id = $1`, {
  acrossRecords: 'one line of the work list, by its own id',
});
export const closeItem = statement(
  'ins.closeItem',
  `update ins.work_item set state = $2, closed_at = $3, closed_by = $4, note = $5 where id = $1 and state = 'open' returning id`,
  { acrossRecords: 'one line of the work list, by its own id' },
);
/** After a link or its end, what is asked about the two is settled. */
export const closePair = statement(
  'ins.closePair',
  `update ins.work_item set state = $3, closed_at = $4, closed_by = $5
   where kind = 'duplicate' and state = 'open' and record_id = least($1::uuid, $2::uuid) and other_record = greatest($1::uuid, $2::uuid)`,
);
/** Two operators said that these are two people: the pair is not proposed again as long as it looks so. */
export const addDismissed = statement(
  'ins.addDismissed',
  `insert into ins.work_item (id, kind, record_id, other_record, state, found_at, detail, closed_at, closed_by)
   values ($1, 'duplicate', least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), 'dismissed', $4, $5, $4, $6)`,
  { acrossRecords: 'a line of the work list names two people' },
);
