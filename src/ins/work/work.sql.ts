import { statement } from '#store';

const shown = 'id, kind, record_id, other_record, state, found_at, detail, closed_at, closed_by, note';

/** What is open already is not opened twice: two who find it at once make one item, which tells all that was found. */
export const addWork = statement(
  'ins.addWork',
  `insert into ins.work_item (id, kind, record_id, other_record, state, found_at, detail) values ($1, $2, $3, $4, 'open', $5, $6)
   on conflict (kind, record_id, coalesce(other_record, record_id)) where state = 'open'
   do update set detail = left(work_item.detail || '; ' || excluded.detail, 500)
   where not excluded.detail = any(string_to_array(work_item.detail, '; '))`,
);
/** By the newest found, 30 and one more: `$1` open or not, `$2` the kind or null, `$3` and `$4` the last of the page before. */
export const pageOfWork = statement(
  'ins.pageOfWork',
  `select ${shown} from ins.work_item
   where (state = 'open') = $1 and ($2::text is null or kind = $2) and (found_at, id) < ($3, $4::uuid)
   order by found_at desc, id desc limit 31`,
);
export const countsOfWork = statement(
  'ins.countsOfWork',
  `select kind, count(*)::integer as open from ins.work_item where state = 'open' group by kind`,
);
export const readWork = statement('ins.readWork', `select ${shown} from ins.work_item where id = $1`);
export const endWork = statement(
  'ins.endWork',
  `update ins.work_item set state = $2, closed_at = $3, closed_by = $4, note = $5 where id = $1 and state = 'open' returning id`,
);
/** What the identity itself has settled. */
export const settleWork = statement(
  'ins.settleWork',
  `update ins.work_item set state = 'done', closed_at = $3, closed_by = 'Socle' where record_id = $1 and kind = any($2) and state = 'open'`,
);
export const workOfRecord = statement(
  'ins.workOfRecord',
  `select ${shown} from ins.work_item where (record_id = $1 or other_record = $1) and state = 'open' order by found_at desc limit 30`,
);
