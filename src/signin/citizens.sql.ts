import { statement } from '#store';

export const putActivation = statement(
  'signin.putActivation',
  `insert into signin.activation (record_id, code, way, made_at, expires_at) values ($1, $2, $3, $4, $5)
   on conflict (record_id) do update set code = excluded.code, way = excluded.way, made_at = excluded.made_at,
     expires_at = excluded.expires_at, tries = 0`,
);
export const putActivationCode = statement(
  'signin.putActivationCode',
  'insert into signin.activation_code (code, record_id, expires_at) values ($1, $2, $3)',
);
export const recordOfCode = statement(
  'signin.recordOfCode',
  'select record_id from signin.activation_code where code = $1 and expires_at > $2',
);
/** One try is taken before anything is compared: guesses that come together are counted too. */
export const takeActivationTry = statement(
  'signin.takeActivationTry',
  `update signin.activation set tries = tries + 1
    where record_id = $1 and code = $2 and expires_at > $3 and tries < $4 returning way`,
);
export const giveActivationTryBack = statement(
  'signin.giveActivationTryBack',
  'update signin.activation set tries = tries - 1 where record_id = $1 and code = $2',
);
export const spendActivation = statement(
  'signin.spendActivation',
  'delete from signin.activation where record_id = $1 and code = $2 and expires_at > $3 returning way',
);
export const standingActivation = statement(
  'signin.standingActivation',
  'select made_at, expires_at from signin.activation where record_id = $1 and expires_at > $2',
);
export const sweepActivationCodes = statement(
  'signin.sweepActivationCodes',
  'delete from signin.activation_code where expires_at < $1',
);
export const sweepActivations = statement('signin.sweepActivations', 'delete from signin.activation where expires_at < $1', {
  acrossRecords: 'what has expired leaves, of whomever it was',
});

export const putLetter = statement(
  'signin.putLetter',
  'insert into signin.letter (record_id, asked_at, asked_by) values ($1, $2, $3) on conflict (record_id) do nothing returning 1 as one',
);
export const letters = statement(
  'signin.letters',
  'select record_id, asked_at, asked_by from signin.letter order by asked_at, record_id limit $1',
);
export const endLetter = statement('signin.endLetter', 'delete from signin.letter where record_id = $1 returning 1 as one');

export const putPasskey = statement(
  'signin.putPasskey',
  `insert into signin.passkey (record_id, id, public_key, counter, transports, name, backed_up, made_at, used_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (record_id, id) do nothing returning 1 as one`,
);
export const passkeyAt = statement(
  'signin.passkeyAt',
  'select public_key, transports, name from signin.passkey where record_id = $1 and id = $2',
);
export const passkeysOf = statement(
  'signin.passkeysOf',
  'select id, name, backed_up, made_at, used_at from signin.passkey where record_id = $1 order by made_at, id limit 20',
);
/** A counter that does not grow is that of a copy; authenticators that keep none always say 0. */
export const usePasskey = statement(
  'signin.usePasskey',
  `update signin.passkey set counter = $3, backed_up = $4, used_at = $5
    where record_id = $1 and id = $2 and (counter < $3 or (counter = 0 and $3 = 0)) returning 1 as one`,
);
export const endPasskey = statement(
  'signin.endPasskey',
  'delete from signin.passkey where record_id = $1 and id = $2 returning name',
);
export const endPasskeys = statement('signin.endPasskeys', 'delete from signin.passkey where record_id = $1');

export const putSecondFactor = statement(
  'signin.putSecondFactor',
  `insert into signin.second_factor (record_id, kind, sealed, made_at, last_step, tries_from) values ($1, $2, $3, $4, $5, $4)
   on conflict (record_id) do update set kind = excluded.kind, sealed = excluded.sealed, made_at = excluded.made_at,
     last_step = excluded.last_step, tries = 0, tries_from = excluded.tries_from, sent = null, sent_at = null`,
);
export const secondFactorOf = statement(
  'signin.secondFactorOf',
  'select kind, sealed, made_at, sent_at from signin.second_factor where record_id = $1',
);
/** Taken before the code is compared, at most $4 since $3. */
export const takeSecondTry = statement(
  'signin.takeSecondTry',
  `update signin.second_factor set tries = case when tries_from < $3 then 1 else tries + 1 end,
     tries_from = case when tries_from < $3 then $2 else tries_from end
    where record_id = $1 and (tries_from < $3 or tries < $4) returning kind, sealed, last_step, sent, sent_at`,
);
/** A code opens once: its step, or the code that was sent, is used up. */
export const useStep = statement(
  'signin.useStep',
  `update signin.second_factor set last_step = $2, tries = 0 where record_id = $1 and kind = 'totp' and last_step < $2
   returning 1 as one`,
);
export const useSent = statement(
  'signin.useSent',
  `update signin.second_factor set sent = null, tries = 0 where record_id = $1 and kind = 'email' and sent = $2 and sent_at > $3
   returning 1 as one`,
);
/** Not again within the minute. */
export const putSent = statement(
  'signin.putSent',
  `update signin.second_factor set sent = $2, sent_at = $3
    where record_id = $1 and kind = 'email' and (sent_at is null or sent_at < $4) returning 1 as one`,
);
export const endSecondFactor = statement('signin.endSecondFactor', 'delete from signin.second_factor where record_id = $1');

export const putRecoveryCodes = statement(
  'signin.putRecoveryCodes',
  'insert into signin.recovery_code (record_id, code) select r.id, c.code from (select $1::uuid as id) r, unnest($2::bytea[]) c(code)',
  { acrossRecords: 'all rows are of the one record that is $1' },
);
export const useRecoveryCode = statement(
  'signin.useRecoveryCode',
  'update signin.recovery_code set used_at = $3 where record_id = $1 and code = $2 and used_at is null returning 1 as one',
);
export const recoveryCodesLeft = statement(
  'signin.recoveryCodesLeft',
  `select count(*) filter (where used_at is null)::int as n, max(used_at) as used_at
     from signin.recovery_code where record_id = $1`,
);
export const endRecoveryCodes = statement('signin.endRecoveryCodes', 'delete from signin.recovery_code where record_id = $1');

export const ownAccount = statement(
  'signin.ownAccount',
  "select login, password is not null as has_password from signin.account where citizen_record = $1 and kind = 'citizen' and not demo limit 1",
);
export const hasDemoAccount = statement(
  'signin.hasDemoAccount',
  "select 1 as one from signin.account where citizen_record = $1 and kind = 'citizen' and demo limit 1",
);
export const endOwnAccounts = statement(
  'signin.endOwnAccounts',
  "delete from signin.account where citizen_record = $1 and kind = 'citizen' and not demo and login <> $2",
);
export const putOwnAccount = statement(
  'signin.putOwnAccount',
  `insert into signin.account (login, kind, citizen_record, name, password, note, demo, created_at)
   values ($1, 'citizen', $2, $3, $4, '', false, $5)
   on conflict (login) do update set name = excluded.name, password = excluded.password
     where account.kind = 'citizen' and account.citizen_record = excluded.citizen_record and not account.demo
   returning login`,
);

export const cutOf = statement('signin.cutOf', 'select before, anew_at from signin.cut where record_id = $1');
export const lockWays = statement(
  'signin.lockWays',
  `insert into signin.cut (record_id, before) values ($1, $2)
   on conflict (record_id) do update set before = cut.before`,
);
export const putCut = statement(
  'signin.putCut',
  `insert into signin.cut (record_id, before, anew_at) values ($1, $2, $3)
   on conflict (record_id) do update set before = excluded.before, anew_at = coalesce(excluded.anew_at, cut.anew_at)`,
);

export const spend = statement(
  'signin.spend',
  'insert into signin.spent (id, expires_at) values ($1, $2) on conflict (id) do nothing returning 1 as one',
);
export const sweepSpent = statement('signin.sweepSpent', 'delete from signin.spent where expires_at < $1');
