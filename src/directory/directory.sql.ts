import { statement } from '#store';

export const professionalById = statement(
  'directory.professionalById',
  `select p.id, p.family, p.given, p.prefix, p.profession, p.specialty_code, p.specialty_label, p.structures, p.active,
          (select json_agg(distinct a.structure) from directory.activity a
            where a.professional = p.id and a.active and a.structure is not null)::text as places
     from directory.professional p where p.id = $1`,
);
/** Whose family name begins with one of the words, and whose names have every word at the beginning of one of theirs. */
export const professionalsByName = statement(
  'directory.professionalsByName',
  `select distinct p.id, p.family, p.given, p.prefix, p.profession, p.specialty_code, p.specialty_label, p.structures, p.active,
          (select json_agg(distinct a.structure) from directory.activity a
            where a.professional = p.id and a.active and a.structure is not null)::text as places
     from unnest($1::text[]) as w(word)
     cross join lateral (
       select * from directory.professional d
        where d.active and d.family_key >= w.word collate "C" and d.family_key < (w.word || chr(1114111)) collate "C"
          and not exists (
            select 1 from unnest($1::text[]) as o(word) where position(' ' || o.word in ' ' || d.family_key || ' ' || d.given_key) = 0
          )
        order by d.family_key, d.given_key limit $2
     ) p
    order by p.family, p.given, p.id limit $2`,
);
export const structureById = statement(
  'directory.structureById',
  'select id, name, couloir, facility_type, practice_setting, active from directory.structure where id = $1',
);
export const softwareById = statement(
  'directory.softwareById',
  'select id, name, structure, redirect_uris, secret_digest, public_keys, ways from directory.software where id = $1',
);

export const launchableSoftware = statement(
  'directory.launchableSoftware',
  `select id, name, structure, redirect_uris, secret_digest, public_keys, ways from directory.software
    where ways::jsonb ->> 'launchUrl' is not null order by name, id limit 100`,
);

export const certifiedSoftware = statement(
  'directory.certifiedSoftware',
  `select id, name, structure, redirect_uris, secret_digest, public_keys, ways from directory.software
    where ways::jsonb ->> 'certificateSubject' is not null order by id limit 5000`,
);

export const putProfessionals = statement(
  'directory.putProfessionals',
  `insert into directory.professional
     (id, family, given, prefix, profession, specialty_code, specialty_label, structures, family_key, given_key, updated_at)
   select t.id, t.family, t.given, t.prefix, t.profession, t.specialty_code, t.specialty_label, t.structures, t.family_key, t.given_key,
          $11::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       as t(id, family, given, prefix, profession, specialty_code, specialty_label, structures, family_key, given_key)
   on conflict (id) do update set family = excluded.family, given = excluded.given, prefix = excluded.prefix,
     profession = excluded.profession, specialty_code = excluded.specialty_code, specialty_label = excluded.specialty_label,
     structures = excluded.structures, family_key = excluded.family_key, given_key = excluded.given_key, source = 'registered',
     active = true, updated_at = excluded.updated_at`,
);
export const putStructures = statement(
  'directory.putStructures',
  `insert into directory.structure (id, name, couloir, facility_type, practice_setting, name_key, updated_at)
   select t.id, t.name, t.couloir, t.facility_type, t.practice_setting, t.name_key, $7::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       as t(id, name, couloir, facility_type, practice_setting, name_key)
   on conflict (id) do update set name = excluded.name, name_key = excluded.name_key, registered = true, active = true, couloir = excluded.couloir, facility_type = excluded.facility_type,
     practice_setting = excluded.practice_setting, updated_at = excluded.updated_at`,
);
/** One activity for each structure of those registered by hand; those that they no longer have are not active. `$1` are the people. */
export const putRegisteredActivities = statement(
  'directory.putRegisteredActivities',
  `with wished as (
     select (substr(t.professional, 2)::bigint << 26) | (('x' || substr(md5('registered|' || t.structure), 1, 8))::bit(32)::bigint & 67108863)
              as key, t.professional, t.structure, t.profession
       from unnest($2::text[], $3::text[], $4::text[]) as t(professional, structure, profession)
   ), left_out as (
     update directory.activity a set active = false, updated_at = $5::timestamptz
      where a.professional = any($1::text[]) and a.source = 'registered' and a.active and not exists (select from wished w where w.key = a.key)
   )
   insert into directory.activity (key, professional, structure, profession, situation, source, active, details, digest, updated_at)
   select w.key, w.professional, w.structure, w.profession, true, 'registered', true, '', 0, $5::timestamptz from wished w
   on conflict (key) do update set profession = excluded.profession, active = true, updated_at = excluded.updated_at`,
);
export const putSoftware = statement(
  'directory.putSoftware',
  `insert into directory.software (id, name, structure, redirect_uris, secret_digest, public_keys, ways, updated_at)
   select t.id, t.name, t.structure, t.redirect_uris, t.secret_digest, t.public_keys, t.ways, $8::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as t(id, name, structure, redirect_uris, secret_digest, public_keys, ways)
   on conflict (id) do update set name = excluded.name, structure = excluded.structure, redirect_uris = excluded.redirect_uris,
     secret_digest = excluded.secret_digest, public_keys = excluded.public_keys, ways = excluded.ways,
     updated_at = excluded.updated_at`,
);
export const bindSoftware = statement(
  'directory.bindSoftware',
  `update directory.software set ways = (ways::jsonb || jsonb_build_object('certificateSubject', $2::text))::text, updated_at = $3
    where id = $1 returning id`,
);
/** Mailboxes of this installation: they stay when an extraction does not hold them, and go when they are no longer shown. */
export const putPublished = statement(
  'directory.putPublished',
  `insert into directory.mailbox (key, address, type, professional, structure, details, digest, active, source, updated_at)
   select t.key, t.address, t.type, t.professional, t.structure, t.details, t.digest, t.shown, 'registered', $9::timestamptz
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::boolean[])
       as t(key, address, type, professional, structure, details, digest, shown)
   on conflict (key) do update set type = excluded.type, details = excluded.details, digest = excluded.digest, active = excluded.active,
     source = excluded.source, updated_at = excluded.updated_at`,
);
