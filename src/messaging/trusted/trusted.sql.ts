import { statement } from '#store';

export const putTrustedList = statement(
  'messaging.trusted.put',
  `insert into messaging.trusted_list (loaded_at, issued_at, ends_at, digest, signer, list, signature)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);
export const trustedListInForce = statement(
  'messaging.trusted.inForce',
  `select loaded_at, signer, list, signature from messaging.trusted_list order by n desc limit 1`,
);
/** Two who load at once do so one after the other. */
export const lockTrustedList = statement('messaging.trusted.lock', 'lock table messaging.trusted_list in exclusive mode');
