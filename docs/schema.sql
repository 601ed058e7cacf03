-- The whole schema after all migrations, for review. Written by: UPDATE_SCHEMA=1 npm run check

create schema directory;

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
  primary key (id)
);

create table directory.software (
  id text not null,
  name text not null,
  structure text not null,
  redirect_uris text not null,
  secret_digest text,
  public_keys text,
  updated_at timestamp with time zone not null,
  primary key (id)
);

create table directory.structure (
  id text not null,
  name text not null,
  couloir text not null,
  facility_type text not null,
  practice_setting text not null,
  updated_at timestamp with time zone not null,
  primary key (id)
);

create schema documents;

create table documents.entry (
  record_id uuid not null,
  n bigint not null,
  version bigint not null,
  submission_n bigint not null,
  unique_id text not null,
  status text not null,
  date timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deposited_at timestamp with time zone not null,
  event_start timestamp with time zone not null,
  event_end timestamp with time zone not null,
  type_code text not null,
  class_code text not null,
  format_code text not null,
  facility_code text,
  setting_code text,
  depositor text not null,
  author_ids text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient boolean not null,
  replaced_by bigint,
  blob text not null,
  facts text not null,
  body text not null,
  primary key (record_id, n),
  unique (record_id, unique_id)
);

create index entry_newest on documents.entry using btree (record_id, date desc, n desc);

create table documents.entry_history (
  record_id uuid not null,
  n bigint not null,
  version bigint not null,
  ended_at timestamp with time zone not null,
  body text not null,
  primary key (record_id, n, version, ended_at)
) partition by range (ended_at);

create table documents.submission (
  record_id uuid not null,
  n bigint not null,
  uid text not null,
  at timestamp with time zone not null,
  depositor text not null,
  body text not null,
  primary key (record_id, n),
  unique (record_id, uid)
);

create table documents.visit (
  record_id uuid not null,
  last timestamp with time zone not null,
  previous timestamp with time zone,
  primary key (record_id)
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
  primary key (record_id)
);

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
  primary key (record_id, version)
);

create table ins.matricule_index (
  oid text not null,
  matricule text not null,
  record_id uuid not null,
  primary key (oid, matricule)
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

create schema rights;

create table rights.access (
  record_id uuid not null,
  professional_id text not null,
  ground text not null,
  reason text,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  who text not null,
  primary key (record_id, professional_id)
);

create table rights.block (
  record_id uuid not null,
  professional_id text not null,
  since timestamp with time zone not null,
  who text not null,
  primary key (record_id, professional_id)
);

create table rights.state (
  record_id uuid not null,
  version bigint not null,
  closed boolean not null default false,
  opposed_deposit boolean not null default false,
  opposed_consultation boolean not null default false,
  opposed_emergency boolean not null default false,
  primary key (record_id)
);

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
  primary key (login)
);

create index account_record on signin.account using btree (citizen_record) where (citizen_record is not null);

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

create table signin.web_session (
  id bytea not null,
  actor text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  primary key (id)
);

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
  primary key (record_id)
);

create table trace.line (
  record_id uuid not null,
  seq bigint not null,
  body text not null,
  hash bytea not null,
  primary key (record_id, seq)
);
