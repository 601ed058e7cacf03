import type { Migration } from '#store';

/** The SQL that does what `foldName` does, for what is kept. */
function folded(column: string): string {
  const from = 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ-’.';
  const to = 'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy   ';
  const plain = `translate(replace(${column}, '''', ' '), '${from}', '${to}')`;
  return `lower(replace(replace(replace(replace(${plain}, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'))`;
}

export const directoryMigrations: readonly Migration[] = [
  {
    id: 'directory/0001-entries',
    sql: `
      create schema directory;
      create table directory.structure (
        id               text primary key,
        name             text not null,
        couloir          text not null,
        facility_type    text not null,
        practice_setting text not null,
        updated_at       timestamptz not null
      );
      create table directory.professional (
        id               text primary key,
        family           text not null,
        given            text not null,
        prefix           text,
        profession       text not null,
        specialty_code   text,
        specialty_label  text,
        structures       text not null,
        updated_at       timestamptz not null
      );
      create table directory.software (
        id               text primary key,
        name             text not null,
        structure        text not null,
        redirect_uris    text not null,
        secret_digest    text,
        public_keys      text,
        updated_at       timestamptz not null
      );
    `,
    everywhere: ['directory.structure', 'directory.professional', 'directory.software'],
  },
  {
    // Names without accents, capitals and hyphens, to find them by their first letters; collate "C" lets a beginning use the index.
    id: 'directory/0002-names',
    sql: `
      alter table directory.professional
        add column family_key text collate "C" not null generated always as (${folded('family')}) stored,
        add column given_key text collate "C" not null generated always as (${folded('given')}) stored;
      create index professional_family_key on directory.professional (family_key);
    `,
  },
  {
    id: 'directory/0003-software-ways',
    sql: `alter table directory.software add column ways text not null default '{}';`,
  },
  {
    // The national directory: what extractions bring stands beside what was registered by hand. `digest` tells what changed, `details` is
    // what is only shown. Names are folded by the program from here on: in PostgreSQL it took as long as everything else together. Nothing is ever
    // deleted: what an extraction no longer holds is not active.
    id: 'directory/0004-national',
    sql: `
      alter table directory.professional
        alter column family_key drop expression,
        alter column given_key drop expression,
        add column source  text not null default 'registered',
        add column active  boolean not null default true,
        add column details text not null default '';
      create index professional_given_key on directory.professional (given_key);

      alter table directory.structure
        add column source     text not null default 'registered',
        add column registered boolean not null default true,
        add column active     boolean not null default true,
        add column siret      text,
        add column technical  text,
        add column part_of    text,
        add column category   text,
        add column postcode   text,
        add column town_key   text collate "C",
        add column line_key   text collate "C",
        add column details    text not null default '',
        add column digest     bigint not null default 0,
        add column name_key   text collate "C" not null default '';
      update directory.structure set name_key = ${folded('name')};
      create index structure_name_key on directory.structure (name_key);
      create index structure_postcode on directory.structure (postcode) where postcode is not null;
      create index structure_town_key on directory.structure (town_key) where town_key is not null;
      create index structure_siret on directory.structure (siret) where siret is not null and id < '3';
      create index structure_part_of on directory.structure (part_of) where part_of is not null;

      create table directory.activity (
        key          bigint primary key,
        professional text not null,
        structure    text,
        profession   text not null,
        specialty    text,
        mode         text,
        role         text,
        genre        text,
        section      text,
        situation    boolean not null,
        source       text not null,
        active       boolean not null,
        details      text not null,
        digest       bigint not null,
        updated_at   timestamptz not null
      );
      create index activity_professional on directory.activity (professional);
      create index activity_structure on directory.activity (structure) where structure is not null;
      create index activity_profession on directory.activity (profession, professional);
      create index activity_specialty on directory.activity (specialty, professional) where specialty is not null;

      create table directory.qualification (
        key          bigint primary key,
        professional text not null,
        kind         text not null,
        type_code    text not null,
        code         text not null,
        label        text not null,
        source       text not null,
        active       boolean not null,
        digest       bigint not null,
        updated_at   timestamptz not null
      );
      create index qualification_professional on directory.qualification (professional);
      create index qualification_code on directory.qualification (code, professional);

      create table directory.mailbox (
        key          bigint primary key,
        address      text collate "C" not null,
        type         text not null,
        professional text,
        structure    text,
        source       text not null,
        active       boolean not null,
        details      text not null,
        digest       bigint not null,
        updated_at   timestamptz not null
      );
      create index mailbox_address on directory.mailbox (address);
      create index mailbox_professional on directory.mailbox (professional) where professional is not null;
      create index mailbox_structure on directory.mailbox (structure) where structure is not null;

      create table directory.load (
        id         text primary key,
        kind       text not null,
        file       text not null,
        sha256     text not null,
        bytes      bigint not null,
        whole      boolean not null,
        state      text not null,
        at_byte    bigint not null,
        at_line    bigint not null,
        counts     text not null,
        started_at timestamptz not null,
        ended_at   timestamptz
      );
      create index load_kind on directory.load (kind, started_at);
      create table directory.load_batch (
        load    text not null,
        at_byte bigint not null,
        keys    bigint[] not null,
        primary key (load, at_byte)
      );
      create table directory.load_fault (
        load text not null,
        line bigint not null,
        code text not null,
        what text not null,
        primary key (load, line)
      );

      insert into directory.activity (key, professional, structure, profession, situation, source, active, details, digest, updated_at)
      select (substr(p.id, 2)::bigint << 26) | (('x' || substr(md5('registered|' || s.id), 1, 8))::bit(32)::bigint & 67108863), p.id, s.id, p.profession, true, 'registered',
             true, '', 0, p.updated_at
        from directory.professional p cross join lateral json_array_elements_text(p.structures::json) as s(id)
      on conflict (key) do nothing;
    `,
    everywhere: [
      'directory.activity',
      'directory.qualification',
      'directory.mailbox',
      'directory.load',
      'directory.load_batch',
      'directory.load_fault',
    ],
  },
];
