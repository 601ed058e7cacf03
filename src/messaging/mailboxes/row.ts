import type { RecordId } from '#kernel';
import type { Absence, Mailbox, MailboxKind, MailboxSettings } from './mailbox.ts';

export interface MailboxRow {
  readonly record_id: RecordId;
  readonly address: string;
  readonly kind: MailboxKind;
  readonly name: string;
  readonly state: 'open' | 'closed';
  readonly professional: string | null;
  readonly structure: string | null;
  readonly software: string | null;
  readonly service: string;
  readonly description: string;
  readonly responsible: string;
  readonly list_rouge: boolean;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly quota_bytes: number;
  readonly used_bytes: number;
  readonly messages: number;
  readonly absence: string | null;
  readonly settings: string;
}

export function mailboxOf(row: MailboxRow): Mailbox {
  return {
    id: row.record_id,
    address: row.address,
    kind: row.kind,
    name: row.name,
    state: row.state,
    professional: row.professional ?? undefined,
    structure: row.structure ?? undefined,
    software: row.software ?? undefined,
    service: row.service,
    description: row.description,
    responsible: row.responsible,
    listRouge: row.list_rouge,
    openedAt: row.opened_at,
    closedAt: row.closed_at ?? undefined,
    quotaBytes: row.quota_bytes,
    usedBytes: row.used_bytes,
    messages: row.messages,
    absence: row.absence === null ? undefined : absenceOf(row.absence),
    settings: JSON.parse(row.settings) as MailboxSettings,
  };
}

export function absenceText({ from, until, text }: Absence): string {
  return JSON.stringify({ from: from.toISOString(), until: until.toISOString(), text });
}

function absenceOf(kept: string): Absence {
  const { from, until, text } = JSON.parse(kept) as { from: string; until: string; text: string };
  return { from: new Date(from), until: new Date(until), text };
}
