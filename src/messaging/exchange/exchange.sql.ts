import { statement } from '#store';

/** `$1` mailbox, `$2` content. */
export const readFiling = statement(
  'messaging.exchange.readFiling',
  `select n, state, code, place, patient, documents, told, by_whom, reason, at from messaging.filing where record_id = $1 and n = $2`,
);
/** What is filed stays filed. Gives no row when nothing changed: another look came first, or came to the same. */
export const putFiling = statement(
  'messaging.exchange.putFiling',
  `insert into messaging.filing (record_id, n, state, code, place, patient, documents, told, by_whom, reason, at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (record_id, n) do update set state = excluded.state, code = excluded.code, place = excluded.place, patient = excluded.patient,
     documents = excluded.documents, told = excluded.told, by_whom = excluded.by_whom, reason = excluded.reason, at = excluded.at
   where filing.state not in ('filed', 'known')
     and (filing.state, coalesce(filing.code, '')) is distinct from (excluded.state, coalesce(excluded.code, ''))
   returning n`,
);
/** The work list, newest first: `$1` mailbox, `$2` states, `$3` below this content, `$4` how many. What was expunged is gone from it. */
export const listFilings = statement(
  'messaging.exchange.listFilings',
  `select f.n, f.state, f.code, f.place, f.patient, f.documents, f.told, f.by_whom, f.reason, f.at, c.sender, c.subject, c.at as arrived_at
   from messaging.filing f join messaging.content c on c.record_id = f.record_id and c.n = f.n
   where f.record_id = $1 and c.record_id = $1 and f.state = any($2::text[]) and f.n < $3 order by f.n desc limit $4`,
);
export const countFilings = statement(
  'messaging.exchange.countFilings',
  `select f.state, count(*)::int as n from messaging.filing f join messaging.content c on c.record_id = f.record_id and c.n = f.n
   where f.record_id = $1 and c.record_id = $1 group by f.state`,
);
export const putDispatch = statement(
  'messaging.exchange.putDispatch',
  `insert into messaging.dispatch (record_id, n, patient, documents, recipients, message_id, label, at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (record_id, n) do nothing`,
);
/** Messages of this mailbox with any of these documents, newest first: `$1` mailbox, `$2` patient, `$3` documents. */
export const dispatchesOf = statement(
  'messaging.exchange.dispatchesOf',
  `select n, documents, recipients, message_id, label, at from messaging.dispatch
   where record_id = $1 and patient = $2 and documents && $3::text[] order by n desc limit 50`,
);
