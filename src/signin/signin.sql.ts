import { statement } from '#store';

export const putArtefact = statement(
  'signin.putArtefact',
  `insert into signin.artefact (id, model, sealed, grant_key, uid_key, expires_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (id, model) do update set sealed = excluded.sealed, grant_key = excluded.grant_key, uid_key = excluded.uid_key,
     expires_at = excluded.expires_at`,
);
export const findArtefact = statement(
  'signin.findArtefact',
  'select sealed, consumed_at from signin.artefact where id = $1 and model = $2 and (expires_at is null or expires_at > $3)',
);
export const findArtefactByUid = statement(
  'signin.findArtefactByUid',
  'select sealed, consumed_at from signin.artefact where uid_key = $1 and model = $2 and (expires_at is null or expires_at > $3)',
);
export const consumeArtefact = statement(
  'signin.consumeArtefact',
  'update signin.artefact set consumed_at = $3 where id = $1 and model = $2 and consumed_at is null returning 1 as one',
);
/** Nothing is given back when it was noted before. */
export const noteOnce = statement(
  'signin.noteOnce',
  `insert into signin.artefact (id, model, sealed, expires_at) values ($1, 'ReplayDetection', '', $2)
   on conflict (id, model) do nothing returning 1 as one`,
);
export const destroyArtefact = statement('signin.destroyArtefact', 'delete from signin.artefact where id = $1 and model = $2');
export const revokeGrant = statement('signin.revokeGrant', 'delete from signin.artefact where grant_key = $1 and model = $2');
export const sweepArtefacts = statement('signin.sweepArtefacts', 'delete from signin.artefact where expires_at < $1');

export const putAccounts = statement(
  'signin.putAccounts',
  `insert into signin.account (login, kind, citizen_record, professional, name, password, note, demo, created_at)
   select t.login, t.kind, t.citizen_record, t.professional, t.name, t.password, t.note, $8, $9::timestamptz
     from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
       as t(login, kind, citizen_record, professional, name, password, note)
   on conflict (login) do nothing returning login`,
);
export const accountByLogin = statement(
  'signin.accountByLogin',
  'select login, kind, citizen_record, professional, name, password, demo from signin.account where login = $1',
);
export const accountOfRecord = statement(
  'signin.accountOfRecord',
  'select citizen_record, name from signin.account where citizen_record = $1 order by created_at, login limit 1',
);
export const shownAccounts = statement(
  'signin.shownAccounts',
  "select kind, login, name, note from signin.account where demo order by note = '', kind, login limit $1",
);

export const putOperator = statement(
  'signin.putOperator',
  `insert into signin.account (login, kind, name, password, note, demo, created_at, one_time)
   values ($1, 'operator', $2, $3, $4, $5, $6, $7) on conflict (login) do nothing returning login`,
);
export const operatorByLogin = statement(
  'signin.operatorByLogin',
  "select login, name, password, demo, one_time, created_at from signin.account where login = $1 and kind = 'operator'",
);
export const operators = statement(
  'signin.operators',
  "select login, name, demo, one_time, created_at from signin.account where kind = 'operator' order by login limit 1000",
);
export const setOperatorPassword = statement(
  'signin.setOperatorPassword',
  "update signin.account set password = $2, one_time = $3 where login = $1 and kind = 'operator' returning login",
);
export const removeOperator = statement(
  'signin.removeOperator',
  "delete from signin.account where login = $1 and kind = 'operator' returning login",
);
export const endOperatorSessions = statement(
  'signin.endOperatorSessions',
  "delete from signin.web_session where actor::jsonb ->> 'kind' = 'operator' and actor::jsonb ->> 'id' = $1",
);

export const putWebSession = statement(
  'signin.putWebSession',
  'insert into signin.web_session (id, actor, created_at, seen_at, person, device) values ($1, $2, $3, $3, $4, $5)',
);
export const findWebSession = statement(
  'signin.findWebSession',
  'select actor, created_at, seen_at from signin.web_session where id = $1 and created_at > $2 and seen_at > $3',
);
export const touchWebSession = statement('signin.touchWebSession', 'update signin.web_session set seen_at = $2 where id = $1');
/** The same session under another id, whatever else is kept of it. */
export const renewWebSession = statement(
  'signin.renewWebSession',
  `insert into signin.web_session
   select (jsonb_populate_record(s, jsonb_build_object('id', $2::bytea, 'actor', $3::text))).* from signin.web_session s where s.id = $1`,
);
export const endWebSession = statement('signin.endWebSession', 'delete from signin.web_session where id = $1');
export const webSessionsOf = statement(
  'signin.webSessionsOf',
  `select id, created_at, seen_at, device from signin.web_session
    where person = $1 and created_at > $2 and seen_at > $3 order by seen_at desc limit 50`,
);
export const endOneOf = statement(
  'signin.endOneOf',
  'delete from signin.web_session where person = $1 and id = $2 returning device',
);
export const endAllOf = statement(
  'signin.endAllOf',
  'delete from signin.web_session where person = $1 and id <> $2 returning 1 as one',
);
export const sweepWebSessions = statement(
  'signin.sweepWebSessions',
  'delete from signin.web_session where seen_at < $1 or created_at < $2',
);
