import { statement } from '#store';

/** No row when a newer one is in force. */
export const putTrustedList = statement(
  'messaging.trusted.put',
  `insert into messaging.trusted_list as t (loaded_at, issued_at, signer, list, signature) values ($1, $2, $3, $4, $5)
   on conflict (one) do update set loaded_at = excluded.loaded_at, issued_at = excluded.issued_at, signer = excluded.signer,
     list = excluded.list, signature = excluded.signature
   where t.issued_at <= excluded.issued_at
   returning issued_at`,
);
export const trustedListInForce = statement(
  'messaging.trusted.inForce',
  'select loaded_at, signer, list, signature from messaging.trusted_list',
);
