import { statement } from '#store';

export const readAuthorisation = statement(
  'rights.readAuthorisation',
  'select allowed, source, official, digest, loaded_at from rights.authorisation',
);
export const putAuthorisation = statement(
  'rights.putAuthorisation',
  `insert into rights.authorisation (allowed, source, official, digest, loaded_at) values ($1, $2, $3, $4, $5)
   on conflict (one) do update
   set allowed = excluded.allowed, source = excluded.source, official = excluded.official, digest = excluded.digest, loaded_at = excluded.loaded_at`,
);
export const dropAuthorisation = statement('rights.dropAuthorisation', 'delete from rights.authorisation returning digest');
