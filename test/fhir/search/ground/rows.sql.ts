import { statement } from '#store';

const columns = `n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient,
  hidden_from_representatives, document_type, keys, body`;
const shape = `n bigint, type text, id text, version bigint, updated_at timestamptz, at timestamptz, depositor text, author_ids text[],
  hidden_from_professionals boolean, hidden_from_patient boolean, hidden_from_representatives boolean, document_type text,
  keys jsonb, body text`;

export const emptyTables = statement('test.emptySearchTables', 'truncate fhir.resource, fhir.shared');
/** `$1` and `$2`: types and ids, whatever the table. */
const named = 'from unnest($1::text[], $2::text[]) as w (type, id) where e.type = w.type and e.id = w.id';
export const changeResources = statement(
  'test.changeSearchResources',
  `update fhir.resource e set version = e.version + 1 ${named}`,
  {
    acrossRecords: 'a test has few of them',
  },
);
export const changeShared = statement('test.changeSearchShared', `update fhir.shared e set version = e.version + 1 ${named}`);
export const removeResources = statement(
  'test.removeSearchResources',
  `delete from fhir.resource e using unnest($1::text[], $2::text[]) as w (type, id) where e.type = w.type and e.id = w.id`,
  { acrossRecords: 'a test has few of them' },
);
export const removeShared = statement(
  'test.removeSearchShared',
  `delete from fhir.shared e using unnest($1::text[], $2::text[]) as w (type, id) where e.type = w.type and e.id = w.id`,
);

export const putResources = statement(
  'test.putSearchResources',
  `insert into fhir.resource (record_id, ${columns}) select record_id, ${columns} from jsonb_to_recordset($1) as r (record_id uuid, ${shape})`,
);
export const putShared = statement(
  'test.putSearchShared',
  `insert into fhir.shared (${columns}) select ${columns} from jsonb_to_recordset($1) as r (${shape})`,
);
