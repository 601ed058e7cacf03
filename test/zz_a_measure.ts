import { readdirSync, readFileSync } from 'node:fs';
import { itemId } from '#kernel';
import { AcrossGround, base, irene, nuees, observation, now } from './fhir/acrossGround.ts';
import { projectChanges } from '../src/fhir/across/index.ts';

const ground = await AcrossGround.open(Number(process.argv[2] ?? 1000));
const { store } = ground;
const perRecord = 100;
const withAuthor = process.argv[3] === 'author';
const ids = process.argv[4] === 'id';
function pgCpu(): number {
  let t = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const cmd = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (!/postgres/.test(cmd)) continue;
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const f = text.slice(text.lastIndexOf(')') + 2).split(' ');
      if (!mine.has(Number(name)) && !mine.has(Number(f[1]))) continue;
      t += f.slice(11, 15).reduce((s, x) => s + Number(x), 0);
    } catch {}
  }
  return t * 10;
}
const mine = new Set<number>();
{
  const { rows } = await store.pool.query('select pg_backend_pid() as pid');
  const stat = readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8');
  mine.add(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
}
const codes = ['718-7', '2345-7', '29463-7', '8867-4', '2160-0', '2951-2', '2823-3', '789-8'];
const cat = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }];
const messages: any[] = [];
for (const record of ground.records) {
  const cols: any[][] = [[], [], [], [], []];
  const changes = [];
  for (let n = 1; n <= perRecord; n++) {
    const date = new Date(Date.UTC(2020, 0, 1) + Math.floor(Math.random() * 6 * 365 * 86400) * 1000);
    const json = observation(record, codes[n % 8]!, date.toISOString(), { category: cat, ...(ids ? { identifier: [{ system: 'urn:x', value: itemId(record, n) }] } : {}) });
    const { keys, at } = ground.parameters.extract(json, { base, record });
    cols[0]!.push(n); cols[1]!.push(itemId(record, n)); cols[2]!.push(at); cols[3]!.push(keys); cols[4]!.push(JSON.stringify(json));
    changes.push(['Observation', itemId(record, n), n, 1, 'POST']);
  }
  await store.pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient, keys, body)
     select $1, n, 'Observation', id, 1, $7, at, $8, $9, false, false, keys::jsonb, body from unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[]) as t(n, id, at, keys, body)`,
    [record, ...cols, now, nuees.id, withAuthor ? [irene.id] : []],
  );
  messages.push({ record, seq: 1, topic: 'fhir.changed', payload: { changes } });
}
await store.pool.query('analyze fhir.resource');
const project = projectChanges(store, ground.parameters);
const total = messages.length * perRecord;
const bundles = messages.slice(0, Math.floor(messages.length * 0.9));
const singles = messages.slice(bundles.length).flatMap((m) => m.payload.changes.map((c: any) => ({ ...m, payload: { changes: [c] } })));
async function timed(name: string, all: any[], resources: number) {
  const [cpu, pg, t] = [process.cpuUsage(), pgCpu(), performance.now()];
  for (let i = 0; i < all.length; i += 8) await Promise.all(all.slice(i, i + 8).map(project));
  const c = process.cpuUsage(cpu);
  console.log(name, { perResourceUs: { node: (c.user + c.system) / resources, pg: ((pgCpu() - pg) * 1000) / resources }, perSecond: resources / ((performance.now() - t) / 1000) });
}
await timed('messages of 100', bundles, bundles.length * perRecord);
await timed('messages of 1', singles, singles.length);
await timed('replay of 100', bundles.slice(0, 200), 200 * perRecord);
const { rows } = await store.pool.query(`select c.relname, pg_relation_size(c.oid)::bigint as bytes from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname='fhir' and (c.relname like 'across%' or c.relname like 'maker%')`);
let sum = 0;
for (const { relname, bytes } of rows) { sum += bytes; console.log(relname.padEnd(30), (bytes / total).toFixed(1)); }
console.log('bytes per resource', (sum / total).toFixed(1));
await store.pool.query('analyze fhir.across');
await store.pool.query('vacuum fhir.across');
for (const [actor, q] of [[nuees, 'code=718-7'], [nuees, ''], [nuees, 'status=preliminary'], [nuees, 'identifier=none'], [nuees, 'code=718-7,2345-7'], [nuees, 'code=718-7&_total=none'],[nuees, `identifier=${itemId(ground.record(3), 5)}`]] as const) {
  for (let i = 0; i < 2; i++) await ground.search(actor, 'Observation', q);
  const [cpu, pg, t] = [process.cpuUsage(), pgCpu(), performance.now()];
  let found; for (let i = 0; i < 10; i++) found = await ground.search(actor, 'Observation', q);
  const c = process.cpuUsage(cpu);
  console.log(q.padEnd(30), { total: found!.total, n: found!.ids.length, next: found!.next !== undefined, ms: (performance.now() - t) / 10, node: (c.user + c.system) / 10000, pg: (pgCpu() - pg) / 10 });
}
await ground.close();
