-- The whole schema after all migrations, for review. Written by: UPDATE_SCHEMA=1 npm run check

create schema directory;

create table directory.activity (
  key bigint not null,
  professional text not null,
  structure text,
  profession text not null,
  specialty text,
  mode text,
  role text,
  genre text,
  section text,
  situation boolean not null,
  source text not null,
  active boolean not null,
  details text not null,
  digest bigint not null,
  updated_at timestamp with time zone not null,
  primary key (key)
);

create index activity_profession on directory.activity using btree (profession, professional);

create index activity_professional on directory.activity using btree (professional);

create index activity_specialty on directory.activity using btree (specialty, professional) where (specialty is not null);

create index activity_structure on directory.activity using btree (structure) where (structure is not null);

create table directory.load (
  id text not null,
  kind text not null,
  file text not null,
  sha256 text not null,
  bytes bigint not null,
  whole boolean not null,
  state text not null,
  at_byte bigint not null,
  at_line bigint not null,
  counts text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  primary key (id)
);

create index load_kind on directory.load using btree (kind, started_at);

create table directory.load_batch (
  load text not null,
  at_byte bigint not null,
  keys bigint[] not null,
  primary key (load, at_byte)
);

create table directory.load_fault (
  load text not null,
  line bigint not null,
  code text not null,
  what text not null,
  primary key (load, line)
);

create table directory.mailbox (
  key bigint not null,
  address text collate "C" not null,
  type text not null,
  professional text,
  structure text,
  source text not null,
  active boolean not null,
  details text not null,
  digest bigint not null,
  updated_at timestamp with time zone not null,
  primary key (key)
);

create index mailbox_address on directory.mailbox using btree (address);

create index mailbox_professional on directory.mailbox using btree (professional) where (professional is not null);

create index mailbox_structure on directory.mailbox using btree (structure) where (structure is not null);

create table directory.professional (
  id text not null,
  family text not null,
  given text not null,
  prefix text,
  profession text not null,
  specialty_code text,
  specialty_label text,
  structures text not null,
  updated_at timestamp with time zone not null,
  family_key text collate "C" not null,
  given_key text collate "C" not null,
  source text not null default 'registered'::text,
  active boolean not null default true,
  details text not null default ''::text,
  primary key (id)
);

create index professional_family_key on directory.professional using btree (family_key);

create index professional_given_key on directory.professional using btree (given_key);

create table directory.qualification (
  key bigint not null,
  professional text not null,
  kind text not null,
  type_code text not null,
  code text not null,
  label text not null,
  source text not null,
  active boolean not null,
  digest bigint not null,
  updated_at timestamp with time zone not null,
  primary key (key)
);

create index qualification_code on directory.qualification using btree (code, professional);

create index qualification_professional on directory.qualification using btree (professional);

create table directory.software (
  id text not null,
  name text not null,
  structure text not null,
  redirect_uris text not null,
  secret_digest text,
  public_keys text,
  updated_at timestamp with time zone not null,
  ways text not null default '{}'::text,
  primary key (id)
);

create table directory.structure (
  id text not null,
  name text not null,
  couloir text not null,
  facility_type text not null,
  practice_setting text not null,
  updated_at timestamp with time zone not null,
  source text not null default 'registered'::text,
  registered boolean not null default true,
  active boolean not null default true,
  siret text,
  technical text,
  part_of text,
  category text,
  postcode text,
  town_key text collate "C",
  line_key text collate "C",
  details text not null default ''::text,
  digest bigint not null default 0,
  name_key text collate "C" not null default ''::text,
  primary key (id)
);

create index structure_name_key on directory.structure using btree (name_key);

create index structure_part_of on directory.structure using btree (part_of) where (part_of is not null);

create index structure_postcode on directory.structure using btree (postcode) where (postcode is not null);

create index structure_siret on directory.structure using btree (siret) where ((siret is not null) and (id < '3'::text));

create index structure_town_key on directory.structure using btree (town_key) where (town_key is not null);

create schema documents;

create table documents.entry (
  record_id uuid not null,
  n bigint not null,
  version bigint not null,
  submission_n bigint not null,
  unique_id text not null,
  date timestamp with time zone not null,
  deposited_at timestamp with time zone not null,
  class_code text not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  replaced_by bigint,
  blob uuid not null,
  facts bytea not null,
  body text,
  title text,
  media_type text not null,
  sha256 bytea not null,
  archived boolean not null default false,
  told_at timestamp with time zone,
  appends bigint,
  superseded_with bigint,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (record_id, n)
);

create index entry_arrived on documents.entry using btree (record_id, deposited_at);

create index entry_to_move on documents.entry using btree (record_id) where (body is not null);

create index entry_untyped on documents.entry using btree (record_id) where (document_type is null);

create unique index entry_unique_id on documents.entry using btree (record_id, hashtextextended(unique_id, (0)::bigint));

create table documents.entry_history (
  record_id uuid not null,
  n bigint not null,
  version bigint not null,
  ended_at timestamp with time zone not null,
  body text not null,
  primary key (record_id, n, version, ended_at)
) partition by range (ended_at);

create table documents.fact (
  record_id uuid not null,
  n bigint not null,
  key bytea not null,
  fact_n bigint not null,
  version bigint not null,
  stands boolean not null,
  digest bytea not null,
  primary key (record_id, n, key)
);

create table documents.facts (
  record_id uuid not null,
  n bigint not null,
  form smallint not null,
  state text not null,
  drawn_at timestamp with time zone not null,
  result jsonb not null,
  primary key (record_id, n),
  foreign key (record_id, n) references documents.entry(record_id, n) on delete cascade
);

create table documents.specification (
  name text not null,
  version text not null,
  digest text not null,
  schemas integer not null,
  schematrons integer not null,
  lists integer not null,
  loaded_at timestamp with time zone not null,
  packed bytea not null,
  primary key (name)
);

create table documents.submission (
  record_id uuid not null,
  n bigint not null,
  uid text not null,
  at timestamp with time zone not null,
  depositor text not null,
  body bytea not null,
  primary key (record_id, n)
);

create unique index submission_uid on documents.submission using btree (record_id, hashtextextended(uid, (0)::bigint));

create table documents.text (
  record_id uuid not null,
  n bigint not null,
  form smallint not null,
  state text not null,
  indexed_at timestamp with time zone not null,
  words bytea not null,
  places bytea not null,
  body bytea not null,
  facts_form smallint,
  wrapped boolean,
  primary key (record_id, n),
  foreign key (record_id, n) references documents.entry(record_id, n) on delete cascade
);

create table documents.visit (
  record_id uuid not null,
  last timestamp with time zone not null,
  previous timestamp with time zone,
  primary key (record_id)
);

create table documents.withdrawn (
  record_id uuid not null,
  n bigint not null,
  withdrawn_with bigint not null,
  withdrawn_at timestamp with time zone not null,
  version bigint not null,
  submission_n bigint not null,
  unique_id text not null,
  date timestamp with time zone not null,
  deposited_at timestamp with time zone not null,
  class_code text not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  replaced_by bigint,
  blob uuid not null,
  facts bytea not null,
  title text,
  media_type text not null,
  sha256 bytea not null,
  archived boolean not null,
  told_at timestamp with time zone,
  appends bigint,
  superseded_with bigint,
  faces bytea not null,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (record_id, n)
);

create index withdrawn_untyped on documents.withdrawn using btree (record_id) where (document_type is null);

create schema fhir;

create table fhir.across (
  at timestamp with time zone not null,
  record_id uuid not null,
  n bigint not null,
  deposited bigint,
  deposited_under bigint,
  written bigint,
  written_under bigint
);

create index across_deposited on fhir.across using btree (deposited) where (deposited is not null);

create index across_deposited_under on fhir.across using btree (deposited_under) where (deposited_under is not null);

create index across_rows on fhir.across using btree (record_id, ((n >> 5)));

create index across_written on fhir.across using btree (written) where (written is not null);

create index across_written_under on fhir.across using btree (written_under) where (written_under is not null);

create table fhir.alias (
  type text not null,
  id text not null,
  record_id uuid not null,
  n bigint not null,
  primary key (type, id)
);

create table fhir.export (
  id uuid not null,
  owner text not null,
  requested_at timestamp with time zone not null,
  status text not null,
  sealed bytea not null,
  after_record uuid,
  after_n bigint,
  after_shared text,
  records bigint not null default 0,
  resources bigint not null default 0,
  error text,
  leased_until timestamp with time zone,
  expires_at timestamp with time zone,
  primary key (id)
);

create index export_owner on fhir.export using btree (owner);

create table fhir.export_file (
  export uuid not null,
  type text not null,
  part integer not null,
  chunk integer not null,
  resources integer not null,
  sealed bytea not null,
  primary key (export, type, part, chunk)
);

create table fhir.history (
  record_id uuid not null,
  n bigint not null,
  type text not null,
  id text not null,
  version bigint not null,
  at timestamp with time zone not null,
  method text not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  body text,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (record_id, n, version, at)
) partition by range (at);

create table fhir.identity_seen (
  record_id uuid not null,
  version bigint not null,
  primary key (record_id)
);

create table fhir.indexed (
  type text not null,
  parameters text[] not null,
  primary key (type)
);

create table fhir.indexing (
  kind text not null,
  types text[] not null,
  status text not null,
  total bigint not null,
  processed bigint not null,
  failed bigint not null,
  after_record uuid,
  after_n bigint,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  leased_until timestamp with time zone,
  primary key (kind)
);

create table fhir.maker (
  maker bigint not null,
  record_id uuid not null,
  primary key (maker, record_id)
);

create table fhir.patient_identifier (
  value text not null,
  system text not null,
  record_id uuid not null,
  primary key (value, system, record_id)
);

create index patient_identifier_of on fhir.patient_identifier using btree (record_id);

create table fhir.projecting (
  one boolean not null,
  primary key (one)
);

create table fhir.resource (
  record_id uuid not null,
  n bigint not null,
  type text not null,
  id text not null,
  version bigint not null,
  updated_at timestamp with time zone not null,
  at timestamp with time zone not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  keys jsonb not null,
  body text not null,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (record_id, n)
);

create index resource_arrived on fhir.resource using btree (record_id, updated_at) where (document_type is null);

create index resource_newest on fhir.resource using btree (record_id, type, at desc, n desc);

create table fhir.shared (
  type text not null,
  id text not null,
  n bigint not null,
  version bigint not null,
  updated_at timestamp with time zone not null,
  at timestamp with time zone not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  keys jsonb not null,
  body text not null,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (type, id)
);

create index shared_keys on fhir.shared using gin (keys);

create index shared_newest on fhir.shared using btree (type, at desc, n desc);

create table fhir.shared_history (
  type text not null,
  id text not null,
  n bigint not null,
  version bigint not null,
  at timestamp with time zone not null,
  method text not null,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  body text,
  hidden_from_representatives boolean not null default false,
  document_type text,
  primary key (type, id, version, at)
) partition by range (at);

create table fhir.subscription (
  id uuid not null,
  version bigint not null,
  updated_at timestamp with time zone not null,
  owner text not null,
  status text not null,
  channel text not null,
  types text[] not null,
  ends_at timestamp with time zone,
  heartbeat integer,
  events bigint not null default 0,
  delivered bigint not null default 0,
  failures integer not null default 0,
  error text,
  last_sent_at timestamp with time zone,
  next_at timestamp with time zone,
  leased_until timestamp with time zone,
  sealed bytea not null,
  primary key (id)
);

create index subscription_owner on fhir.subscription using btree (owner, updated_at desc);

create table fhir.subscription_event (
  subscription uuid not null,
  number bigint not null,
  at timestamp with time zone not null,
  source text not null,
  about uuid not null,
  type text not null,
  resource_id text not null,
  version bigint not null,
  method text not null,
  primary key (subscription, number),
  unique (subscription, source)
);

create schema ins;

create table ins.identity (
  record_id uuid not null,
  version integer not null,
  since timestamp with time zone not null,
  status text not null,
  attributes text[] not null,
  oid text,
  matricule text,
  birth_family text not null,
  birth_givens text not null,
  first_birth_given text not null,
  sex text not null,
  birth_date text not null,
  birth_place text not null,
  used_family text,
  used_given text,
  identity_document text,
  insi_answer text not null,
  insi_simulated boolean not null,
  survivor uuid,
  linked uuid[] not null default '{}'::uuid[],
  change text,
  changed_by text,
  why text,
  verified_at timestamp with time zone,
  circumstance text,
  primary key (record_id)
);

create index identity_verified on ins.identity using btree (verified_at) where (matricule is not null);

create table ins.identity_history (
  record_id uuid not null,
  version integer not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  status text not null,
  attributes text[] not null,
  oid text,
  matricule text,
  birth_family text not null,
  birth_givens text not null,
  first_birth_given text not null,
  sex text not null,
  birth_date text not null,
  birth_place text not null,
  used_family text,
  used_given text,
  identity_document text,
  insi_answer text not null,
  insi_simulated boolean not null,
  change text,
  changed_by text,
  why text,
  verified_at timestamp with time zone,
  circumstance text,
  primary key (record_id, version)
);

create table ins.link (
  record_id uuid not null,
  n integer not null,
  survivor uuid not null,
  since timestamp with time zone not null,
  asked_by text not null,
  by_id text not null,
  by_name text not null,
  why text not null,
  undone_at timestamp with time zone,
  undone_by text,
  undone_why text,
  primary key (record_id, n)
);

create index link_since on ins.link using btree (since, record_id);

create table ins.local_identifier (
  system text not null,
  value text not null,
  record_id uuid not null,
  software text not null,
  since timestamp with time zone not null,
  primary key (system, value)
);

create index local_identifier_of on ins.local_identifier using btree (record_id);

create table ins.matricule_index (
  oid text not null,
  matricule text not null,
  record_id uuid not null,
  primary key (oid, matricule)
);

create table ins.past_matricule (
  record_id uuid not null,
  oid text not null,
  matricule text not null,
  until timestamp with time zone not null,
  why text not null,
  primary key (record_id, oid, matricule, until)
);

create table ins.person_key (
  key bigint not null,
  birth integer not null,
  record_id uuid not null,
  primary key (key, birth, record_id)
);

create table ins.person_lookup (
  family text collate "C" not null,
  birth_date text collate "C" not null,
  record_id uuid not null,
  given text collate "C" not null,
  sex text not null,
  primary key (family, birth_date, record_id)
);

create index person_lookup_date on ins.person_lookup using btree (birth_date, family);

create table ins.work_item (
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  other_record uuid,
  state text not null,
  found_at timestamp with time zone not null,
  detail text not null,
  closed_at timestamp with time zone,
  closed_by text,
  note text,
  primary key (id)
);

create index work_item_list on ins.work_item using btree (state, kind, found_at);

create index work_item_other on ins.work_item using btree (other_record) where (state = 'open'::text);

create unique index work_item_open on ins.work_item using btree (kind, record_id, coalesce(other_record, record_id)) where (state = 'open'::text);

create schema messaging;

create table messaging.address (
  address text collate "C" not null,
  record_id uuid not null,
  primary key (address)
);

create table messaging.answered (
  record_id uuid not null,
  sender text collate "C" not null,
  absence timestamp with time zone not null,
  at timestamp with time zone not null,
  primary key (record_id, sender)
);

create table messaging.citizen_choice (
  record_id uuid not null,
  notices boolean not null default true,
  email bytea,
  pending bytea,
  code bytea,
  code_until timestamp with time zone,
  code_tries integer not null default 0,
  code_sent_at timestamp with time zone,
  noticed_at timestamp with time zone,
  primary key (record_id)
);

create table messaging.content (
  record_id uuid not null,
  n bigint not null,
  size integer not null,
  at timestamp with time zone not null,
  message_id text not null,
  thread bigint not null,
  sender text not null,
  subject text not null,
  written_at timestamp with time zone,
  people text not null,
  envelope text not null,
  structure text not null,
  marks text not null,
  patient uuid,
  sealed bytea,
  blob text,
  primary key (record_id, n)
);

create index content_message_id on messaging.content using btree (record_id, message_id);

create index content_thread on messaging.content using btree (record_id, thread);

create table messaging.conversation (
  record_id uuid not null,
  n bigint not null,
  correspondent text collate "C" not null,
  thread bigint,
  message_id text,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_how text,
  private boolean not null default false,
  primary key (record_id, n)
);

create unique index conversation_thread on messaging.conversation using btree (record_id, thread, correspondent) where (thread is not null);

create table messaging.correspondent (
  record_id uuid not null,
  address text collate "C" not null,
  name text not null,
  answer_to text not null,
  told bigint not null default 0,
  since timestamp with time zone not null,
  questions_until timestamp with time zone,
  reply_days integer,
  primary key (record_id, address)
);

create table messaging.deed (
  record_id uuid not null,
  month text not null,
  what text not null,
  product text not null,
  n bigint not null,
  bytes bigint not null,
  primary key (record_id, month, what, product)
);

create index deed_month on messaging.deed using btree (month);

create table messaging.dispatch (
  record_id uuid not null,
  n bigint not null,
  patient uuid not null,
  documents text[] not null,
  recipients text[] not null,
  message_id text not null,
  label text not null,
  at timestamp with time zone not null,
  primary key (record_id, n)
);

create index dispatch_patient on messaging.dispatch using btree (record_id, patient, n);

create table messaging.expunged (
  record_id uuid not null,
  folder integer not null,
  uid bigint not null,
  modseq bigint not null,
  primary key (record_id, folder, uid)
);

create table messaging.filing (
  record_id uuid not null,
  n bigint not null,
  state text not null,
  code text,
  place text,
  patient uuid,
  documents text[] not null default '{}'::text[],
  told text not null default '{}'::text,
  by_whom text,
  reason text,
  at timestamp with time zone not null,
  primary key (record_id, n)
);

create index filing_state on messaging.filing using btree (record_id, state, n);

create table messaging.folder (
  record_id uuid not null,
  folder integer not null,
  name text not null,
  special text,
  uid_validity bigint not null,
  uid_next bigint not null default 1,
  recent_uid bigint not null default 0,
  modseq bigint not null default 1,
  subscribed boolean not null default true,
  messages bigint not null default 0,
  unseen bigint not null default 0,
  deleted bigint not null default 0,
  bytes bigint not null default 0,
  expunged bigint not null default 0,
  forgotten bigint not null default 0,
  primary key (record_id, folder)
);

create unique index folder_name on messaging.folder using btree (record_id, name);

create table messaging.holder (
  holder text collate "C" not null,
  record_id uuid not null,
  may text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  given_by text not null,
  primary key (holder, record_id)
);

create index holder_record on messaging.holder using btree (record_id);

create table messaging.mailbox (
  record_id uuid not null,
  address text collate "C" not null,
  kind text not null,
  name text not null,
  state text not null,
  professional text,
  structure text,
  software text,
  service text not null default ''::text,
  description text not null default ''::text,
  responsible text not null default ''::text,
  list_rouge boolean not null default false,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  quota_bytes bigint not null,
  used_bytes bigint not null default 0,
  messages bigint not null default 0,
  contents bigint not null default 0,
  modseq bigint not null default 1,
  last_folder integer not null default 0,
  absence text,
  settings text not null default '{}'::text,
  primary key (record_id)
);

create table messaging.message (
  record_id uuid not null,
  folder integer not null,
  uid bigint not null,
  content bigint not null,
  flags integer not null,
  keywords text not null default ''::text,
  modseq bigint not null,
  at timestamp with time zone not null,
  primary key (record_id, folder, uid)
);

create index message_at on messaging.message using btree (record_id, folder, at);

create index message_content on messaging.message using btree (record_id, content);

create table messaging.outgoing (
  record_id uuid not null,
  n bigint not null,
  recipient text not null,
  content bigint not null,
  envelope text not null,
  state text not null,
  attempts integer not null default 0,
  next_at timestamp with time zone not null,
  since timestamp with time zone not null,
  ended_at timestamp with time zone,
  last_reply text,
  domain text collate "C" not null default ''::text,
  claim uuid,
  delayed_at timestamp with time zone,
  tell text,
  tell_at timestamp with time zone,
  primary key (record_id, n)
);

create index outgoing_content on messaging.outgoing using btree (record_id, content);

create index outgoing_domain on messaging.outgoing using btree (domain, next_at) where (state = 'waiting'::text);

create index outgoing_failed on messaging.outgoing using btree (ended_at) where (state = 'failed'::text);

create index outgoing_next on messaging.outgoing using btree (next_at) where (state = 'waiting'::text);

create index outgoing_tell on messaging.outgoing using btree (tell_at) where (tell is not null);

create table messaging.sought (
  record_id uuid not null,
  n bigint not null,
  bits bytea not null,
  primary key (record_id, n)
);

create table messaging.taken (
  record_id uuid not null,
  key bytea not null,
  content bigint not null,
  at timestamp with time zone not null,
  primary key (record_id, key)
);

create table messaging.template (
  record_id uuid not null,
  id uuid not null,
  owner text collate "C" not null,
  name text not null,
  subject text not null,
  body text not null,
  changed_at timestamp with time zone not null,
  primary key (record_id, id)
);

create table messaging.trusted_list (
  one boolean not null default true,
  loaded_at timestamp with time zone not null,
  issued_at timestamp with time zone not null,
  signer text not null,
  list text not null,
  signature text not null,
  primary key (one),
  check (one)
);

create schema oversight;

create table oversight.contest (
  record_id uuid not null,
  seq bigint not null,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  words text not null,
  line text not null,
  state text not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by text,
  primary key (record_id, seq)
);

create table oversight.counted (
  record_id uuid not null,
  seq bigint not null,
  primary key (record_id)
);

create table oversight.desk_act (
  record_id uuid not null,
  n bigint not null,
  check_n bigint not null,
  kind text not null,
  asked text not null,
  reason text not null,
  state text not null,
  asked_at timestamp with time zone not null,
  asked_by_id text not null,
  asked_by text not null,
  expires_at timestamp with time zone not null,
  second_at timestamp with time zone,
  second_by_id text,
  second_by text,
  fault text,
  primary key (record_id, n)
);

create table oversight.desk_check (
  record_id uuid not null,
  n bigint not null,
  document text not null,
  traits text[] not null,
  at timestamp with time zone not null,
  by_id text not null,
  by_name text not null,
  primary key (record_id, n)
);

create table oversight.exposed (
  home uuid not null,
  since timestamp with time zone not null,
  by_name text not null,
  reason text not null,
  primary key (home)
);

create table oversight.pattern (
  id text not null,
  kind text not null,
  professional_id text not null,
  day text not null,
  who text not null,
  value bigint not null,
  threshold bigint not null,
  state text not null,
  first_at timestamp with time zone not null,
  words text,
  closed_at timestamp with time zone,
  closed_by text,
  primary key (id)
);

create index pattern_day on oversight.pattern using btree (state, day, id);

create table oversight.review (
  record_id uuid not null,
  seq bigint not null,
  line text not null,
  opened_at timestamp with time zone not null,
  state text not null,
  words text,
  reviewed_at timestamp with time zone,
  reviewed_by text,
  primary key (record_id, seq)
);

create table oversight.task (
  id text not null,
  kind text not null,
  item text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  told text not null,
  primary key (id)
);

create index task_closed on oversight.task using btree (kind, closed_at, id) where (closed_at is not null);

create index task_due on oversight.task using btree (kind, due_at, id) where (closed_at is null);

create table oversight.threshold (
  kind text not null,
  value bigint not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  primary key (kind)
);

create table oversight.tie (
  record_id uuid not null,
  structure_id text not null,
  since timestamp with time zone not null,
  primary key (record_id, structure_id)
);

create table oversight.visit (
  professional_id text not null,
  day text not null,
  home uuid not null,
  acts bigint not null,
  night bigint not null,
  untied boolean not null,
  far boolean not null,
  primary key (professional_id, day, home)
);

create index visit_day on oversight.visit using btree (day);

create index visit_home on oversight.visit using btree (home, day);

create schema packages;

create table packages.package (
  name text not null,
  version text not null,
  digest text not null,
  resources integer not null,
  loaded_at timestamp with time zone not null,
  primary key (name, version)
);

create table packages.resource (
  package text not null,
  package_version text not null,
  kind text not null,
  url text not null,
  version text not null,
  name text,
  type text,
  body text not null,
  primary key (package, package_version, kind, url, version)
);

create schema record;

create table record.agenda (
  professional_id text not null,
  record_id uuid not null,
  n bigint not null,
  at timestamp with time zone not null,
  until timestamp with time zone not null,
  cancelled boolean not null,
  primary key (professional_id, record_id, n)
);

create index agenda_day on record.agenda using btree (professional_id, at);

create index agenda_thing on record.agenda using btree (record_id, n);

create table record.notice (
  professional_id text not null,
  understood_at timestamp with time zone not null,
  primary key (professional_id)
);

create table record.visit (
  professional_id text not null,
  record_id uuid not null,
  last timestamp with time zone not null,
  previous timestamp with time zone,
  told timestamp with time zone,
  primary key (professional_id, record_id)
);

create index visit_last on record.visit using btree (professional_id, last desc);

create schema rights;

create table rights.access (
  record_id uuid not null,
  professional_id text not null,
  ground text not null,
  reason text,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  who text not null,
  given boolean not null default false,
  end_chosen boolean not null default false,
  secret boolean not null default false,
  primary key (record_id, professional_id)
);

create table rights.acts_for (
  record_id uuid not null,
  for_record uuid not null,
  name text not null,
  primary key (record_id, for_record)
);

create table rights.authorisation (
  one boolean not null default true,
  allowed text not null,
  source text not null,
  official boolean not null,
  digest text not null,
  loaded_at timestamp with time zone not null,
  primary key (one),
  check (one)
);

create table rights.block (
  record_id uuid not null,
  professional_id text not null,
  since timestamp with time zone not null,
  who text not null,
  primary key (record_id, professional_id)
);

create table rights.code_tries (
  record_id uuid not null,
  since timestamp with time zone not null,
  tries integer not null,
  primary key (record_id)
);

create table rights.invitation (
  record_id uuid not null,
  id text not null,
  name text not null,
  purposes text[] not null,
  categories text[],
  until timestamp with time zone not null,
  expires timestamp with time zone not null,
  primary key (record_id, id)
);

create table rights.invitation_code (
  code_hash bytea not null,
  record_id uuid not null,
  id text not null,
  expires timestamp with time zone not null,
  primary key (code_hash)
);

create table rights.mandate (
  record_id uuid not null,
  delegate_id uuid not null,
  kind text not null,
  name text not null,
  purposes text[] not null,
  categories text[],
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  primary key (record_id, delegate_id)
);

create table rights.state (
  record_id uuid not null,
  version bigint not null,
  closed boolean not null default false,
  opposed_deposit boolean not null default false,
  opposed_consultation boolean not null default false,
  opposed_emergency boolean not null default false,
  attending text,
  primary key (record_id)
);

create schema share;

create table share.door (
  id_hash bytea not null,
  record_id uuid not null,
  link_id uuid not null,
  primary key (id_hash)
);

create table share.link (
  record_id uuid not null,
  id uuid not null,
  made_at timestamp with time zone not null,
  until timestamp with time zone not null,
  revoked_at timestamp with time zone,
  label text not null,
  summary boolean not null,
  documents bigint[] not null,
  once boolean not null,
  long_term boolean not null,
  sharer text not null,
  sealed bytea not null,
  passcode text,
  tries_left integer not null,
  uses_left integer not null,
  opened integer not null default 0,
  refused integer not null default 0,
  events integer not null default 0,
  notes integer not null default 0,
  linked_documents text[] not null default '{}'::text[],
  primary key (record_id, id)
);

create table share.note (
  record_id uuid not null,
  link_id uuid not null,
  n integer not null,
  at timestamp with time zone not null,
  name text not null,
  words text not null,
  primary key (record_id, link_id, n)
);

create table share.opening (
  record_id uuid not null,
  link_id uuid not null,
  n integer not null,
  at timestamp with time zone not null,
  recipient text not null,
  code text,
  primary key (record_id, link_id, n)
);

create table share.ticket (
  id_hash bytea not null,
  record_id uuid not null,
  link_id uuid not null,
  n bigint not null,
  recipient text not null,
  until timestamp with time zone not null,
  uses_left integer not null,
  held_in uuid,
  primary key (id_hash)
);

create index ticket_until on share.ticket using btree (until);

create schema signin;

create table signin.account (
  login text not null,
  kind text not null,
  citizen_record uuid,
  professional text,
  name text not null,
  password text,
  note text not null,
  demo boolean not null,
  created_at timestamp with time zone not null,
  one_time boolean not null default false,
  primary key (login)
);

create index account_record on signin.account using btree (citizen_record) where (citizen_record is not null);

create table signin.activation (
  record_id uuid not null,
  code bytea not null,
  way text not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  tries integer not null default 0,
  primary key (record_id)
);

create table signin.activation_code (
  code bytea not null,
  record_id uuid not null,
  expires_at timestamp with time zone not null,
  primary key (code)
);

create index activation_code_expiry on signin.activation_code using btree (expires_at);

create table signin.app_grant (
  id text not null,
  grant_sealed bytea not null,
  person uuid not null,
  opens uuid not null,
  client_id text not null,
  name text not null,
  scopes text not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  used_at timestamp with time zone,
  cut_at timestamp with time zone,
  primary key (id)
);

create index app_grant_opens on signin.app_grant using btree (opens);

create index app_grant_person on signin.app_grant using btree (person);

create table signin.approval (
  id bytea not null,
  professional text not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  situation text,
  polled_at timestamp with time zone,
  pause_seconds integer not null,
  primary key (id)
);

create index approval_expiry on signin.approval using btree (expires_at);

create index approval_professional on signin.approval using btree (professional, created_at) where (decided_at is null);

create table signin.artefact (
  id bytea not null,
  model text not null,
  sealed bytea not null,
  grant_key bytea,
  uid_key bytea,
  expires_at timestamp with time zone,
  consumed_at timestamp with time zone,
  primary key (id, model)
);

create index artefact_expiry on signin.artefact using btree (expires_at);

create index artefact_grant on signin.artefact using btree (grant_key) where (grant_key is not null);

create index artefact_uid on signin.artefact using btree (uid_key) where (uid_key is not null);

create table signin.certificate (
  serial text not null,
  authority text not null,
  kind text not null,
  whom text not null,
  subject text not null,
  fingerprint text not null,
  issued_at timestamp with time zone not null,
  not_after timestamp with time zone not null,
  revoked_at timestamp with time zone,
  reason text,
  primary key (serial)
);

create index certificate_revoked on signin.certificate using btree (authority, serial) where (revoked_at is not null);

create table signin.cut (
  record_id uuid not null,
  before timestamp with time zone not null,
  anew_at timestamp with time zone,
  primary key (record_id)
);

create table signin.federated (
  key bytea not null,
  citizen_record uuid not null,
  issuer text not null,
  linked_at timestamp with time zone not null,
  used_at timestamp with time zone not null,
  primary key (key)
);

create index federated_record on signin.federated using btree (citizen_record);

create table signin.guess (
  account bytea not null,
  source bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  known boolean not null default false,
  primary key (account, source)
);

create index guess_last on signin.guess using btree (last_at);

create table signin.launch (
  id bytea not null,
  sealed bytea not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  primary key (id)
);

create index launch_expiry on signin.launch using btree (expires_at);

create table signin.letter (
  record_id uuid not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  primary key (record_id)
);

create index letter_asked on signin.letter using btree (asked_at);

create table signin.outside_session (
  id bytea not null,
  way text not null,
  sealed bytea not null,
  at timestamp with time zone not null,
  primary key (id)
);

create index outside_session_at on signin.outside_session using btree (at);

create table signin.passkey (
  record_id uuid not null,
  id bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text not null,
  name text not null,
  backed_up boolean not null,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone not null,
  primary key (record_id, id)
);

create table signin.recovery_code (
  record_id uuid not null,
  code bytea not null,
  used_at timestamp with time zone,
  primary key (record_id, code)
);

create table signin.second_factor (
  record_id uuid not null,
  kind text not null,
  sealed bytea not null,
  made_at timestamp with time zone not null,
  last_step bigint not null,
  tries integer not null default 0,
  tries_from timestamp with time zone not null,
  sent bytea,
  sent_at timestamp with time zone,
  primary key (record_id)
);

create table signin.spent (
  id bytea not null,
  expires_at timestamp with time zone not null,
  primary key (id)
);

create index spent_expiry on signin.spent using btree (expires_at);

create table signin.token_cut (
  id text not null,
  cut_at timestamp with time zone not null,
  until timestamp with time zone not null,
  primary key (id)
);

create index token_cut_until on signin.token_cut using btree (until);

create table signin.web_session (
  id bytea not null,
  actor text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  person uuid,
  device text not null default ''::text,
  primary key (id)
);

create index web_session_person on signin.web_session using btree (person) where (person is not null);

create index web_session_seen on signin.web_session using btree (seen_at);

create schema store;

create table store.mark (
  name text not null,
  value text not null,
  primary key (name)
);

create table store.migration (
  id text not null,
  at timestamp with time zone not null,
  primary key (id)
);

create table store.outbox (
  record_id uuid not null,
  seq bigint not null,
  at timestamp with time zone not null,
  topic text not null,
  payload text not null,
  primary key (record_id, seq)
);

create index outbox_at on store.outbox using btree (at);

create table store.record (
  record_id uuid not null,
  created_at timestamp with time zone not null,
  sealed_key bytea not null,
  items bigint not null default 0,
  outbox_seq bigint not null default 0,
  primary key (record_id)
);

create table store.secret (
  name text not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  primary key (name)
);

create schema trace;

create table trace.chain (
  record_id uuid not null,
  seq bigint not null,
  head bytea not null,
  seal bytea not null,
  noted_in bigint not null default 0,
  noted_seq bigint not null default 0,
  primary key (record_id)
);

create table trace.checkpoint (
  n bigint not null,
  set_id uuid not null,
  jws text not null,
  primary key (n)
);

create table trace.draft (
  set_id uuid not null,
  begun timestamp with time zone not null,
  primary key (set_id)
);

create table trace.leaves (
  set_id uuid not null,
  first uuid not null,
  page bigint not null,
  hash bytea not null,
  leaves bytea not null,
  primary key (set_id, first)
);

create table trace.line (
  record_id uuid not null,
  seq bigint not null,
  body text not null,
  hash bytea not null,
  primary key (record_id, seq)
);
