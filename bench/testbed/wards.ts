import type pg from 'pg';
import { Browser } from '../../spec/signin/browser.ts';
import { numberPlace } from '../client/chart.ts';
import { transactions } from './charts.ts';
import { measure } from './measure.ts';
import { at, depositor } from './population.ts';
import { depositsOf } from './shelf.ts';
import type { Testbed } from './testbed.ts';

/** Many records that one professional may open, as the years leave them, in some of which something arrived since they looked. */
export interface Wards {
  /** Of the professional’s session. */
  readonly cookie: string;
  /** Keys of the records, those that were looked at last first. */
  readonly records: readonly string[];
  /** One with very many documents, looked at before all others. */
  readonly thick: string;
}

export const people = { ofTheDay: 20, inView: 200 };
export const each = { documents: 300, observations: 2000, newDocuments: 3, newObservations: 5 };
export const thickDocuments = 5000;

/** Nobody else of the bench has documents in this record. */
const place = 118;
const reader = 3;

/**
 * Copies of one record whose documents and data came through the front door, written straight into the tables: in the order of time, so that the
 * rows of one person lie as far apart as they do after years.
 */
export async function fillWards(bed: Testbed): Promise<Wards> {
  const model = await modelOf(bed);
  const pool = bed.database(1);
  const professional = at(bed.population.professionals, reader).id;
  try {
    await pool.query('set synchronous_commit = off');
    const count = people.ofTheDay + people.inView + 1;
    bed.say(`writing ${count} records of ${each.documents} documents and ${each.observations} observations`);
    const records = await recordsLike(pool, model, count);
    const thick = at(records, count - 1);
    for (let from = 0; from < each.observations; from += 100)
      await observe(pool, model.chart, records, from, Math.min(from + 100, each.observations));
    for (let from = 0; from < each.documents; from += 100) await file(pool, model.filed, records, from, from + 100);
    await file(pool, model.filed, [thick], each.documents, thickDocuments);
    await visit(pool, professional, records);
    await pool.query('vacuum analyze fhir.resource');
    await pool.query('vacuum analyze documents.entry');
    await pool.query('checkpoint');
    return { cookie: await sessionOf(bed, professional), records: records.slice(0, -1), thick };
  } finally {
    await pool.end();
  }
}

/** The keys of a record that has documents, and of one that has data. */
interface Model {
  readonly filed: string;
  readonly chart: string;
}

async function modelOf({ population, server, ...bed }: Testbed): Promise<Model> {
  const [person] = await population.people(place, place + 1);
  if (person === undefined) throw new Error('the bench has too few people');
  const token = await population.token(depositor);
  const subjects = Array.from({ length: 10 }, (_, n) => population.subject(person, 2 * n, 4096));
  const load = {
    streams: [depositsOf({ kind: 'deposits', token, subjects })],
    connections: 1,
    seconds: 60,
    count: subjects.length,
  };
  await measure({ population, server, ...bed }, load);
  const chart = await fetch(`${server.address}/fhir`, {
    method: 'POST',
    body: at(transactions, 0).replaceAll(numberPlace, '91919191'),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
  });
  const { entry } = (await chart.json()) as { entry: readonly { response: { location: string } }[] };
  const patient = /Patient\/([0-9a-f]{32})/.exec(entry[0]?.response.location ?? '')?.[1] ?? '';
  const pool = bed.database(1);
  const { rows } = await pool.query<{ record_id: string }>(
    'select record_id from documents.entry group by record_id having count(*) = $1',
    [subjects.length],
  );
  await pool.end();
  return { filed: rows[0]?.record_id ?? '', chart: uuidOf(patient) };
}

const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** People like the one of the model, who has nothing else of theirs. */
async function recordsLike(pool: pg.Pool, { filed }: Model, count: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ record_id: string }>(
    `insert into store.record (record_id, created_at, sealed_key, items)
     select gen_random_uuid(), r.created_at, r.sealed_key, 1000000 from store.record r, generate_series(1, $2) where r.record_id = $1
     returning record_id`,
    [filed, count],
  );
  const records = rows.map(({ record_id: record }) => record);
  await pool.query(
    `insert into ins.identity (record_id, version, since, status, attributes, birth_family, birth_givens, first_birth_given, sex, birth_date,
       birth_place, insi_answer, insi_simulated)
     select r, i.version, i.since, 'PROV', '{}', i.birth_family, i.birth_givens, i.first_birth_given, i.sex, i.birth_date, i.birth_place,
       i.insi_answer, i.insi_simulated from ins.identity i, unnest($2::uuid[]) r where i.record_id = $1`,
    [filed, records],
  );
  await pool.query(
    "insert into trace.chain (record_id, seq, head, seal) select r, 0, decode(repeat('00', 32), 'hex'), '' from unnest($1::uuid[]) r",
    [records],
  );
  return records;
}

/** The last of them come half an hour ago; the others, a day apart, before. */
const cameAt = (last: string): string =>
  `case when i >= ${last} then now() - interval '30 minutes' else now() - (${last} - i) * interval '1 day' end`;

async function observe(pool: pg.Pool, model: string, records: readonly string[], from: number, to: number): Promise<void> {
  await pool.query(
    `with m as (select e.*, row_number() over (order by e.n) - 1 as k from fhir.resource e where e.record_id = $1 and e.type = 'Observation')
     insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals,
       hidden_from_patient, hidden_from_representatives, document_type, keys, body)
     select r, 100000 + i, m.type, replace(r::text, '-', '') || lpad(to_hex(100000 + i), 16, '0'), 1, x.came, x.came, m.depositor, m.author_ids, false, false, false, null, m.keys,
       replace(regexp_replace(regexp_replace(m.body, '"(effectiveDateTime|issued)" ?: ?"[^"]*"', '"\\1":"' || x.text || '"', 'g'),
         '"lastUpdated" ?: ?"[^"]*"', '"lastUpdated":"' || x.text || '"'), replace($1::text, '-', ''), replace(r::text, '-', ''))
     from generate_series($3::int, $4::int - 1) i
     join m on m.k = i % (select count(*) from m)
     cross join unnest($2::uuid[]) r
     cross join lateral (select ${cameAt(`${each.observations - each.newObservations}`)} as came) c
     cross join lateral (select c.came, to_char(c.came at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as text) x
     order by i`,
    [model, records, from, to],
  );
}

async function file(pool: pg.Pool, model: string, records: readonly string[], from: number, to: number): Promise<void> {
  await pool.query(
    `with m as (select e.*, row_number() over (order by e.n) - 1 as k from documents.entry e where e.record_id = $1)
     insert into documents.entry (record_id, n, version, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids,
       hidden_from_professionals, hidden_from_patient, hidden_from_representatives, document_type, blob, title, media_type, sha256, facts, archived)
     select r, 1000 + i, 1, m.submission_n, m.unique_id || '.' || i, c.came, c.came, m.class_code, m.depositor, m.author_ids, false, false, false,
       m.document_type, m.blob, m.title, m.media_type, m.sha256, m.facts, false
     from generate_series($3::int, $4::int - 1) i
     join m on m.k = i % (select count(*) from m)
     cross join unnest($2::uuid[]) r
     cross join lateral (select case when i < $4 - 1 and $4 > ${each.documents} then now() - ($4 - i) * interval '1 hour'
       else ${cameAt(`${each.documents - each.newDocuments}`)} end as came) c
     order by i`,
    [model, records, from, to],
  );
}

/** The professional looked an hour ago at those of the day, before at the others, and may look at all. */
async function visit(pool: pg.Pool, professional: string, records: readonly string[]): Promise<void> {
  await pool.query(
    `insert into record.visit (professional_id, record_id, last, previous)
     select $1, r, now() - interval '1 hour' - o * interval '1 second', now() - interval '1 day' from unnest($2::uuid[]) with ordinality as t(r, o)`,
    [professional, records],
  );
  await pool.query(
    `insert into rights.access (record_id, professional_id, ground, since, until, who)
     select r, $1, 'equipe_de_soins', now() - interval '1 day', now() + interval '1 day', $3 from unnest($2::uuid[]) r`,
    [
      professional,
      records,
      JSON.stringify({ id: professional, name: professional, profession: '10', structure: { id: '', name: '' } }),
    ],
  );
  await pool.query(
    `insert into record.agenda (professional_id, record_id, n, at, until, cancelled)
     select $1, r, 1, now() + o * interval '1 minute', now() + o * interval '2 minutes', false
     from unnest($2::uuid[]) with ordinality as t(r, o) where o <= ${people.ofTheDay}`,
    [professional, records],
  );
}

/** By the simulated Pro Santé Connect. */
async function sessionOf({ server }: Testbed, professional: string): Promise<string> {
  const browser = new Browser(`http://localhost:${server.port}`);
  await browser.get('/entrer/pro?retour=/pro');
  await browser.submit('who', { who: professional });
  await browser.submit('code');
  const session = browser.cookie('socle_session');
  if (session === undefined)
    throw new Error(`the professional of the bench is not signed in: ${browser.page.text.slice(0, 400)}`);
  return `socle_session=${session}`;
}
