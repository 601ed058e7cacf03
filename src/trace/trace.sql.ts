import { statement } from '#store';

export const startChain = statement(
  'trace.startChain',
  `insert into trace.chain (record_id, seq, head, seal) select r, 0, $2, '' from unnest($1::uuid[]) as r
   on conflict (record_id) do nothing`,
  { acrossRecords: 'group commit on one node; one record at a time on Citus' },
);
export const lockChain = statement('trace.lockChain', 'select seq, head from trace.chain where record_id = $1 for update');
export const lockChains = statement(
  'trace.lockChains',
  'select record_id, seq, head from trace.chain where record_id = any($1::uuid[]) order by record_id for update',
);
export const addLine = statement(
  'trace.addLine',
  `with l as (insert into trace.line (record_id, seq, body, hash) values ($1, $2, $3, $4))
   update trace.chain set seq = $2, head = $4, seal = $5 where record_id = $1`,
);
export const addLines = statement(
  'trace.addLines',
  `with l as (insert into trace.line (record_id, seq, body, hash)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::bytea[]))
   update trace.chain c set seq = h.seq, head = h.head, seal = h.seal
   from unnest($5::uuid[], $6::bigint[], $7::bytea[], $8::bytea[]) as h(record_id, seq, head, seal)
   where c.record_id = h.record_id`,
  { acrossRecords: 'group commit on one node; one record at a time on Citus' },
);
/**
 * {@link addLines} for the chains that stand where `$9` and `$10` say, in one statement; gives those. Locks in the order of the records, as
 * {@link lockChains} does, so that two groups never wait for each other.
 */
export const moveChains = statement(
  'trace.moveChains',
  `with h as (
     select * from unnest($5::uuid[], $6::bigint[], $7::bytea[], $8::bytea[], $9::bigint[], $10::bytea[])
       as h(record_id, seq, head, seal, old_seq, old_head)
   ), locked as (
     select c.record_id from trace.chain c join h on h.record_id = c.record_id
     where c.seq = h.old_seq and c.head = h.old_head order by c.record_id for update of c
   ), moved as (
     update trace.chain c set seq = h.seq, head = h.head, seal = h.seal from h join locked k on k.record_id = h.record_id
     where c.record_id = h.record_id returning c.record_id
   ), l as (
     insert into trace.line (record_id, seq, body, hash)
     select l.* from unnest($1::uuid[], $2::bigint[], $3::text[], $4::bytea[]) as l(record_id, seq, body, hash)
     where l.record_id in (select m.record_id from moved m)
   )
   select record_id from moved`,
  { acrossRecords: 'group commit on one node; one record at a time on Citus' },
);
/** {@link moveChains} for one line, with the same parameters, none of them a list: a third less work for a reader who comes alone. */
export const moveChain = statement(
  'trace.moveChain',
  `with moved as (
     update trace.chain set seq = $6, head = $7, seal = $8 where record_id = $5 and seq = $9 and head = $10 returning record_id
   ), l as (
     insert into trace.line (record_id, seq, body, hash) select $1, $2, $3, $4 from moved
   )
   select record_id from moved`,
);
export const page = statement(
  'trace.page',
  'select seq, body from trace.line where record_id = $1 and seq < $2 order by seq desc limit $3',
);
export const positions = statement(
  'trace.positions',
  'select record_id, seq from trace.chain where record_id = any($1::uuid[])',
  {
    brief: true,
  },
);
/**
 * Lines in the order of their records, those of a record in one value: number (8 bytes), text, hash (32) each, so that what was hashed for a line
 * stands there whole behind the hash before it; and how long each text is (4 bytes). A hash of another length is no hash.
 */
export const linesAcross = statement(
  'trace.linesAcross',
  `select record_id, max(seq) as last, count(*) as count,
     string_agg(int8send(seq) || convert_to(body, 'UTF8') || case when octet_length(hash) = 32 then hash else $5 end, ''::bytea order by seq) as lines,
     string_agg(int4send(octet_length(convert_to(body, 'UTF8'))), ''::bytea order by seq) as lengths
   from (select record_id, seq, body, hash from trace.line
         where (record_id, seq) > ($1, $2) and record_id <= $3 order by record_id, seq limit $4) l
   group by record_id order by record_id`,
  { acrossRecords: 'verification reads every line' },
);
export const linesFrom = statement(
  'trace.linesFrom',
  'select seq, body, hash from trace.line where record_id = $1 and seq > $2 order by seq limit $3',
);
export const chainOf = statement('trace.chainOf', 'select record_id, seq, head, seal from trace.chain where record_id = $1');
export const chainsAfter = statement(
  'trace.chainsAfter',
  `select record_id, seq, head, seal from trace.chain where ($1::uuid is null or record_id > $1) order by record_id limit $2`,
  { acrossRecords: 'verification reads every chain' },
);
export const orphans = statement(
  'trace.orphans',
  `select l.record_id, min(l.seq) as seq from trace.line l left join trace.chain c on c.record_id = l.record_id
   where c.record_id is null group by l.record_id limit 1000`,
  { acrossRecords: 'verification reads every chain' },
);
export const distributed = statement('trace.distributed', "select 1 as one from pg_extension where extname = 'citus'");
