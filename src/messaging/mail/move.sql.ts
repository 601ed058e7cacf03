import { statement } from '#store';

/** The messages of the ranges `$3`–`$4` into folder `$5` from uid `$6` on, under the modseq `$7`; in pairs. */
export const copyMessages = statement(
  'messaging.mail.copy',
  `with s as (
     select m.uid, m.content, m.flags, m.keywords, m.at, $6::bigint - 1 + row_number() over (order by m.uid) as fresh
     from unnest($3::bigint[], $4::bigint[]) as r(low, high) join messaging.message m on m.uid between r.low and r.high
     where m.record_id = $1 and m.folder = $2
   ), i as (
     insert into messaging.message (record_id, folder, uid, content, flags, keywords, modseq, at)
     select $1, $5, s.fresh, s.content, s.flags, s.keywords, $7, s.at from s
   ), t as (
     select count(*) as n, count(*) filter (where s.flags & 1 = 0) as unseen, count(*) filter (where s.flags & 8 <> 0) as deleted,
       coalesce(sum(c.size), 0)::bigint as bytes
     from s join messaging.content c on c.record_id = $1 and c.n = s.content
   ), f as (
     update messaging.folder f set uid_next = f.uid_next + t.n, modseq = $7, messages = f.messages + t.n, unseen = f.unseen + t.unseen,
       deleted = f.deleted + t.deleted, bytes = f.bytes + t.bytes
     from t where f.record_id = $1 and f.folder = $5 and t.n > 0
   ), b as (
     update messaging.mailbox m set modseq = $7, messages = m.messages + t.n from t where m.record_id = $1 and t.n > 0
   )
   select s.uid as "from", s.fresh as "to" from s order by s.uid`,
);
/** Takes the messages of the ranges out of the folder: all of them, or those with the flag deleted; what was taken is remembered as expunged. */
export const takeOut = statement(
  'messaging.mail.takeOut',
  `with g as (
     delete from messaging.message m using unnest($3::bigint[], $4::bigint[]) as r(low, high)
     where m.record_id = $1 and m.folder = $2 and m.uid between r.low and r.high and ($6 or m.flags & 8 <> 0)
     returning m.uid, m.content, m.flags
   ), x as (
     insert into messaging.expunged (record_id, folder, uid, modseq) select $1, $2, g.uid, $5 from g
   ), t as (
     select count(*) as n, count(*) filter (where g.flags & 1 = 0) as unseen, count(*) filter (where g.flags & 8 <> 0) as deleted,
       coalesce(sum(c.size), 0)::bigint as bytes
     from g join messaging.content c on c.record_id = $1 and c.n = g.content
   ), f as (
     update messaging.folder f set modseq = $5, messages = f.messages - t.n, unseen = f.unseen - t.unseen, deleted = f.deleted - t.deleted,
       bytes = f.bytes - t.bytes, expunged = f.expunged + t.n
     from t where f.record_id = $1 and f.folder = $2 and t.n > 0
   ), b as (
     update messaging.mailbox m set modseq = $5, messages = m.messages - t.n from t where m.record_id = $1 and t.n > 0
   )
   select g.uid, g.content from g order by g.uid`,
);
/** Contents that nothing holds any more: no message, nothing that waits to leave. Gives the files to remove. */
export const release = statement(
  'messaging.mail.release',
  `with g as (
     delete from messaging.content c where c.record_id = $1 and c.n = any($2::bigint[])
       and not exists (select 1 from messaging.message m where m.record_id = $1 and m.content = c.n)
       and not exists (
         select 1 from messaging.outgoing o where o.record_id = $1 and o.content = c.n and (o.state = 'waiting' or o.tell is not null))
     returning c.n, c.size, c.blob
   ), s as (
     delete from messaging.sought where record_id = $1 and n in (select g.n from g)
   ), b as (
     update messaging.mailbox set used_bytes = used_bytes - (select coalesce(sum(g.size), 0) from g) where record_id = $1
   )
   select g.blob from g where g.blob is not null`,
);
/** Keeps the newest `$3` of what was expunged, and notes up to where it is not known one by one. */
export const forgetExpunged = statement(
  'messaging.mail.forgetExpunged',
  `with cut as (
     select modseq from messaging.expunged where record_id = $1 and folder = $2 order by modseq desc offset $3 limit 1
   ), d as (
     delete from messaging.expunged e using cut where e.record_id = $1 and e.folder = $2 and e.modseq <= cut.modseq returning 1
   )
   update messaging.folder f set forgotten = cut.modseq, expunged = f.expunged - (select count(*) from d) from cut
   where f.record_id = $1 and f.folder = $2`,
);
export const expungedSince = statement(
  'messaging.mail.expungedSince',
  `select e.uid from unnest($4::bigint[], $5::bigint[]) as r(low, high) join messaging.expunged e on e.uid between r.low and r.high
   where e.record_id = $1 and e.folder = $2 and e.modseq > $3 order by e.uid`,
);
