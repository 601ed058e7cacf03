import type { Sql } from '#store';
import { mailboxDetails, packed } from './details.ts';
import { putPublished } from './directory.sql.ts';
import { digestOf, keyOf } from './load/key.ts';

/** A secure mailbox of this installation, as the directory is to tell of it. */
export interface PublishedMailbox {
  readonly address: string;
  readonly type: 'PER' | 'ORG' | 'APP' | 'CAB';
  readonly professional?: string | undefined;
  readonly structure?: string | undefined;
  readonly service?: string;
  /** False: on the liste rouge, or closed. */
  readonly shown: boolean;
}

/** Under the key that the national extraction gives the same mailbox, so that it stands in the directory once. */
export async function publishMailboxes(sql: Sql, mailboxes: readonly PublishedMailbox[], at: Date): Promise<void> {
  if (mailboxes.length === 0) return;
  const rows = mailboxes.map(({ address, type, professional, structure, service = '', shown }) => {
    const details = packed(mailboxDetails, { service, structureName: '', postcode: '', paperless: '' });
    const key = keyOf('mssante', address, professional ?? '', structure ?? '');
    return [key, address, type, professional ?? null, structure ?? null, details, digestOf(details), shown];
  });
  const columns = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => rows.map((row) => row[n]));
  await sql.query(putPublished, [...columns, at]);
}
