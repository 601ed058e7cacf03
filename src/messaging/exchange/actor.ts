import { displayName } from '#directory';
import type { Professional, Software } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { ExchangeDesk } from './desk.ts';
import { cannotFile } from './refusals.ts';

/**
 * Who files what arrived in a mailbox: the person at the screen, or, by itself, whose mailbox it is. Of a professional’s mailbox the professional;
 * of a software’s, the software; of an organisation’s, the organisation through its mailbox. They are the depositor only: the authors stay those of
 * the documents. Refuses `messaging.cannot-file`.
 */
export async function filerOf(
  { directory }: Pick<ExchangeDesk, 'directory'>,
  { call: { actor }, mailbox }: MailboxPermit,
): Promise<Professional | Software> {
  if (actor.kind === 'professional' || actor.kind === 'software') return actor;
  const { professional, software, structure: at } = mailbox;
  if (professional !== undefined) {
    const person = await directory.professional(professional);
    const place = at ?? person?.structures[0];
    const structure = place === undefined ? undefined : await directory.structure(place);
    if (person === undefined || structure === undefined) throw cannotFile();
    const { id, profession } = person;
    const works = { structure: { id: structure.id, name: structure.name }, software: 'messagerie' };
    return { kind: 'professional', id, name: displayName(person), profession, ...works };
  }
  const client = software === undefined ? undefined : await directory.software(software);
  if (client !== undefined) {
    const { id, name, structure } = client;
    return { kind: 'software', id, name, structure: { id: structure.id, name: structure.name } };
  }
  const structure = at === undefined ? undefined : await directory.structure(at);
  if (structure === undefined) throw cannotFile();
  const { id, name } = structure;
  return { kind: 'software', id: `boite-${mailbox.id}`, name: mailbox.name, structure: { id, name } };
}
