import { statement } from './sql.ts';

export const createRecord = statement(
  'store.createRecord',
  'insert into store.record (record_id, created_at, sealed_key) values ($1, $2, $3) on conflict (record_id) do nothing',
);
export const lockRecord = statement('store.lockRecord', 'select items from store.record where record_id = $1 for update');
export const sealedKey = statement('store.sealedKey', 'select sealed_key from store.record where record_id = $1', {
  brief: true,
});

/** `$5`: up to where numbers of the record are taken; null when none were. */
export const emit = statement(
  'store.emit',
  `with n as (
     update store.record set outbox_seq = outbox_seq + 1, items = greatest(items, $5) where record_id = $1 returning record_id, outbox_seq)
   insert into store.outbox (record_id, seq, at, topic, payload) select n.record_id, n.outbox_seq, $2, $3, $4 from n`,
);
export const waiting = statement(
  'store.waiting',
  'select distinct record_id from (select record_id from store.outbox order by at limit $1) o',
  {
    acrossRecords: 'the dispatcher looks at all shards, without a lock',
  },
);
export const distributed = statement('store.distributed', "select 1 as one from pg_extension where extname = 'citus'");
export const peekAll = statement(
  'store.peekAll',
  `select record_id, seq, topic, payload from store.outbox
   where record_id in (select o.record_id from store.outbox o order by o.at limit $1)
   order by record_id, seq limit 1000 for update skip locked`,
  { acrossRecords: 'the dispatcher on one node; one record at a time on Citus' },
);
export const takeAll = statement(
  'store.takeAll',
  'delete from store.outbox o using unnest($1::uuid[], $2::bigint[]) as t(record_id, seq) where o.record_id = t.record_id and o.seq = t.seq',
  { acrossRecords: 'the dispatcher on one node; one record at a time on Citus' },
);
export const peek = statement(
  'store.peek',
  'select record_id, seq, topic, payload from store.outbox where record_id = $1 order by seq limit 100 for update skip locked',
);
export const take = statement('store.take', 'delete from store.outbox where record_id = $1 and seq = any($2::bigint[])');

export const readSecret = statement('store.readSecret', 'select sealed from store.secret where name = $1');
export const keepSecret = statement(
  'store.keepSecret',
  'insert into store.secret (name, sealed, created_at) values ($1, $2, $3) on conflict (name) do nothing',
);
export const readMark = statement('store.readMark', 'select value from store.mark where name = $1');
export const writeMark = statement(
  'store.writeMark',
  'insert into store.mark (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
);
export const hasRecords = statement('store.hasRecords', 'select 1 as one from store.record limit 1', {
  acrossRecords: 'start-up only: is there anything that a new key could not open?',
});
export const notify = statement(
  'store.notify',
  'select pg_notify(n.channel, n.payload) from unnest($1::text[], $2::text[]) as n(channel, payload)',
);
export const ping = statement('store.ping', 'select 1 as one');
