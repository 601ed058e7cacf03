import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Floor } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import type { Testbed } from '../testbed/testbed.ts';

/** The rows that a deposit leaves; those of the newest one are copied into tables of the same shape, beside. */
const tables = ['documents.submission', 'documents.entry', 'trace.line'] as const;

/**
 * What a deposit cannot do without: the bytes sealed, on the disk and named there; its rows, in one transaction. No HTTP, no JSON, no
 * XML, no identity, no rights, no chain.
 */
export async function depositFloor(bed: Testbed, bytes: number, lanes: number): Promise<Floor> {
  const pool = bed.database(lanes);
  const folder = join(bed.home, 'floor');
  await mkdir(folder, { recursive: true });
  const inserts = await Promise.all(tables.map((table) => prepareInsert(pool, table)));
  const document = randomBytes(bytes);
  const key = randomBytes(32);
  const floor = await measureFloor(
    bed,
    'the same bytes sealed and synced to a file, the same rows inserted in one transaction by pg',
    {
      seconds: 3,
      lanes,
      once: async (n) => {
        await seal(folder, `${n}`, key, document);
        const client = await pool.connect();
        try {
          await client.query('begin');
          const record = randomUUID();
          for (const { name, text, values } of inserts) await client.query({ name, text, values: [record, ...values] });
          await client.query('commit');
        } finally {
          client.release();
        }
      },
    },
  );
  await pool.end();
  return floor;
}

async function seal(folder: string, name: string, key: Buffer, document: Buffer): Promise<void> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const file = await open(join(folder, `${name}.new`), 'wx', 0o600);
  try {
    await file.write(Buffer.concat([nonce, cipher.update(document), cipher.final(), cipher.getAuthTag()]));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(join(folder, `${name}.new`), join(folder, name));
  const shelf = await open(folder, 'r');
  try {
    await shelf.sync();
  } finally {
    await shelf.close();
  }
}

async function prepareInsert(pool: pg.Pool, table: (typeof tables)[number]) {
  const copy = `floor.${table.replace('.', '_')}`;
  await pool.query('create schema if not exists floor').catch(() => undefined); // several at once: the others find it made
  await pool.query(`create table if not exists ${copy} (like ${table} including all)`);
  const asText = { getTypeParser: () => (value: unknown) => value };
  const { rows, fields } = await pool.query<Record<string, string | null>>({
    text: `select * from ${table} order by ctid desc limit 1`,
    types: asText as pg.CustomTypesConfig,
  });
  const columns = fields.map(({ name }) => name);
  const [row = {}] = rows;
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  // The first column is the record, which changes with each.
  return {
    name: `floor-${copy}`,
    text: `insert into ${copy} (${columns.join(', ')}) values (${places})`,
    values: columns.slice(1).map((column) => row[column] ?? null),
  };
}
