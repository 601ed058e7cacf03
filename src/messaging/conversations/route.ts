import { insOids } from '#ins';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Route } from '../post/post.ts';
import type { RouteDesk } from './desk.ts';
import { citizenClosed, citizenMalformed, citizenToCitizen, citizenUnknown } from './refusals.ts';
import { personOf } from './standing.ts';

/** See {@link openCitizenRoute}. */
export type CitizenRoute = (call: Call, address: string, sender?: MailboxPermit) => Promise<Route>;

/**
 * Where a message to `<matricule>@<citizens’ domain>` goes: the mailbox of that person, made at its first message. Any mailbox but a citizen's
 * may write. `sender` absent: from a trusted operator.
 *
 * Refuses `messaging.citizen-malformed` (no matricule), `messaging.citizen-unknown` (nobody with a qualified identity),
 * `messaging.citizen-closed`; to a citizen `messaging.citizen-to-citizen`, before anything is looked up. What it refuses says whether somebody
 * has a carnet here, as MSSanté wants it said to professionals: nobody without a mailbox can ask. Writes nothing but the mailbox.
 * Source: Éléments d'information ENS Messagerie, ECO.2.2.6.
 */
export function openCitizenRoute(desk: RouteDesk): CitizenRoute {
  return async (call, address, sender) => {
    if (sender?.mailbox.kind === 'CIT') throw citizenToCitizen();
    const record = await recordOf(desk, matriculeOf(desk, address));
    const identity = record === undefined ? undefined : await desk.ins.byRecord(record);
    if (record === undefined || identity?.status !== 'QUAL' || identity.matricule === undefined) throw citizenUnknown();
    const { closedBy } = await personOf(desk, record, call.at);
    if (closedBy !== undefined) throw citizenClosed();
    const mailbox = await desk.mailboxes.ofCitizen(call, record);
    return { where: 'here', mailbox: mailbox.id, address: mailbox.address };
  };
}

function matriculeOf({ ins, mailboxes }: RouteDesk, address: string): string {
  const split = address.lastIndexOf('@');
  const local = address.slice(0, split);
  if (address.slice(split + 1).toLowerCase() !== mailboxes.domains.citizens || !/^[0-9ab]{15}$/i.test(local))
    throw citizenMalformed();
  try {
    return ins.parseMatricule(local.toUpperCase());
  } catch (error) {
    if (error instanceof Refusal) throw citizenMalformed();
    throw error;
  }
}

/** The domain of a matricule is not in the address: a matricule stands in one of them. */
async function recordOf({ ins }: RouteDesk, matricule: string): Promise<RecordId | undefined> {
  const found = await Promise.all(Object.values(insOids).map((oid) => ins.recordOf(oid, matricule)));
  return found.find((record) => record !== undefined);
}
