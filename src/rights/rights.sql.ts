import { statement } from '#store';

export const factsOf = statement(
  'rights.factsOf',
  `select r.record_id, coalesce(s.version, 0) as version, coalesce(s.closed, false) as closed,
     coalesce(s.opposed_deposit, false) as deposit, coalesce(s.opposed_consultation, false) as consultation,
     coalesce(s.opposed_emergency, false) as emergency, s.attending
   from (select $1::uuid as record_id) r left join rights.state s on s.record_id = $1`,
  { brief: true },
);
const whoseFacts = 'what rights say of a few records that are about to be asked for together, by their keys';
/** The same of several records. */
export const factsOfEach = statement(
  'rights.factsOfEach',
  `select r.record_id, coalesce(s.version, 0) as version, coalesce(s.closed, false) as closed,
     coalesce(s.opposed_deposit, false) as deposit, coalesce(s.opposed_consultation, false) as consultation,
     coalesce(s.opposed_emergency, false) as emergency, s.attending
   from unnest($1::uuid[]) as r (record_id) left join rights.state s on s.record_id = r.record_id`,
  { acrossRecords: whoseFacts },
);
export const blocksOfEach = statement(
  'rights.blocksOfEach',
  'select record_id, professional_id, since, who from rights.block where record_id = any($1::uuid[])',
  { acrossRecords: whoseFacts },
);
export const accessesOfEach = statement(
  'rights.accessesOfEach',
  `select record_id, professional_id, ground, reason, since, until, who, given, end_chosen, secret
     from rights.access where record_id = any($1::uuid[])`,
  { acrossRecords: whoseFacts },
);
export const mandatesOfEach = statement(
  'rights.mandatesOfEach',
  'select record_id, delegate_id, kind, name, purposes, categories, since, until from rights.mandate where record_id = any($1::uuid[])',
  { acrossRecords: whoseFacts },
);
export const blocksOf = statement(
  'rights.blocksOf',
  'select professional_id, since, who from rights.block where record_id = $1',
  {
    brief: true,
  },
);
export const accessesOf = statement(
  'rights.accessesOf',
  `select professional_id, ground, reason, since, until, who, given, end_chosen, secret
     from rights.access where record_id = $1`,
  { brief: true },
);
export const mandatesOf = statement(
  'rights.mandatesOf',
  'select delegate_id, kind, name, purposes, categories, since, until from rights.mandate where record_id = $1',
  { brief: true },
);
/** Whether what a professional deposits now is deposited under connexion secrète. */
export const secretAccess = statement(
  'rights.secretAccess',
  'select 1 as one from rights.access where record_id = $1 and professional_id = $2 and secret and until > $3',
  { brief: true },
);
export const nextVersion = statement(
  'rights.nextVersion',
  `insert into rights.state (record_id, version) values ($1, 1)
   on conflict (record_id) do update set version = state.version + 1`,
);
export const oppose = statement(
  'rights.oppose',
  `update rights.state set opposed_deposit = $2, opposed_consultation = $3, opposed_emergency = $4 where record_id = $1`,
);
export const block = statement(
  'rights.block',
  `insert into rights.block (record_id, professional_id, since, who) values ($1, $2, $3, $4)
   on conflict (record_id, professional_id) do nothing`,
);
export const unblock = statement('rights.unblock', 'delete from rights.block where record_id = $1 and professional_id = $2');
export const putAccess = statement(
  'rights.putAccess',
  `insert into rights.access (record_id, professional_id, ground, reason, since, until, who, given, end_chosen, secret)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (record_id, professional_id) do update
   set ground = excluded.ground, reason = excluded.reason, since = excluded.since, until = excluded.until, who = excluded.who,
     given = excluded.given, end_chosen = excluded.end_chosen, secret = excluded.secret`,
);
export const attend = statement('rights.attend', 'update rights.state set attending = $2 where record_id = $1');
export const close = statement('rights.close', 'update rights.state set closed = $2 where record_id = $1');

/**
 * The part of a Permit that PostgreSQL checks: `$1` is the record, `alias` the thing seen, `$first` and those after it the values, in this
 * order: version of the facts, sees masked, author, sees what the patient does not, sees what representatives do not, own only, depositor,
 * types of documents denied, sees what comes from no document. Its author sees a thing whatever its type, and so does the software that
 * deposited it. A statement that joins several things repeats it for each alias, with the same parameters; how many there are is told by
 * the length of the values.
 */
export function predicateText(first: number, alias: string): string {
  return shownText(
    '$1',
    Array.from({ length: sightColumns.length }, (_, n) => `$${first + n}`),
    alias,
  );
}

/** Names and types of the values, for a statement that reads several records: a row a record (see `each.ts`). */
export const sightColumns = [
  ['facts_version', 'bigint'],
  ['sees_masked', 'boolean'],
  ['author', 'text'],
  ['sees_unannounced', 'boolean'],
  ['sees_unrepresented', 'boolean'],
  ['own_only', 'boolean'],
  ['depositor', 'text'],
  ['denied', 'text'],
  ['sees_untyped', 'boolean'],
] as const;

/** The predicate with the record and its values under these names. */
export function shownText(record: string, values: readonly string[], alias: string): string {
  const [version, masked, author, invisible, represented, onlyOwn, depositor, denied, untyped] = values;
  return `coalesce((select s.version from rights.state s where s.record_id = ${record}), 0) = ${version}
    and (${masked} or not ${alias}.hidden_from_professionals or ${author} = any(${alias}.author_ids))
    and (${invisible} or not ${alias}.hidden_from_patient)
    and (${represented} or not ${alias}.hidden_from_representatives or ${author} = any(${alias}.author_ids))
    and (case when ${alias}.document_type is null then ${untyped}::boolean else ${alias}.document_type <> all(${denied}::text[]) end
      or ${author} = any(${alias}.author_ids) or ${alias}.depositor = ${depositor})
    and (not ${onlyOwn} or ${author} = any(${alias}.author_ids) or ${alias}.depositor = ${depositor})`;
}

/**
 * The same across records: `$first` the software, the next the professional, one of them empty. All of it is their own, which they see
 * whatever its type.
 */
export function acrossText(first: number, alias: string): string {
  const [software, professional] = [`$${first}`, `$${first + 1}`];
  return `((${software}::text <> '' and ${alias}.depositor = ${software})
    or (${professional}::text <> '' and ${professional} = any(${alias}.author_ids)
      and not exists (select 1 from rights.block b where b.record_id = ${alias}.record_id and b.professional_id = ${professional})
      and not exists (select 1 from rights.state s where s.record_id = ${alias}.record_id and s.closed)))`;
}
