import type { Migration } from '#store';

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
];
