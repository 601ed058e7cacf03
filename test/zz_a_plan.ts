import { AcrossGround, irene, nuees, observation, callBy, base, now } from './fhir/acrossGround.ts';
import * as P from '../src/fhir/across/project.sql.ts';
import { windowSql } from '../src/fhir/across/across.sql.ts';
import { parseSearch } from '../src/fhir/search/index.ts';
import { wholeList } from '../src/fhir/across/lists.ts';
const ground = await AcrossGround.open(400);
const day = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 3600_000 * 7).toISOString();
for (const record of ground.records) await ground.keep(...Array.from({ length: 100 }, (_, i) => ({ record, n: i + 1, json: observation(record, '718-7', day(Math.floor(Math.random() * 9000))), authors: [irene.id] })));
await ground.feed();
await ground.store.pool.query('vacuum analyze');
const client = await ground.store.pool.connect();
const rec = (i: number) => ground.records[i % 400];
const cases: any = {
  thingsNow: (i: number) => [[rec(i)], [1 + (i % 40)], ['So', 'sh']],
  listedNow: (i: number) => [[rec(i)], [1 + (i % 40)]],
};
for (const [name, values] of Object.entries<any>(cases)) {
  const s = (P as any)[name];
  for (const mode of ['auto', 'force_generic_plan']) {
    await client.query(`set plan_cache_mode=${mode}`);
    const t = performance.now();
    for (let i = 0; i < 500; i++) await client.query({ name, text: s.text, values: values(i) });
    console.log(name, mode, (performance.now() - t) / 500, 'ms');
  }
  const { rows } = await client.query(`explain (generic_plan) ${s.text}`);
  console.log(rows.map((r: any) => r['QUERY PLAN']).join('\n'));
}
await client.query(`set plan_cache_mode=auto`);
const query = parseSearch(ground.parameters, 'Observation', new Map([['_total', ['none']]]), { base, now });
const permit = ground.rights.across(callBy(nuees));
const sql = windowSql({ type: 'Observation', query, permit, made: 'deposited', candidates: wholeList(permit, 'Observation'), order: { by: 'at', descending: true }, after: undefined }, 10000, ground.parameters);
const { rows } = await client.query({ text: `explain (analyze, buffers) ${sql.text}`, values: sql.values as any[] });
console.log(rows.map((r: any) => r['QUERY PLAN']).join('\n'));
client.release();
await ground.close();
