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
];
