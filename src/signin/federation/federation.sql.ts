import { statement } from '#store';

export const federatedByKey = statement(
  'signin.federatedByKey',
  'update signin.federated set used_at = $2 where key = $1 returning citizen_record',
);
export const addFederated = statement(
  'signin.addFederated',
  `insert into signin.federated (key, citizen_record, issuer, linked_at, used_at) values ($1, $2, $3, $4, $4)
   on conflict (key) do nothing returning citizen_record`,
);
export const federatedOf = statement(
  'signin.federatedOf',
  'select issuer, linked_at, used_at from signin.federated where citizen_record = $1 order by linked_at limit 20',
);
export const removeFederated = statement(
  'signin.removeFederated',
  'delete from signin.federated where citizen_record = $1 and issuer = $2 returning issuer',
);
/** A person who never had a password here: nobody knows one, so none opens it. */
export const addFederatedAccount = statement(
  'signin.addFederatedAccount',
  `insert into signin.account (login, kind, citizen_record, name, note, demo, created_at)
   values ($1, 'citizen', $2, $3, '', false, $4) on conflict (login) do nothing`,
);

export const addOutsideSession = statement(
  'signin.addOutsideSession',
  'insert into signin.outside_session (id, way, sealed, at) values ($1, $2, $3, $4)',
);
export const takeOutsideSession = statement(
  'signin.takeOutsideSession',
  'delete from signin.outside_session where id = $1 and at > $2 returning way, sealed',
);
export const sweepOutsideSessions = statement('signin.sweepOutsideSessions', 'delete from signin.outside_session where at < $1');
