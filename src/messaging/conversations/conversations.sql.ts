import { statement } from '#store';

export const correspondentOf = statement(
  'messaging.conversations.correspondentOf',
  'select * from messaging.correspondent where record_id = $1 and address = $2',
);
export const standingsWith = statement(
  'messaging.conversations.standingsWith',
  `select n, thread, closed_at, closed_how, private from messaging.conversation
    where record_id = $1 and correspondent = $2 order by n`,
);
export const lastNumber = statement(
  'messaging.conversations.lastNumber',
  'select coalesce(max(n), 0)::bigint as n from messaging.conversation where record_id = $1',
);
export const putCorrespondent = statement(
  'messaging.conversations.putCorrespondent',
  `insert into messaging.correspondent (record_id, address, name, answer_to, told, since, questions_until, reply_days)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (record_id, address) do update set name = excluded.name, answer_to = excluded.answer_to, told = excluded.told,
     questions_until = excluded.questions_until, reply_days = excluded.reply_days`,
);
export const putStanding = statement(
  'messaging.conversations.putStanding',
  `insert into messaging.conversation (record_id, n, correspondent, thread, message_id, opened_at, closed_at, closed_how, private)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (record_id, n) do update set closed_at = excluded.closed_at, closed_how = excluded.closed_how, private = excluded.private`,
);
/** What a citizen began belongs to the thread of the message that was kept; looked for by its Message-ID when the answer was lost. */
export const tieBegun = statement(
  'messaging.conversations.tieBegun',
  `update messaging.conversation v set thread = k.thread
     from messaging.content k
    where v.record_id = $1 and v.thread is null and k.record_id = v.record_id and k.message_id in (v.message_id, '<' || v.message_id || '>')
      and not exists (select 1 from messaging.conversation w
         where w.record_id = v.record_id and w.thread = k.thread and w.correspondent = v.correspondent)`,
);
export const begunBy = statement(
  'messaging.conversations.begunBy',
  'select n from messaging.conversation where record_id = $1 and correspondent = $2 and message_id = $3',
);
export const dropBegun = statement(
  'messaging.conversations.dropBegun',
  'delete from messaging.conversation where record_id = $1 and n = $2 and thread is null',
);
export const contentOf = statement(
  'messaging.conversations.contentOf',
  'select n, thread, message_id, subject, marks, at from messaging.content where record_id = $1 and n = $2',
);
export const sentBefore = statement(
  'messaging.conversations.sentBefore',
  'select n from messaging.content where record_id = $1 and message_id = any($2) limit 1',
);

export const sentSince = statement(
  'messaging.conversations.sentSince',
  'select count(*)::int as n from messaging.content where record_id = $1 and sender = $2 and at > $3',
);

/** $2: the citizen's own address. What a program answered by itself (receipts, failures) is no message of a conversation. */
const ofBoth = `k.record_id = v.record_id and k.thread = v.thread and (k.sender = v.correspondent or k.sender = $2)
     and k.marks not like '%"report":"receipt"%' and k.marks not like '%"report":"bounce"%' and k.marks not like '%"report":"delivered"%'`;
const listed = `v.n, v.correspondent, v.thread, v.opened_at, v.closed_at, v.closed_how, v.private,
     c.name, c.answer_to, c.questions_until, c.reply_days, t.messages, t.last_at, t.subject, t.last_sender, t.unseen`;
const totals = `cross join lateral (
     select count(*)::int as messages, max(k.at) as last_at, (array_agg(k.subject order by k.n))[1] as subject,
       (array_agg(k.sender order by k.n desc))[1] as last_sender,
       (count(*) filter (where k.sender <> $2 and exists (select 1 from messaging.message m
          where m.record_id = k.record_id and m.content = k.n and m.flags & 1 = 0)))::int as unseen
     from messaging.content k where ${ofBoth}) t`;

/** Those of a citizen, the last written in first. */
export const conversationsOf = statement(
  'messaging.conversations.list',
  `select ${listed} from messaging.conversation v
     join messaging.correspondent c on c.record_id = v.record_id and c.address = v.correspondent ${totals}
    where v.record_id = $1 and v.thread is not null and (not v.private or $3) and ($5::text[] is null or v.correspondent = any($5))
      and t.messages > 0
    order by t.last_at desc, v.n desc limit $4`,
);
export const conversationAt = statement(
  'messaging.conversations.one',
  `select ${listed} from messaging.conversation v
     join messaging.correspondent c on c.record_id = v.record_id and c.address = v.correspondent ${totals}
    where v.record_id = $1 and v.n = $3`,
);
/** Newest first. */
export const messagesOf = statement(
  'messaging.conversations.messages',
  `select k.n, k.at, k.sender, k.subject, k.message_id, k.marks from messaging.conversation v join messaging.content k on ${ofBoth}
    where v.record_id = $1 and v.n = $3 and k.n < $4 order by k.n desc limit $5`,
);
/** What came back to the citizen of what they wrote in this thread. */
export const failuresOf = statement(
  'messaging.conversations.failures',
  `select k.n, k.at from messaging.conversation v join messaging.content k on k.record_id = v.record_id and k.thread = v.thread
    where v.record_id = $1 and v.n = $2 and k.marks like '%"report":"bounce"%' order by k.n desc limit 20`,
);
export const unseenOf = statement(
  'messaging.conversations.unseen',
  `select m.folder, m.uid from messaging.conversation v join messaging.content k on ${ofBoth}
     join messaging.message m on m.record_id = k.record_id and m.content = k.n
    where v.record_id = $1 and v.n = $3 and k.sender <> $2 and m.flags & 1 = 0 limit 1000`,
);

/** Which of these mailboxes are closed. */
export const closedAmong = statement(
  'messaging.conversations.closedAmong',
  `select a.address from messaging.address a join messaging.mailbox m on m.record_id = a.record_id
    where a.address = any($1) and m.state = 'closed'`,
  { acrossRecords: 'mailboxes of professionals, by their addresses: nobody’s record' },
);

/** The conversation of a mailbox's message with this citizen: both keep the same Message-ID. */
export const conversationOfMessages = statement(
  'messaging.conversations.ofMessages',
  `select v.n from messaging.conversation v join messaging.content k on k.record_id = v.record_id and k.thread = v.thread
    where v.record_id = $1 and v.correspondent = $2 and k.message_id = any($3) order by k.n desc limit 1`,
);
export const privateAmong = statement(
  'messaging.conversations.privateAmong',
  `select 1 as one from messaging.content k
     join messaging.conversation v on v.record_id = k.record_id and v.thread = k.thread and v.private
    where k.record_id = $1 and k.message_id = any($2) limit 1`,
);
export const messageIdsOfThread = statement(
  'messaging.conversations.messageIds',
  `select message_id from messaging.content where record_id = $1 and message_id <> ''
      and thread = (select thread from messaging.content where record_id = $1 and n = $2) order by n desc limit 200`,
);

export const choiceOf = statement(
  'messaging.conversations.choice',
  'select * from messaging.citizen_choice where record_id = $1',
);
export const putNotices = statement(
  'messaging.conversations.putNotices',
  `insert into messaging.citizen_choice (record_id, notices) values ($1, $2)
   on conflict (record_id) do update set notices = excluded.notices`,
);
/** An address waits for its code; not again within the minute ($5). */
export const putPending = statement(
  'messaging.conversations.putPending',
  `insert into messaging.citizen_choice (record_id, pending, code, code_until, code_sent_at) values ($1, $2, $3, $4, $6)
   on conflict (record_id) do update set pending = excluded.pending, code = excluded.code, code_until = excluded.code_until,
     code_sent_at = excluded.code_sent_at, code_tries = 0
     where citizen_choice.code_sent_at is null or citizen_choice.code_sent_at < $5
   returning 1 as one`,
);
/** One try is taken before anything is compared. */
export const takeTry = statement(
  'messaging.conversations.takeTry',
  `update messaging.citizen_choice set code_tries = code_tries + 1
    where record_id = $1 and pending is not null and code_until > $2 and code_tries < 5 returning code`,
);
export const takePending = statement(
  'messaging.conversations.takePending',
  `update messaging.citizen_choice set email = pending, notices = true, pending = null, code = null
    where record_id = $1 and code = $2 returning 1 as one`,
);
export const dropEmail = statement(
  'messaging.conversations.dropEmail',
  'update messaging.citizen_choice set email = null where record_id = $1',
);
/** At most one notice an hour: whoever gets the row sends it. */
export const takeNotice = statement(
  'messaging.conversations.takeNotice',
  `insert into messaging.citizen_choice (record_id, noticed_at) values ($1, $2)
   on conflict (record_id) do update set noticed_at = excluded.noticed_at
     where citizen_choice.notices and (citizen_choice.noticed_at is null or citizen_choice.noticed_at <= $3)
   returning email`,
);
