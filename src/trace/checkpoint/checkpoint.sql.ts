import { statement } from '#store';

const everyChain = { acrossRecords: 'a checkpoint is over all chains' };

export const lastCheckpoint = statement('trace.lastCheckpoint', 'select n, jws from trace.checkpoint order by n desc limit 1');
export const checkpointsAfter = statement(
  'trace.checkpointsAfter',
  'select n, set_id, jws from trace.checkpoint where n > $1 order by n limit $2',
);
export const checkpointAt = statement('trace.checkpointAt', 'select n, set_id, jws from trace.checkpoint where n = $1');
/** Not when pages of its leaves were swept away meanwhile, as by a server whose clock is days ahead. */
export const addCheckpoint = statement(
  'trace.addCheckpoint',
  `insert into trace.checkpoint (n, set_id, jws) select $1, $2, $3
   where (select count(*) from trace.leaves l where l.set_id = $2) = $4 on conflict (n) do nothing returning n`,
);
/** Chains that have lines of which no checkpoint tells. */
export const changedChains = statement(
  'trace.changedChains',
  `select record_id, seq, head from trace.chain
   where ($1::uuid is null or record_id > $1) and seq > noted_seq order by record_id limit $2`,
  everyChain,
);
export const addLeaves = statement(
  'trace.addLeaves',
  'insert into trace.leaves (set_id, first, page, hash, leaves) values ($1, $2, $3, $4, $5)',
);
export const leavesAfter = statement(
  'trace.leavesAfter',
  'select first, page, hash, leaves from trace.leaves where set_id = $1 and page > $2 order by page limit $3',
);
/** The page that would hold this record, and the hashes of all. */
export const leavesOf = statement(
  'trace.leavesOf',
  'select page, leaves from trace.leaves where set_id = $1 and first <= $2 order by first desc limit 1',
);
export const pageHashes = statement('trace.pageHashes', 'select hash from trace.leaves where set_id = $1 order by page');
export const dropLeaves = statement('trace.dropLeaves', 'delete from trace.leaves where set_id = $1');
/** What a checkpoint that was never finished left, unless somebody may be making it still. */
export const dropDrafts = statement(
  'trace.dropDrafts',
  `delete from trace.leaves l where l.set_id in (
     select d.set_id from trace.draft d where d.begun < $1 and not exists (select 1 from trace.checkpoint c where c.set_id = d.set_id))`,
);
export const beginDraft = statement('trace.beginDraft', 'insert into trace.draft (set_id, begun) values ($1, $2)');
export const endDrafts = statement(
  'trace.endDrafts',
  'delete from trace.draft d where d.begun < $1 or exists (select 1 from trace.checkpoint c where c.set_id = d.set_id)',
);
/** In the order of the records, as every other lock on chains. */
export const noteChains = statement(
  'trace.noteChains',
  `with l as (select * from unnest($2::uuid[], $3::bigint[]) as l(record_id, seq)),
   locked as (
     select c.record_id, l.seq from trace.chain c join l on l.record_id = c.record_id
     where c.noted_seq < l.seq order by c.record_id for update of c)
   update trace.chain c set noted_in = $1, noted_seq = k.seq from locked k where c.record_id = k.record_id`,
  everyChain,
);
export const notedIn = statement('trace.notedIn', 'select noted_in from trace.chain where record_id = $1');

/** Of these leaves, those whose line is not there or is another; `chain` is null when the whole chain is gone. */
export const leavesBroken = statement(
  'trace.leavesBroken',
  `select u.record_id, u.seq, c.seq as chain, l.hash as line
   from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as u(record_id, seq, head)
   left join trace.chain c on c.record_id = u.record_id
   left join trace.line l on l.record_id = u.record_id and l.seq = u.seq
   where (l.hash = u.head) is not true or c.seq is null or c.seq < u.seq`,
  everyChain,
);
/** How many of these leaves are the ones that their chains point at. */
export const leavesNoted = statement(
  'trace.leavesNoted',
  `select count(*) as count from unnest($1::uuid[], $2::bigint[]) as u(record_id, seq)
   join trace.chain c on c.record_id = u.record_id and c.noted_in = $3 and c.noted_seq = u.seq`,
  everyChain,
);
export const chainsNoted = statement(
  'trace.chainsNoted',
  `select count(*) as count, coalesce(max(noted_in), 0) as newest, coalesce(sum(noted_seq), 0)::text as moved
   from trace.chain where noted_in > 0`,
  everyChain,
);
/** Lines of the platform that tell of a checkpoint. */
export const checkpointLines = statement(
  'trace.checkpointLines',
  `select seq, body from trace.line where record_id = $1 and body like '%"action":"checkpoint"%' order by seq`,
);
