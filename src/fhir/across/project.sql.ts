import { statement } from '#store';

/** The name of a list: what it is made of, a line each, as 8 bytes. Two lists of one name mix; who looks verifies what is found. */
export const listKey = (...parts: readonly string[]): string => `hashtextextended(${parts.join(` || E'\\n' || `)}, 0)`;

const same = (f: string, a: string): string => {
  const lists = (alias: string) =>
    ['deposited', 'deposited_under', 'written', 'written_under'].map((name) => `${alias}.${name}`).join();
  return `${f}.record_id = ${a}.record_id and ${f}.n = ${a}.n and ${f}.at = ${a}.at and (${lists(f)}) is not distinct from (${lists(a)})`;
};

/**
 * Brings the lists of some resources of one or many records up to date; what is as it was is not written. `$1` records, `$2` numbers, `$3` types
 * with `$4` the columns of their keys whose codes make lists. A Patient is in no list: people are found by their identifiers. Neither is what a
 * person put into their own record (the depositor is the record) or what follows an identity. The caller holds the records' locks.
 */
function projectText(current: string, projected: string): string {
  return `with e as materialized (
     select r.record_id, r.n, r.type, r.at, case when r.depositor not in (r.record_id::text, 'urn:socle:ins') then r.depositor end as depositor,
       array(select distinct a.id from unnest(r.author_ids) as a(id) order by 1) as authors,
       array(select distinct substr(x.v, strpos(x.v, '=') + 1) from unnest($3::text[], $4::text[]) as k(type, key),
         jsonb_array_elements_text(case jsonb_typeof(r.keys->k.key) when 'array' then r.keys->k.key when 'string' then jsonb_build_array(r.keys->k.key)
           else '[]' end) as x(v) where k.type = r.type and strpos(x.v, '=') > 0 order by 1) as codes
     from fhir.resource r where ${current}
   ), m as (
     insert into fhir.maker (maker, record_id) select distinct ${listKey('x.id')}, e.record_id from e, unnest(e.authors || e.depositor) as x(id)
     where x.id is not null on conflict do nothing
   ), l as (
     select e.record_id, e.n, e.at, 1 as list, 1::bigint as place, ${listKey('e.depositor', 'e.type')} as key from e
       where e.type <> 'Patient' and e.depositor is not null
     union all select e.record_id, e.n, e.at, 2, c.place, ${listKey('e.depositor', 'e.type', 'c.code')}
       from e, unnest(e.codes) with ordinality as c(code, place) where e.depositor is not null
     union all select e.record_id, e.n, e.at, 3, a.place, ${listKey('a.id', 'e.type')}
       from e, unnest(e.authors) with ordinality as a(id, place) where e.type <> 'Patient'
     union all select e.record_id, e.n, e.at, 4, row_number() over (partition by e.record_id, e.n order by a.id, c.code),
       ${listKey('a.id', 'e.type', 'c.code')} from e, unnest(e.authors) as a(id), unnest(e.codes) as c(code)
   ), f as materialized (
     select l.record_id, l.n, l.at, max(l.key) filter (where l.list = 1) as deposited, max(l.key) filter (where l.list = 2) as deposited_under,
       max(l.key) filter (where l.list = 3) as written, max(l.key) filter (where l.list = 4) as written_under
     from l group by l.record_id, l.n, l.at, l.place
   ), gone as (
     delete from fhir.across a ${projected} and not exists (select from f where ${same('f', 'a')})
   )
   insert into fhir.across (at, record_id, n, deposited, deposited_under, written, written_under)
   select f.at, f.record_id, f.n, f.deposited, f.deposited_under, f.written, f.written_under from f
   where not exists (select from fhir.across a where a.n >> 5 = f.n >> 5 and ${same('f', 'a')})`;
}

/** `$1` one record. */
export const projectRecord = statement(
  'fhir.projectRecord',
  projectText(
    'r.record_id = $1 and r.n = any($2::bigint[])',
    'where a.record_id = $1 and a.n >> 5 = any(array(select distinct i.n >> 5 from unnest($2::bigint[]) as i(n))) and a.n = any($2::bigint[])',
  ),
);

/** `$1` a record for each number. */
export const projectRecords = statement(
  'fhir.projectRecords',
  projectText(
    '(r.record_id, r.n) in (select i.record_id, i.n from unnest($1::uuid[], $2::bigint[]) as i(record_id, n))',
    'using unnest($1::uuid[], $2::bigint[]) as i(record_id, n) where a.record_id = i.record_id and a.n >> 5 = i.n >> 5 and a.n = i.n',
  ),
  { acrossRecords: 'the projection is built anew from every record, in the background' },
);

/** The records of a maker behind `$2`, in their order. */
export const recordsOfMaker = statement(
  'fhir.recordsOfMaker',
  `select k.record_id from fhir.maker k where k.maker = ${listKey('$1::text')} and k.record_id > $2 order by k.record_id limit $3`,
);
