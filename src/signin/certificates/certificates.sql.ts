import { statement } from '#store';

export const putCertificate = statement(
  'signin.putCertificate',
  `insert into signin.certificate (serial, authority, kind, whom, subject, fingerprint, issued_at, not_after)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
export const revokeCertificate = statement(
  'signin.revokeCertificate',
  `update signin.certificate set revoked_at = coalesce(revoked_at, $2), reason = coalesce(reason, $3) where serial = $1
   returning serial, authority, kind, whom, subject, fingerprint, issued_at, not_after, revoked_at, reason`,
);
export const listCertificates = statement(
  'signin.listCertificates',
  `select serial, authority, kind, whom, subject, fingerprint, issued_at, not_after, revoked_at, reason
     from signin.certificate where $1 or not_after > $2 order by issued_at desc, serial limit $3`,
);
/** Those that have ended leave the list, as RFC 5280 §3.3 allows. */
export const revokedCertificates = statement(
  'signin.revokedCertificates',
  `select serial, authority, revoked_at, reason from signin.certificate
    where revoked_at is not null and not_after > $1 order by serial limit $2`,
);
