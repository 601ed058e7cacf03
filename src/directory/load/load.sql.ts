import { statement } from '#store';

/** Loads that were given up say nothing of what is there. */
export const newestLoad = statement(
  'directory.newestLoad',
  `select id, kind, file, sha256, state, at_byte, at_line, counts from directory.load where kind = $1 and state <> 'given-up'
    order by started_at desc limit 1`,
);
/** How many lines the last whole file of its kind held that were taken. */
export const lastCounts = statement(
  'directory.lastCounts',
  `select counts from directory.load where kind = $1 and state = 'done' and whole order by started_at desc limit 1`,
);
export const allLoads = statement(
  'directory.allLoads',
  `select id, kind, file, state, at_byte, at_line, bytes, counts, started_at, ended_at from directory.load
    order by started_at desc limit $1`,
);
export const beginLoad = statement(
  'directory.beginLoad',
  `insert into directory.load (id, kind, file, sha256, bytes, whole, state, at_byte, at_line, counts, started_at)
   values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10)`,
);
/** Others of its kind that were left unfinished are given up: their file is older. */
export const giveUpLoads = statement(
  'directory.giveUpLoads',
  `with left_behind as (update directory.load set state = 'given-up', ended_at = $2 where kind = $1 and state = 'running' returning id)
   delete from directory.load_batch where load in (select id from left_behind)`,
);
/** Held for the time of one step; nothing when somebody else went on with it, or ended it. */
export const holdLoad = statement(
  'directory.holdLoad',
  "select id from directory.load where id = $1 and at_byte = $2 and state = 'running' for update",
);
export const advanceLoad = statement(
  'directory.advanceLoad',
  'update directory.load set at_byte = $2, at_line = $3, counts = $4 where id = $1',
);
export const endLoad = statement(
  'directory.endLoad',
  "update directory.load set state = 'done', ended_at = $2, counts = $3 where id = $1",
);
export const keepBatch = statement(
  'directory.keepBatch',
  'insert into directory.load_batch (load, at_byte, keys) values ($1, $2, $3::bigint[])',
);
export const dropBatches = statement('directory.dropBatches', 'delete from directory.load_batch where load = $1');
export const keepFaults = statement(
  'directory.keepFaults',
  `insert into directory.load_fault (load, line, code, what)
   select $1, t.line, t.code, t.what from unnest($2::bigint[], $3::text[], $4::text[]) as t(line, code, what) on conflict do nothing`,
);
export const faultsOfLoad = statement(
  'directory.faultsOfLoad',
  'select line, code, what from directory.load_fault where load = $1 order by line limit $2',
);
/** Entries that stood more than once in the file, wherever they stood. */
export const repeatedKeys = statement(
  'directory.repeatedKeys',
  `select (count(*) - count(distinct key))::int as n from (select unnest(keys) as key from directory.load_batch where load = $1) k`,
);
