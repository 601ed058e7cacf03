import { randomUUID } from 'node:crypto';
import type { Floor } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { at } from '../testbed/population.ts';
import type { Testbed } from '../testbed/testbed.ts';

const columns =
  'n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient, keys, body';

/**
 * What writing resources cannot do without: the same rows, `count` in one transaction, by unnest into a table of the same shape and
 * indexes. No HTTP, no JSON, no validation, no rights, no trace. A figure for one resource.
 */
export async function rowsFloor(bed: Testbed, lanes: number, count: number): Promise<Floor> {
  const pool = bed.database(lanes);
  await pool.query('create schema if not exists floor');
  await pool.query('create table if not exists floor.resource (like fhir.resource including all)');
  const { rows } = await pool.query<Record<string, unknown>>(
    `select n, type, id, version, updated_at::text, at::text, depositor, hidden_from_professionals, hidden_from_patient, keys::text, body
     from fhir.resource where n > 0 order by record_id, n limit $1`,
    [count],
  );
  const column = (name: string): unknown[] => Array.from({ length: count }, (_, n) => at(rows, n)[name]);
  const values = [
    Array.from({ length: count }, (_, n) => n + 1),
    ...[
      'type',
      'id',
      'version',
      'updated_at',
      'at',
      'depositor',
      'hidden_from_professionals',
      'hidden_from_patient',
      'keys',
      'body',
    ].map(column),
  ];
  const text = `insert into floor.resource (record_id, ${columns})
    select $1, n, type, id, version, updated_at, at, depositor, '{}', hidden_p, hidden_c, keys, body
    from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::bool[], $10::bool[],
      $11::jsonb[], $12::text[]) as t(n, type, id, version, updated_at, at, depositor, hidden_p, hidden_c, keys, body)`;
  const floor = await measureFloor(
    bed,
    `the same rows by unnest, ${count} in a transaction, by pg; no HTTP, no JSON, no checks, no trace`,
    {
      seconds: 3,
      lanes,
      once: () => pool.query({ name: `floor-rows-${count}`, text, values: [randomUUID(), ...values] }),
    },
  );
  await pool.end();
  return { ...floor, perSecond: floor.perSecond * count, cpuMs: floor.cpuMs === undefined ? undefined : floor.cpuMs / count };
}
