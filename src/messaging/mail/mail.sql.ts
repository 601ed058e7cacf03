import { statement } from '#store';

const folderColumns = `f.folder, f.name, f.special, f.uid_validity, f.uid_next, f.modseq, f.subscribed, f.messages, f.unseen, f.deleted, f.bytes,
  f.recent_uid, f.expunged, f.forgotten`;

/** Whoever changes a mailbox holds its home's row already: what is read here stands still. */
export const lockMailbox = statement(
  'messaging.mail.lock',
  `select state, contents, modseq, used_bytes, quota_bytes, messages, last_folder, floor(extract(epoch from opened_at))::bigint as opened
   from messaging.mailbox where record_id = $1 for no key update`,
);
/**
 * Where a message will stand: the folder by name or by use, the thread it answers in, and whether these very bytes were accepted since `$6`
 * under one of these keys.
 */
export const placeFor = statement(
  'messaging.mail.placeFor',
  `select ${folderColumns},
     (select c.thread from messaging.content c where c.record_id = $1 and c.message_id = any($4::text[]) order by c.n desc limit 1) as thread,
     (select t.content from messaging.taken t where t.record_id = $1 and t.key = $5 and t.at > $6) as taken
   from messaging.folder f where f.record_id = $1 and (f.name = $2 or f.special = $3)`,
);
/** The content, its words, its place and every counter, at once. */
export const keep = statement(
  'messaging.mail.keep',
  `with c as (
     insert into messaging.content (record_id, n, size, at, message_id, thread, sender, subject, written_at, people, envelope, structure, marks,
       patient, sealed, blob)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
   ), s as (
     insert into messaging.sought (record_id, n, bits) values ($1, $2, $17)
   ), m as (
     insert into messaging.message (record_id, folder, uid, content, flags, keywords, modseq, at)
     values ($1, $18, $19, $2, $20, $21, $22, $23)
   ), f as (
     update messaging.folder set uid_next = $19 + 1, modseq = $22, messages = messages + 1, unseen = unseen + (($20::int & 1) # 1),
       deleted = deleted + (($20::int >> 3) & 1), bytes = bytes + $3
     where record_id = $1 and folder = $18
   )
   update messaging.mailbox set contents = $2, modseq = $22, used_bytes = used_bytes + $3, messages = messages + 1 where record_id = $1`,
);
/** A content that stands in no folder: held by what waits to leave. */
export const keepUnplaced = statement(
  'messaging.mail.keepUnplaced',
  `with c as (
     insert into messaging.content (record_id, n, size, at, message_id, thread, sender, subject, written_at, people, envelope, structure, marks,
       patient, sealed, blob)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
   ), s as (
     insert into messaging.sought (record_id, n, bits) values ($1, $2, $17)
   )
   update messaging.mailbox set contents = $2, used_bytes = used_bytes + $3 where record_id = $1`,
);
/** One more place of a content. */
export const place = statement(
  'messaging.mail.place',
  `with m as (
     insert into messaging.message (record_id, folder, uid, content, flags, keywords, modseq, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
   ), f as (
     update messaging.folder set uid_next = $3 + 1, modseq = $7, messages = messages + 1, unseen = unseen + (($5::int & 1) # 1),
       deleted = deleted + (($5::int >> 3) & 1), bytes = bytes + $9
     where record_id = $1 and folder = $2
   )
   update messaging.mailbox set modseq = $7, messages = messages + 1 where record_id = $1`,
);
/** What was accepted longer ago is forgotten. */
export const takeNote = statement(
  'messaging.mail.takeNote',
  `insert into messaging.taken (record_id, key, content, at) values ($1, $2, $3, $4)
   on conflict (record_id, key) do update set content = excluded.content, at = excluded.at`,
);
export const forgetNotes = statement(
  'messaging.mail.forgetNotes',
  'delete from messaging.taken where record_id = $1 and at <= $2',
);

export const foldersOf = statement(
  'messaging.mail.folders',
  `select ${folderColumns} from messaging.folder f where f.record_id = $1 order by f.folder`,
  { brief: true },
);
export const folderNamed = statement(
  'messaging.mail.folderNamed',
  `select ${folderColumns} from messaging.folder f where f.record_id = $1 and f.name = $2`,
  { brief: true },
);
export const folderNumbered = statement(
  'messaging.mail.folderNumbered',
  `select ${folderColumns} from messaging.folder f where f.record_id = $1 and f.folder = $2`,
  { brief: true },
);
export const firstUnseen = statement(
  'messaging.mail.firstUnseen',
  'select uid from messaging.message where record_id = $1 and folder = $2 and flags & 1 = 0 order by uid limit 1',
);
/** Every other caller reads the number that this one writes. */
export const claimRecent = statement(
  'messaging.mail.claimRecent',
  `update messaging.folder f set recent_uid = f.uid_next - 1 from (
     select recent_uid from messaging.folder where record_id = $1 and folder = $2 for no key update) as b
   where f.record_id = $1 and f.folder = $2 returning b.recent_uid`,
);
/** 8 bytes each: a hundred thousand uids are no rows. */
export const uidsOf = statement(
  'messaging.mail.uids',
  `select string_agg(int8send(uid), ''::bytea order by uid) as uids from messaging.message where record_id = $1 and folder = $2`,
);
/** A page of the ranges `$3`–`$4`, which ascend and are disjoint: read one after the other until `$6` are found. */
export const pageOf = statement(
  'messaging.mail.page',
  `select m.uid, m.content, m.flags, m.keywords, m.modseq, m.at
   from unnest($3::bigint[], $4::bigint[]) as r(low, high) cross join lateral (
     select * from messaging.message where record_id = $1 and folder = $2 and uid between r.low and r.high and modseq > $5
     order by uid limit $6) m
   limit $6`,
);
export const sizesOf = statement(
  'messaging.mail.sizes',
  'select n, size from messaging.content where record_id = $1 and n = any($2::bigint[])',
);
export const envelopesOf = statement(
  'messaging.mail.envelopes',
  'select n, size, envelope from messaging.content where record_id = $1 and n = any($2::bigint[])',
);
export const structuresOf = statement(
  'messaging.mail.structures',
  'select n, size, envelope, structure from messaging.content where record_id = $1 and n = any($2::bigint[])',
);
export const summariesOf = statement(
  'messaging.mail.summaries',
  `select n, size, envelope, structure, subject, people, written_at, message_id, thread, patient, marks
   from messaging.content where record_id = $1 and n = any($2::bigint[])`,
);
export const bytesOf = statement(
  'messaging.mail.bytes',
  'select n, sealed, blob from messaging.content where record_id = $1 and n = any($2::bigint[])',
);

/** Flags and keywords of the messages named by uid; seen and deleted ones are counted by the caller. */
export const setFlags = statement(
  'messaging.mail.setFlags',
  `update messaging.message m set flags = t.flags, keywords = t.keywords, modseq = $3
   from unnest($4::bigint[], $5::int[], $6::text[]) as t(uid, flags, keywords)
   where m.record_id = $1 and m.folder = $2 and m.uid = t.uid`,
);
/** `$3`: the modseq of the act; then by how much the numbers of the folder change. */
export const countFolder = statement(
  'messaging.mail.countFolder',
  `with f as (
     update messaging.folder set modseq = $3, unseen = unseen + $4, deleted = deleted + $5 where record_id = $1 and folder = $2)
   update messaging.mailbox set modseq = $3 where record_id = $1`,
);
