import { statement } from '#store';

export const addLink = statement(
  'share.addLink',
  `insert into share.link (record_id, id, made_at, until, label, summary, documents, linked_documents, once, long_term, sharer, sealed, passcode, tries_left, uses_left)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);
export const addDoor = statement('share.addDoor', 'insert into share.door (id_hash, record_id, link_id) values ($1, $2, $3)');
export const doorOf = statement('share.doorOf', 'select record_id, link_id from share.door where id_hash = $1', { brief: true });
export const linkOf = statement('share.linkOf', 'select * from share.link where record_id = $1 and id = $2', { brief: true });
/** The newest come first; a record keeps all its links. */
export const linksOf = statement(
  'share.linksOf',
  'select * from share.link where record_id = $1 order by made_at desc, id limit $2',
);
export const openLinks = statement(
  'share.openLinks',
  'select count(*)::integer as count from share.link where record_id = $1 and revoked_at is null and until > $2 and uses_left > 0',
);
/** The newest openings and attempts of each of these links. */
export const openingsOf = statement(
  'share.openingsOf',
  `select link_id, n, at, recipient, code from (
     select link_id, n, at, recipient, code, row_number() over (partition by link_id order by n desc) as place
     from share.opening where record_id = $1 and link_id = any($2::uuid[])
   ) o where place <= $3 order by link_id, n desc`,
);
export const notesOf = statement(
  'share.notesOf',
  'select link_id, n, at, name, words from share.note where record_id = $1 and link_id = any($2::uuid[]) order by link_id, n',
);
/**
 * One try is spent before anything is compared: of many that come at once each spends its own. `$4`: whether an opening must be left too. A
 * statement alone, committed before the passcode is looked at.
 */
export const spendTry = statement(
  'share.spendTry',
  `update share.link set tries_left = tries_left - 1
   where record_id = $1 and id = $2 and tries_left > 0 and revoked_at is null and until > $3 and (uses_left > 0 or not $4)
   returning tries_left`,
);
export const giveTryBack = statement(
  'share.giveTryBack',
  'update share.link set tries_left = tries_left + 1 where record_id = $1 and id = $2',
);
export const takeUse = statement(
  'share.takeUse',
  `update share.link set uses_left = uses_left - 1, opened = opened + 1, events = events + 1
   where record_id = $1 and id = $2 and revoked_at is null and until > $3 and uses_left > 0 returning events`,
);
/** So many refusals are told, and no more: who holds a dead link must not fill the log. */
export const countRefusal = statement(
  'share.countRefusal',
  `update share.link set refused = refused + 1, events = events + 1
   where record_id = $1 and id = $2 and refused < $3 returning events`,
);
export const addOpening = statement(
  'share.addOpening',
  'insert into share.opening (record_id, link_id, n, at, recipient, code) values ($1, $2, $3, $4, $5, $6)',
);
export const addTickets = statement(
  'share.addTickets',
  `insert into share.ticket (id_hash, record_id, link_id, n, held_in, recipient, until, uses_left)
   select t.id_hash, $1, $2, t.n, t.held_in, $3, $4, $5 from unnest($6::bytea[], $7::bigint[], $8::uuid[]) as t(id_hash, n, held_in)`,
);
export const useTicket = statement(
  'share.useTicket',
  `update share.ticket set uses_left = uses_left - 1 where id_hash = $1 and until > $2 and uses_left > 0
   returning record_id, link_id, n, held_in, recipient`,
);
export const dropTickets = statement('share.dropTickets', 'delete from share.ticket where until <= $1');
export const takeNote = statement(
  'share.takeNote',
  `update share.link set notes = notes + 1
   where record_id = $1 and id = $2 and revoked_at is null and until > $3 and opened > 0 and notes < $4 returning notes`,
);
export const addNote = statement(
  'share.addNote',
  'insert into share.note (record_id, link_id, n, at, name, words) values ($1, $2, $3, $4, $5, $6)',
);
export const dropNote = statement(
  'share.dropNote',
  'delete from share.note where record_id = $1 and link_id = $2 and n = $3 returning name',
);
export const revokeLink = statement(
  'share.revokeLink',
  'update share.link set revoked_at = $3 where record_id = $1 and id = $2 and revoked_at is null returning label',
);
