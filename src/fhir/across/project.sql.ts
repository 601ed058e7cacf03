import { statement } from '#store';

/** Held until the COMMIT by whoever writes the lists; a statement sent behind it sees what was committed before. */
export const oneAtATime = statement('fhir.projecting', 'select p.one from fhir.projecting p for update');

const many = 'unnest($1::uuid[], $2::bigint[]) as i(record_id, n)';

const thing = `e.record_id, e.n, e.type, e.at, e.depositor, e.author_ids,
     (select jsonb_object_agg(k.key, e.keys->k.key) from unnest($3::text[]) as k(key) where e.keys ? k.key) as codes`;
/** What lists are made of: `$1` records and `$2` numbers, `$3` the columns of the keys that are wanted. */
export const thingsNow = statement(
  'fhir.thingsNow',
  `select ${thing} from ${many} join fhir.resource e on e.record_id = i.record_id and e.n = i.n where e.record_id = any($1::uuid[])`,
);
/** The same of one, and of one below: without arrays a plan serves again and again, in a third of the CPU. */
export const thingNow = statement('fhir.thingNow', `select ${thing} from fhir.resource e where e.record_id = $1 and e.n = $2`);

const row = 'a.at, a.record_id, a.n, a.deposited::text, a.deposited_under::text, a.written::text, a.written_under::text';
/** The rows of the projection for the same. */
export const listedNow = statement(
  'fhir.listedNow',
  `select ${row} from ${many} join fhir.across a on a.record_id = i.record_id and a.n >> 5 = i.n >> 5 and a.n = i.n
   where a.record_id = any($1::uuid[])`,
);
export const listedOne = statement(
  'fhir.listedOne',
  `select ${row} from fhir.across a where a.record_id = $1 and a.n >> 5 = $2::bigint >> 5 and a.n = $2`,
);

export const unlist = statement(
  'fhir.unlist',
  `delete from fhir.across a using ${many}
   where a.record_id = any($1::uuid[]) and a.record_id = i.record_id and a.n >> 5 = i.n >> 5 and a.n = i.n`,
);
const columns = 'at, record_id, n, deposited, deposited_under, written, written_under';
export const list = statement(
  'fhir.list',
  `insert into fhir.across (${columns})
   select * from unnest($1::timestamptz[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])`,
);
export const listOne = statement('fhir.listOne', `insert into fhir.across (${columns}) values ($1, $2, $3, $4, $5, $6, $7)`);
export const keepMakers = statement(
  'fhir.keepMakers',
  `insert into fhir.maker (maker, record_id) select * from unnest($1::bigint[], $2::uuid[]) on conflict do nothing`,
);
/** The records of a maker behind `$2`, in their order. */
export const recordsOfMaker = statement(
  'fhir.recordsOfMaker',
  'select k.record_id from fhir.maker k where k.maker = $1 and k.record_id > $2 order by k.record_id limit $3',
);
