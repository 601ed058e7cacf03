import { randomUUID } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** The opaque key of one person's record: a lower-case UUID. Never derived from the matricule. */
export type RecordId = string & { readonly __recordId: true };

/** An id of something inside a record: 32 hexadecimal digits of the record, a hyphen, a counter in base 36. */
export type ItemId = string & { readonly __itemId: true };

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const itemShape = /^([0-9a-f]{32})-([0-9a-z]{1,11})$/;

/** Acts that concern nobody's record yet (a refused deposit for an unknown person, a sign-in) are traced under this key. */
export const PLATFORM = '00000000-0000-0000-0000-000000000000' as RecordId;

export function newRecordId(): RecordId {
  return randomUUID() as RecordId;
}

/** Whether a home is a person's: those of mailboxes and depositors are UUIDs of version 8 (RFC 9562 §5.8), the platform's is none. */
export function isPersons(home: RecordId): boolean {
  return home !== PLATFORM && home[14] !== '8';
}

export function isRecordId(text: string): text is RecordId {
  return uuidShape.test(text);
}

/** The FHIR logical id of the `n`-th thing of a record: it carries the record, so one primary-key read finds it. */
export function itemId(record: RecordId, n: number): ItemId {
  return `${record.replaceAll('-', '')}-${n.toString(36)}` as ItemId;
}

/** Refuses `id.unknown` when the text cannot be an id made by {@link itemId}; does not look whether the thing exists. */
export function parseItemId(text: string): { record: RecordId; n: number } {
  const m = itemShape.exec(text);
  const n = m?.[2] === undefined ? Number.NaN : Number.parseInt(m[2], 36);
  if (m?.[1] === undefined || !Number.isSafeInteger(n) || n < 1) throw unknownId();
  return { record: recordIdOfHex(m[1]), n };
}

/** The record's key as the 32 hexadecimal digits used inside ids; the reverse of {@link recordIdOfHex}. */
export function hexOfRecordId(record: RecordId): string {
  return record.replaceAll('-', '');
}

/** Refuses `id.unknown` when the text is not 32 hexadecimal digits. */
export function recordIdOfHex(hex: string): RecordId {
  if (!/^[0-9a-f]{32}$/.test(hex)) throw unknownId();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as RecordId;
}

export function unknownId(): Refusal {
  return new Refusal('id.unknown', {
    fr: 'Rien de connu ne porte cet identifiant, ou vous ne pouvez pas le voir.',
    en: 'Nothing known carries this id, or you may not see it.',
  });
}
