import { statement } from '#store';

export const putMandate = statement(
  'rights.putMandate',
  `insert into rights.mandate (record_id, delegate_id, kind, name, purposes, categories, since, until)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (record_id, delegate_id) do update
   set kind = excluded.kind, name = excluded.name, purposes = excluded.purposes, categories = excluded.categories,
     since = excluded.since, until = excluded.until`,
);
export const endMandate = statement('rights.endMandate', 'delete from rights.mandate where record_id = $1 and delegate_id = $2');

export const invitationsOf = statement(
  'rights.invitationsOf',
  'select id, purposes, categories, until, expires from rights.invitation where record_id = $1 and expires > $2 order by expires',
);
export const putInvitation = statement(
  'rights.putInvitation',
  'insert into rights.invitation (record_id, id, name, purposes, categories, until, expires) values ($1, $2, $3, $4, $5, $6, $7)',
);
export const dropExpiredInvitations = statement(
  'rights.dropExpiredInvitations',
  'delete from rights.invitation where record_id = $1 and expires <= $2',
);
/** Takes an invitation: whoever gets the row is the only one. */
export const takeInvitation = statement(
  'rights.takeInvitation',
  `delete from rights.invitation where record_id = $1 and id = $2 and expires > $3
   returning name, purposes, categories, until`,
);
export const putCode = statement(
  'rights.putCode',
  'insert into rights.invitation_code (code_hash, record_id, id, expires) values ($1, $2, $3, $4)',
);
export const findCode = statement(
  'rights.findCode',
  'select record_id, id from rights.invitation_code where code_hash = $1 and expires > $2',
);
export const dropCode = statement('rights.dropCode', 'delete from rights.invitation_code where code_hash = $1');
export const dropExpiredCodes = statement('rights.dropExpiredCodes', 'delete from rights.invitation_code where expires <= $1');

/** Counted before the code is compared, so that tries made at once are all counted. */
export const countTry = statement(
  'rights.countTry',
  `insert into rights.code_tries (record_id, since, tries) values ($1, $2, 1)
   on conflict (record_id) do update set
     tries = case when code_tries.since < $3 then 1 else code_tries.tries + 1 end,
     since = case when code_tries.since < $3 then excluded.since else code_tries.since end
   returning tries`,
);
export const forgetTries = statement('rights.forgetTries', 'delete from rights.code_tries where record_id = $1');

export const putActsFor = statement(
  'rights.putActsFor',
  `insert into rights.acts_for (record_id, for_record, name) values ($1, $2, $3)
   on conflict (record_id, for_record) do update set name = excluded.name`,
);
export const actsForOf = statement(
  'rights.actsForOf',
  'select for_record, name from rights.acts_for where record_id = $1 order by name, for_record limit $2',
);
export const dropActsFor = statement(
  'rights.dropActsFor',
  'delete from rights.acts_for where record_id = $1 and for_record = $2',
);
