import { statement } from '#store';

export const professionalById = statement(
  'directory.professionalById',
  `select id, family, given, prefix, profession, specialty_code, specialty_label, structures
     from directory.professional where id = $1`,
);
/** Whose family name begins with one of the words, and whose names have every word at the beginning of one of theirs. */
export const professionalsByName = statement(
  'directory.professionalsByName',
  `select distinct p.id, p.family, p.given, p.prefix, p.profession, p.specialty_code, p.specialty_label, p.structures
     from unnest($1::text[]) as w(word)
     cross join lateral (
       select * from directory.professional d
        where d.family_key >= w.word collate "C" and d.family_key < (w.word || chr(1114111)) collate "C"
          and not exists (
            select 1 from unnest($1::text[]) as o(word) where position(' ' || o.word in ' ' || d.family_key || ' ' || d.given_key) = 0
          )
        order by d.family_key, d.given_key limit $2
     ) p
    order by p.family, p.given, p.id limit $2`,
);
export const structureById = statement(
  'directory.structureById',
  'select id, name, couloir, facility_type, practice_setting from directory.structure where id = $1',
);
export const softwareById = statement(
  'directory.softwareById',
  'select id, name, structure, redirect_uris, secret_digest, public_keys, ways from directory.software where id = $1',
);

export const putProfessionals = statement(
  'directory.putProfessionals',
  `insert into directory.professional
     (id, family, given, prefix, profession, specialty_code, specialty_label, structures, updated_at)
   select t.id, t.family, t.given, t.prefix, t.profession, t.specialty_code, t.specialty_label, t.structures, $9::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       as t(id, family, given, prefix, profession, specialty_code, specialty_label, structures)
   on conflict (id) do update set family = excluded.family, given = excluded.given, prefix = excluded.prefix,
     profession = excluded.profession, specialty_code = excluded.specialty_code, specialty_label = excluded.specialty_label,
     structures = excluded.structures, updated_at = excluded.updated_at`,
);
export const putStructures = statement(
  'directory.putStructures',
  `insert into directory.structure (id, name, couloir, facility_type, practice_setting, updated_at)
   select t.id, t.name, t.couloir, t.facility_type, t.practice_setting, $6::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       as t(id, name, couloir, facility_type, practice_setting)
   on conflict (id) do update set name = excluded.name, couloir = excluded.couloir, facility_type = excluded.facility_type,
     practice_setting = excluded.practice_setting, updated_at = excluded.updated_at`,
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
