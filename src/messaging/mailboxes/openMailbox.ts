import { parseClientId, parseProfessionalId, parseStructureId } from '#directory';
import { type Call, newRecordId, type RecordId } from '#kernel';
import type { Tx } from '#store';
import { parseAddress } from './address.ts';
import { firstFolders, type MailboxDesk, usualQuota } from './desk.ts';
import type { Mailbox, MailboxToOpen } from './mailbox.ts';
import { mailboxById, putAddress, putFolders, putHolder, putMailbox } from './mailboxes.sql.ts';
import { addressTaken, malformed, operatorOnly, otherDomain, unknownOwner } from './refusals.ts';
import { type MailboxRow, mailboxOf } from './row.ts';

const longestText = 300;
const leastQuota = 1024 ** 2;
const mostQuota = 1024 ** 4;

/**
 * Opens a mailbox of a professional, an organisation, a practice or a software, and publishes it in the directory unless it is on the liste
 * rouge. By the operator.
 *
 * Refuses `messaging.operator-only`, `messaging.malformed-address`, `messaging.other-domain`, `messaging.address-taken`,
 * `messaging.unknown-owner` (PER and CAB: a professional of the directory; ORG and APP: a structure, APP a software too),
 * `messaging.malformed-mailbox` (a text over 300 characters, no name, a quota below 1 MiB or above 1 TiB).
 */
export async function openMailbox(desk: MailboxDesk, call: Call, wanted: MailboxToOpen): Promise<Mailbox> {
  if (call.actor.kind !== 'operator') throw operatorOnly();
  const { text: address, domain } = parseAddress(wanted.address);
  if (domain !== desk.domains.professionals) throw otherDomain(desk.domains.professionals);
  for (const field of ['name', 'service', 'description', 'responsible'] as const) {
    const value = wanted[field] ?? '';
    if (value.length > longestText || /\p{Cc}/u.test(value) || (field === 'name' && value.trim() === '')) throw malformed(field);
  }
  const quota = wanted.quotaBytes ?? usualQuota[wanted.kind];
  if (!Number.isSafeInteger(quota) || quota < leastQuota || quota > mostQuota) throw malformed('quotaBytes');
  const owner = await ownerOf(desk, wanted);
  const id = mailboxHome();
  const mailbox = await desk.store.transaction(async (tx) => {
    await desk.store.records.create(tx, call.at, id);
    if ((await tx.query(putAddress, [address, id])).length === 0) throw addressTaken();
    const { name, service = '', description = '', responsible = '', listRouge = false } = wanted;
    await tx.query(putMailbox, [
      ...[id, address, wanted.kind, name.trim(), owner.professional ?? null, owner.structure ?? null, owner.software ?? null],
      ...[service, description, responsible, listRouge, call.at, quota],
    ]);
    putFirstFolders(tx, id, call.at);
    for (const holder of holdersOf(owner)) tx.write(putHolder, [holder, id, 'manage', call.at, null, call.actor.kind]);
    await desk.trace.append(tx, call, id, {
      action: 'rights',
      outcome: 'done',
      detail: { change: 'mailbox-open', kind: wanted.kind },
    });
    const [row] = await tx.query<MailboxRow>(mailboxById, [id]);
    if (row === undefined) throw new Error('a mailbox that was written is not there');
    return mailboxOf(row);
  });
  await publish(desk, [mailbox], call.at);
  return mailbox;
}

interface Owner {
  readonly professional?: string;
  readonly structure?: string;
  readonly software?: string;
}

async function ownerOf({ directory }: MailboxDesk, wanted: MailboxToOpen): Promise<Owner> {
  const { kind } = wanted;
  const personal = kind === 'PER' || kind === 'CAB';
  if (personal && wanted.professional === undefined) throw unknownOwner('professional');
  if (!personal && wanted.structure === undefined) throw unknownOwner('structure');
  if (kind === 'APP' && wanted.software === undefined) throw unknownOwner('software');
  const professional = wanted.professional === undefined ? undefined : parseProfessionalId(wanted.professional);
  if (professional !== undefined && (await directory.professional(professional)) === undefined)
    throw unknownOwner('professional');
  const structure = wanted.structure === undefined ? undefined : parseStructureId(wanted.structure);
  if (structure !== undefined && (await directory.structure(structure)) === undefined) throw unknownOwner('structure');
  const software = wanted.software === undefined ? undefined : parseClientId(wanted.software);
  if (software !== undefined && (await directory.software(software)) === undefined) throw unknownOwner('software');
  return {
    ...(professional === undefined ? {} : { professional }),
    ...(structure === undefined ? {} : { structure }),
    ...(software === undefined ? {} : { software }),
  };
}

function holdersOf({ professional, software }: Owner): string[] {
  return [
    ...(professional === undefined ? [] : [`professional:${professional}`]),
    ...(software === undefined ? [] : [`software:${software}`]),
  ];
}

/** Of version 8: the FHIR engine takes such a home for nobody's record. */
function mailboxHome(): RecordId {
  const id = newRecordId();
  return `${id.slice(0, 14)}8${id.slice(15)}` as RecordId;
}

/** RFC 3501 §2.3.1.1: one that never comes back, should a folder of the same name be made again. */
export function putFirstFolders(tx: Tx, id: RecordId, at: Date): void {
  const lists = [0, 1, 2].map((n) => firstFolders.map((folder) => folder[n]));
  tx.write(putFolders, [id, ...lists, Math.floor(at.getTime() / 1000)]);
}

/** In the directory as the national extraction would say it. Those of citizens are in none. */
export async function publish({ directory }: MailboxDesk, mailboxes: readonly Mailbox[], at: Date): Promise<void> {
  await directory.publishMailboxes(
    mailboxes.flatMap(({ address, kind, professional, structure, service, state, listRouge }) =>
      kind === 'CIT' ? [] : [{ address, type: kind, professional, structure, service, shown: state === 'open' && !listRouge }],
    ),
    at,
  );
}
