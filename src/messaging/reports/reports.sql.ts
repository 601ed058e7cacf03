import { statement } from '#store';

export const contentByMessageId = statement(
  'messaging.reports.byMessageId',
  `select c.n, c.marks, c.people from messaging.content c
   where c.record_id = $1 and c.message_id = $2 order by c.n limit 5`,
);
export const marksOf = statement(
  'messaging.reports.marks',
  'select marks from messaging.content where record_id = $1 and n = $2',
);
export const placesOf = statement(
  'messaging.reports.places',
  'select folder, uid, keywords from messaging.message where record_id = $1 and content = $2 order by folder, uid limit 100',
);
/** One answer a sender and an absence: gives a row when this absence was not told to them yet. */
export const answerOnce = statement(
  'messaging.reports.answerOnce',
  `insert into messaging.answered (record_id, sender, absence, at) values ($1, $2, $3, $4)
   on conflict (record_id, sender) do update set absence = excluded.absence, at = excluded.at
   where messaging.answered.absence <> excluded.absence returning sender`,
);
