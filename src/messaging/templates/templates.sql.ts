import { statement } from '#store';

export const templatesOf = statement(
  'messaging.templates.list',
  `select id, owner, name, subject, body, changed_at from messaging.template
   where record_id = $1 and owner in ('', $2) order by owner = '', lower(name), id limit $3`,
);
/** Nothing comes back where there are as many as may be. */
export const addTemplate = statement(
  'messaging.templates.add',
  `insert into messaging.template (record_id, id, owner, name, subject, body, changed_at)
   select $1, $2, $3, $4, $5, $6, $7
   where (select count(*) from messaging.template where record_id = $1 and owner = $3) < $8 returning id`,
);
export const changeTemplate = statement(
  'messaging.templates.change',
  `update messaging.template set name = $4, subject = $5, body = $6, changed_at = $7
   where record_id = $1 and id = $2 and owner in ('', $3) returning id, owner`,
);
export const dropTemplate = statement(
  'messaging.templates.drop',
  `delete from messaging.template where record_id = $1 and id = $2 and owner in ('', $3) returning id`,
);
