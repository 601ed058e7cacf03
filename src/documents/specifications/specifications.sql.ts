import { statement } from '#store';

/** Gives no row when these contents are there already under this version. */
export const putSpecification = statement(
  'documents.putSpecification',
  `insert into documents.specification as s (name, version, digest, schemas, schematrons, lists, loaded_at, packed)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (name) do update set version = excluded.version, digest = excluded.digest, schemas = excluded.schemas,
     schematrons = excluded.schematrons, lists = excluded.lists, loaded_at = excluded.loaded_at, packed = excluded.packed
     where s.digest <> excluded.digest or s.version <> excluded.version
   returning name`,
);
export const dropSpecification = statement(
  'documents.dropSpecification',
  'delete from documents.specification where name = $1 and ($2::text is null or version = $2) returning name',
);
export const allSpecifications = statement(
  'documents.allSpecifications',
  'select name, version, digest, schemas, schematrons, lists, loaded_at from documents.specification order by loaded_at, name',
);
export const packedSpecifications = statement(
  'documents.packedSpecifications',
  'select name, digest, packed from documents.specification where name = any($1::text[])',
);
