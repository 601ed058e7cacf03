import { statement } from '#store';

const threadColumns = `t.thread, t.at, w.subject, w.people, w.patient, n.folder, n.uid, n.content, a.messages, a.unseen, a.attachments`;

/** Of the threads found: the newest message in the folder, its words, and the counts over all folders. */
const told = `
   select ${threadColumns} from found t
   join lateral (
     select m.folder, m.uid, m.content from messaging.message m join messaging.content c on c.record_id = $1 and c.n = m.content
     where m.record_id = $1 and m.folder = $2 and m.at = t.at and c.thread = t.thread order by m.uid desc limit 1) n on true
   join messaging.content w on w.record_id = $1 and w.n = n.content
   join lateral (
     select count(*) as messages, count(*) filter (where m.flags & 1 = 0) as unseen,
       coalesce(sum((c.marks::jsonb ->> 'attachments')::int), 0)::int as attachments
     from messaging.content c join messaging.message m on m.record_id = $1 and m.content = c.n
     where c.record_id = $1 and c.thread = t.thread) a on true
   order by t.at desc, t.thread desc`;

/** Among the newest `$5` messages before `$3`, threads none of whose messages in the folder is newer; `$4` of them. */
export const recentThreads = statement(
  'messaging.mail.recentThreads',
  `with recent as (
     select m.content, m.at from messaging.message m
     where m.record_id = $1 and m.folder = $2 and m.at < $3 order by m.at desc limit $5
   ), found as (
     select c.thread, max(r.at) as at from recent r join messaging.content c on c.record_id = $1 and c.n = r.content
     where not exists (
       select 1 from messaging.content o join messaging.message p on p.record_id = $1 and p.content = o.n
       where o.record_id = $1 and o.thread = c.thread and p.folder = $2 and p.at >= $3)
     group by c.thread order by 2 desc, 1 desc limit $4
   ) ${told}`,
);
/** Threads with a message in the folder that is among `$6`, unseen, of this patient, or of any; each only when it is asked. */
export const filteredThreads = statement(
  'messaging.mail.filteredThreads',
  `with hits as (
     select distinct c.thread from messaging.message m join messaging.content c on c.record_id = $1 and c.n = m.content
     where m.record_id = $1 and m.folder = $2 and ($5::bigint[] is null or m.content = any($5))
       and ($6::uuid is null or c.patient = $6) and (not $7::boolean or m.flags & 1 = 0)
       and (not $8::boolean or c.patient is not null)
   ), found as (
     select h.thread, max(m.at) as at from hits h join messaging.content c on c.record_id = $1 and c.thread = h.thread
       join messaging.message m on m.record_id = $1 and m.content = c.n and m.folder = $2
     group by h.thread having max(m.at) < $3 order by 2 desc, 1 desc limit $4
   ) ${told}`,
);
/** How far the newest messages before `$3` reach. */
export const reach = statement(
  'messaging.mail.reach',
  `select min(r.at) as at, count(*)::int as n from (
     select m.at from messaging.message m where m.record_id = $1 and m.folder = $2 and m.at < $3 order by m.at desc limit $4) r`,
);
export const messagesOfThread = statement(
  'messaging.mail.thread',
  `select m.folder, m.uid, m.content, m.flags, m.keywords, m.modseq, m.at, c.n, c.size, c.envelope, c.structure, c.subject, c.people, c.written_at,
     c.message_id, c.thread, c.patient, c.marks
   from messaging.content c join messaging.message m on m.record_id = $1 and m.content = c.n
   where c.record_id = $1 and c.thread = $2 order by m.at, m.content, m.folder limit $3`,
);
export const setMarks = statement(
  'messaging.mail.setMarks',
  `update messaging.content set marks = (marks::jsonb || $3::jsonb)::text, patient = coalesce($4, patient)
   where record_id = $1 and n = $2 returning n`,
);
export const quotaOf = statement(
  'messaging.mail.quota',
  'select used_bytes, quota_bytes, messages from messaging.mailbox where record_id = $1',
  { brief: true },
);
