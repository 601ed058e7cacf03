import { statement } from '#store';

const operator = 'numbers by kind of mailbox and product; no address, no content';

export const addDeed = statement(
  'messaging.figures.add',
  `insert into messaging.deed (record_id, month, what, product, n, bytes) values ($1, $2, $3, $4, $5, $6)
   on conflict (record_id, month, what, product) do update set n = deed.n + excluded.n, bytes = deed.bytes + excluded.bytes`,
);
/** `$1` the month. */
export const deedsOf = statement(
  'messaging.figures.deeds',
  `select m.kind, d.product, d.what, sum(d.n)::bigint as n, sum(d.bytes)::bigint as bytes, count(distinct d.record_id)::bigint as mailboxes
   from messaging.deed d join messaging.mailbox m using (record_id)
   where d.month = $1 group by 1, 2, 3 order by 1, 2, 3`,
  { acrossRecords: operator },
);
/** `$1` the month, `$2` its first instant, `$3` the first after it. `used`: something was sent, received or removed in it. */
export const mailboxesOf = statement(
  'messaging.figures.mailboxes',
  `select m.kind,
          count(*) filter (where m.opened_at < $3 and (m.closed_at is null or m.closed_at >= $3)) as open,
          count(*) filter (where m.opened_at >= $2 and m.opened_at < $3) as opened,
          count(*) filter (where m.closed_at >= $2 and m.closed_at < $3) as closed,
          count(*) filter (where exists (select 1 from messaging.deed d where d.record_id = m.record_id and d.month = $1)) as used,
          count(*) filter (where exists (
            select 1 from messaging.deed d where d.record_id = m.record_id and d.month = $1 and d.what = 'sent')) as senders
   from messaging.mailbox m where m.opened_at < $3 group by 1 order by 1`,
  { acrossRecords: operator },
);
export const monthsKnown = statement(
  'messaging.figures.months',
  'select distinct month from messaging.deed order by month desc limit 120',
  { acrossRecords: operator },
);
