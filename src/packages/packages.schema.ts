import type { Migration } from '#store';

export const packagesMigrations: readonly Migration[] = [
  {
    id: 'packages/0001-packages',
    sql: `
      create schema packages;
      create table packages.package (
        name       text not null,
        version    text not null,
        digest     text not null,
        resources  integer not null,
        loaded_at  timestamptz not null,
        primary key (name, version)
      );
      create table packages.resource (
        package          text not null,
        package_version  text not null,
        kind             text not null,
        url              text not null,
        version          text not null,
        name             text,
        type             text,
        body             text not null,
        primary key (package, package_version, kind, url, version)
      );
    `,
    everywhere: ['packages.package', 'packages.resource'],
  },
];
