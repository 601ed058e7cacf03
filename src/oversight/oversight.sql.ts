import { statement } from '#store';

export const addContest = statement(
  'oversight.addContest',
  `insert into oversight.contest (record_id, seq, opened_at, opened_by, words, line, state) values ($1, $2, $3, $4, $5, $6, 'open')
   on conflict (record_id, seq) do nothing returning seq`,
);
export const openContests = statement(
  'oversight.openContests',
  "select count(*) as open from oversight.contest where record_id = $1 and state = 'open'",
);
export const contestsOf = statement(
  'oversight.contestsOf',
  'select * from oversight.contest where record_id = $1 order by opened_at desc, seq desc limit $2',
);
export const contestAt = statement('oversight.contestAt', 'select * from oversight.contest where record_id = $1 and seq = $2', {
  brief: true,
});
export const answerContest = statement(
  'oversight.answerContest',
  `update oversight.contest set state = 'answered', answer = $3, answered_at = $4, answered_by = $5
   where record_id = $1 and seq = $2 and state = 'open' returning seq`,
);

export const addReview = statement(
  'oversight.addReview',
  `insert into oversight.review (record_id, seq, line, opened_at, state) values ($1, $2, $3, $4, 'open')
   on conflict (record_id, seq) do nothing`,
);
export const reviewAt = statement('oversight.reviewAt', 'select * from oversight.review where record_id = $1 and seq = $2', {
  brief: true,
});
export const settleReview = statement(
  'oversight.settleReview',
  `update oversight.review set state = $3, words = $4, reviewed_at = $5, reviewed_by = $6
   where record_id = $1 and seq = $2 and state in ('open', 'asked') returning seq`,
);

export const putTask = statement(
  'oversight.putTask',
  `insert into oversight.task (id, kind, item, state, opened_at, due_at, closed_at, told) values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (id) do update set state = excluded.state, closed_at = excluded.closed_at, told = excluded.told`,
);
export const openTasks = statement(
  'oversight.openTasks',
  `select * from oversight.task where kind = $1 and closed_at is null and (due_at, id) > ($2, $3) order by due_at, id limit $4`,
);
export const closedTasks = statement(
  'oversight.closedTasks',
  `select * from oversight.task where kind = $1 and closed_at is not null and (closed_at, id) < ($2, $3)
   order by closed_at desc, id desc limit $4`,
);
export const countTasks = statement(
  'oversight.countTasks',
  `select kind, count(*) as open, count(*) filter (where due_at < $1) as late from oversight.task
   where closed_at is null and (kind <> 'desk' or due_at > $1) group by kind`,
);
/** What nobody confirmed in time asks for nothing any more. */
export const expireTasks = statement(
  'oversight.expireTasks',
  `update oversight.task set state = 'expired', closed_at = due_at where kind = 'desk' and closed_at is null and due_at <= $1`,
);

export const addCheck = statement(
  'oversight.addCheck',
  `insert into oversight.desk_check (record_id, n, document, traits, at, by_id, by_name)
   select $1::uuid, coalesce((select max(n) from oversight.desk_check where record_id = $1), 0) + 1, $2, $3::text[], $4, $5, $6
   returning n`,
);
export const checkAt = statement('oversight.checkAt', 'select * from oversight.desk_check where record_id = $1 and n = $2');
export const checkedSince = statement(
  'oversight.checkedSince',
  'select n from oversight.desk_check where record_id = $1 and by_id = $2 and at > $3 limit 1',
);
export const addDeskAct = statement(
  'oversight.addDeskAct',
  `insert into oversight.desk_act (record_id, n, check_n, kind, asked, reason, state, asked_at, asked_by_id, asked_by, expires_at)
   select $1::uuid, coalesce((select max(n) from oversight.desk_act where record_id = $1), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
   returning n`,
);
export const deskActAt = statement('oversight.deskActAt', 'select * from oversight.desk_act where record_id = $1 and n = $2');
export const deskActsOf = statement(
  'oversight.deskActsOf',
  'select * from oversight.desk_act where record_id = $1 order by n desc limit 50',
);
/** Once somebody has decided, nobody else decides; who confirmed may go on with what was interrupted. */
export const decideDeskAct = statement(
  'oversight.decideDeskAct',
  `update oversight.desk_act set state = $3, second_at = $4, second_by_id = $5, second_by = $6
   where record_id = $1 and n = $2 and asked_by_id <> $5
     and (state = 'awaiting' and expires_at > $4 or (state = 'confirmed' and second_by_id = $5 and $3 = 'confirmed')) returning n`,
);
export const endDeskAct = statement(
  'oversight.endDeskAct',
  "update oversight.desk_act set state = $3, fault = $4 where record_id = $1 and n = $2 and state = 'confirmed'",
);
