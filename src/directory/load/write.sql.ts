import { statement } from '#store';

/**
 * A batch meets a table by its key, row by row: `limit 1` keeps PostgreSQL from reading the whole table for each batch.
 *
 * Which of the entries of a batch are new (true) or have changed (false): the place of each in the batch, from 1.
 */
const changedOf = (table: string): string =>
  `select u.n::int as n, a.key is null as fresh
     from unnest($1::bigint[], $2::bigint[]) with ordinality as u(key, digest, n)
     left join lateral (select key, digest, active from directory.${table} where key = u.key limit 1) a on true
    where a.key is null or a.digest <> u.digest or not a.active`;

export const changedActivities = statement('directory.changedActivities', changedOf('activity'));
export const changedQualifications = statement('directory.changedQualifications', changedOf('qualification'));
export const changedMailboxes = statement('directory.changedMailboxes', changedOf('mailbox'));
/** Structures have identifiers; `$1` holds these. */
export const changedStructures = statement(
  'directory.changedStructures',
  `select u.n::int as n, s.id is null as fresh
     from unnest($1::text[], $2::bigint[]) with ordinality as u(id, digest, n)
     left join lateral (select id, digest, source, active from directory.structure where id = u.id limit 1) s on true
    where s.id is null or s.digest <> u.digest or s.source not like 'finess%' or not s.active`,
);

/** What was there already and says the same is not written again. */
export const putPeople = statement(
  'directory.putPeople',
  `insert into directory.professional as p
     (id, family, given, prefix, profession, specialty_code, specialty_label, structures, details, family_key, given_key, source, active,
      updated_at)
   select t.id, t.family, t.given, t.prefix, t.profession, t.specialty_code, t.specialty_label, '[]', t.details, t.family_key, t.given_key,
          'rpps', true, $11::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       as t(id, family, given, prefix, profession, specialty_code, specialty_label, details, family_key, given_key)
   on conflict (id) do update set family = excluded.family, given = excluded.given, prefix = excluded.prefix,
     profession = excluded.profession, specialty_code = excluded.specialty_code, specialty_label = excluded.specialty_label,
     details = excluded.details, family_key = excluded.family_key, given_key = excluded.given_key, source = 'rpps', active = true,
     updated_at = excluded.updated_at
   where not p.active or p.source <> 'rpps'
      or (p.family, p.given, p.prefix, p.profession, p.specialty_code, p.specialty_label, p.details) is distinct from
         (excluded.family, excluded.given, excluded.prefix, excluded.profession, excluded.specialty_code, excluded.specialty_label,
          excluded.details)`,
);

const placeColumns = `id, name, couloir, facility_type, practice_setting, siret, technical, part_of, category, postcode, town_key, line_key,
      details, name_key, digest`;
const placesGiven = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])
       as t(${placeColumns})`;
/** What was registered by hand keeps how documents see it: couloir, kind and setting. */
const placeWritten = `name = excluded.name, name_key = excluded.name_key,
     couloir = case when s.registered then s.couloir else excluded.couloir end,
     facility_type = case when s.registered then s.facility_type else excluded.facility_type end,
     practice_setting = case when s.registered then s.practice_setting else excluded.practice_setting end,
     siret = excluded.siret, technical = coalesce(excluded.technical, s.technical), part_of = excluded.part_of, category = excluded.category,
     postcode = excluded.postcode, town_key = excluded.town_key, line_key = excluded.line_key, details = excluded.details,
     digest = excluded.digest, source = excluded.source, active = true, updated_at = excluded.updated_at`;

/** `$17` is the kind of the extraction. */
export const putFinessPlaces = statement(
  'directory.putFinessPlaces',
  `insert into directory.structure as s (${placeColumns}, source, registered, active, updated_at)
   select t.*, $17, false, true, $16::timestamptz from ${placesGiven}
   on conflict (id) do update set ${placeWritten}`,
);

/** What FINESS says of a structure stands: the RPPS only repeats it. */
export const putPlaces = statement(
  'directory.putPlaces',
  `insert into directory.structure as s (${placeColumns}, source, registered, active, updated_at)
   select t.*, 'rpps', false, true, $16::timestamptz
     from ${placesGiven}
   on conflict (id) do update set ${placeWritten}
   where s.source not like 'finess%' and (not s.active or s.source <> 'rpps'
      or (s.name, s.siret, s.part_of, s.postcode, s.town_key, s.line_key, s.details) is distinct from
         (excluded.name, excluded.siret, excluded.part_of, excluded.postcode, excluded.town_key, excluded.line_key, excluded.details)
      or not s.registered and s.facility_type <> excluded.facility_type)`,
);

export const putActivities = statement(
  'directory.putActivities',
  `insert into directory.activity
     (key, professional, structure, profession, specialty, mode, role, genre, section, situation, details, digest, source, active, updated_at)
   select t.key, t.professional, t.structure, t.profession, t.specialty, t.mode, t.role, t.genre, t.section, t.situation, t.details, t.digest,
          $14, true, $13::timestamptz
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                 $10::boolean[], $11::text[], $12::bigint[])
       as t(key, professional, structure, profession, specialty, mode, role, genre, section, situation, details, digest)
   on conflict (key) do update set structure = excluded.structure, profession = excluded.profession, specialty = excluded.specialty,
     mode = excluded.mode, role = excluded.role, genre = excluded.genre, section = excluded.section, situation = excluded.situation,
     details = excluded.details, digest = excluded.digest, active = true, updated_at = excluded.updated_at`,
);

export const putQualifications = statement(
  'directory.putQualifications',
  `insert into directory.qualification (key, professional, kind, type_code, code, label, digest, source, active, updated_at)
   select t.key, t.professional, t.kind, t.type_code, t.code, t.label, t.digest, $9, true, $8::timestamptz
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
       as t(key, professional, kind, type_code, code, label, digest)
   on conflict (key) do update set label = excluded.label, digest = excluded.digest, active = true, updated_at = excluded.updated_at`,
);

export const putMailboxes = statement(
  'directory.putMailboxes',
  `insert into directory.mailbox (key, address, type, professional, structure, details, digest, source, active, updated_at)
   select t.key, t.address, t.type, t.professional, t.structure, t.details, t.digest, 'mssante', true, $8::timestamptz
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
       as t(key, address, type, professional, structure, details, digest)
   on conflict (key) do update set type = excluded.type, structure = excluded.structure, details = excluded.details,
     digest = excluded.digest, active = true, updated_at = excluded.updated_at`,
);

/** `$1` is the load whose batches say what stood in the file. */
const absent = (table: string): string =>
  `with seen as materialized (select unnest(keys) as key from directory.load_batch where load = $1),
        gone as (update directory.${table} a set active = false, updated_at = $2
                  where a.source = $3 and a.active and not exists (select from seen s where s.key = a.key) returning 1)
   select count(*)::int as n from gone`;
export const activitiesAbsent = statement('directory.activitiesAbsent', absent('activity'));
export const qualificationsAbsent = statement('directory.qualificationsAbsent', absent('qualification'));
export const mailboxesAbsent = statement('directory.mailboxesAbsent', absent('mailbox'));
/** The key of a structure of FINESS is made of its number, so that it need not be kept. */
export const structuresAbsent = statement(
  'directory.structuresAbsent',
  `with seen as materialized (select unnest(keys) as key from directory.load_batch where load = $1),
        gone as (update directory.structure s set active = false, updated_at = $2
                  where s.source = $3 and s.active
                    and not exists (select from seen k where k.key = ('x' || substr(md5('finess|' || substr(s.id, 2)), 1, 16))::bit(64)::bigint)
                  returning 1)
   select count(*)::int as n from gone`,
);
/** Whom nothing names any more, and places where nobody works. */
export const peopleWithoutActivity = statement(
  'directory.peopleWithoutActivity',
  `update directory.professional p set active = false, updated_at = $1
    where p.source = 'rpps' and p.active and not exists (select from directory.activity a where a.professional = p.id and a.active)`,
);
export const placesWithoutActivity = statement(
  'directory.placesWithoutActivity',
  `update directory.structure s set active = false, updated_at = $1
    where s.source = 'rpps' and s.active and not exists (select from directory.activity a where a.structure = s.id and a.active)`,
);
/** The planner is told what came in: an autovacuum may be minutes away. */
export const analyzed = statement(
  'directory.analyzed',
  'analyze directory.professional, directory.structure, directory.activity, directory.qualification, directory.mailbox',
);
