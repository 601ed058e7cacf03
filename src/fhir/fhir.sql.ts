import type { EachPermit } from '#rights';
import { type Statement, statement } from '#store';

/** What is read of a resource to be given to somebody. */
const shown = 'e.n, e.type, e.id, e.version, e.updated_at, e.body';
/** The same of many: their bodies as bytes, which leave as they are. */
const found = `e.n, e.type, e.id, e.version, e.updated_at, convert_to(e.body, 'UTF8') as body`;
const visibility =
  'depositor, author_ids, hidden_from_professionals, hidden_from_patient, hidden_from_representatives, document_type';
const ofRow = (alias: string): string => visibility.replace(/\w+/g, (column) => `${alias}.${column}`);

/**
 * What of a record a statement leaves out: the text for a table's alias, and a name for that text, since each text has a statement of its
 * own. The values come last among the parameters.
 */
export interface Seen {
  readonly name: string;
  text(alias: string): string;
}

const seeing = (verb: string, seen: Seen, text: string, brief = false): Statement =>
  statement(`fhir.${verb}.${seen.name}`, text, brief ? { brief } : {});

/** `$1` record, `$2` number, `$3` type; what may be seen from `$4`. */
export function readItem(seen: Seen): Statement {
  const text = `select ${shown} from fhir.resource e where e.record_id = $1 and e.n = $2 and e.type = $3 and ${seen.text('e')}`;
  return seeing('readItem', seen, text, true);
}

export const readShared = statement('fhir.readShared', `select ${shown} from fhir.shared e where e.type = $1 and e.id = $2`, {
  brief: true,
});

export const aliasesOf = statement(
  'fhir.aliasesOf',
  `select a.type, a.id, a.record_id, a.n from fhir.alias a join unnest($1::text[], $2::text[]) as t(type, id)
   on a.type = t.type and a.id = t.id`,
  { brief: true },
);

/** Gives the aliases that were free; of two at once, the second waits for the first and does not get it. */
export const takeAliases = statement(
  'fhir.takeAliases',
  `insert into fhir.alias (type, id, record_id, n) select t.type, t.id, $1, t.n
   from unnest($2::text[], $3::text[], $4::bigint[]) as t(type, id, n)
   on conflict (type, id) do nothing returning type, id`,
);

/** The rows of one record that a write touches, as they are under the record's lock. */
export const rowsToChange = statement(
  'fhir.rowsToChange',
  `select e.n, e.type, e.id, e.version, e.updated_at, e.depositor, e.body from fhir.resource e
   where e.record_id = $1 and e.n = any($2::bigint[])`,
);
/** The last version of things that are no more. */
export const lastVersions = statement(
  'fhir.lastVersions',
  `select distinct on (e.n) e.n, e.version, e.at, e.method, e.depositor, e.type, e.id from fhir.history e
   where e.record_id = $1 and e.n = any($2::bigint[]) order by e.n, e.version desc`,
);
export const sharedToChange = statement(
  'fhir.sharedToChange',
  `select e.n, e.type, e.id, e.version, e.updated_at, e.depositor, e.body from fhir.shared e
   join unnest($1::text[], $2::text[]) as t(type, id) on e.type = t.type and e.id = t.id`,
);
export const lastShared = statement(
  'fhir.lastShared',
  `select distinct on (e.type, e.id) e.n, e.version, e.at, e.method, e.depositor, e.type, e.id from fhir.shared_history e
   join unnest($1::text[], $2::text[]) as t(type, id) on e.type = t.type and e.id = t.id order by e.type, e.id, e.version desc`,
);

const columns = `n, type, id, version, updated_at, at, ${visibility}, keys, body`;
/** The arrays of a bulk write, one value a row, in the order of `rowValues`; the first is parameter `first`. */
const rows = (first: number): string => {
  const types = [
    'bigint',
    'text',
    'text',
    'bigint',
    'timestamptz',
    'timestamptz',
    'text',
    'text',
    'boolean',
    'boolean',
    'boolean',
    'text',
    'text',
    'text',
  ];
  return `unnest(${types.map((type, index) => `$${first + index}::${type}[]`).join(', ')}) as t(${columns})`;
};
const values = `t.n, t.type, t.id, t.version, t.updated_at, t.at, t.depositor, t.author_ids::text[], t.hidden_from_professionals,
     t.hidden_from_patient, t.hidden_from_representatives, t.document_type, t.keys::jsonb, t.body`;
/** What an update changes; who deposited a thing stays. */
const newVersion = `version = t.version, updated_at = t.updated_at, at = t.at, author_ids = t.author_ids::text[],
     hidden_from_professionals = t.hidden_from_professionals, hidden_from_patient = t.hidden_from_patient,
     hidden_from_representatives = t.hidden_from_representatives, document_type = t.document_type, keys = t.keys::jsonb, body = t.body`;

/** `$1` the record, then the rows. */
export const addRows = statement(
  'fhir.addRows',
  `insert into fhir.resource (record_id, ${columns})
   select r.record_id, ${values} from (select $1::uuid as record_id) r, ${rows(2)} where r.record_id = $1`,
);
export const replaceRows = statement(
  'fhir.replaceRows',
  `update fhir.resource e set ${newVersion} from ${rows(2)} where e.record_id = $1 and e.n = t.n`,
);
/** The same for one row: without arrays a plan serves again and again, in half the CPU. */
export const addRow = statement(
  'fhir.addRow',
  `insert into fhir.resource (record_id, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);
export const replaceRow = statement(
  'fhir.replaceRow',
  `update fhir.resource set version = $3, updated_at = $4, at = $5, author_ids = $6, hidden_from_professionals = $7,
     hidden_from_patient = $8, hidden_from_representatives = $9, document_type = $10, keys = $11, body = $12 where record_id = $1 and n = $2`,
);
export const keepVersion = statement(
  'fhir.keepVersion',
  `insert into fhir.history (record_id, n, version, at, method, type, id, ${visibility}, body)
   select e.record_id, e.n, e.version, e.updated_at, $3, e.type, e.id, ${ofRow('e')}, e.body
   from fhir.resource e where e.record_id = $1 and e.n = $2`,
);
export const removeRows = statement(
  'fhir.removeRows',
  'delete from fhir.resource where record_id = $1 and n = any($2::bigint[])',
);
/** What stands under these numbers, by name only. */
export const namesOfRows = statement(
  'fhir.namesOfRows',
  'select n, type, id, version from fhir.resource where record_id = $1 and n = any($2::bigint[]) order by n',
);
/** The texts under these numbers: `$1` record, `$2` numbers, `$3` how many; what may be seen from `$4`. */
export function placedShown(seen: Seen): Statement {
  const those = `e.record_id = $1 and e.n = any($2::bigint[]) and ${seen.text('e')}`;
  return seeing('placedShown', seen, `select e.body from fhir.resource e where ${those} order by e.n limit $3`);
}
/**
 * What came as data, the last that came first: `$1` since when in each record, `$2` by whom not, `$3` types, `$4` how many of each, `$5` and `$6`
 * behind which place in each; which records, and what may be seen of each, from `$7`. Each is told by its place among them, from 1 on.
 */
export function arrivedRows({ arrays, columns, predicate }: EachPermit): Statement {
  return statement(
    'fhir.arrivedRows',
    `select p.place, x.* from unnest($1::timestamptz[], $5::timestamptz[], $6::bigint[], ${arrays})
       with ordinality as p(since, before, before_n, ${columns}, place)
     cross join lateral (
       select e.n, e.updated_at::text as at, convert_to(e.body, 'UTF8') as body from fhir.resource e
       where e.record_id = p.record_id and e.type = any($3) and e.document_type is null and e.updated_at > p.since
         and (e.updated_at, e.n) < (p.before, p.before_n) and not ($2 = any(e.author_ids)) and ${predicate('e')}
       order by e.updated_at desc, e.n desc limit $4
     ) x`,
    { acrossRecords: 'what is new among those whom a professional saw; each record under a Permit of its own' },
  );
}
/** Those among them that wait to be shown to the person; of what is no more, as its last version was. */
export const unannounced = statement(
  'fhir.unannounced',
  `select n from fhir.resource where record_id = $1 and n = any($2::bigint[]) and hidden_from_patient
   union all
   select n from (
     select distinct on (n) n, hidden_from_patient from fhir.history h
     where record_id = $1 and n = any($2::bigint[])
       and not exists (select 1 from fhir.resource r where r.record_id = $1 and r.n = h.n)
     order by n, version desc
   ) gone where hidden_from_patient`,
);
/** Those among them that are not seen so yet. */
export const namesToCover = statement(
  'fhir.namesToCover',
  `select n, type, id, version from fhir.resource where record_id = $1 and n = any($2::bigint[])
     and (author_ids, hidden_from_professionals, hidden_from_patient, hidden_from_representatives, document_type)
       is distinct from ($3::text[], $4::boolean, $5::boolean, $6::boolean, $7::text) order by n`,
);
/** What was said in versions that are no more; that they were deleted stays. */
export const forgetVersions = statement(
  'fhir.forgetVersions',
  'delete from fhir.history where record_id = $1 and n = any($2::bigint[]) and body is not null',
);
const sight = `author_ids = $3, hidden_from_professionals = $4, hidden_from_patient = $5, hidden_from_representatives = $6,
     document_type = $7`;
export const coverRows = statement(
  'fhir.coverRows',
  `update fhir.resource set ${sight} where record_id = $1 and n = any($2::bigint[])`,
);
export const coverVersions = statement(
  'fhir.coverVersions',
  `update fhir.history set ${sight} where record_id = $1 and n = any($2::bigint[])`,
);
/** Of `$2` the type of their document, in every version; `$3` beside each. */
const typed = `set document_type = t.type from unnest($2::bigint[], $3::text[]) as t(n, type) where e.record_id = $1 and e.n = t.n`;
export const typeRows = statement('fhir.typeRows', `update fhir.resource e ${typed}`);
export const typeVersions = statement('fhir.typeVersions', `update fhir.history e ${typed}`);
export const hideRows = statement(
  'fhir.hideRows',
  'update fhir.resource set hidden_from_representatives = true where record_id = $1 and n = any($2::bigint[])',
);
export const hideVersions = statement(
  'fhir.hideVersions',
  'update fhir.history set hidden_from_representatives = true where record_id = $1 and n = any($2::bigint[])',
);
export const versionsOfRows = statement(
  'fhir.versionsOfRows',
  `select n, version, at, body from fhir.history where record_id = $1 and n = any($2::bigint[]) and body is not null
   union all select n, version, updated_at, body from fhir.resource where record_id = $1 and n = any($2::bigint[])
   order by n, version`,
);
/** `$2` a thing that stands, `$3` to `$5` its versions. */
export const rememberVersions = statement(
  'fhir.rememberVersions',
  `insert into fhir.history (record_id, n, version, at, method, type, id, ${visibility}, body)
   select e.record_id, e.n, t.version, t.at, case when t.version = 1 then 'POST' else 'PUT' end, e.type, e.id, ${ofRow('e')}, t.body
   from fhir.resource e, unnest($3::bigint[], $4::timestamptz[], $5::text[]) as t(version, at, body)
   where e.record_id = $1 and e.n = $2`,
);
/** The versions that are about to end; `$3` by which method each began. */
export const keepVersions = statement(
  'fhir.keepVersions',
  `insert into fhir.history (record_id, n, version, at, method, type, id, ${visibility}, body)
   select e.record_id, e.n, e.version, e.updated_at, t.method, e.type, e.id, ${ofRow('e')}, e.body
   from fhir.resource e join unnest($2::bigint[], $3::text[]) as t(n, method) on t.n = e.n where e.record_id = $1`,
);
/** One version more, without a body, for what is about to be removed at `$3`. */
export const keepDeletions = statement(
  'fhir.keepDeletions',
  `insert into fhir.history (record_id, n, version, at, method, type, id, ${visibility}, body)
   select e.record_id, e.n, e.version + 1, greatest(e.updated_at, $3), 'DELETE', e.type, e.id, ${ofRow('e')}, null
   from fhir.resource e where e.record_id = $1 and e.n = any($2::bigint[])`,
);

/** The same for what is shared, found by type and id. */
export const addShared = statement('fhir.addShared', `insert into fhir.shared (${columns}) select ${values} from ${rows(1)}`);
export const replaceShared = statement(
  'fhir.replaceShared',
  `update fhir.shared e set ${newVersion} from ${rows(1)} where e.type = t.type and e.id = t.id`,
);
export const removeShared = statement(
  'fhir.removeShared',
  `delete from fhir.shared e using unnest($1::text[], $2::text[]) as t(type, id) where e.type = t.type and e.id = t.id`,
);
export const keepShared = statement(
  'fhir.keepShared',
  `insert into fhir.shared_history (n, version, at, method, type, id, ${visibility}, body)
   select e.n, e.version, e.updated_at, t.method, e.type, e.id, ${ofRow('e')}, e.body
   from fhir.shared e join unnest($1::text[], $2::text[], $3::text[]) as t(type, id, method) on e.type = t.type and e.id = t.id`,
);
export const keepSharedDeletions = statement(
  'fhir.keepSharedDeletions',
  `insert into fhir.shared_history (n, version, at, method, type, id, ${visibility}, body)
   select e.n, e.version + 1, greatest(e.updated_at, $3), 'DELETE', e.type, e.id, ${ofRow('e')}, null
   from fhir.shared e join unnest($1::text[], $2::text[]) as t(type, id) on e.type = t.type and e.id = t.id`,
);

/** The Patient of a record, and the version of the identity that it was written from; a row also when there is no Patient. */
export const patientOfRecord = statement(
  'fhir.patientOfRecord',
  `select e.id, e.version, e.depositor, i.version as seen from (select $1::uuid as record_id) r
   left join fhir.resource e on e.record_id = $1 and e.n = 0 left join fhir.identity_seen i on i.record_id = $1`,
  { brief: true },
);
export const seeIdentity = statement(
  'fhir.seeIdentity',
  `insert into fhir.identity_seen (record_id, version) values ($1, $2)
   on conflict (record_id) do update set version = excluded.version`,
);
/** The Patient that was written from an identity becomes that of who made the person known. */
export const claimPatient = statement(
  'fhir.claimPatient',
  'update fhir.resource set depositor = $2 where record_id = $1 and n = 0',
);
export const dropIdentifiers = statement('fhir.dropIdentifiers', 'delete from fhir.patient_identifier where record_id = $1');
export const addIdentifiers = statement(
  'fhir.addIdentifiers',
  `insert into fhir.patient_identifier (value, system, record_id) select t.value, t.system, $1
   from unnest($2::text[], $3::text[]) as t(value, system) on conflict (value, system, record_id) do nothing`,
);
/** At most 21: a search that finds more is too broad. */
export const recordsByIdentifier = statement(
  'fhir.recordsByIdentifier',
  `select distinct p.record_id from fhir.patient_identifier p
   join unnest($1::text[], $2::text[]) as t(value, system) on p.value = t.value and (t.system is null or p.system = t.system) limit 21`,
  { brief: true },
);
/** Anything else in the record than the Patient and what is being removed with it. */
export const somethingElse = statement(
  'fhir.somethingElse',
  'select 1 as one from fhir.resource where record_id = $1 and n <> 0 and not (n = any($2::bigint[])) limit 1',
);

/** The last version of what is no more: `$1` record, `$2` number, `$3` type; what may be seen from `$4`. */
export function readEnded(seen: Seen): Statement {
  const text = `select e.id, e.version, e.at, e.method from fhir.history e
     where e.record_id = $1 and e.n = $2 and e.type = $3 and ${seen.text('e')} order by e.version desc limit 1`;
  return seeing('readEnded', seen, text, true);
}
export const readSharedEnded = statement(
  'fhir.readSharedEnded',
  `select e.id, e.version, e.at, e.method from fhir.shared_history e where e.type = $1 and e.id = $2
   order by e.version desc limit 1`,
  { brief: true },
);

const asCurrent = 'e.n, e.type, e.id, e.version, e.updated_at as at, null as method, e.body';
const asPrevious = 'e.n, e.type, e.id, e.version, e.at, e.method, e.body';

/** One version of one thing: `$1` record, `$2` number, `$3` type, `$4` version; what may be seen from `$5`. */
export function readVersion(seen: Seen): Statement {
  const one = 'e.record_id = $1 and e.n = $2 and e.type = $3 and e.version = $4';
  const text = `select ${asCurrent} from fhir.resource e where ${one} and ${seen.text('e')}
     union all
     select ${asPrevious} from fhir.history e where ${one} and ${seenBefore(seen)}`;
  return seeing('readVersion', seen, text, true);
}
export const readSharedVersion = statement(
  'fhir.readSharedVersion',
  `select ${asCurrent} from fhir.shared e where e.type = $1 and e.id = $2 and e.version = $3
   union all
   select ${asPrevious} from fhir.shared_history e where e.type = $1 and e.id = $2 and e.version = $3`,
  { brief: true },
);

/** What is hidden now was not hidden once: a version is seen by who sees both it and how the thing is now, or was when it was deleted. */
function seenBefore(seen: Seen): string {
  return `${seen.text('e')}
     and not exists (select 1 from fhir.resource c where c.record_id = $1 and c.n = e.n and not (${seen.text('c')}))
     and not exists (select 1 from fhir.history d
       where d.record_id = $1 and d.n = e.n and d.method = 'DELETE' and not (${seen.text('d')}))`;
}

/**
 * The versions of a home's things, newest first: `$1` home, `$2` a type, `$3` a number, `$4` since and `$5` during (each a tstzmultirange),
 * `$6` to `$8` the place behind which the page begins, `$9` how many; what may be seen from `$10`.
 */
export function historyOfHome(seen: Seen): Statement {
  const those = 'e.record_id = $1 and ($2::text is null or e.type = $2) and ($3::bigint is null or e.n = $3)';
  const versions = `select ${asCurrent} from fhir.resource e where ${those} and ${seen.text('e')}
     union all select ${asPrevious} from fhir.history e where ${those} and ${seenBefore(seen)}`;
  return seeing('historyOfHome', seen, historyText(versions, 4));
}
/** The same of what is shared: `$1` a type, `$2` an id, then as above. */
export const historyOfShared = statement(
  'fhir.historyOfShared',
  historyText(
    `select ${asCurrent} from fhir.shared e where e.type = $1 and ($2::text is null or e.id = $2)
     union all select ${asPrevious} from fhir.shared_history e where e.type = $1 and ($2::text is null or e.id = $2)`,
    3,
  ),
);

function historyText(versions: string, first: number): string {
  const [since, during, at, n, version, limit] = [0, 1, 2, 3, 4, 5].map((index) => `$${first + index}`);
  return `select * from (
     select x.*, count(*) over () as total from (
       select v.*, lead(v.at) over (partition by v.type, v.id, v.n order by v.version) as ended from (
         ${versions}
       ) v
     ) x where (${since}::tstzmultirange is null or x.at <@ ${since})
       and (${during}::tstzmultirange is null or case when x.ended < x.at then false else tstzrange(x.at, x.ended) && ${during} end)
   ) y where ${at}::timestamptz is null or (y.at, y.n, y.version) < (${at}, ${n}::bigint, ${version}::bigint)
   order by y.at desc, y.n desc, y.version desc limit ${limit}`;
}

const chosen = '($2::text[] is null or e.type = any($2)) and ($3::tstzmultirange is null or e.updated_at <@ $3)';
/**
 * Everything of a record in the order of writing, the Patient first: `$1` record, `$2` types, `$3` changed when, `$4` behind which number,
 * `$5` how many; what may be seen from `$6`.
 */
export function everythingOf(seen: Seen): Statement {
  const those = `e.record_id = $1 and e.n > $4 and ${chosen} and (${seen.text('e')})`;
  return seeing('everythingOf', seen, `select ${found} from fhir.resource e where ${those} order by e.n limit $5`);
}
/** How many there are on all pages; what may be seen from `$4`. */
export function countEverything(seen: Seen): Statement {
  const those = `e.record_id = $1 and ${chosen} and (${seen.text('e')})`;
  return seeing('countEverything', seen, `select count(*) as total from fhir.resource e where ${those}`);
}
export const sharedNamed = statement(
  'fhir.sharedNamed',
  `select ${found} from fhir.shared e join unnest($1::text[], $2::text[]) as t(type, id) on e.type = t.type and e.id = t.id`,
);
