import { statement } from '#store';

/** What stands beside people and places; each for a page of them at once. */
export const qualificationsOf = statement(
  'directory.qualificationsOf',
  `select professional, 'profession' as kind, split_part(min(details), E'\\t', 1) as type_code, profession as code, '' as label
     from directory.activity where professional = any($1::text[]) and active group by professional, profession
   union all
   select professional, 'skill', split_part(min(details), E'\\t', 2), specialty, split_part(min(details), E'\\t', 3)
     from directory.activity where professional = any($1::text[]) and active and specialty is not null group by professional, specialty
   union all
   select professional, kind, type_code, code, label from directory.qualification where professional = any($1::text[]) and active
    order by 1, 2, 4`,
);
export const mailboxesOf = statement(
  'directory.mailboxesOf',
  `select address, type, professional, structure, details from directory.mailbox
    where active and (professional = any($1::text[]) or (structure = any($2::text[]) and professional is null))
    order by address, professional, structure`,
);
export const newestChange = statement(
  'directory.newestChange',
  "select max(ended_at) as at from directory.load where state = 'done'",
);
