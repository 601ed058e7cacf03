import { statement } from '#store';

/** What takes numbers is locked already. */
export const addFolders = statement(
  'messaging.mail.addFolders',
  `with f as (
     insert into messaging.folder (record_id, folder, name, uid_validity, modseq)
     select $1, t.folder, t.name, t.validity, $5 from unnest($2::int[], $3::text[], $4::bigint[]) as t(folder, name, validity))
   update messaging.mailbox set last_folder = $6, modseq = $5 where record_id = $1`,
);
export const renameFolders = statement(
  'messaging.mail.renameFolders',
  `update messaging.folder f set name = t.name from unnest($2::int[], $3::text[]) as t(folder, name)
   where f.record_id = $1 and f.folder = t.folder`,
);
export const dropFolder = statement(
  'messaging.mail.dropFolder',
  `with x as (delete from messaging.expunged where record_id = $1 and folder = $2)
   delete from messaging.folder where record_id = $1 and folder = $2`,
);
export const setSubscribed = statement(
  'messaging.mail.setSubscribed',
  'update messaging.folder set subscribed = $3 where record_id = $1 and name = $2 returning folder',
);
