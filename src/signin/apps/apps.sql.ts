import { statement } from '#store';

export const putGrant = statement(
  'signin.putAppGrant',
  `insert into signin.app_grant (id, grant_sealed, person, opens, client_id, name, scopes, since, until)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (id) do update set scopes = excluded.scopes, until = excluded.until`,
);
/** What a person allowed, for themself or for whom they act for, and what others allowed for their record. */
export const grantsAbout = statement(
  'signin.appGrantsAbout',
  `select id, grant_sealed, person, opens, client_id, name, scopes, since, until, used_at from signin.app_grant
    where (opens = $1 or person = $1) and cut_at is null and until > $2
    order by since desc limit $3`,
);
export const touchGrant = statement('signin.touchAppGrant', 'update signin.app_grant set used_at = $2 where id = $1');
export const cutGrant = statement(
  'signin.cutAppGrant',
  `update signin.app_grant set cut_at = $2 where id = $1 and cut_at is null
   returning id, grant_sealed, person, opens, client_id, name, scopes, since, until, used_at`,
);
export const sweepGrants = statement('signin.sweepAppGrants', 'delete from signin.app_grant where until < $1 or cut_at < $1');

export const putLaunch = statement('signin.putLaunch', 'insert into signin.launch (id, sealed, expires_at) values ($1, $2, $3)');
export const findLaunch = statement(
  'signin.findLaunch',
  'select sealed from signin.launch where id = $1 and used_at is null and expires_at > $2',
);
export const takeLaunch = statement(
  'signin.takeLaunch',
  'update signin.launch set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning sealed',
);
export const sweepLaunches = statement('signin.sweepLaunches', 'delete from signin.launch where expires_at < $1');

export const putCut = statement(
  'signin.putTokenCut',
  'insert into signin.token_cut (id, cut_at, until) values ($1, $2, $3) on conflict (id) do update set until = excluded.until',
);
/** All that a person allowed, with the tokens given under it. */
export const cutAllowedBy = statement(
  'signin.cutAllowedBy',
  `with gone as (update signin.app_grant set cut_at = $2 where person = $1 and cut_at is null and until > $2 returning id)
   insert into signin.token_cut (id, cut_at, until) select id, $2, $3 from gone
   on conflict (id) do update set until = excluded.until`,
);
export const cutsNow = statement('signin.tokenCutsNow', 'select id from signin.token_cut where until > $1');
export const sweepCuts = statement('signin.sweepTokenCuts', 'delete from signin.token_cut where until < $1');
