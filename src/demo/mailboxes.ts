import { displayName } from '#directory';
import type { Call } from '#kernel';
import type { Mailboxes, MailboxToOpen } from '#messaging';
import { loginOf, slug } from './login.ts';
import type { Territory } from './territory.ts';

/**
 * Secure mailboxes of the demonstration: one for each professional, one for each structure, managed by its first professional, and one for each
 * publishing software. Those that are there already stay as they are.
 */
export async function openDemoMailboxes(mailboxes: Mailboxes, territory: Territory): Promise<void> {
  const actor = { kind: 'operator', id: 'territoire', name: 'Territoire de démonstration' } as const;
  const call: Call = { actor, at: new Date(), requestId: 'territoire' };
  const domain = mailboxes.domains.professionals;
  for (const wanted of [...personal(territory, domain), ...organisations(territory, domain), ...software(territory, domain)]) {
    if ((await mailboxes.byAddress(wanted.address)) === undefined) await mailboxes.open(call, wanted);
  }
}

function personal({ professionals }: Territory, domain: string): MailboxToOpen[] {
  return professionals.map((one) => ({
    address: `${loginOf(one.given, one.family)}@${domain}`,
    kind: 'PER',
    name: displayName(one),
    professional: one.id,
    structure: one.structureId,
  }));
}

function organisations({ structures, professionals }: Territory, domain: string): MailboxToOpen[] {
  return structures.map(({ id, name }) => {
    const manager = professionals.find(({ structureId }) => structureId === id);
    return {
      address: `secretariat.${slug(name).slice(0, 50)}@${domain}`,
      kind: 'ORG',
      name: `Secrétariat, ${name}`,
      structure: id,
      service: 'Secrétariat',
      ...(manager === undefined ? {} : { professional: manager.id, responsible: displayName(manager) }),
    };
  });
}

function software({ structures }: Territory, domain: string): MailboxToOpen[] {
  return structures.map(({ id, name, clientId, softwareName }) => ({
    address: `${clientId.slice(0, 64)}@${domain}`,
    kind: 'APP',
    name: `${softwareName}, ${name}`,
    structure: id,
    software: clientId,
  }));
}
