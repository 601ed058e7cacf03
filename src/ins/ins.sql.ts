import { statement } from '#store';

const told = `record_id, version, status, attributes, oid, matricule, birth_family, birth_givens, first_birth_given, sex, birth_date,
  birth_place, used_family, used_given`;
const shown = `${told}, survivor, linked`;
const kept = `status, attributes, oid, matricule, birth_family, birth_givens, first_birth_given, sex, birth_date, birth_place, used_family,
  used_given, identity_document, insi_answer, insi_simulated, change, changed_by, why, verified_at, circumstance`;
const byKey = 'keyed by what is unique or sought across records; one row, looked up before the record is known';

export const readIdentity = statement('ins.readIdentity', `select ${shown} from ins.identity where record_id = $1`, {
  brief: true,
});
export const readIdentities = statement(
  'ins.readIdentities',
  `select ${shown} from ins.identity where record_id = any($1::uuid[])`,
  { acrossRecords: 'a few people who stand on one screen, by their keys', brief: true },
);
export const insertIdentity = statement(
  'ins.insertIdentity',
  `insert into ins.identity (record_id, version, since, ${kept})
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
     case when $17 in ('verified', '00') then $3::timestamptz end, $22)`,
);
/**
 * Changes nothing, and gives no row, when the version is not the one that was read. What INSi last answered stays when it was not asked;
 * the document stays with a status that still rests on it.
 */
export const updateIdentity = statement(
  'ins.updateIdentity',
  `update ins.identity set version = $2, since = $3, (${kept}) =
     ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
      case when $4 in ('VALI', 'QUAL') then coalesce($16, identity_document) else $16 end,
      case when $17 = 'not-asked' then insi_answer else $17 end,
      case when $17 = 'not-asked' then insi_simulated else $18 end,
      $19, $20, $21, case when $17 in ('verified', '00') then $3 else verified_at end, coalesce($22, circumstance))
   where record_id = $1 and version = $2 - 1 returning version`,
);
export const keepHistory = statement(
  'ins.keepHistory',
  `insert into ins.identity_history (record_id, version, since, until, ${kept})
   select record_id, version, since, $2, ${kept} from ins.identity where record_id = $1`,
);
export const identitiesOf = statement('ins.identitiesOf', `select ${shown} from ins.identity where record_id = any($1::uuid[])`, {
  acrossRecords: 'the at most 60 people of one search by traits',
});

export const recordOfMatricule = statement(
  'ins.recordOfMatricule',
  'select record_id from ins.matricule_index where oid = $1 and matricule = $2',
  { acrossRecords: byKey, brief: true },
);
/** Of two at once, the second waits for the first and gets no row. */
export const takeMatricule = statement(
  'ins.takeMatricule',
  `insert into ins.matricule_index (oid, matricule, record_id) values ($1, $2, $3)
   on conflict (oid, matricule) do nothing returning record_id`,
  { acrossRecords: byKey },
);

export const addLookup = statement(
  'ins.addLookup',
  'insert into ins.person_lookup (family, birth_date, record_id, given, sex) values ($1, $2, $3, $4, $5)',
  { acrossRecords: byKey },
);
export const dropLookup = statement(
  'ins.dropLookup',
  'delete from ins.person_lookup where family = $1 and birth_date = $2 and record_id = $3',
  { acrossRecords: byKey },
);
export const findByFamily = statement(
  'ins.findByFamily',
  `select record_id from ins.person_lookup
   where family = $1 and starts_with(given, $2) and ($3::text is null or sex = $3) order by birth_date, record_id limit $4`,
  { acrossRecords: 'search by traits: one family name' },
);
export const findByDate = statement(
  'ins.findByDate',
  `select record_id from ins.person_lookup
   where birth_date = $1 and starts_with(family, $2) and starts_with(given, $3) and ($4::text is null or sex = $4)
   order by family, record_id limit $5`,
  { acrossRecords: 'search by traits: one birth date' },
);

export const keepMatricule = statement(
  'ins.keepMatricule',
  `insert into ins.past_matricule (record_id, oid, matricule, until, why) values ($1, $2, $3, $4, $5)
   on conflict (record_id, oid, matricule, until) do nothing`,
);
export const lastMatricule = statement(
  'ins.lastMatricule',
  'select oid, matricule from ins.past_matricule where record_id = $1 order by until desc limit 1',
);
export const pastMatricules = statement(
  'ins.pastMatricules',
  'select oid, matricule, until, why from ins.past_matricule where record_id = $1 order by until desc limit 50',
);
/** The versions before the current one, newest first. */
export const historyOf = statement(
  'ins.historyOf',
  `select ${told}, null::uuid as survivor, '{}'::uuid[] as linked, since, until, identity_document, insi_answer, insi_simulated, change, changed_by, why, circumstance
   from ins.identity_history where record_id = $1 and version < $2 order by version desc limit $3`,
);
export const currentOf = statement(
  'ins.currentOf',
  `select ${shown}, since, identity_document, insi_answer, insi_simulated, change, changed_by, why, circumstance, verified_at
   from ins.identity where record_id = $1`,
);

/** Those whom INSi confirmed longest ago. */
export const longestUnverified = statement(
  'ins.longestUnverified',
  `select ${shown} from ins.identity where matricule is not null and verified_at < $1 order by verified_at limit $2`,
  { acrossRecords: 'the batch of a periodic verification: at most 500 people' },
);
export const verifiedAgain = statement(
  'ins.verifiedAgain',
  'update ins.identity set verified_at = $2 where record_id = any($1::uuid[]) and matricule is not null and verified_at < $2',
  { acrossRecords: 'the people of one batch of verification' },
);
