import { statement } from '#store';

/** Takes the lock of the package's row: who loads the same one meanwhile waits. Gives no row when these contents are there already. */
export const putPackage = statement(
  'packages.putPackage',
  `insert into packages.package as p (name, version, digest, resources, loaded_at) values ($1, $2, $3, $4, $5)
   on conflict (name, version) do update
     set digest = excluded.digest, resources = excluded.resources, loaded_at = excluded.loaded_at
     where p.digest <> excluded.digest
   returning name`,
);
export const putResources = statement(
  'packages.putResources',
  `insert into packages.resource (package, package_version, kind, url, version, name, type, body)
   select $1, $2, t.kind, t.url, t.version, t.name, t.type, t.body
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       as t(kind, url, version, name, type, body)`,
);
export const dropResources = statement(
  'packages.dropResources',
  'delete from packages.resource where package = $1 and package_version = $2',
);
export const dropPackage = statement(
  'packages.dropPackage',
  'delete from packages.package where name = $1 and version = $2 returning name',
);
export const allPackages = statement(
  'packages.all',
  'select name, version, digest, resources, loaded_at from packages.package order by loaded_at, name, version',
);
/** Of several packages, named by two lists in step. */
export const resourcesOf = statement(
  'packages.resourcesOf',
  `select r.package, r.package_version, r.kind, r.url, r.version, r.name, r.type, r.body
     from unnest($1::text[], $2::text[]) as p(name, version)
     join packages.resource r on r.package = p.name and r.package_version = p.version`,
);
