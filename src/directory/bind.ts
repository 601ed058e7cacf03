import { Refusal } from '#kernel';
import type { Sql } from '#store';
import { bindSoftware } from './directory.sql.ts';
import { parseClientId } from './entry.ts';

/** Writes down the subject of the certificates that prove a software; what else it may stays. Refuses `directory.unknown-software`. */
export async function bindCertificate(sql: Sql, clientId: string, subject: string, at: Date): Promise<void> {
  const bound = await sql.query(bindSoftware, [parseClientId(clientId), subject, at]);
  if (bound.length > 0) return;
  throw new Refusal('directory.unknown-software', {
    fr: 'Aucun logiciel enregistré ne porte cet identifiant.',
    en: 'No registered software has this client id.',
  });
}
