import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Deposits } from '../client/load.ts';
import { type Measured, mark, type Scenario } from '../scenario.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { depositor } from '../testbed/population.ts';
import { depositsOf } from '../testbed/shelf.ts';

const count = 3_000;

const afterwards: ReadonlySet<string> = new Set(['documents.text', 'documents.fact', 'documents.facts']);

export const disk: Scenario = {
  name: 'disk',
  what: 'what a document takes in the database: entry, DocumentReference, search values, indexes, log; not its sealed bytes',
  async run(bed): Promise<Measured> {
    const people = await bed.population.people(40, 100);
    const subjects = people.map((person, index) => bed.population.subject(person, index, 4 * 1024));
    const requests: Deposits = { kind: 'deposits', token: await bed.population.token(depositor), subjects };
    const pool = bed.database(1);
    const sizes = async (): Promise<ReadonlyMap<string, number>> => {
      await pool.query('checkpoint');
      const { rows } = await pool.query<{ name: string; bytes: string }>(
        `select c.oid::regclass as name, pg_total_relation_size(c.oid) as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname in ('documents', 'fhir', 'trace', 'store')`,
      );
      return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
    };
    const before = await sizes();
    const timed = await measure(bed, { streams: [depositsOf(requests)], connections: 8, seconds: 120, count });
    const row = rowOf(timed);
    await understood(pool);
    const grown = [...(await sizes())].map(([name, bytes]) => ({ name, each: (bytes - (before.get(name) ?? 0)) / row.answered }));
    const each = grown.reduce((sum, table) => sum + table.each, 0);
    const later = grown.reduce((sum, table) => sum + (afterwards.has(table.name) ? table.each : 0), 0);
    const { rows } = await pool.query<{ bytes: string }>(
      `select avg(octet_length(body)) as bytes from fhir.resource where type = 'DocumentReference'`,
    );
    await pool.end();
    const body = Number(rows[0]?.bytes);
    return {
      name: 'disk',
      how: `${row.answered} documents deposited; a DocumentReference has ${Math.round(body)} bytes; with their indexes: ${told(grown)}; of it what is understood of a document after the answer, words and facts: ${Math.round(later)}`,
      rows: [row],
      marks: [
        mark(
          'kB in the database for a document whose DocumentReference has 1.8 kB, in proportion',
          '≤',
          3.5,
          (each / body) * 1.8,
          'kB',
        ),
      ],
    };
  },
};

/** What is understood of documents after the answer counts too: waits for the last of it. */
async function understood(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      `select exists (select from documents.entry e where not exists
         (select from documents.text t where t.record_id = e.record_id and t.n = e.n)) as waiting`,
    );
    if (rows[0]?.waiting !== true) return;
    await sleep(500);
  }
}

/** Where the bytes are, what takes most first. */
function told(tables: readonly { readonly name: string; readonly each: number }[]): string {
  const most = tables.filter(({ each }) => each >= 1).sort((a, b) => b.each - a.each);
  return most.map(({ name, each }) => `${name} ${Math.round(each)}`).join(', ');
}
