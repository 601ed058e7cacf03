import type pg from 'pg';
import type { Stream } from '../client/load.ts';
import { type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { depositor } from '../testbed/population.ts';
import { documentsEach, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

const sizes = [1_000, 4_000, 16_000, 64_000];

/** The synthetic patients are copies of one whose documents came through the front door, written straight into the tables. */
export const growth: Scenario = {
  name: 'growth',
  what: `the document search of one patient as the store grows from 1,000 to 64,000 patients of ${documentsEach} documents`,
  onlyNamed: true,
  async run(bed, { seconds, concurrency = 2 }): Promise<Measured> {
    const model = await modelOf(bed);
    const pool = bed.database(1);
    const token = await bed.population.token(depositor);
    const rows: Row[] = [];
    const known: string[] = [];
    for (const size of sizes) {
      bed.say(`growing to ${size} patients`);
      while (known.length < size) known.push(...(await grow(pool, model, Math.min(1_000, size - known.length))));
      await pool.query('vacuum analyze fhir.resource');
      await pool.query('checkpoint');
      const stream = searches(`${size} patients`, known, token);
      await measure(bed, { streams: [stream], connections: concurrency, seconds: 2 });
      rows.push(rowOf(await measure(bed, { streams: [stream], connections: concurrency, seconds: seconds / 2 })));
    }
    await pool.end();
    const [first, last] = [rows[0]?.p50 ?? Number.NaN, rows.at(-1)?.p50 ?? Number.NaN];
    return {
      name: 'growth',
      how: `${concurrency} at a time, patients drawn at random, by the software that deposited`,
      rows,
      marks: [mark('p50 at 64,000 patients to p50 at 1,000', '≤', 1.3, last / first, '×')],
    };
  },
};

function searches(name: string, patients: readonly string[], token: string): Stream {
  const path = (id: string): string => `/fhir/DocumentReference?patient=Patient/${id}&_sort=-date&_count=${documentsEach}`;
  const targets = patients.map((id) => ({ path: path(id), token }));
  return { name, expects: `"total":${documentsEach}`, requests: { kind: 'gets', targets } };
}

/** The key of a record that has its documents. */
async function modelOf(bed: Testbed): Promise<string> {
  const { records } = await shelfOf(bed);
  const hex = records[0]?.ids[0]?.slice(0, 32) ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

async function grow(pool: pg.Pool, model: string, count: number): Promise<string[]> {
  const made = await pool.query<{ record_id: string; hex: string }>(
    `insert into store.record (record_id, created_at, sealed_key, items)
     select gen_random_uuid(), r.created_at, r.sealed_key, r.items from store.record r, generate_series(1, $2) where r.record_id = $1
     returning record_id, replace(record_id::text, '-', '') as hex`,
    [model, count],
  );
  await pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals,
       hidden_from_patient, hidden_from_representatives, document_type, keys, body)
     select f.id, e.n, e.type, replace(e.id, m.hex, f.hex), e.version, e.updated_at, e.at, e.depositor, e.author_ids,
       e.hidden_from_professionals, e.hidden_from_patient, e.hidden_from_representatives, e.document_type, replace(e.keys::text, m.hex, f.hex)::jsonb, replace(e.body, m.hex, f.hex)
     from fhir.resource e, unnest($2::uuid[], $3::text[]) as f(id, hex), (select replace($1::text, '-', '') as hex) m
     where e.record_id = $1::uuid and e.type = 'DocumentReference'`,
    [model, made.rows.map((row) => row.record_id), made.rows.map((row) => row.hex)],
  );
  // A record with documents has its chain in the log; without, the first look at each would have to begin one.
  await pool.query(
    "insert into trace.chain (record_id, seq, head, seal) select r, 0, decode(repeat('00', 32), 'hex'), '' from unnest($1::uuid[]) r",
    [made.rows.map((row) => row.record_id)],
  );
  return made.rows.map((row) => row.hex);
}
