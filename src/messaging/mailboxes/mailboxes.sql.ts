import { statement } from '#store';

const columns = `record_id, address, kind, name, state, professional, structure, software, service, description, responsible, list_rouge,
  opened_at, closed_at, quota_bytes, used_bytes, messages, absence, settings`;

export const addressOf = statement(
  'messaging.mailboxes.addressOf',
  'select record_id from messaging.address where address = $1',
  {
    brief: true,
  },
);
export const mailboxById = statement(
  'messaging.mailboxes.byId',
  `select ${columns} from messaging.mailbox where record_id = $1`,
  { brief: true },
);
export const mailboxesById = statement(
  'messaging.mailboxes.byIds',
  `select ${columns} from messaging.mailbox where record_id = any($1::uuid[]) order by state desc, kind desc, address`,
);
/** In the order of addresses after `$1`, of a kind or all. */
export const mailboxPage = statement(
  'messaging.mailboxes.page',
  `select ${columns} from messaging.mailbox where address > $1 and kind <> 'CIT' and ($2::text is null or kind = $2)
   order by address limit $3`,
  { acrossRecords: 'the operator’s list of mailboxes' },
);
export const putAddress = statement(
  'messaging.mailboxes.putAddress',
  'insert into messaging.address (address, record_id) values ($1, $2) on conflict (address) do nothing returning record_id',
);
export const putMailbox = statement(
  'messaging.mailboxes.put',
  `insert into messaging.mailbox (record_id, address, kind, name, state, professional, structure, software, service, description,
     responsible, list_rouge, opened_at, quota_bytes)
   values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (record_id) do nothing returning record_id`,
);
export const putFolders = statement(
  'messaging.mailboxes.putFolders',
  `insert into messaging.folder (record_id, folder, name, special, uid_validity)
   select $1, f.folder, f.name, f.special, $5 from unnest($2::int[], $3::text[], $4::text[]) as f(folder, name, special)
   on conflict do nothing`,
);
export const putHolder = statement(
  'messaging.mailboxes.putHolder',
  `insert into messaging.holder (holder, record_id, may, since, until, given_by) values ($1, $2, $3, $4, $5, $6)
   on conflict (holder, record_id) do update set may = excluded.may, until = excluded.until, given_by = excluded.given_by`,
);
export const dropHolder = statement(
  'messaging.mailboxes.dropHolder',
  'delete from messaging.holder where holder = $1 and record_id = $2 returning holder',
);
export const partOf = statement(
  'messaging.mailboxes.partOf',
  'select may from messaging.holder where holder = $1 and record_id = $2 and (until is null or until > $3)',
  { brief: true },
);
export const partsOf = statement(
  'messaging.mailboxes.partsOf',
  'select record_id, may from messaging.holder where holder = $1 and (until is null or until > $2) limit 200',
);
export const holdersOf = statement(
  'messaging.mailboxes.holdersOf',
  'select holder, may, since, until, given_by from messaging.holder where record_id = $1 order by since, holder limit 1000',
);
export const changeMailbox = statement(
  'messaging.mailboxes.change',
  `update messaging.mailbox set name = $2, service = $3, description = $4, responsible = $5, list_rouge = $6, absence = $7, settings = $8
   where record_id = $1 returning ${columns}`,
);
export const lockMailbox = statement(
  'messaging.mailboxes.lock',
  `select ${columns} from messaging.mailbox where record_id = $1 for update`,
);
export const setState = statement(
  'messaging.mailboxes.setState',
  `update messaging.mailbox set state = $2, closed_at = $3 where record_id = $1 returning ${columns}`,
);
