import type { Migration } from '#store';

export const oversightMigrations: readonly Migration[] = [
  {
    id: 'oversight/0001-ground',
    sql: `
      create schema oversight;
      create table oversight.contest (
        record_id    uuid not null,
        seq          bigint not null,
        opened_at    timestamptz not null,
        opened_by    text not null,
        words        text not null,
        line         text not null,
        state        text not null,
        answer       text,
        answered_at  timestamptz,
        answered_by  text,
        primary key (record_id, seq)
      );
      create table oversight.review (
        record_id    uuid not null,
        seq          bigint not null,
        line         text not null,
        opened_at    timestamptz not null,
        state        text not null,
        words        text,
        reviewed_at  timestamptz,
        reviewed_by  text,
        primary key (record_id, seq)
      );
      create table oversight.desk_check (
        record_id  uuid not null,
        n          bigint not null,
        document   text not null,
        traits     text[] not null,
        at         timestamptz not null,
        by_id      text not null,
        by_name    text not null,
        primary key (record_id, n)
      );
      create table oversight.desk_act (
        record_id     uuid not null,
        n             bigint not null,
        check_n       bigint not null,
        kind          text not null,
        asked         text not null,
        reason        text not null,
        state         text not null,
        asked_at      timestamptz not null,
        asked_by_id   text not null,
        asked_by      text not null,
        expires_at    timestamptz not null,
        second_at     timestamptz,
        second_by_id  text,
        second_by     text,
        fault         text,
        primary key (record_id, n)
      );
      create table oversight.counted (
        record_id  uuid primary key,
        seq        bigint not null
      );
      create table oversight.tie (
        record_id     uuid not null,
        structure_id  text not null,
        since         timestamptz not null,
        primary key (record_id, structure_id)
      );
      create table oversight.task (
        id         text primary key,
        kind       text not null,
        item       text not null,
        state      text not null,
        opened_at  timestamptz not null,
        due_at     timestamptz not null,
        closed_at  timestamptz,
        told       text not null
      );
      create index task_due on oversight.task (kind, due_at, id) where closed_at is null;
      create index task_closed on oversight.task (kind, closed_at, id) where closed_at is not null;
      create table oversight.visit (
        professional_id  text not null,
        day              text not null,
        home             uuid not null,
        acts             bigint not null,
        night            bigint not null,
        untied           boolean not null,
        far              boolean not null,
        primary key (professional_id, day, home)
      );
      create index visit_home on oversight.visit (home, day);
      create index visit_day on oversight.visit (day);
      create table oversight.pattern (
        id               text primary key,
        kind             text not null,
        professional_id  text not null,
        day              text not null,
        who              text not null,
        value            bigint not null,
        threshold        bigint not null,
        state            text not null,
        first_at         timestamptz not null,
        words            text,
        closed_at        timestamptz,
        closed_by        text
      );
      create index pattern_day on oversight.pattern (state, day, id);
      create table oversight.threshold (
        kind        text primary key,
        value       bigint not null,
        changed_at  timestamptz not null,
        changed_by  text not null
      );
      create table oversight.exposed (
        home      uuid primary key,
        since     timestamptz not null,
        by_name   text not null,
        reason    text not null
      );
    `,
    byRecord: [
      'oversight.contest',
      'oversight.review',
      'oversight.desk_check',
      'oversight.desk_act',
      'oversight.counted',
      'oversight.tie',
    ],
    byKey: [
      ['oversight.task', 'id'],
      ['oversight.visit', 'professional_id'],
      ['oversight.pattern', 'id'],
    ],
    everywhere: ['oversight.threshold', 'oversight.exposed'],
  },
];
